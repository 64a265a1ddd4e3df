"""Targets: what is one, what it is for, and whose it is."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from policy_extract import parse
from policy_extract.model import Notice, Responsibility
from policy_extract.tables import to_tables
from policy_extract.targets import Target, find_targets, is_target


def targets(text: str) -> tuple[Target, ...]:
    return find_targets(parse(text))


def uses(text: str) -> list[tuple[str, str]]:
    return [(t.text, t.use) for t in targets(text)]


TARGETS: dict[bool, list[str]] = {
    True: [
        "一、目标\n企业超过30家。",
        "一、目标\n培育企业30家以上。",
        "一、目标\n培育企业30—50家。",
        "一、目标\n培育企业30家。",
        "一、目标\n覆盖率达到35%。",
        "一、目标\n覆盖率提高到35%。",
        "一、目标\n产值增长6%。",
        "一、目标\n能耗比上年下降6%左右。",
        "一、目标\n完成投资400亿元。",
        "一、目标\n新增就业50万人。",
        "一、目标\n保证金不低于总价10%。",
    ],
    False: [
        "一、现状\n现有企业30家。",
        "一、现状\n已建成企业30家。",
        "一、补助\n按投资的30%给予补助。",
        "一、补助\n每人补助500元。",
        "一、补助\n给予10万元奖励。",
        "一、期限\n为期3年。",
        "一、现状\n全市企业约30家。",
        "一、组织\n由3名专家评审。",
    ],
}


@pytest.mark.parametrize("expected, text", [(value, text) for value, texts in TARGETS.items() for text in texts])
def test_what_is_a_target(expected: bool, text: str) -> None:
    quantities = parse(text).quantities
    assert [is_target(q) for q in quantities] == [expected] * len(quantities)
    assert quantities
    assert len(targets(text)) == expected * len(quantities)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("一、目标\n培育企业30家以上。", [("30家以上", "goal")]),
        ("一、目标\n服务时间每日不少于8小时。", [("不少于8小时", "goal")]),
        ("一、目标\n将办理时限压缩至5个工作日以内。", [("5个工作日以内", "goal")]),
        ("一、办理\n受理后5个工作日内办结。", [("5个工作日内", "limit")]),
        ("一、办理\n公示期不超过10天。", [("不超过10天", "limit")]),
        ("一、补助\n给予不超过50万元补助。", [("不超过50万元", "goal")]),
        ("一、补助\n年满60周岁,给予补贴。", [("年满60周岁", "condition")]),
        ("一、补助\n缴费满3年的,给予补贴。", [("满3年", "condition")]),
        ("一、补助\n面积超过90平方米的,不予补贴。", [("超过90平方米", "condition")]),
        ("一、补助\n对超过50人的企业给予奖励。", [("超过50人", "condition")]),
        ("一、补助\n对企业给予不超过50万元补助。", [("不超过50万元", "goal")]),
        ("一、人才\n年龄在45周岁以下。", [("45周岁以下", "condition")]),
        ("一、补助\n毕业2年内的学生可申请。", [("2年内", "condition")]),
    ],
)
def test_what_it_is_for(text: str, expected: list[tuple[str, str]]) -> None:
    assert uses(text) == expected


def test_each_agency_of_its_assignment_has_the_target() -> None:
    found = targets(
        "一、培育企业\n到2025年,培育企业30家以上。(省科技厅牵头,财政厅配合)开展培训20场以上。\n二、完善制度\n新增站点50个。"
    )
    assert [(t.clause, t.name, t.role, t.indicator, t.low, str(t.latest)) for t in found] == [
        ("1", "省科技厅", "lead", "企业", 30, "2025-12-31"),
        ("1", "省财政厅", "cooperate", "企业", 30, "2025-12-31"),
        ("1", None, None, "培训", 20, "None"),
        ("2", None, None, "新增站点", 50, "None"),
    ]
    assert [t.clause_heading for t in found] == ["培育企业", "培育企业", "培育企业", "完善制度"]


def test_a_list_of_the_section_carries_the_targets_of_its_items() -> None:
    notice = parse("一、培育企业\n(一)壮大主体\n培育企业30家以上。\n(二)建设平台\n建成平台5个。")
    section = notice.clause("1")
    whole = Responsibility(
        0, 2, "省科技厅", "省科技厅", "lead", "1", section.start, section.start, section.end, 1, 1, "label"
    )
    section = replace(section, responsibilities=(whole, whole))
    lifted = replace(notice, parts=(replace(notice.parts[0], clauses=(section,)),))
    assert [(t.clause, t.name, t.low) for t in find_targets(lifted)] == [
        ("1.1", "省科技厅", 30),
        ("1.2", "省科技厅", 5),
    ]


def test_the_table_has_a_row_for_each_target_of_each_agency(notice: Notice) -> None:
    rows = to_tables(notice)["targets"]
    assert rows["name"].to_list()[:2] == ["省科技厅", "省财政厅"]
    assert rows["use"].cat.categories.to_list() == ["goal", "limit", "condition"]
    assert rows.loc[0, ["notice", "clause", "low", "unit", "indicator", "cue"]].to_list() == [
        "a", "1", 30.0, "家", "企业", "培育",
    ]  # fmt: skip
    assert rows.loc[0, "latest"] == pd.Timestamp("2025-12-31")
    row = rows.loc[0]
    assert notice.text[row["indicator_start"] : row["indicator_end"]] == row["indicator"]


@pytest.fixture
def notice() -> Notice:
    return parse("一、培育企业\n到2025年,培育企业30家以上。(省科技厅牵头,财政厅配合)", id="a")

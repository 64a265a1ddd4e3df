"""Measures: the class of an action, by its verb and its object."""

from __future__ import annotations

import pytest

from policy_extract.finders.actions import find_actions
from policy_extract.finders.measures import ACTION_CLASSES, OBJECT_VERBS, measures_of
from policy_extract.lexicon import load_lexicon
from policy_extract.reading import parse
from policy_extract.tables import to_tables
from policy_extract.text import Passage

ROWS = load_lexicon().table("action_objects")

CASES: dict[str | None, list[str]] = {
    "机制建设": ["建立常态化走访机制", "健全仲裁制度", "加强内控制度建设", "完善公共就业服务体系"],
    "规划标准": ["制定水效标准", "编制村庄规划", "研究制定扶持办法", "印发操作手册", "细化落实措施"],
    "监管执法": ["开展联合执法检查", "加大抽查力度", "查处无证经营", "强化过程监管", "严厉打击非法采砂"],
    "资金支持": ["安排农机购置资金", "给予一次性补贴", "加大财政投入", "免征契税", "设立风险补偿基金"],
    "宣传培训": ["开展技能培训", "组织岗位练兵培训活动", "做好政策解读", "加大宣传力度", "普及急救知识"],
    "考核督查": ["开展专项督查", "强化年度考核"],
    "试点探索": ["探索建立托育点", "开展综合试点工作", "探索容缺办理"],
    "信息公开": ["公示入围名单", "推进政务公开工作"],
    "组织协调": ["加强组织领导", "组建工作专班", "召开调度会"],
    "基础建设": ["新建停车场", "搭建供需对接平台", "加强管网设施建设"],
    "鼓励引导": ["鼓励社会资本参与", "支持、引导农户流转土地"],
    "推进实施": ["加强作风建设", "落实首问制度", "给予肯定"],
    None: ["完善营商环境", "降低物流成本", "将库房纳入普查范围", "明确工作边界", "减少重复调查"],
}


@pytest.mark.parametrize(("expected", "text"), [(name, text) for name, texts in CASES.items() for text in texts])
def test_class(expected: str | None, text: str) -> None:
    (action,) = find_actions(Passage.of(f"{text}。"), load_lexicon())
    assert action.action_class == expected


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["head"])
def test_row(row: dict[str, str]) -> None:
    assert len(row["head"]) == 2, "the last two characters of an object are looked up"
    assert row["verbs"] in OBJECT_VERBS
    assert row["action_class"] in ACTION_CLASSES
    if row["example"]:
        (action,) = find_actions(Passage.of(f"{row['example']}。"), load_lexicon())
        assert action.action_class == row["action_class"]
    for action in find_actions(Passage.of(f"{row['counterexample']}。"), load_lexicon()):
        assert action.action_class != row["action_class"]


def test_every_class_but_two_is_given() -> None:
    measures = measures_of(load_lexicon())
    assert [name for name in ACTION_CLASSES if measures.of(name, "一批") is None] == ["机制建设", "其他", "非举措"]
    assert measures.of("机制建设", "机制") == "机制建设"


def test_record_and_table() -> None:
    notice = parse("一、工作任务\n(一)建立会商机制,开展岗位培训,降低物流成本。", id="a")
    assert [row["action_class"] for row in notice.to_dict()["actions"]] == ["机制建设", "宣传培训", None]
    column = to_tables([notice])["actions"]["action_class"]
    assert column.tolist()[:2] == ["机制建设", "宣传培训"]
    assert column.isna().tolist() == [False, False, True]
    assert set(column.cat.categories) == set(ACTION_CLASSES) - {"其他", "非举措"}

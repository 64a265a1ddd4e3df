"""Lines of succession: the table hangs together, and an agency is found before and after its reforms."""

from __future__ import annotations

from datetime import date

import pytest

from policy_extract.lexicon import load_lexicon
from policy_extract.lines import KINDS, at, line_of, predecessors, same_line, successors

LEXICON = load_lexicon()
TYPES = {row["id"]: row for row in LEXICON.table("agencies")}
STEPS = LEXICON.table("successions")
# Why a type may begin without another before it: founded then, or renamed from one that no table has.
FOUNDED = ("新设", "先行", "升格", "改设", "组建")


def years(name: str) -> tuple[int, int]:
    return int(TYPES[name]["from"] or 0), int(TYPES[name]["to"] or 9999)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step["id"])
def test_a_step_joins_two_types_in_a_year_in_which_both_are(step: dict[str, str]) -> None:
    assert step["id"] == f"{step['before']}→{step['after']}"
    assert step["kind"] in KINDS
    assert step["source"]
    year = int(step["year"])
    for side in ("before", "after"):
        begin, end = years(step[side])
        assert begin <= year <= end, f"{step[side]} is of {begin}–{end}"
    if step["kind"] in ("renamed", "merged"):
        assert year == years(step["before"])[1], "a body that went over ends in that year"


def test_no_line_has_a_gap() -> None:
    ended = {name for name in TYPES if TYPES[name]["to"]}
    assert ended - {s["before"] for s in STEPS if int(s["year"]) == years(s["before"])[1]} == set()
    begun = {name for name in TYPES if years(name)[0] > 1998}
    continued = {s["after"] for s in STEPS if int(s["year"]) == years(s["after"])[0]}
    assert {n for n in begun - continued if not any(word in TYPES[n]["note"] for word in FOUNDED)} == set()


def test_no_line_turns_back_on_itself() -> None:
    for name in TYPES:
        queue, seen = [s["after"] for s in STEPS if s["before"] == name], set()
        while queue:
            here = queue.pop()
            assert here != name
            if here not in seen:
                seen.add(here)
                queue.extend(s["after"] for s in STEPS if s["before"] == here)


@pytest.mark.parametrize(
    "id,found",
    [
        ("130000/市场监管", {"130000/工商行政管理", "130000/质量技术监督", "130000/食品药品监督管理"}),
        ("000000/卫生计生", {"000000/卫生", "000000/人口计生"}),
        ("130000/税务", {"130000/国家税务", "130000/地方税务"}),
        ("130100/自然资源", {"130100/国土资源", "130100/城乡规划", "130100/测绘地理信息"}),
        ("130000/财政", set()),
        ("130000/高新区管委会", set()),
        ("130000:有关部门", set()),
    ],
)
def test_predecessors(id: str, found: set[str]) -> None:
    whole = {s.agency.id for s in predecessors(id) if s.kind in ("renamed", "merged")}
    assert whole == found


@pytest.mark.parametrize(
    "id,found",
    [
        ("130000/质量技术监督", {("130000/市场监管", "merged", 2018)}),
        ("000000/银保监", {("000000/金融监管", "renamed", 2023)}),
        ("130000/扶贫", {("130000/乡村振兴", "renamed", 2021)}),
        ("000000/食品药品监督管理", {("000000/市场监管", "merged", 2018), ("000000/药品监督管理", "split", 2018)}),
        ("130000/地方金融", {("130000/党委金融", "took over", 2023)}),
        ("130000/财政", set()),
    ],
)
def test_successors(id: str, found: set[tuple[str, str, int]]) -> None:
    assert {(s.agency.id, s.kind, s.year) for s in successors(id)} == found
    assert all(s.source for s in successors(id))


def test_a_predecessor_has_its_own_last_name() -> None:
    assert {s.agency.official_name for s in predecessors("000000/国铁集团")} == {"铁道部"}
    assert [s.agency.official_name for s in predecessors("000000/食品药品监督管理")] == ["国家药品监督管理局"]


@pytest.mark.parametrize(
    "id,year,names",
    [
        ("130000/市场监管", 2024, ["河北省市场监督管理局"]),
        ("130000/市场监管", 2015, ["河北省工商行政管理局", "河北省质量技术监督局", "河北省食品药品监督管理局"]),
        ("130000/质量技术监督", 2024, ["河北省市场监督管理局"]),
        ("130000/药品监督管理1998", 2024, ["河北省市场监督管理局"]),
        ("000000/扶贫", 2024, ["农业农村部"]),
        ("000000/医保", 2015, ["人力资源和社会保障部", "国家卫生和计划生育委员会"]),
        ("000000/金融监管", 2002, ["中国保险监督管理委员会", "中国人民银行"]),
        ("000000/国铁集团", 2015, ["中国铁路总公司"]),
        ("420600/财政", 2005, ["襄樊市财政局"]),
        ("130000/高新区管委会", 2015, []),
    ],
)
def test_who_stood_in_the_line_at_a_date(id: str, year: int, names: list[str]) -> None:
    assert [agency.official_name for agency in at(id, date(year, 6, 1))] == names


@pytest.mark.parametrize(
    "id,line",
    [
        ("130000/质量技术监督", "130000/市场监管"),
        ("130000/市场监管", "130000/市场监管"),
        ("130000:各县/质量技术监督", "130000:各县/市场监管"),
        ("?:市/卫生", "?:市/卫生健康"),
        ("130000/保监", "130000/金融监管"),
        ("130000/电力监管", "130000/能源监管"),  # a branch goes on in a branch
        ("000000/电力监管", "000000/能源"),
        ("000000/铁道", "000000/铁道"),  # divided among several
        ("522400/财政", "520500/财政"),  # 毕节地区, 毕节市
        ("130000/高新区管委会", "130000/高新区管委会"),
        ("130000:有关部门", "130000:有关部门"),
        ("no id", "no id"),
    ],
)
def test_lines(id: str, line: str) -> None:
    assert line_of(id) == line


@pytest.mark.parametrize(
    "a,b,same",
    [
        ("130000/质量技术监督", "130000/市场监管", True),
        ("130000/质量技术监督", "130000/工商行政管理", True),
        ("130000/质量技术监督", "140000/市场监管", False),
        ("000000/铁道", "000000/铁路", True),
        ("000000/铁路", "000000/交通运输", False),
        ("522400/卫生", "520500/卫生健康", True),
        ("130000/财政", "130000/教育", False),
        ("130000/财政", "130000/财政", True),
    ],
)
def test_one_line_or_two(a: str, b: str, same: bool) -> None:
    assert same_line(a, b) is same_line(b, a) is same

"""Tables are checked on a notice built by hand, so that they say nothing about the parser."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from policy_extract.model import (
    Action,
    Clause,
    Deadline,
    Header,
    Notice,
    NoticeWarning,
    Part,
    Quantity,
    Reference,
    Responsibility,
    Source,
    Span,
)
from policy_extract.tables import COLUMNS, data_dictionary, to_frame, to_tables

TEXT = (
    "豫政办〔2021〕7号\n"
    "根据《条例》制定本方案。\n"
    "一、加强培训\n"
    "(一)建立台账。鼓励企业培训500人以上,2021年底前完成。(省教育厅牵头,市教育局等配合)\n"
    "页脚"
)


def at(text: str) -> tuple[int, int, str]:
    start = TEXT.index(text)
    return start, start + len(text), text


def responsibility(text: str, role: str, order: int, **known: object) -> Responsibility:
    opening, closing = TEXT.index("(一)"), TEXT.index("(省教育厅")
    return Responsibility(*at(text), text, role, "1.1", opening, opening, closing, 1, order, "bracket", **known)  # type: ignore[arg-type]


@pytest.fixture
def notice() -> Notice:
    one, two, end = TEXT.index("一、"), TEXT.index("(一)"), TEXT.index("\n页脚")
    a, b = TEXT.index("《"), TEXT.index("制定")
    child = Clause(
        "1.1", "clause", 2, "(一)", "建立台账", two, end, two, end, "1",
        responsibilities=(
            responsibility("市教育局", "cooperate", 2, open_ended=True),
            responsibility("省教育厅", "lead", 1, agency="河南省教育厅", agency_id="henan-jy", system="教育",
                           level="province", region="河南省"),
        ),
        actions=(
            Action(*at("建立台账"), "建立", *at("建立")[:2], "台账", *at("台账")[:2], "obligation", "verb", "1.1"),
            Action(*at("鼓励"), "鼓励", *at("鼓励")[:2], None, None, None, "encouragement", "verb", "1.1"),
        ),
        quantities=(Quantity(*at("500人以上"), 500, None, "人", "bound", "培训", None, date(2021, 12, 31), "1.1"),),
        deadlines=(Deadline(*at("2021年底前"), date(2021, 12, 31), "year_end", "1.1"),),
    )  # fmt: skip
    preamble = Clause("0", "preamble", 1, None, None, a - 2, one - 1, a - 2, one - 1)
    section = Clause("1", "section", 1, "一、", "加强培训", one, end, one, two, children=(child,))
    return Notice(
        "henan-2021-7", TEXT, "5e", Source("a.txt", "9f"),
        Header("关于培训的通知", "豫政办〔2021〕7号", ("河南省教育厅", "河南省财政厅"), date(2021, 3, 1), None, "河南"),
        parts=(Part("notice", None, 0, end, (preamble, section)),),
        header_references=(Reference(a, b, "《条例》", "条例", None, None, "basis", "title"),),
        unread=(Span(*at("页脚")[:2]),),
        warnings=(NoticeWarning("gap", "(二) is missing", two),),
    )  # fmt: skip


def test_one_row_for_each_finding_with_the_values_of_the_record(notice: Notice) -> None:
    tables, record = to_tables(notice), notice.to_dict()
    for name in ("clauses", "responsibilities", "actions", "quantities", "deadlines", "references", "warnings"):
        assert len(tables[name]) == len(record[name]), name
        for row, entry in zip(tables[name].to_dict("records"), record[name], strict=True):
            for field, value in entry.items():
                found = row[field]
                if isinstance(found, pd.Timestamp):
                    found = found.date().isoformat()
                assert (pd.isna(found) and value is None) or found == value, (name, field)


def test_a_responsibility_row_says_whose_work_it_is(notice: Notice) -> None:
    rows = to_tables(notice)["responsibilities"]
    assert rows["name"].to_list() == ["省教育厅", "市教育局"]  # as in the text, though found in the other order
    assert rows["clause_heading"].to_list() == ["建立台账", "建立台账"]
    assert rows["order"].to_list() == [1, 2]
    assert rows["system"].isna().to_list() == [False, True]


def test_the_row_of_a_notice_counts_what_is_in_it(notice: Notice) -> None:
    [row] = to_tables(notice)["notices"].to_dict("records")
    assert row["issuers"] == "河南省教育厅;河南省财政厅"
    assert row["date"] == pd.Timestamp("2021-03-01")
    assert pd.isna(row["recipients"])
    counts = ("characters", "clauses", "tasks", "mentions", "warnings", "unread")
    assert [row[c] for c in counts] == [len(TEXT), 3, 1, 2, 1, 2]


def test_clauses_hold_their_own_text_and_say_which_are_tasks(notice: Notice) -> None:
    rows = to_tables(notice)["clauses"].set_index("id")
    assert rows.loc["1", "text"] == "一、加强培训\n"
    assert rows.loc["1.1", "text"].endswith("等配合)")
    assert rows["is_task"].to_dict() == {"0": False, "1": False, "1.1": True}


def test_notices_keep_their_order_and_every_row_names_its_notice(notice: Notice) -> None:
    other = replace(notice, id="a-copy")
    for name, frame in to_tables(iter([notice, other])).items():
        assert next(iter(frame.columns)) == "notice", name
        half = len(frame) // 2
        assert frame["notice"].to_list() == ["henan-2021-7"] * half + ["a-copy"] * half, name


@pytest.mark.parametrize("rows", ["none", "empty", "full"])
def test_types_do_not_depend_on_the_rows(notice: Notice, rows: str) -> None:
    empty = Notice("x", "", "", Source(), Header())
    tables = to_tables({"none": [], "empty": [empty], "full": [notice, notice]}[rows])
    for name, frame in tables.items():
        declared = {c.name: c.type for c in COLUMNS[name]}
        assert frame.dtypes.astype(str).to_dict() == declared, name
    roles = tables["responsibilities"]["role"].cat.categories
    assert list(roles) == ["lead", "responsible", "cooperate", "guide"]


@pytest.mark.parametrize(
    "day, expected",
    [
        (date(2025, 12, 31), pd.Timestamp("2025-12-31")),
        (date(1677, 9, 22), pd.Timestamp("1677-09-22")),
        (date(2262, 4, 11), pd.Timestamp("2262-04-11")),
        (date(2262, 4, 12), pd.NaT),  # a misread year is no reason to lose a night's batch
        (date(9999, 12, 31), pd.NaT),
        (date.min, pd.NaT),
        (None, pd.NaT),
    ],
)
def test_days_beyond_the_type_are_empty(notice: Notice, day: date | None, expected: pd.Timestamp) -> None:
    [found] = to_tables(replace(notice, header=Header(date=day)))["notices"]["date"]
    assert found is expected or found == expected


@pytest.mark.parametrize("low", [3_000_000_000_000, 0.3333, 10**400, None])
def test_bounds_of_any_size(low: float | None) -> None:
    values: dict[str, list[object]] = {c.name: [None] for c in COLUMNS["quantities"]}
    values |= {"start": [0], "end": [0], "low": [low]}
    [found] = to_frame("quantities", values)["low"].to_list()
    assert (pd.isna(found) and low is None) or found == (float("inf") if low == 10**400 else low)


def test_half_a_surrogate_pair_does_not_stop_the_table(notice: Notice) -> None:
    broken = replace(notice, header=Header(title="关于\ud83d的通知"))
    assert to_tables(broken)["notices"]["title"].to_list() == ["关于\ufffd的通知"]


def test_a_value_outside_a_closed_list_is_kept(notice: Notice) -> None:
    odd = replace(notice.clause("1.1"), responsibilities=(responsibility("省教育厅", "督办", 1),))
    part = replace(notice.parts[0], clauses=(odd,))
    roles = to_tables(replace(notice, parts=(part,)))["responsibilities"]["role"]
    assert roles.to_list() == ["督办"]
    assert list(roles.cat.categories) == ["lead", "responsible", "cooperate", "guide", "督办"]


def test_the_data_dictionary_says_what_every_column_means(notice: Notice) -> None:
    legend = data_dictionary()
    for name, frame in to_tables(notice).items():
        assert legend.loc[legend["table"] == name, "column"].to_list() == list(frame.columns), name
    for field in ("type", "meaning", "chinese"):
        assert (legend[field].str.len() > 0).all(), field
    assert not legend.duplicated(["table", "column"]).any()
    offsets = legend["column"].str.contains("start|end$")
    assert (legend.loc[offsets & legend["type"].str.lower().eq("int64"), "unit"] == "code point of the text").all()


def test_the_module_loads_no_pandas_until_asked() -> None:
    code = "import sys, policy_extract.tables; sys.exit('pandas' in sys.modules or 'pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

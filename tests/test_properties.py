"""What must hold for every text: the same reading in any width, joined, without line breaks, and after any damage."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from policy_extract import Notice, NoticeError, Responsibility, parse
from policy_extract.finders.responsibilities import find_conventions
from policy_extract.numerals import read_numeral
from policy_extract.text import compact, fold
from tests.conftest import CORPUS
from tests.laws import broken_laws

TEXTS = {p.stem: p.read_bytes().decode("utf-8") for p in sorted((CORPUS / "notices").glob("*.txt"))}
NOTICES = {name: parse(text) for name, text in TEXTS.items()}

few = settings(max_examples=25, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
names = st.sampled_from(sorted(TEXTS))


def test_there_are_notices() -> None:
    assert len(TEXTS) >= 10


def _flat(text: str | None) -> str:
    return fold(compact(text or ""))


def _clauses(notice: Notice) -> list[tuple[str, int, str]]:
    return [(_flat(c.marker), c.level, _flat(c.heading)) for c in notice.walk() if c.marker]


def _who(notice: Notice) -> list[tuple[str, str]]:
    return [(_flat(r.name), r.role) for r in notice.responsibilities]


# --- widths ----------------------------------------------------------------------------------------------------------

_HALF = ",:;()!?%" + "0123456789" + "."
_FULL = "，：；（）！？％" + "０１２３４５６７８９" + "．"
_WIDER = {ord(h): f for h, f in zip(_HALF, _FULL, strict=True)}
_NARROWER = {ord(f): h for h, f in zip(_HALF, _FULL, strict=True)}


@few
@given(name=names, marks=st.sets(st.sampled_from(range(len(_HALF)))), wide=st.booleans())
@example(name="hebei-2015-84", marks=set(range(len(_HALF))), wide=True)
@example(name="yunnan-2024-composed-10", marks=set(range(len(_HALF))), wide=False)
def test_widths_change_nothing(name: str, marks: set[int], wide: bool) -> None:
    table = _WIDER if wide else _NARROWER
    chosen = {ord((_HALF if wide else _FULL)[i]): (_FULL if wide else _HALF)[i] for i in marks}
    assert set(chosen) <= set(table)
    changed = parse(TEXTS[name].translate(chosen))
    assert _clauses(changed) == _clauses(NOTICES[name])
    assert _who(changed) == _who(NOTICES[name])
    assert [r.start for r in changed.responsibilities] == [r.start for r in NOTICES[name].responsibilities]


# --- two notices in one file -----------------------------------------------------------------------------------------

# A convention (列第一位者为牵头单位，下同) holds to the end of the file, so a notice that declares one changes the next.
JOINABLE = sorted(n for n, text in TEXTS.items() if find_conventions(fold(text)) == find_conventions(""))


@pytest.mark.parametrize("gap", ["\n", "\r\n\r\n"], ids=["line", "blank line"])
@pytest.mark.parametrize("first", JOINABLE)
def test_two_notices_in_one_text(first: str, gap: str) -> None:
    for second in JOINABLE:
        joined = parse(TEXTS[first] + gap + TEXTS[second])
        a, b, shift = NOTICES[first], NOTICES[second], len(TEXTS[first] + gap)
        assert _placed(joined) == [*_placed(a), *_placed(b, shift)], second
        assert broken_laws(joined) == [], second


def _placed(notice: Notice, by: int = 0) -> list[tuple[int, str, object]]:
    """Where each numbered clause stands with its level, and each mention with its role, in order of place."""
    clauses = [(c.start + by, c.marker, c.level) for c in notice.walk() if c.marker is not None]
    return sorted([*clauses, *((r.start + by, r.name, r.role) for r in notice.responsibilities)])


# --- without line breaks ---------------------------------------------------------------------------------------------

# Where a line's end alone says something, its loss loses it, for a reader too.
KEPT_BY_LINES = {
    "chongqing-2022-composed-04": "牵头单位 and 配合单位 stand on lines of their own, with no mark between one list and the next",
    "guangdong-2021-composed-06": "the furniture of a page runs into the text",
    "shaanxi-2025-composed-12": "page numbers (— 1 —) stand inside sentences",
    "yunnan-2024-composed-10": "the rows of a table",
    "zhejiang-2023-composed-01": "1. and 2. inside a sentence differ from those of items by their lines alone",
}
RUNNABLE = sorted(set(TEXTS) - set(KEPT_BY_LINES))


@pytest.mark.parametrize("name", RUNNABLE)
@pytest.mark.parametrize("gap", ["", " ", "　　"], ids=["nothing", "space", "indent"])
def test_line_breaks_lost(name: str, gap: str) -> None:
    run_on = parse(gap.join(line.strip() for line in TEXTS[name].splitlines() if line.strip()))
    assert [(m, level) for m, level, _ in _clauses(run_on)] == [(m, level) for m, level, _ in _clauses(NOTICES[name])]
    assert _who(run_on) == _who(NOTICES[name])
    assert broken_laws(run_on) == []


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_blank_lines_and_indents_change_nothing(name: str) -> None:
    spaced = parse("".join(f"　　{line.strip()}　\r\n\r\n" for line in TEXTS[name].splitlines() if line.strip()))
    assert _clauses(spaced) == _clauses(NOTICES[name])
    assert _who(spaced) == _who(NOTICES[name])


# --- damage ----------------------------------------------------------------------------------------------------------

_SHRAPNEL = [
    "(", ")", "（", "〔", "】", "《", "》", "“", "一、", "（二）", "3.", "第四条", "①", "1.1", "附件", "附件：1.", "目录", "专栏1", "\n", "\n\n", "\r",
    "\x00", "\x07", "\x1c", "\x85", "\u2028", "\u202e", "\u200f", "\ufeff", "\ud800", "\udcff", "😀", "𠀀", "e\u0301", "。", "：", "责任单位：", "牵头", "负责",
    "2021年3月2日", "〔2021〕5号", "通知", "等", "、", " ", "\u3000",
]  # fmt: skip


def _damaged(text: str, kind: str, dice: random.Random) -> str:
    size = len(text)
    if kind == "cut out":
        for _ in range(dice.randint(1, 12)):
            place = dice.randrange(size)
            text = text[:place] + text[place + dice.randint(1, 80) :]
    elif kind == "put in":
        for _ in range(dice.randint(1, 40)):
            place = dice.randrange(size)
            text = text[:place] + dice.choice(_SHRAPNEL) + text[place:]
    elif kind == "cut off":
        place = dice.randrange(size)
        text = text[:place] if dice.random() < 0.5 else text[place:]
    elif kind == "shuffled":
        lines = text.splitlines(keepends=True)
        dice.shuffle(lines)
        text = "".join(lines)
    elif kind == "repeated":
        text = "".join(line * dice.choice([1, 1, 1, 2, 3]) for line in text.splitlines(keepends=True))
    elif kind == "wrapped":
        width = dice.randint(3, 40)
        text = "\n".join(text[i : i + width] for i in range(0, size, width))
    return text


@settings(few, max_examples=60)
@given(
    name=names,
    kinds=st.lists(
        st.sampled_from(["cut out", "put in", "cut off", "shuffled", "repeated", "wrapped"]), min_size=1, max_size=3
    ),
    seed=st.integers(0, 2**32),
)
def test_laws_hold_for_damaged_texts(name: str, kinds: list[str], seed: int) -> None:
    text, dice = TEXTS[name], random.Random(seed)
    for kind in kinds:
        text = _damaged(text or "。", kind, dice)
    if text.strip():
        assert broken_laws(parse(text)) == []


@settings(few, max_examples=60)
@given(text=st.lists(st.one_of(st.sampled_from(_SHRAPNEL), st.text(max_size=6)), max_size=60).map("".join))
def test_laws_hold_for_any_text(text: str) -> None:
    if not text.strip():
        with pytest.raises(NoticeError, match="there is no text in it"):
            parse(text)
        return
    notice = parse(text)
    assert notice.text == text
    assert broken_laws(notice) == []


def test_two_readings_are_equal() -> None:
    for name, text in TEXTS.items():
        assert parse(text) == NOTICES[name]
        assert parse(text).to_dict() == NOTICES[name].to_dict()


def test_reading_does_not_depend_on_what_was_read_before() -> None:
    def mentions(notice: Notice) -> tuple[Responsibility, ...]:
        return notice.responsibilities

    backwards = {name: mentions(parse(TEXTS[name])) for name in sorted(TEXTS, reverse=True)}
    assert backwards == {name: mentions(notice) for name, notice in NOTICES.items()}


# --- characters ------------------------------------------------------------------------------------------------------


@settings(few, max_examples=300)
@given(st.text(st.characters(codec=None)))
def test_folding_keeps_the_length_and_is_done_once(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded


def test_every_character_folds_to_one_that_stays() -> None:
    everything = "".join(map(chr, range(0x110000)))
    folded = fold(everything)
    assert len(folded) == len(everything)
    assert fold(folded) == folded


_CHINESE = "零一二三四五六七八九"


def _spelt(n: int) -> str:
    """A number below 10**8 as a notice spells it: 十二万三千零五十."""
    text, nought = "", False
    for place in range(7, -1, -1):
        digit = n // 10**place % 10
        if digit:
            text += ("零" if nought else "") + _CHINESE[digit] + ("", "十", "百", "千")[place % 4]
        nought = bool(text) and not digit
        if place == 4 and text:
            text, nought = text + "万", nought and n % 10_000 > 0
    return text.removeprefix("一") if text.startswith("一十") else text


@settings(few, max_examples=200)
@given(st.integers(1, 99_999_999))
@example(10)
@example(105)
@example(10_010)
@example(20_300_405)
def test_a_numeral_reads_as_it_is_spelt(n: int) -> None:
    assert read_numeral(_spelt(n)) == n


@pytest.mark.parametrize("path", sorted(Path(CORPUS / "notices").glob("*.txt")), ids=lambda p: p.stem)
def test_the_corpus_is_utf_8(path: Path) -> None:
    assert TEXTS[path.stem].encode("utf-8") == path.read_bytes()

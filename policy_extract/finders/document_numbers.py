"""Document numbers (文号) and standards (标准号) in a text: 国办发〔2015〕19号, 国务院令第427号, GB/T 36000-2015."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from policy_extract.lexicon import Lexicon
from policy_extract.text import compact

__all__ = ["STANDARD", "STANDARD_YEAR", "issuer_of_number", "number_ending_at", "number_in", "standards_in"]

_YEAR: Final = r"\(\s*(?:19|20)\d\d\s*\)"
_SERIAL: Final = r"[0-9〇○零一二三四五六七八九十百千]{1,8}(?:\s*[-—]\s*\d{1,3})?"
#: Ends of a document number, read backwards from 号: 国办发(2015)19号, 令第427号, 公告2026年第20号, 函2026年第322号.
_TAIL: Final = re.compile(
    rf"{_YEAR}\s*第?\s*{_SERIAL}\s*号|(?:令|公告|通告)\s*(?:\d{{4}}\s*年\s*)?第?\s*{_SERIAL}\s*号"
    rf"|[函发字办规]\s*\d{{4}}\s*年\s*第\s*{_SERIAL}\s*号"
)
#: The same inside the bracket after a title, where 2022年第21号 and 用字第420000号 are enough.
_IN_BRACKET: Final = re.compile(
    rf"(?:{_YEAR}|[令告字发函电办第年])\s*第?\s*[0-9〇○零一二三四五六七八九十百千]{{1,20}}(?:-\d{{1,3}})?\s*号"
)
_PARTS: Final = re.compile("[,;]")
_LABEL: Final = re.compile(r"^(?:[^:]{0,8}:|详见|参见|见|即|原文号|原|文号)\s*")
_LABELS: Final = frozenset("详参见即原文")  # the first characters of those without a colon
_HAN_BEFORE: Final = re.compile(r"[\u4e00-\u9fff]*$")
#: The same where several ministries issue one: 财政部 税务总局公告2023年第12号.
_JOINT_BEFORE: Final = re.compile(r"(?:[\u4e00-\u9fff]{0,20}[部局委署会行院办] ){0,6}[\u4e00-\u9fff]*$")
#: Words that may stand before a number without being part of its code (机关代字): the code starts behind the last.
_NOT_CODE: Final = re.compile(
    r"按照|根据|依据|依照|遵照|参照|落实好|落实|执行|贯彻|通知|意见|文件|关于|以及|符合|印发|下发|转发|"
    r"[按和及与以由将对的了据从见在号为等或,]|^[年月日]"
)
#: 和 inside the name of a ministry does not end it: 住房和城乡建设部令第11号.
_JOINED_NAME: Final = re.compile(
    r"中华人民共和国|住房和(?:城乡)?建设|工业和信息|人力资源和社会|发展和改革|文化和旅游|卫生和计划|规划和自然|林业和草原"
)
STANDARD: Final = re.compile(
    r"(?:GB[JZ]?|DB\d{2}|DBJ\d{0,2}|JGJ|JG|CJJ|CJ|HJ|JTG|JT|SL|NY|YY|WS|GA|DL|AQ|LY|TB|QB|HG|SH|SY|MZ|WB|SB|JB|YD|TD|CH|DZ|XF|RB|"
    r"NB|MH|QX|YC|FZ|BB|LB|LD|TY|WW|CECS|[TQ]/[A-Z]{2,8})"
    r"\s?(?:/\s?[TZ]?\s?|T(?=\s?\d))?\s?[0-9]{1,6}(?:[.-][0-9]{1,3})?(?:\s?[-—~]\s?(?:19|20)?[0-9]{2})?(?![0-9A-Za-z])"
)
STANDARD_YEAR: Final = re.compile(r"[-—~]\s?(?:19|20)?\d\d$")


def issuer_of_number(number: str, lexicon: Lexicon) -> str | None:
    """Who issued the document with this number (文号), by its code (机关代字); None where the lexicon has no such code.

    >>> from policy_extract.lexicon import load_lexicon
    >>> issuer_of_number("国办发〔2015〕19号", load_lexicon())
    '国务院办公厅'
    """
    code = re.match(r"[^\d(（〔\[【]*", compact(number))
    return _codes(lexicon).get(code.group()) if code else None


@lru_cache(maxsize=8)
def _codes(lexicon: Lexicon) -> dict[str, str]:
    return {row["prefix"]: row["issuer"] for row in lexicon.table("document_numbers")}


def number_in(text: str, low: int, high: int) -> tuple[int, int] | None:
    """Where the document number stands in a bracket: the part between commas that ends in one."""
    at = low
    for part in _PARTS.split(text[low:high]):
        end = part.rfind("号") + 1
        if end and _IN_BRACKET.search(part[:end]) and "《" not in part[:end]:
            label = _LABEL.match(part) if part[0] in _LABELS or ":" in part[:9] else None
            begin = label.end() if label else 0
            while part[begin].isspace():
                begin += 1
            return at + begin, at + end
        at += len(part) + 1
    return None


def number_ending_at(text: str, low: int, end: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The document number that ends at ``end``: its tail, and the code (机关代字) or the issuer's name before it."""
    for tail in _TAIL.finditer(text, low, end):
        if tail.end() == end:
            break
    else:
        return None
    order = text[tail.start()] in "令公通"
    run = (_JOINT_BEFORE if order else _HAN_BEFORE).search(text, low, tail.start())
    code = run.group() if run else ""
    known = _codes(lexicon)
    for size in range(len(code), 1, -1):
        if code[-size:] in known:
            code = code[-size:]
            break
    else:
        masked = _JOINED_NAME.sub(lambda name: "〓" * len(name.group()), code) if order else code
        behind = 0
        for word in _NOT_CODE.finditer(masked):
            behind = word.end()
        code = code[behind:]
    if not code and not order:
        return None
    if order and len(code) < 2 and text[tail.start()] != "公":
        return None
    return tail.start() - len(code), end


def standards_in(text: str) -> Iterator[tuple[int, int]]:
    """Where the standards of a text stand: GB 50180-2018, DB13/2169-2015, T/CAS 12-2020."""
    last = 0
    for low in sorted({place for letter in "BJ/" for place in _letters_at(text, letter)}):
        match = STANDARD.match(text, low) if low >= last else None
        if match is not None and not (low and text[low - 1].isascii() and text[low - 1].isalnum()):
            last = match.end()
            yield low, last


def _letters_at(text: str, letter: str) -> Iterator[int]:
    """Where the capitals around a letter begin: GB, JGJ, NY/T, T/CAS all hold B, J or /."""
    place = text.find(letter)
    while place >= 0:
        low = place
        while low and place - low < 4 and "A" <= text[low - 1] <= "Z":
            low -= 1
        if low < place or letter == "J":
            yield low
        place = text.find(letter, place + 1)

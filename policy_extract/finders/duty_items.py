"""Items of a division of work that an agency heads (职责分工): 省公安厅:负责…; 1.市财政局。负责…"""

from __future__ import annotations

import re
from typing import Final

from policy_extract.finders.agencies import LAST_LETTERS, ends_as_agency, is_agency
from policy_extract.model import Role

__all__ = ["MARKER", "NAMED", "duty_items", "shut_brackets"]

MARKER: Final = re.compile(
    # what it may begin with is looked at first, for it has been blanked in most places where it is asked for
    r"(?=[\s第一二三四五六七八九十(\d①-⑳])\s*(?:第[一二三四五六七八九十百零〇\d]{1,6}[条章款节项]\s*|[一二三四五六七八九十]{1,3}、\s*|\([一二三四五六七八九十\d]{1,3}\)\s*|"
    r"\d{1,3}[.、)](?!\d)\s*|[①-⑳]\s*|[一二三四五六七八九]是要?)+"
)
_INSIDE: Final = re.compile(
    r"\((?:[^()\n]{1,120}+|(?:[^()\n]|\([^()\n]{0,40}\)){1,120})\)"  # mostly without a bracket inside
)


def shut_brackets(text: str) -> str:
    """The text with the insides of its brackets blanked, so that a comma in there ends nothing."""
    if "(" not in text:
        return text
    return _INSIDE.sub(lambda inside: f"({chr(0) * (len(inside.group()) - 2)})", text)


# An item of a division of work headed by an agency: 省公安厅:负责…, 1.市财政局。负责…
# A scan for one mark passes over all other characters several times as fast as a scan for any of three; what may stand
# behind it is looked at first.
_DUTY_ITEMS: Final = tuple(
    (
        mark,
        re.compile(
            rf"{mark}(?=[ \n主负承配协参牵开做指组研])(?<=[\s。:{LAST_LETTERS}]{mark})[ \n]{{0,8}}(?:主要)?"
            r"(?P<act>负责(?!人|同志|制|解释)|承担|配合|协助|参与|牵头(?!单位|部门)|开展|做好|指导|组织(?!部)|研究制[定订])"
        ),
    )
    for mark in "。:\n"
)
_UNIT_START: Final = re.compile(rf"[ ]+|{MARKER.pattern}")  # the marker of the unit itself has been blanked
_GOES_ON: Final = re.compile(r"。\s*(?!电话|地址|联系|邮编|传真)[一-鿿]{2}[^\n]{6}")
_COLON: Final = re.compile(r":\s*(?=[一-鿿]{2})")
NAMED: Final = re.compile(
    r"(?:省|市(?!场)|县|区(?!域)|州|旗|盟|自治区|各|国家|中国|中央|国务院|人民银行|人行|地\(市\)|地方|乡|镇|[一-鿿]{2,6}大学(?!生)|"
    r"[一-鿿]{0,16}(?:领导小组|联席会议|指挥部)办公室|[一-鿿]{1,6}(?:省|市(?!场)|县|州))"
)
_MAY_END: Final = frozenset(f"{LAST_LETTERS} \n")
_SETS_UP: Final = re.compile(r"设立|成立|组建|建立|搭建")  # (一)设立领导小组办公室。: a heading


def _headed(text: str, mark: int) -> tuple[int, int] | None:
    """The agency that is all there is before 。 or : or the line end in front of its duties."""
    end = mark
    if end and text[end - 1].isspace():
        end = max(0, mark - 8) + len(text[max(0, mark - 8) : mark].rstrip())
    if end and text[mark] == "\n" and text[end - 1] in "。:":
        end -= 1
    if not ends_as_agency(text, end):
        return None
    reach = max(0, end - 60)
    begin = reach
    for stop in "。;:,\n":
        begin = max(begin, text.rfind(stop, begin, end) + 1)
    if begin == reach and reach:
        return None
    marker = MARKER.match(text, begin, end)
    begin = marker.end() if marker else begin
    name = "".join(text[begin:end].split())
    return (
        (begin, end)
        if NAMED.match(name) and not _SETS_UP.match(name) and all(map(is_agency, name.split("、")))
        else None
    )


def duty_items(text: str) -> list[tuple[int, int, Role]]:
    """The agencies that head the items of a division of work: 省公安厅:负责…; (一)市财政局。筹集…

    >>> text = "省公安厅:负责道路安全。\\n省财政厅:负责资金保障。"
    >>> [(text[a:b], role) for a, b, role in duty_items(text)]
    [('省公安厅', 'responsible'), ('省财政厅', 'responsible')]
    """
    stop = text.find("。")
    if stop < 0 and "责" not in text:
        return []
    if ":" not in text and "\n" not in text and (stop < 0 or not text[stop + 1 :].strip()):
        return []  # a single sentence
    headed: dict[tuple[int, int], str] = {}
    for mark, pattern in _DUTY_ITEMS:
        if mark in text:
            item = pattern.search(text)  # none in nearly all texts, and so an iterator is not worth making
            while item:
                place = _headed(text, item.start())
                if place:
                    headed.setdefault(place, item["act"])
                item = pattern.search(text, item.end())
    if headed:  # within brackets no item begins
        shut = shut_brackets(text)
        headed = {place: act for place, act in headed.items() if shut[place[1] - 1] != "\x00"}
        if len(headed) > 1:  # what the other agencies of the list do may begin with any word
            known = {begin for begin, _ in headed}
            for colon in _COLON.finditer(shut):
                place = _headed(text, colon.start())
                if place and place[0] not in known:
                    headed[place] = ""
    if not headed:
        place = _first_item(text, stop)
        return [(*place, "responsible")] if place else []
    return [(begin, end, "lead" if act == "牵头" else "responsible") for (begin, end), act in sorted(headed.items())]


def _first_item(text: str, stop: int) -> tuple[int, int] | None:
    """The agency that is the first sentence of a unit, up to ``stop``, when another follows: (一)市财政局。筹集…"""
    if stop <= 0 or not (text[stop - 1] in _MAY_END or text.find("(", 0, stop) >= 0):
        return None
    first = _UNIT_START.match(text)
    low = first.end() if first else 0
    stop = text.find("。", low, low + 40) if first else -1
    if stop > 0 and text.find("(", low, stop) >= 0:
        stop = shut_brackets(text).find("。", low, low + 40)
    place = _headed(text, stop) if stop > 0 else None
    return place if place and not text[low : place[0]].strip() and _GOES_ON.match(text, stop) else None

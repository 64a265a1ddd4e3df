"""Who issues a notice (发文机关) and when (成文日期): names of bodies, lines of several, dates in figures and characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from policy_extract.lexicon import Lexicon
from policy_extract.numerals import read_numeral, read_year
from policy_extract.text import compact

__all__ = [
    "DATE",
    "ORG_LINE",
    "REGION_NAME",
    "STAMP",
    "date_line",
    "is_person",
    "issuers_of_title",
    "province_named",
    "read_date",
    "split_issuers",
    "to_date",
]

_CN: Final = "〇零○ＯOo0一二三四五六七八九十"
DATE: Final = re.compile(
    rf"((?:19|20)\d\d|[{_CN}]{{4}})\s?年\s?(\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s?月\s?(\d{{1,2}}|[一二三四五六七八九十廿]{{1,3}})\s?日"
)
_DATE_LINE: Final = re.compile(rf"\(?\s*{DATE.pattern}\s*\)?$")
_ORG_END: Final = (
    "政府 办公厅 办公室 委员会 厅 局 委 部 院 署 处 所 站 会 组 中心 公司 集团 银行 分行 支行 分局 总局 总队 支队 指挥部 管委会 党委 "
    "党组 省委 市委 县委 区委 协会 学会 大学 学院 学校 中学 小学 幼儿园 党校 联合会 办 行署 法院 检察院 团 中央"
).split()
ORG_LINE: Final = re.compile("(?:" + "|".join(sorted(_ORG_END, key=len, reverse=True)) + r")(?:\(代章\)|代章)?$")
STAMP: Final = re.compile(r"代章\)?$")


def read_date(text: str) -> date | None:
    """The first full date of a text: 2015年6月24日, 二〇一五年六月二十四日.

    >>> read_date("二〇〇六年十月十八日"), read_date("2015年6月")
    (datetime.date(2006, 10, 18), None)
    """
    found = DATE.search(text)
    return to_date(found) if found else None


def date_line(line: str) -> re.Match[str] | None:
    """The date that is all a line holds (成文日期): 2015年6月24日; the line has no white space around it."""
    last = line[-1]
    if last == "日" or (last == ")" and line[:-1].rstrip()[-1:] == "日"):
        return _DATE_LINE.match(line)
    return None


def to_date(found: re.Match[str]) -> date | None:
    year = read_year(found.group(1))
    month, day = (int(g) if g.isdigit() else read_numeral(g) for g in found.group(2, 3))
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


REGION_NAME: Final = re.compile(r"[一-鿿]{2,3}?[省市县州盟旗]|[一-鿿]{2,4}自治区")


_SECOND: Final = frozenset("理长席任")  # characters of those words
_PERSON: Final = re.compile(r"(?:总理|省长|市长|县长|区长|州长|主席|主任|局长|部长)\s{1,8}[一-鿿]{1,2}\s?[一-鿿]{1,2}$")


def is_person(s: str) -> bool:
    """A signing officer: 总理 李克强, 市长 王某."""
    return s[1:2] in _SECOND and _PERSON.match(s) is not None


def issuers_of_title(title: str | None) -> tuple[str, ...]:
    """The issuers that a title begins with: 河北省人民政府办公厅关于…."""
    if title and title.endswith("令"):
        front = title[:-1].removeprefix("中华人民共和国")
    elif not title or "关于" not in title:
        return ()
    else:
        front = title[: title.index("关于")].strip("《")
    if not 2 <= len(front) <= 120 or not (ORG_LINE.search(front) or front == "国务院"):
        return ()
    return split_issuers([front])


_SUFFIX_CUT: Final = re.compile(r"(?<=[厅局委部署院会办府室行心央学校])(?=[一-鿿]{2,})")
# National bodies whose branches carry the whole name: 国家税务总局淮北市税务局.
_VERTICAL: Final = (
    "国家税务总局",
    "中国人民银行",
    "中国银行保险监督管理委员会",
    "国家金融监督管理总局",
    "中国证券监督管理委员会",
)
_BRANCH: Final = re.compile(r"(?:税务局|支行|分行|营业管理部|监管局|监管分局|监管支局)$")
# A telephone number or an item of a list that has run into the name.
_BEFORE_NAME: Final = re.compile(r"^.{0,60}[0-9A-Za-z](?=[一-鿿]{2,4}[省市县区州盟旗][一-鿿]{2,})")
_STAMPED: Final = re.compile(r"[(（]?代章[)）]?$")
_BETWEEN_NAMES: Final = re.compile(r"\s{2,}|[、,，\t\u3000]+")
_NO_NAME: Final = frozenset(("办公厅", "办公室", "人民政府", "委员会", "党组"))


def split_issuers(names: Sequence[str]) -> tuple[str, ...]:
    """One name each, from lines that may hold several: 淮北市财政局淮北市教育局 are two."""
    found: list[str] = []
    for line in names:
        if line[:1] in "(（" and "代章" in line:
            continue
        if is_person(line):
            continue
        if "代章" in line:
            line = _STAMPED.sub("", line)
        for chunk in _BETWEEN_NAMES.split(_BEFORE_NAME.sub("", line)):
            spaced = chunk.split()
            if not all(len(piece) >= 3 and _whole(piece) and piece not in _NO_NAME for piece in spaced):
                spaced = [compact(chunk)]  # spaces inside a name: 某 州 市 人 民 政 府
            for piece in spaced:
                if piece:
                    found += _split_joined(piece, found)
    names_ok: list[str] = []
    for name in found:
        if names_ok and _goes_with(names_ok[-1], name, names_ok):
            names_ok[-1] += name
        elif name not in names_ok:
            names_ok.append(name)
    return tuple(names_ok)


def _goes_with(last: str, name: str, before: Sequence[str]) -> bool:
    """Whether a piece is the rest of the name before it: a branch of a national body, or what a line broke off."""
    if last in _VERTICAL:
        return bool(_BRANCH.search(name)) and not name.startswith(_VERTICAL)
    return not _whole(last) and not _starts_name(name, before)


def _starts_name(name: str, before: Sequence[str]) -> bool:
    return name[:2] == before[0][:2] or name.startswith(("国家", "中国", "中共", "国务院", "共青团"))


def _whole(name: str) -> bool:
    return bool(ORG_LINE.search(name))


def _split_joined(chunk: str, before: Sequence[str]) -> list[str]:
    """Names run together, cut where a name's end meets the region that the first name begins with."""
    own = REGION_NAME.match((before[0] if before else chunk).removeprefix("中共"))
    head = own.group() if own else ""
    pieces, start = [], 0
    for cut in _SUFFIX_CUT.finditer(chunk):
        rest = chunk[cut.start() :]
        if cut.start() - start >= 4 and (
            (head and rest.startswith((head, f"中共{head}")) and chunk[start : cut.start()] not in _VERTICAL)
            or re.match(r"(?:国家税务总局|中国人民银行|中国银行保险|国家金融监督)|国务院(?:办公厅)?$", rest)
        ):
            pieces.append(chunk[start : cut.start()])
            start = cut.start()
    return [*pieces, chunk[start:]]


def province_named(texts: Sequence[str], lexicon: Lexicon) -> str | None:
    """The province that the first telling text names; 中央 bodies give None."""
    provinces = _provinces(lexicon)
    for text in texts:
        for name, beginnings in provinces.get(text[:1], ()):
            if text.startswith(beginnings):
                return name
    return None


@lru_cache(maxsize=8)
def _provinces(lexicon: Lexicon) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Each province of a lexicon with what the name of a body of it begins with, by the first character of that."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for row in lexicon.table("regions"):
        if row["code"].endswith("0000"):
            names = (row["name"], row["short"].split("|")[0]) if row["short"] else (row["name"],)
            for first in dict.fromkeys(name[:1] for name in names):
                found.setdefault(first, []).append((row["name"], names))
    return found

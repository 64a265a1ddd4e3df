"""The kinds of line around a body: document number (文号), recipients (主送机关), notes, lists of attachments; pieces of lines, lines printed twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from policy_extract.furniture import FURNITURE
from policy_extract.model import Span
from policy_extract.outline import Line
from policy_extract.signature import ORG_LINE, date_line
from policy_extract.titles import ends_in_genre

__all__ = [
    "ANNEX_LIST",
    "LIST_NUMBER",
    "MARKER",
    "NOTE_BEGINS",
    "PASSED",
    "TITLE_BEHIND_NUMBER",
    "address_goes_on",
    "continues_title",
    "cut_line",
    "doubled_lines",
    "is_marked",
    "is_note",
    "is_recipients",
    "listed_names",
    "number_line",
]

_NUMBER: Final = re.compile(
    r"[一-鿿A-Za-z]{1,16}\s?\(\s?(?:19|20)\d\d\s?\)\s?第?\s?\d{1,5}\s?号"
    r"|第\s?\d{1,5}\s?号(?:令)?|[一-鿿]{2,12}(?:19|20)\d\d年第\d{1,4}号|\([一-鿿]{2,4}届?\)第?\d{1,4}号"
    r"|[一-鿿]{1,10}\(\s?(?:19|20)\d\d\s?\)\s?\d{1,5}(?=\s|$)"
)
_NUMBER_LINE: Final = re.compile(
    rf"\(?\s*(?:[一-鿿 ]{{0,30}}(?:文件|明电|特急|加急)\s*(?=[一-鿿]))?((?:{_NUMBER.pattern}))\s*\)?$"
)
TITLE_BEHIND_NUMBER: Final = re.compile(rf"\(?((?:{_NUMBER.pattern}))\)?\s*《([^》]{{6,160}})》?$")
#: The last characters of a document number but for its figures: a bracket may follow them.
_NUMBER_ENDS: Final = frozenset("号令 ")
_ADDRESSED: Final = re.compile(
    r"政府|公署|行署|单位|部门|机构|委员会|办公|公司|企业|集团|学校|高校|院校|局|厅|委|办|处|科室|中心|协会|银行|代表|委员|同志|主席|院|会|市|县|区|乡|镇"
)
_NO_ADDRESS: Final = re.compile(
    r"(?:为|根据|按照|现|经|以下|如下|有下列|联系|附|来源|发布|文号|文 号|索引|主题|分类|名称|[^各]{0,12}(?:如下|包括|条件|材料|下列|责任|单位))"
)
_ADDRESSED_ALL: Final = re.compile(r"(?:各|有关|省|市|县|区)[^:]{0,60}(?:单位|部门|企业):$")
_INTRODUCES: Final = re.compile(r"(?:通知|规定|制定|提出|明确|要求|措施|事项|内容|意见)(?:如下)?:$")
_NOTE: Final = re.compile(
    r"\(?(?:此件|本文|此文|信息公开|公开(?:属性|方式|类别|形式)|主动公开|依申请公开|不予公开|联系人|联系电话|经办人|校对)[^。]{0,40}\)?$"
)
#: The first characters of a note.
NOTE_BEGINS: Final = frozenset("(此本信公主依不联经校")
# The note under the title of rules, broken over lines: (2021年3月2日某部务会议通过⏎2021年3月9日某部令⏎第5号公布)
PASSED: Final = re.compile(r"\(\s?(?:19|20)\d\d\s?年[^()]*$")
ANNEX_LIST: Final = re.compile(r"附(?:\s?[件表]\s?\d{0,2}\s?[:.]|:)")
MARKER: Final = re.compile(
    r"第\s?[一二三四五六七八九十百\d]+\s?[章节条编]|[一二三四五六七八九十壹贰貳叁肆伍陆柒捌玖拾]+\s?、|\(\s?[一二三四五六七八九十]+\s?\)"
    r"|\d{1,3}\s?[.、](?!\d)|0[1-9] (?=[一-鿿])|1\.1(?:\.1)?\s*(?=[一-鿿])|1\s+(?=总\s*则$)"
)
#: The first characters of a marker.
_MARKS: Final = frozenset("第一二三四五六七八九十壹贰貳叁肆伍陆柒捌玖拾(0123456789")
LIST_NUMBER: Final = re.compile(r"\s*(?<!\d)\d{1,2}\s?[.、](?!\d\D)\s*")
_BETWEEN: Final = re.compile(r"\d(?<!\d\d)\d?\s?[.、](?!\d\D)")  # the same inside a list, begun with its digit


def is_marked(s: str) -> bool:
    """Whether a line begins with a marker: 一、, (一), 第一条, 1."""
    return s[0] in _MARKS and MARKER.match(s) is not None


def listed_names(s: str) -> list[str]:
    """The names in a list of attachments: 1.任务分解表2.联系人名单."""
    return [name for piece in _BETWEEN.split(s) if (name := piece.strip(" 。;\n"))]


def cut_line(text: str, line: Line, cuts: set[int]) -> list[Line]:
    places = sorted(c for c in cuts if line.start < c < line.end)
    pieces = []
    for a, b in zip([line.start, *places], [*places, line.end], strict=True):
        stripped = text[a:b].strip()
        if stripped:
            start = a + len(text[a:b]) - len(text[a:b].lstrip())
            pieces.append(Line(start, start + len(stripped), stripped, True))
    return pieces


def is_note(s: str) -> bool:
    """A note about the notice itself: (此件公开发布), 联系人:…"""
    first = s[0]
    return first in NOTE_BEGINS and (first != "(" or s[1:2] in NOTE_BEGINS) and _NOTE.match(s) is not None


def number_line(s: str) -> re.Match[str] | None:
    """The document number that is all a line holds; the line has no white space around it."""
    last = s[-2:-1] if s[-1] == ")" else s[-1]  # before a bracket that is closed
    return _NUMBER_LINE.match(s) if last in _NUMBER_ENDS or last.isdecimal() else None


def is_recipients(s: str) -> bool:
    """A line that addresses: 各设区市人民政府,省政府有关部门:"""
    if s[-1:] != ":" or len(s) > 420 or len(s) < 4 or "。" in s or is_marked(s):
        return False
    if (s[0] == "附" and ANNEX_LIST.match(s)) or (len(s) < 12 and FURNITURE.search(s)):
        return False
    if _NO_ADDRESS.match(s):
        return _ADDRESSED_ALL.match(s) is not None and "如下" not in s
    return bool(_ADDRESSED.search(s)) and not _INTRODUCES.search(s, max(0, len(s) - 5))


def address_goes_on(above: str) -> bool:
    """Whether a line above the last of the recipients is theirs too: it ends in a list, or was broken inside one."""
    if above[-1] in "、,":
        return True
    inside = len(above) >= 20 and ("、" in above or "," in above) and not re.search("[。:;《]|关于", above)
    return inside and not ends_in_genre(above) and not number_line(above)


def continues_title(above: str, below: str, *, loose: bool = False) -> bool:
    """Whether a line above belongs to the same title: short, no stop, and not a title or name of its own."""
    if len(above) > 60 or above[-1] in "。:;,!?" or is_marked(above) or number_line(above):
        return False
    if FURNITURE.search(above) or date_line(above) or is_note(above) or above.endswith(("文件", "全文如下")):
        return False
    if loose or above.endswith("关于") or ("》" in below and above.rfind("《") > above.rfind("》")):
        return True
    if ends_in_genre(above) and not re.search(r"关于[^《》]*$", above) and "的" not in below[:3]:
        return False
    front = below.partition("关于")[0]
    if below.startswith(("关于", "印发", "转发")) or (above[:2] == front[:2] and ORG_LINE.search(front)):
        return bool(ORG_LINE.search(above))
    return "关于" not in below and ("关于" in above or ORG_LINE.search(above) is not None)


def doubled_lines(text: str, lines: Sequence[Line]) -> list[Span]:
    """What a PDF's fake bold has printed twice, where a folded text has several such lines: the copies to pass over.

    A whole line may stand twice, or its end from a bracket on (the second copy goes), or its bold beginning on a line
    before it (the first goes). ``lines`` are those of the text.

    >>> from policy_extract.marks import split_lines
    >>> text = "第一章总则\\n第一章总则\\n第一条\\n第一条 为了规范管理。\\n第二条\\n第二条 本办法适用于本市。"
    >>> [(span.start, span.of(text)) for span in doubled_lines(text, split_lines(text))]
    [(6, '第一章总则'), (12, '第一条'), (28, '第二条')]
    """
    found: list[Span] = []
    before = above = ""  # the words of the line before, their first character, and where they stand
    start = end = 0
    for line in lines:
        words = line.words
        first = words[0]
        if (
            (first == above or first == "(")  # as in few lines
            and len(before) > 2
            and text.count("\n", end, line.start) == 1  # no blank line stands between
        ):
            if len(words) > 3 and (words == before or (first == "(" and before.endswith(words))):
                stop = text.find("\n", line.end)
                found.append(Span(text.rfind("\n", 0, line.start) + 1, stop if stop >= 0 else len(text)))
                words = first = ""
            elif len(words) > len(before) and words.startswith(before):
                found.append(Span(start, end))
        before, above, start, end = words, first, line.start, line.end
    return found if len(found) >= 3 else []

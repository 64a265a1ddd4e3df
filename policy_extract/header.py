"""What stands around the body of a notice: title, document number, issuers, date, recipients; and where its parts lie.

``read_frame`` goes through the lines once and sorts them: header lines (claimed), body lines (for the outline), furniture
of the page that the text was copied from (left unread). A notice with a plan behind its cover letter has two parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from policy_extract.finders.task_tables import is_table_head
from policy_extract.lexicon import Lexicon
from policy_extract.model import Header, Span
from policy_extract.numerals import read_numeral, read_year
from policy_extract.outline import Line, split_lines
from policy_extract.text import compact

__all__ = ["Frame", "PartDraft", "read_date", "read_frame", "without_prints"]

_GENRES = (
    "通知 通报 通告 公告 公报 意见 决定 决议 命令 令 议案 报告 请示 批复 函 复函 答复 纪要 办法 方案 计划 规划 措施 政策 细则 规定 "
    "条例 要点 纲要 规则 制度 指南 指引 清单 目录 名单 预案 标准 准则 章程 倡议书 倡议 分工 行动 公约 协议 说明 若干措施 举措 十条 条 "
    "试点方案 任务书 意见书 导则 工作法 一览表 分工表 任务表 责任清单 分解表 汇总表 申请表 表"
).split()
_GENRE_END = re.compile("(?:" + "|".join(sorted(_GENRES, key=len, reverse=True)) + r")(?:\([^()]{1,24}\)){0,2}$")
_NUMBER = re.compile(
    r"[一-鿿A-Za-z]{1,16}\s?\(\s?(?:19|20)\d\d\s?\)\s?第?\s?\d{1,5}\s?号"
    r"|第\s?\d{1,5}\s?号(?:令)?|[一-鿿]{2,12}(?:19|20)\d\d年第\d{1,4}号|\([一-鿿]{2,4}届?\)第?\d{1,4}号"
    r"|[一-鿿]{1,10}\(\s?(?:19|20)\d\d\s?\)\s?\d{1,5}(?=\s|$)"
)
_NUMBER_LINE = re.compile(
    rf"\(?\s*(?:[一-鿿 ]{{0,30}}(?:文件|明电|特急|加急)\s*(?=[一-鿿]))?((?:{_NUMBER.pattern}))\s*\)?$"
)
_TITLE_BEHIND_NUMBER = re.compile(rf"\(?((?:{_NUMBER.pattern}))\)?\s*《([^》]{{6,160}})》?$")
_CN = "〇零○ＯOo0一二三四五六七八九十"
_DATE = re.compile(
    rf"((?:19|20)\d\d|[{_CN}]{{4}})\s?年\s?(\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s?月\s?(\d{{1,2}}|[一二三四五六七八九十廿]{{1,3}})\s?日"
)
_DATE_LINE = re.compile(rf"\(?\s*{_DATE.pattern}\s*\)?$")
_ORG_END = (
    "政府 办公厅 办公室 委员会 厅 局 委 部 院 署 处 所 站 会 组 中心 公司 集团 银行 分行 支行 分局 总局 总队 支队 指挥部 管委会 党委 "
    "党组 省委 市委 县委 区委 协会 学会 大学 学院 学校 中学 小学 幼儿园 党校 联合会 办 行署 法院 检察院 团 中央"
).split()
_ORG_LINE = re.compile("(?:" + "|".join(sorted(_ORG_END, key=len, reverse=True)) + r")(?:\(代章\)|代章)?$")
_STAMP = re.compile(r"代章\)?$")
_ADDRESSED = re.compile(
    r"政府|公署|行署|单位|部门|机构|委员会|办公|公司|企业|集团|学校|高校|院校|局|厅|委|办|处|科室|中心|协会|银行|代表|委员|同志|主席|院|会|市|县|区|乡|镇"
)
_NOTE = re.compile(
    r"\(?(?:此件|本文|此文|信息公开|公开(?:属性|方式|类别|形式)|主动公开|依申请公开|不予公开|联系人|联系电话|经办人|校对)[^。]{0,40}\)?$"
)
# The note under the title of rules, broken over lines: (2021年3月2日某部务会议通过⏎2021年3月9日某部令⏎第5号公布)
_PASSED = re.compile(r"\(\s?(?:19|20)\d\d\s?年[^()]*$")
#: How the sentence begins that gives the reasons of a notice.
_OPENING = re.compile(r"(?:为(?:了|深入|全面|进一步|认真|加快|更好|贯彻|落实|促进|推动|推进|规范|加强)|根据|按照|依据)")
_IN_FULL = re.compile(r"(?:[一-鿿]{0,8})?全文如下:?$")
_CONTENTS = re.compile(r"目\s*[录次]$")
_DOTS_END = frozenset("0123456789.…· -")
_DOTS = re.compile(r"(?:(?<!\.)\.{4,}+|(?<!…)…{2,}+|(?<!·)·{4,}+|\.\s\.\s\.)\s*+-?\s*+\d*+\s*+-?$")
_PRINTED = re.compile(
    r"抄\s?送\s?[:;]|抄\s?报\s?:|主\s?送\s?:|[^。]{4,40}\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日\s?印发|共印\s?\d+\s?份"
)
_ANNEX = re.compile(r"(?:附\s?[件录表]\s?[一二三四五六七八九十\d]{0,3}\s?[.:]?|\d{1,3}\s?附\s?件\s?\d{1,2})$")
# An annex that has its label needs less of a title.
_LABELLED_END = re.compile(
    r"(?:体系|名录|名册|台账|模板|样式|范本|须知|简介|流程图?|示意图|凭证|回执|书|格式|大纲|图|证明)$"
)
_ANNEX_TITLE = re.compile(r"附\s?件\s?[一二三四五六七八九十\d]{0,3}\s?[.:、]?\s?(?=[^\s])")
_ANNEX_LIST = re.compile(r"附(?:\s?[件表]\s?\d{0,2}\s?[:.]|:)")
_ISSUES = re.compile(
    r"(?:印发|颁发|发布|转发|公布|下发)[^。;]{0,12}$|^[^。]{0,20}(?:已经|业经|经)[^。]{2,60}(?:同意|通过|批准|审定)"
)
_PROSE = re.compile(r"[。;]|^(?:为|根据|按照|依据|现将|现就|经|近日|近年来|近期)[^。]{36,}")
_MARKER = re.compile(
    r"第\s?[一二三四五六七八九十百\d]+\s?[章节条编]|[一二三四五六七八九十壹贰貳叁肆伍陆柒捌玖拾]+\s?、|\(\s?[一二三四五六七八九十]+\s?\)"
    r"|\d{1,3}\s?[.、](?!\d)|1\.1(?:\.1)?\s*(?=[一-鿿])|1\s+(?=总\s*则$)"
)
_FIRST_MARKER = re.compile(r"一\s?、|\(\s?一\s?\)|第\s?[一1]\s?[章条]")
_FURNITURE_CUES = (
    "分享到 打印 关闭窗口 扫一扫 扫码 二维码 备案 ICP备 公网安备 网站标识码 主办单位: 承办单位: 版权所有 网站地图 联系我们 上一篇 下一篇 "
    "字体: 字号: 浏览次数 点击数 阅读量 责任编辑 相关链接 相关文件 相关解读 相关新闻 返回顶部 关注我们 无障碍 手机版 微信公众号 "
    "您访问的链接 政府网站年度报表 技术支持 收藏 当前位置 登录 注册 搜索 附件下载 相关附件 信息来源: 来源: 发布日期: 发布时间: "
    "发布机构: 索引号 主题分类 发文机关: 成文日期: 有效性 【字体 纠错 用户登录 繁体 简体 English RSS 站点地图 首页"
).split()
_FURNITURE = re.compile("|".join(map(re.escape, _FURNITURE_CUES)))
_PRINTED_ADDRESS = re.compile(r" *https?://\S+(?: +\d{1,4}/\d{1,4})? *")
_PRINTED_ABOVE = re.compile(r"(?:^|\n)( *\d{4}/\d{1,2}/\d{1,2},? \d{1,2}:\d{2}[^\n]*\n(?:[^\n]{0,120}\n){0,2})\Z")
_PRINTED_BELOW = re.compile(r"\s*\n *\d{1,4}/\d{1,4}(?= *(?:\n|$))")
_WEB_PREFIX = re.compile(r"^[【\[][^】\]]{1,20}[】\]]\s*")


@dataclass(slots=True)
class PartDraft:
    """A part being laid out: its lines of body, in order."""

    kind: Literal["notice", "annex"]
    title: str | None
    start: int
    end: int = 0
    body: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Frame:
    """A document sorted: its header, its parts with their body lines, and what was left unread."""

    header: Header
    parts: tuple[PartDraft, ...]
    unread: tuple[Span, ...]


def read_date(text: str) -> date | None:
    """The first full date of a text: 2015年6月24日, 二〇一五年六月二十四日.

    >>> read_date("二〇〇六年十月十八日"), read_date("2015年6月")
    (datetime.date(2006, 10, 18), None)
    """
    found = _DATE.search(text)
    return _to_date(found) if found else None


def _to_date(found: re.Match[str]) -> date | None:
    year = read_year(found.group(1))
    month, day = (int(g) if g.isdigit() else read_numeral(g) for g in found.group(2, 3))
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def without_prints(text: str) -> tuple[str, list[Span]]:
    """A folded text with spaces for what a browser has printed on each page (the time, the title, the address, 1/6).

    >>> text = "建成平\\n2026/7/24 15:30\\n某通知_最新政策_某网\\nhttps://www.example.gov.cn/a.htm\\n1/6\\n台。见\\nhttps://a.cn"
    >>> blanked, spans = without_prints(text)
    >>> blanked.split(), [(span.start, span.of(text)[-3:]) for span in spans]
    (['建成平', '台。见', 'https://a.cn'], [(4, '1/6')])
    """
    found: list[Span] = []
    pieces: list[str] = []
    copied = 0
    place = text.find("://")
    while place >= 0:
        start, end = text.rfind("\n", max(0, place - 60), place) + 1, text.find("\n", place)
        end = len(text) if end < 0 else end
        if start and _PRINTED_ADDRESS.fullmatch(text, start, end):
            above = _PRINTED_ABOVE.search(text, max(copied, start - 240), start)
            below = _PRINTED_BELOW.match(text, end)
            if above and (below or text[end - 1].isdigit()):
                begin, end = above.start(1), below.end() if below else end
                found.append(Span(begin, end))
                pieces += [text[copied:begin], " " * (end - begin)]
                copied = end
        place = text.find("://", end)
    return ("".join([*pieces, text[copied:]]) if found else text), found


def read_frame(text: str, source: str, lexicon: Lexicon) -> Frame:
    """The frame of a document, from its folded text and its text as written."""
    lines = [piece for line in split_lines(text) for piece in _unfold(text, source, line)]
    return _Reader(text, source, lines, lexicon).read()


# --- run-on text ----------------------------------------------------------------------------------------------------

_HEAD_REACH = 700
_RUN_ON = 500
_LETTERHEAD = re.compile(r"(?:文\s?件|明电|特急|加急|急件)\s*(?=[一-鿿])")
_ISSUER_BEFORE = re.compile(r"[一-鿿]{3,}(?:厅|局|委员会|政府|办公室|办公厅)(?=[一-鿿]{2,6}\s?$)")
_SECOND_NUMBER = re.compile(r"\s*[一-鿿]{2,6}\d{1,5}号")
_CITES = re.compile(r"根据|按照|依据|依照")
_ISSUED_NUMBER = re.compile(r"[一-鿿A-Za-z]{1,16}\s?\(\s?(?:19|20)\d\d\s?\)\s?第?\s?\d{1,5}\s?号")
_ADDRESS = r"(各[^。:;]{3,260}|[一-鿿]{2,12}(?:人民政府|厅|局|委员会|[部委办](?=[,、]|\([一-鿿]))[^。:;]{0,400}|[一-鿿、]{2,40}(?:委员|代表)):"
_RECIPIENTS_FIRST = re.compile(_ADDRESS)
_RECIPIENTS_INSIDE = re.compile(
    rf"(?:(?<=[号知见案函定法施复)])|(?<=[号知见案函定法施复)] )|(?<=[号知见案函定法施复)]  )){_ADDRESS}"
)
_TITLE_WORDS = re.compile(r"关于|印发|^的|的(?:通知|意见|函|批复|决定|报告)")
_NO_SIGNATURE = r"(?!\s?(?:[前起至,、。;在以]|印发|发布|召开|公布))"
_SIGNED = re.compile(
    r"(?<![^。)\s])((?:[一-鿿]|\([一-鿿]{1,6}\)){3,40}?"
    r"(?:政府|办公厅|办公室|委员会|厅|局|委|部|院|署|中心|公司|会|大学|学校))\s*"
    rf"({_DATE.pattern}){_NO_SIGNATURE}"
)
# A date behind a list of attachments or of names, known by what follows it: a note, an annex, the end.
_DATED = re.compile(rf"({_DATE.pattern})(?=\s*(?:\((?:此件|公开|主动)|附\s?件\s?\d?\s*[一-鿿\d]|$))")
_NAMES = re.compile(r"(?:[一-鿿 ]|\([一-鿿]{1,6}\)){3,80}$")
_REGION_NAME = re.compile(r"[一-鿿]{2,3}?[省市县州盟旗]|[一-鿿]{2,4}自治区")
# The first of several names in a signature, at the end of a piece: the others stand behind a gap.
_LAST_NAME = re.compile(
    rf"[。)]((?:中共|(?:{_REGION_NAME.pattern}))[一-鿿]{{1,24}}(?:政府|办公厅|办公室|委员会|厅|局|委|部|院))$"
)
_LIST_INSIDE = re.compile(r"附\s?件\s?[:.](?=\s*1?\s?[.、]?\s*[《一-鿿\d])")
_LIST_NUMBER = re.compile(r"\s*(?<!\d)\d{1,2}\s?[.、](?!\d\D)\s*")
_LONGEST_LIST = 900
_NUMBERED_ANNEX = re.compile(r"附\s?件\s?(\d?)\s*(?![.:、])")
_NOTE_INSIDE = re.compile(r"\s*(\((?:此件|本文|此文|公开|主动|依申请)[^()]{2,20}\))")
_ANNEX_INSIDE = re.compile(r"(?<=[。;)日\s])附\s?件\s?(?!\d?\s?[:.])[一二三四五六七八九十\d]?(?=\s*[一-鿿\d])")
# The title of an annex that has run into its text: it ends in a genre, and a marker or a usual opening stands behind it.
_TITLE_INSIDE = re.compile(
    r"\s*([^。;:]{2,90}?(?:" + "|".join(sorted(_GENRES, key=len, reverse=True)) + r")(?:\([^()]{1,24}\)){0,2}》?)"
    r"(?=\s*(?:一、|\(一\)|1[.、]|第[一1][条章编]|为|根据|按照|依据|$))"
)


def _unfold(text: str, source: str, line: Line) -> list[Line]:
    """A line that has lost its breaks, cut where pieces must have stood: number, recipients, signature, annexes."""
    if line.end - line.start < _RUN_ON and not _was_joined(text, source, line):
        return _number_apart(text, line)
    cuts = _head_cuts(text, line)
    if not cuts and not text[: line.start].strip() and not _MARKER.match(text, line.start):
        cuts = _title_cuts(text, line.start, line.end)
    ends = []
    if _DATE.search(text, line.start, line.end):
        for signed in _SIGNED.finditer(text, line.start, line.end):
            cuts |= {signed.start(1), signed.start(2), signed.end(2)}
            ends.append(signed.end(2))
        for dated in _DATED.finditer(text, line.start, line.end):
            cuts |= {_names_above(text, line, dated.start(1)), dated.start(1), dated.end(1)}
            ends.append(dated.end(1))
    for end in ends:
        note = _NOTE_INSIDE.match(text, end, line.end)
        if note:
            cuts |= {note.start(1), note.end(1)}
            end = note.end(1)
        cuts |= _title_cuts(text, end, line.end)
    last = _LAST_NAME.search(text, max(line.start, line.end - 42), line.end)
    if last:
        cuts.add(last.start(1))
    if text.find("附", line.start, line.end) >= 0:
        for annex in _ANNEX_INSIDE.finditer(text, line.start, line.end):
            titled = _title_cuts(text, annex.end(), line.end)
            if titled:
                cuts |= {annex.start(), annex.end(), *titled}
        cuts |= _listed_cuts(text, line, cuts)
    return _pieces(text, line, cuts) if cuts else [Line(line.start, line.end, True)]


def _was_joined(text: str, source: str, line: Line) -> bool:
    """Whether one end of the line is no line end in the text as written but a gap inside a long line."""
    before, after = text.rfind("\n", 0, line.start), text.find("\n", line.end)
    return any(place >= 0 and source[place] in "\u3000\xa0 \u2002" for place in (before, after))


def _names_above(text: str, line: Line, end: int) -> int:
    """Where the names begin that stand before a date: behind a title or a file's name, or with the notice's own region."""
    low = max(line.start, end - 90)
    names = _NAMES.search(text, low, end)
    if names is None or not _ORG_LINE.search(text[low:end].rstrip()):
        return end
    block = names.group()
    region = _REGION_NAME.search(text, line.start, line.start + _HEAD_REACH)
    own = [p for p in (block.find("中共"), block.find(region.group()) if region else -1) if p >= 0]
    for place in range(len(block) - 3):
        if block.startswith(("中共", region.group() if region else "中共"), place) and (
            place == 0 or _GENRE_END.search(block[:place])
        ):
            return names.start() + place
    return names.start() + (min(own) if own else 0) if own or not _MARKER.match(text, names.start() - 3, end) else end


def _listed_cuts(text: str, line: Line, cuts: set[int]) -> set[int]:
    """Where a list of attachments begins (附件:1. … 2. …), and the annexes that bear the names it gives."""
    found: set[int] = set()
    listed: list[str] = []
    begin = -1
    for match in _LIST_INSIDE.finditer(text, line.start, line.end):
        if begin < 0 and text[match.start() - 1] not in "(《、和及见":
            again = text.find("附件", match.end(), line.end)
            ends = [c for c in (*cuts, again, line.end) if c > match.end()]
            if min(ends) - match.end() < _LONGEST_LIST:
                begin, listed = match.start(), _listed(text[match.end() : min(ends)])
                found |= {begin, min(ends)}
    last = 0
    for annex in _NUMBERED_ANNEX.finditer(text, line.start, line.end) if listed else ():
        n = int(annex.group(1) or 1)
        named = annex.start() > begin and n <= len(listed) and text.startswith(listed[n - 1], annex.end())
        if n == last + 1 and (named or (last and text[annex.start() - 1] not in "(见、和及至")):
            last = n
            found |= {annex.start(), annex.end()}
            if named:
                found.add(annex.end() + len(listed[n - 1]))
    return found


def _listed(s: str) -> list[str]:
    """The names in a list of attachments: 1.任务分解表2.联系人名单."""
    return [name.strip(" 。;\n") for name in _LIST_NUMBER.split(s) if name.strip(" 。;\n")]


def _pieces(text: str, line: Line, cuts: set[int]) -> list[Line]:
    places = sorted(c for c in cuts if line.start < c < line.end)
    pieces = []
    for a, b in zip([line.start, *places], [*places, line.end], strict=True):
        stripped = text[a:b].strip()
        if stripped:
            start = a + len(text[a:b]) - len(text[a:b].lstrip())
            pieces.append(Line(start, start + len(stripped), True))
    return pieces


def _number_apart(text: str, line: Line) -> list[Line]:
    """A line, cut before the document number in brackets that a title has behind it: …的通知（冀政办字〔2015〕84号）."""
    if text[line.end - 1] != ")" or line.start > _HEAD_REACH:
        return [line]
    number = _ISSUED_NUMBER.search(text, line.start, line.end)
    if number is None or number.end() != line.end - 1 or text[number.start() - 1] != "(":
        return [line]
    if not _GENRE_END.search(text[line.start : number.start() - 1].rstrip()):
        return [line]
    return _pieces(text, line, {number.start() - 1})


def _head_cuts(text: str, line: Line) -> set[int]:
    """Where the number and the recipients begin and end at the head of a long line."""
    cuts: set[int] = set()
    head = min(line.end, line.start + _HEAD_REACH)
    numbered = text.find("号", line.start, head) >= 0
    if line.start > _HEAD_REACH and not numbered:
        return cuts  # the head of a later notice in the same text has its number
    recipients = _RECIPIENTS_INSIDE.search(text, line.start, head)
    while recipients and _TITLE_WORDS.search(recipients.group(1)):  # a title in front of them
        recipients = _RECIPIENTS_INSIDE.search(text, recipients.start(1) + 1, head)
    if recipients is None and line.start < _HEAD_REACH:
        recipients = _RECIPIENTS_FIRST.match(text, line.start, head)
        recipients = recipients if recipients and not _TITLE_WORDS.search(recipients.group(1)) else None
    if recipients:
        cuts |= {recipients.start(1), recipients.end()}
        head = recipients.start(1)
    stop = text.find("。", line.start, head)
    if not numbered:
        return cuts
    for number in _ISSUED_NUMBER.finditer(text, line.start, head if stop < 0 else stop):
        start = _number_start(text, line.start, number)
        if start > line.start and (text[start - 1] in "(》" or _CITES.search(text, line.start, start)):
            continue
        cuts |= {start, number.end()}
        second = _SECOND_NUMBER.match(text, number.end(), head)
        if second:
            cuts.add(second.end())
        if start == line.start and text[number.end()] == "《":
            closed = text.find("》", number.end(), head)
            if closed > 0:
                cuts ^= {number.end(), closed + 1}
    return cuts


def _title_cuts(text: str, start: int, end: int) -> set[int]:
    """Where the title of an annex that begins at ``start`` begins and ends."""
    title = _TITLE_INSIDE.match(text, start, min(end, start + 130))
    return {title.start(1), title.end(1)} if title else set()


def _number_start(text: str, line_start: int, number: re.Match[str]) -> int:
    """Where a document number begins: behind a title (…的通知|冀政办字(2015)84号), a letterhead or the issuer's name."""
    bracket = text.find("(", number.start())
    for place in range(bracket - 2, number.start(), -1):
        if place - line_start >= 6 and _GENRE_END.search(text, max(line_start, place - 4), place):
            return place
    return number.start() + _letterhead(text[number.start() : bracket])


def _letterhead(s: str) -> int:
    """How much of what stands before the year of a number is no part of it: 特急 明电|某办发电, 某省交通运输厅|某交函."""
    heads = list(_LETTERHEAD.finditer(s))
    if heads:
        return heads[-1].end()
    issuer = _ISSUER_BEFORE.match(s) if len(s) > 9 else None
    return issuer.end() if issuer else 0


# --- the sorting of lines -------------------------------------------------------------------------------------------


class _Reader:
    """Goes through the lines of a document once."""

    def __init__(self, text: str, source: str, lines: list[Line], lexicon: Lexicon) -> None:
        self.text = text
        self.source = source
        self.lines = lines
        self.lexicon = lexicon
        self.claimed: list[Line] = []
        self.unread: list[Line] = []
        self.number: str | None = None
        self.recipients: str | None = None
        self.title: str | None = None
        self.dated: date | None = None  # in brackets under the title
        self.attached: set[int] = set()  # where the annexes begin that the notice lists and does not issue

    def at(self, line: Line) -> str:
        return self.text[line.start : line.end]

    def raw(self, line: Line) -> str:
        return self.source[line.start : line.end]

    def read(self) -> Frame:
        body = self._head()
        parts = self._parts(body)
        self._tail(parts)
        signed, issuers = self._signature(parts)
        signed = signed or self.dated
        title = self.title
        if title is None:
            title = next((part.title for part in parts if part.title and part.start not in self.attached), None)
        if title is None:
            title, reported = self._issued_title(parts)
            issuers = issuers or reported
        issuers = issuers or _issuers_of_title(title)
        header = Header(
            title=title,
            document_number=self.number,
            issuers=issuers,
            date=signed,
            recipients=self.recipients,
            region=_region([*issuers, title or "", self.number or ""], self.lexicon),
            genre=_genre(title),
            spans=tuple(Span(line.start, line.end) for line in sorted(self.claimed, key=lambda x: x.start)),
        )
        for part in parts:
            if part.kind == "notice" and part.title is None:
                part.title = title
        unread = tuple(Span(line.start, line.end) for line in sorted(self.unread, key=lambda x: x.start))
        return Frame(header, tuple(parts), unread)

    # The lines before the body: furniture, number, title, recipients.

    def _head(self) -> int:
        """Sorts the lines before the body, and says at which line the body begins."""
        stop = self._body_begins()
        lines = self.lines[:stop]
        taken: set[int] = set()
        for i, line in enumerate(lines):
            found = _NUMBER_LINE.match(self.at(line))
            if found:
                taken.add(i)
                if self.number is None:
                    begin = found.start(1) + _letterhead(found.group(1).partition("(")[0])
                    self.number = self.source[line.start + begin : line.start + found.end(1)]
                continue
            doubled = _TITLE_BEHIND_NUMBER.match(self.at(line))
            if doubled:
                taken.add(i)
                self.number = self.number or self.source[line.start + doubled.start(1) : line.start + doubled.end(1)]
                self.title = self.source[line.start + doubled.start(2) : line.start + doubled.end(2)]
        if stop and _is_recipients(self.at(lines[-1])):
            first = stop - 1
            while first and first - 1 not in taken and _address_goes_on(self.at(lines[first - 1])):
                first -= 1
            taken.update(range(first, stop))
            address = "".join(self.raw(line) for line in lines[first:])
            self.recipients = compact(address).rstrip("：:∶;；")
        run = self._title_run(lines, taken)
        if run:
            taken.update(run)
            self.title = _clean_title("".join(self.raw(lines[i]).strip() for i in run))
            self._repeats(lines, taken)
        for i, line in enumerate(lines):
            dated = _DATE_LINE.match(self.at(line))
            if dated and self.at(line)[0] == "(" and i - 1 in taken:
                self.dated = _to_date(dated)
            if i in taken or dated or _NOTE.match(self.at(line)) or self._names_issuer(line, i, taken):
                self.claimed.append(line)
            else:
                self.unread.append(line)
        return stop

    def _names_issuer(self, line: Line, i: int, taken: set[int]) -> bool:
        """An issuer's name on a line of its own next to the title or the number."""
        near = any(j in taken for j in (i - 1, i + 1, i + 2))
        return near and len(self.at(line)) < 40 and bool(_ORG_LINE.search(self.at(line)))

    def _body_begins(self) -> int:
        """The line at which the body begins: behind the recipients, else the first marker or paragraph."""
        first = None
        for i, line in enumerate(self.lines[:400]):
            s = self.at(line)
            if _is_recipients(s) and not (i and _MARKER.match(self.at(self.lines[i - 1])) and first is None):
                # Recipients below a body that has begun address a later notice of the same file.
                if first is None or (i - first <= 6 and not _MARKER.match(self.at(self.lines[first]))):
                    return i + 1
                break
            if first is None and (_CONTENTS.match(s) or is_table_head(self.raw(line))):
                first = i
            if first is None and (_MARKER.match(s) or (_PROSE.search(s) and not self._is_furniture(s))):
                if _GENRE_END.search(s) and len(s) < 80 and "。" not in s and not _MARKER.match(s):
                    continue
                first = i
        if first is None:
            return len(self.lines)
        while first and self._wraps_into(first - 1):
            first -= 1
        return self._opening(first)

    def _opening(self, first: int) -> int:
        """Where the sentence that goes on at the first line of the body begins: 为贯彻《…》 or (2011年…公布,根据《…》修订)."""
        history = first > 0 and self.at(self.lines[first - 1]).endswith(")")
        for i in range(first - 1, max(-1, first - 9), -1):
            if not (self._breaks_off(i) or (history and i == first - 1)):
                break
            if (_PASSED if history else _OPENING).match(self.at(self.lines[i])):
                return i
        return first

    def _wraps_into(self, i: int) -> bool:
        """Whether a line before the body is prose that goes on in the next one: broken in the middle of a sentence."""
        s = self.at(self.lines[i])
        return ("," in s or "。" in s) and self._breaks_off(i)

    def _breaks_off(self, i: int) -> bool:
        """Whether a line is as long as the next one and no line of its own: no title, number, date or furniture."""
        s, below = self.at(self.lines[i]), self.at(self.lines[i + 1])
        if (
            len(s) < 18
            or abs(len(s) - len(below)) > 16
            or s[-1] in "。:;!?"
            or _MARKER.match(below)
            or _MARKER.match(s)
        ):
            return False
        return not (_GENRE_END.search(s) or _NUMBER_LINE.match(s) or self._is_furniture(s) or _DATE_LINE.match(s))

    def _is_furniture(self, s: str) -> bool:
        return len(s) < 60 and bool(_FURNITURE.search(s))

    def _title_run(self, lines: Sequence[Line], taken: set[int]) -> list[int]:
        """The lines of the title nearest to the body: it ends in a genre (通知, 意见 …) and may begin lines above."""
        for last in range(len(lines) - 1, -1, -1):
            if last in taken:
                continue
            s = self.at(lines[last])
            if not _GENRE_END.search(s) or "。" in s or self._is_furniture(s) or _ANNEX_LIST.match(s):
                continue
            if any(_PASSED.match(self.at(line)) for line in lines[max(0, last - 3) : last + 1]):
                continue
            run = [last]
            joined = s
            i = last - 1
            while i >= 0 and i not in taken and len(run) < 6:
                # A title over several lines: its first line has the 关于, those between may be any words.
                step = next(
                    (k for k in (1, 2, 3) if i - k + 1 >= 0 and self._title_above(lines, i, k, joined, taken)), 0
                )
                if not step:
                    break
                run = [*range(i - step + 1, i + 1), *run]
                joined = "".join(self.at(lines[j]) for j in range(i - step + 1, i + 1)) + joined
                i -= step
            if 6 <= len(compact(joined)) <= 220:
                return run
        return []

    def _title_above(self, lines: Sequence[Line], i: int, k: int, joined: str, taken: set[int]) -> bool:
        """Whether the ``k`` lines that end at ``i`` belong to the title whose end is ``joined``."""
        above = [self.at(lines[j]) for j in range(i - k + 1, i + 1)]
        if any(j in taken for j in range(i - k + 1, i + 1)) or (k > 1 and "关于" not in above[0]):
            return False
        if k > 1 and any(not _continues_title(a, "", loose=True) or _GENRE_END.search(a) for a in above[1:]):
            return False
        return _continues_title(above[0], "".join(above[1:]) + joined)

    def _repeats(self, lines: Sequence[Line], taken: set[int]) -> None:
        """Claims the lines that print the title once more."""
        wanted = _key(self.title or "")
        for i, line in enumerate(lines):
            here = _key(self.at(line))
            if len(here) >= 6 and (here == wanted or (len(here) > 14 and here in wanted)):
                taken.add(i)

    # The parts: cover letter and what it issues.

    def _parts(self, begin: int) -> list[PartDraft]:
        part = PartDraft("notice", self.title, self.lines[0].start if self.lines else 0)
        parts = [part]
        names = self._issued_names(begin)
        listed: set[str] = set()
        later = self._later_notices(begin)
        i = begin
        after_break = False  # behind a signature, a note or 附件1, where an annex may begin
        contents: set[str] | None = None
        while i < len(self.lines):
            line = self.lines[i]
            s = self.at(line)
            if i in later:
                title, body = later[i]
                part = PartDraft("notice", title, line.start)
                parts.append(part)
                self.claimed += self.lines[i:body]
                names |= self._issued_names(body)
                i, after_break, contents = body, False, None
                continue
            if contents is not None:
                head = _key(_DOTS.sub("", s))
                if head not in contents and (_MARKER.match(s) or len(s) < 50) and "。" not in s:
                    contents.add(head)
                    self.claimed.append(line)
                    i += 1
                    continue
                contents = None
            if _CONTENTS.match(s):
                contents = set()
                self.claimed.append(line)
                i += 1
                continue
            if s[-1] in _DOTS_END and _DOTS.search(s):
                self.claimed.append(line)
                i += 1
                continue
            if _ANNEX.match(s) and self._opens_annex(i):
                self.claimed.append(line)
                after_break = True
                i += 1
                run = self._annex_title(i, names | listed, True, labelled=True)
                part = PartDraft("annex", self._joined(run), line.start)
                if _key(part.title or "") not in names:
                    self.attached.add(line.start)
                parts.append(part)
                self.claimed += [self.lines[j] for j in run]
                after_break = not run
                i += len(run)
                continue
            if _NOTE.match(s) or _IN_FULL.match(s):
                after_break = True
                self.claimed.append(line)
                i += 1
                continue
            run = self._annex_title(i, names | listed if after_break else names, after_break) if len(s) < 90 else []
            if run and not (part.kind == "annex" and not part.body and part.title):
                part = PartDraft("annex", self._joined(run), line.start)
                if _key(part.title or "") in listed - names:
                    self.attached.add(line.start)
                parts.append(part)
                self.claimed += [self.lines[j] for j in run]
                i += len(run)
                after_break = False
                continue
            if _DATE_LINE.match(s):
                after_break = True
            elif _ANNEX_LIST.match(s):
                listed |= self._listed_names(i)
            elif after_break and (_PROSE.search(s) or _MARKER.match(s)):
                after_break = False
                if part.body and _DATE_LINE.match(self.at(part.body[-1])) and self._begins_again(part, i):
                    part = PartDraft("annex", None, line.start)
                    parts.append(part)
            part.body.append(line)
            i += 1
        return parts

    def _begins_again(self, part: PartDraft, i: int) -> bool:
        """Whether the numbering of a part begins again soon behind its signature: another plan, without any title."""
        markers = (self.at(line) for line in part.body)
        first = next((found.group() for s in markers if (found := _FIRST_MARKER.match(s))), None)
        return first is not None and any(self.at(line).startswith(first) for line in self.lines[i : i + 12])

    def _later_notices(self, begin: int) -> dict[int, tuple[str | None, int]]:
        """Where another notice begins in the same text: a title with its number or its recipients under it.

        For the line of each, its title and the line at which its body begins.
        """
        found: dict[int, tuple[str | None, int]] = {}
        reached, latest = begin, -1
        for i in range(begin + 1, len(self.lines)):
            s = self.at(self.lines[i])
            if i < reached or not (s[-1] in ":号)" and (_NUMBER_LINE.match(s) or _is_recipients(s))):
                continue
            top = max(reached, i - 7)
            run = self._title_run(self.lines[top:i], set())
            if not run or run[-1] != i - top - 1:
                if _is_recipients(s) and (_DATE_LINE.match(above := self.at(self.lines[i - 1])) or _NOTE.match(above)):
                    found[i], reached = (None, i + 1), i + 1
                continue
            first, body = top + run[0], i + 1
            for j in range(i + 1, min(i + 6, len(self.lines))):
                below = self.at(self.lines[j])
                if _is_recipients(below):
                    body = j + 1
                elif not (_NUMBER_LINE.match(below) or _address_goes_on(below)):
                    break
            if first == reached and latest >= 0:  # the title once more, behind its number
                found[latest], reached = (found[latest][0], body), body
                continue
            if first > reached and _TITLE_BEHIND_NUMBER.match(self.at(self.lines[first - 1])):
                first -= 1
            found[first] = (self._joined([top + j for j in run]), body)
            latest, reached = first, body
        return found

    def _joined(self, run: Sequence[int]) -> str | None:
        title = _clean_title("".join(self.raw(self.lines[j]).strip() for j in run)) if run else None
        return title[1:-1] if title and title[0] == "《" and title.find("》") == len(title) - 1 else title

    def _issued_names(self, begin: int) -> set[str]:
        """The titles that the cover letter issues: 现将《…》印发给你们."""
        names = set()
        for line in self.lines[begin : begin + 4]:
            s = self.at(line)
            for found in re.finditer(r"《([^》]{6,120})》", s):
                if _ISSUES.search(s[max(0, found.start() - 20) : found.start()]) or re.match(
                    r"(?:\([^()]{1,40}\))?(?:印发|已经|业经|经|下发|转发|公布)", s[found.end() : found.end() + 50]
                ):
                    names.add(_key(found.group(1)))
        return names

    def _listed_names(self, i: int) -> set[str]:
        """The names in a list of attachments that begins at a line."""
        listed = self.at(self.lines[i])
        listed = listed[_end_of(_ANNEX_LIST, listed) :]
        for line in self.lines[i + 1 : i + 40]:
            s = self.at(line)
            if not _LIST_NUMBER.match(s):
                break
            listed += s
        return {key for key in map(_key, _listed(listed)) if 3 <= len(key) <= 90}

    def _opens_annex(self, i: int) -> bool:
        """Whether a line 附件 opens an annex, and not the list of attachments above a signature."""
        n = i + 1
        while (
            n < len(self.lines)
            and n < i + 40
            and _LIST_NUMBER.match(s := self.at(self.lines[n]))
            and s[-1] not in "。;"
        ):
            n += 1
        if n == i + 1:
            return n < len(self.lines)
        if n == len(self.lines):
            return self.at(self.lines[i])[-1] != ":"
        below = [self.at(line) for line in self.lines[n : n + 4]]
        return not any(_DATE_LINE.match(s) or _ANNEX.match(s) or _NOTE.match(s) for s in below)

    def _annex_title(self, i: int, names: set[str], after_break: bool, *, labelled: bool = False) -> list[int]:
        """The lines at ``i`` that are the title of an annex: one that was announced, or one of the right form."""
        joined = ""
        for n in range(5):
            if i + n >= len(self.lines):
                return []
            s = self.at(self.lines[i + n])
            if len(s) > 90 or _MARKER.match(s) or s[-1] in "。;," or ":" in s or not re.search("[一-鿿]", s):
                return []  # a cell of a table, or who to call, is no piece of a title
            joined += s
            key = _key(joined)
            if key in names or key.removesuffix(_key(_brackets_off(joined))) in names:
                return list(range(i, i + n + 1))
            if (
                after_break
                and (_GENRE_END.search(joined.rstrip("》")) or (labelled and n < 2 and _LABELLED_END.search(joined)))
                and 4 <= len(key) <= 90
                and not _ANNEX_LIST.match(joined)
                and not self._is_furniture(joined)
            ):
                run = list(range(i, i + n + 1))
                if i + n + 1 < len(self.lines) and re.match(r"\([^()]{2,40}\)$", self.at(self.lines[i + n + 1])):
                    run.append(i + n + 1)
                return run
            if not after_break and not any(name.startswith(key) for name in names):
                return []
        return []

    def _issued_title(self, parts: Sequence[PartDraft]) -> tuple[str | None, tuple[str, ...]]:
        """The only title printed is one in the opening, 印发《…》的通知, with who issues it where that is said."""
        for line in (*self.unread[:40], *(line for part in parts[:1] for line in part.body[:3])):
            s = self.at(line)
            found = re.search(
                r"((?:中共中央(?:办公厅)?[、 ]{0,2}国务院(?:办公厅)?)|[一-鿿]{2,20}(?:政府|办公厅|办公室|委员会|厅|局))?"
                r"(?:正式|联合)?(?:印发|发布|出台|公布|转发)(?:了)?《([^》]{6,160})》",
                s,
            )
            if found and len(s) < 600:
                title = _clean_title(self.source[line.start + found.start(2) : line.start + found.end(2)])
                return title, _split_issuers([found.group(1)]) if found.group(1) else ()
        return None, ()

    # The end of each part: signature, notes, distribution, furniture.

    def _tail(self, parts: Sequence[PartDraft]) -> None:
        """Takes the signature lines and the furniture off the ends of the parts."""
        for part in parts:
            while part.body and self._is_tail_furniture(part):
                self.unread.append(part.body.pop())
            keep: list[Line] = []
            for line in part.body:
                s = self.at(line)
                (self.claimed if _PRINTED.match(s) and len(s) < 200 else keep).append(line)
            part.body[:] = keep

    def _is_tail_furniture(self, part: PartDraft) -> bool:
        s = self.at(part.body[-1])
        if re.fullmatch(r"[\W_]*[-—]?\s*\d*\s*[-—]?", s):
            return True
        if len(s) < 80 and _FURNITURE.search(s):
            return True
        above = [self.at(line) for line in part.body[-8:-1]]
        return (
            len(s) < 16
            and s[-1] not in "。;:"
            and not _DATE_LINE.match(s)
            and not _ORG_LINE.search(s)
            and any(len(a) < 80 and _FURNITURE.search(a) for a in above)
        )

    def _signature(self, parts: Sequence[PartDraft]) -> tuple[date | None, tuple[str, ...]]:
        """The date and the issuers of the first signature block; every block of a part's end is claimed."""
        signed: date | None = None
        issuers: tuple[str, ...] = ()
        for part in parts:
            for i in range(len(part.body) - 1, max(-1, len(part.body) - 40), -1):
                found = _DATE_LINE.match(self.at(part.body[i]))
                if not found:
                    continue
                block = self._block_above(part, i)
                names = [self.raw(line).strip() for line in block]
                if (signed is None and part is parts[0]) or (signed is None and block):
                    signed = _to_date(found)
                    issuers = _split_issuers(names)
                lines = [*block, part.body[i]]
                self.claimed += lines
                part.body[:] = [line for line in part.body if line not in lines]
                break
            if signed is None and part is parts[0]:
                # A date that runs on behind the issuer's name: 河北省人民政府办公厅2015年6月24日.
                for i in range(len(part.body) - 1, max(-1, len(part.body) - 6), -1):
                    s = self.at(part.body[i])
                    found = _DATE.search(s)
                    if found and len(s) < 60 and found.end() == len(s) and _ORG_LINE.search(s[: found.start()].strip()):
                        signed = _to_date(found)
                        end = part.body[i].start + found.start()
                        issuers = _split_issuers([self.source[part.body[i].start : end].strip()])
                        self.claimed.append(part.body.pop(i))
                        break
        return signed, issuers

    def _block_above(self, part: PartDraft, i: int) -> list[Line]:
        """The lines of names above a date."""
        block: list[Line] = []
        for line in reversed(part.body[max(0, i - 16) : i]):
            s = self.at(line)
            if len(s) > 90 or (s[-1] in "。;:,)" and not _STAMP.search(s)) or _ANNEX_LIST.match(s):
                break
            if _MARKER.match(s) or _LIST_NUMBER.match(s):
                break
            if not (_ORG_LINE.search(s) or _STAMP.search(s) or _is_person(s) or (block and len(s) < 30)):
                break
            block.insert(0, line)
        return block


def _is_person(s: str) -> bool:
    """A signing officer: 总理 李克强, 市长 王某."""
    return bool(
        re.match(r"(?:总理|省长|市长|县长|区长|州长|主席|主任|局长|部长)\s{1,8}[一-鿿]{1,2}\s?[一-鿿]{1,2}$", s)
    )


def _is_recipients(s: str) -> bool:
    """A line that addresses: 各设区市人民政府,省政府有关部门:"""
    if s[-1:] != ":" or len(s) > 420 or len(s) < 4 or "。" in s or _MARKER.match(s):
        return False
    if _ANNEX_LIST.match(s) or (_FURNITURE.search(s) and len(s) < 12):
        return False
    if re.match(
        r"(?:为|根据|按照|现|经|以下|如下|有下列|联系|附|来源|发布|文号|文 号|索引|主题|分类|名称|[^各]{0,12}(?:如下|包括|条件|材料|下列|责任|单位))",
        s,
    ):
        return bool(re.match(r"(?:各|有关|省|市|县|区)[^:]{0,60}(?:单位|部门|企业):$", s)) and "如下" not in s
    return bool(_ADDRESSED.search(s)) and not re.search(
        r"(?:通知|规定|制定|提出|明确|要求|措施|事项|内容|意见)(?:如下)?:$", s
    )


def _address_goes_on(above: str) -> bool:
    """Whether a line above the last of the recipients is theirs too: it ends in a list, or was broken inside one."""
    if above[-1] in "、,":
        return True
    inside = len(above) >= 20 and ("、" in above or "," in above) and not re.search("[。:;《]|关于", above)
    return inside and not _GENRE_END.search(above) and not _NUMBER_LINE.match(above)


def _continues_title(above: str, below: str, *, loose: bool = False) -> bool:
    """Whether a line above belongs to the same title: short, no stop, and not a title or name of its own."""
    if len(above) > 60 or above[-1] in "。:;,!?" or _MARKER.match(above) or _NUMBER_LINE.match(above):
        return False
    if (
        _FURNITURE.search(above)
        or _DATE_LINE.match(above)
        or _NOTE.match(above)
        or above.endswith(("文件", "全文如下"))
    ):
        return False
    if loose or above.endswith("关于") or ("》" in below and above.rfind("《") > above.rfind("》")):
        return True
    if _GENRE_END.search(above) and not re.search(r"关于[^《》]*$", above) and "的" not in below[:3]:
        return False
    front = below.partition("关于")[0]
    if below.startswith(("关于", "印发", "转发")) or (above[:2] == front[:2] and _ORG_LINE.search(front)):
        return bool(_ORG_LINE.search(above))
    return "关于" not in below and ("关于" in above or _ORG_LINE.search(above) is not None)


def _end_of(pattern: re.Pattern[str], s: str) -> int:
    found = pattern.match(s)
    return found.end() if found else 0


def _key(s: str) -> str:
    """A title without what copies change: white space, brackets, title marks, quotes."""
    return re.sub(r"[\s()《》〈〉“”\"'「」,、]", "", s)


def _brackets_off(s: str) -> str:
    found = re.search(r"\([^()]{1,24}\)$", s)
    return found.group() if found else "\0"


def _clean_title(s: str) -> str:
    """A title on one line, without what a page or a letterhead (红头) has put before it."""
    title = compact(_WEB_PREFIX.sub("", s))
    front, about, rest = title.partition("关于")
    front = re.sub(r"^.*(?:文件|稿纸|函件)(?=.)", "", front)
    for size in range(len(front) // 2, 3, -1):
        if front[-size:] == front[-2 * size : -size]:
            front = front[-size:]
            break
    return front + about + rest


def _genre(title: str | None) -> str | None:
    if not title:
        return None
    found = _GENRE_END.search(title.replace("（", "(").replace("）", ")").rstrip("》"))
    return re.sub(r"\(.*", "", found.group()) if found else None


def _issuers_of_title(title: str | None) -> tuple[str, ...]:
    """The issuers that a title begins with: 河北省人民政府办公厅关于…."""
    if title and title.endswith("令"):
        front = title[:-1].removeprefix("中华人民共和国")
    elif not title or "关于" not in title:
        return ()
    else:
        front = title[: title.index("关于")].strip("《")
    if not 2 <= len(front) <= 120 or not (_ORG_LINE.search(front) or front == "国务院"):
        return ()
    return _split_issuers([front])


_SUFFIX_CUT = re.compile(r"(?<=[厅局委部署院会办府室行心央学校])(?=[一-鿿]{2,})")
# National bodies whose branches carry the whole name: 国家税务总局淮北市税务局.
_VERTICAL = (
    "国家税务总局",
    "中国人民银行",
    "中国银行保险监督管理委员会",
    "国家金融监督管理总局",
    "中国证券监督管理委员会",
)
_BRANCH = re.compile(r"(?:税务局|支行|分行|营业管理部|监管局|监管分局|监管支局)$")
# A telephone number or an item of a list that has run into the name.
_BEFORE_NAME = re.compile(r"^.{0,60}[0-9A-Za-z](?=[一-鿿]{2,4}[省市县区州盟旗][一-鿿]{2,})")
_NO_NAME = frozenset(("办公厅", "办公室", "人民政府", "委员会", "党组"))


def _split_issuers(names: Sequence[str]) -> tuple[str, ...]:
    """One name each, from lines that may hold several: 淮北市财政局淮北市教育局 are two."""
    found: list[str] = []
    for line in names:
        if line[:1] in "(（" and "代章" in line:
            continue
        if _is_person(line):
            continue
        line = _BEFORE_NAME.sub("", re.sub(r"[(（]?代章[)）]?$", "", line))
        for chunk in re.split(r"\s{2,}|[、,，\t\u3000]+", line):
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
    return bool(_ORG_LINE.search(name))


def _split_joined(chunk: str, before: Sequence[str]) -> list[str]:
    """Names run together, cut where a name's end meets the region that the first name begins with."""
    own = _REGION_NAME.match((before[0] if before else chunk).removeprefix("中共"))
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


def _region(texts: Sequence[str], lexicon: Lexicon) -> str | None:
    """The province that the first telling text names; 中央 bodies give None."""
    rows = [row for row in lexicon.table("regions") if row["code"].endswith("0000")]
    for text in texts:
        for row in rows:
            if text.startswith(row["name"]) or (row["short"] and text.startswith(row["short"].split("|")[0])):
                return row["name"]
    return None

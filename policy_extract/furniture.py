"""What a page, a browser or a PDF has added to a notice: buttons, metadata, footers, printed addresses, lines printed twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from policy_extract.marks import Line
from policy_extract.model import Span

__all__ = ["FURNITURE", "HOSTS", "NO_WORDS", "SITE", "doubled_lines", "without_prints"]

_FURNITURE_CUES: Final = (
    "分享到 打印 关闭窗口 扫一扫 扫码 二维码 备案 ICP备 公网安备 网站标识码 主办单位: 承办单位: 版权所有 网站地图 联系我们 上一篇 下一篇 "
    "字体: 字号: 浏览次数 点击数 阅读量 责任编辑 相关链接 相关文件 相关解读 相关新闻 返回顶部 关注我们 无障碍 手机版 微信公众号 "
    "您访问的链接 政府网站年度报表 技术支持 收藏 当前位置 登录 注册 搜索 附件下载 相关附件 信息来源: 来源: 发布日期: 发布时间: "
    "发布机构: 索引号 主题分类 发文机关: 成文日期: 有效性 【字体 纠错 用户登录 繁体 简体 English RSS 站点地图 首页"
).split()
# What only a web page has.
_SITE_CUES: Final = (
    "浏览次数 分享 返回顶部 打印 关闭窗口 关闭本页 扫一扫 二维码 ICP备 公网安备 版权所有 网站标识码 网站地图 联系我们 上一篇 下一篇 字号: 字体:"
).split()


def _any_of(cues: Sequence[str]) -> re.Pattern[str]:
    """A pattern of words that begins with the class of their first characters, which is quick to look for."""
    by_first: dict[str, list[str]] = {}
    for cue in cues:
        by_first.setdefault(cue[0], []).append(re.escape(cue[1:]))
    behind = [f"(?<={re.escape(first)})(?:{'|'.join(rests)})" for first, rests in by_first.items()]
    return re.compile(f"[{re.escape(''.join(by_first))}](?:{'|'.join(behind)})")


FURNITURE: Final = _any_of(_FURNITURE_CUES)
SITE: Final = _any_of(_SITE_CUES)
HOSTS: Final = re.compile(r"\(?(?:主办|承办|协办)(?:单位|部门)?\s?:")
NO_WORDS: Final = re.compile(r"[\W_]*[-—]?\s*\d*\s*[-—]?")
_PRINTED_ADDRESS: Final = re.compile(r" *https?://\S+(?: +\d{1,4}/\d{1,4})? *")
_PRINTED_ABOVE: Final = re.compile(
    r"(?:^|\n)( *\d{4}/\d{1,2}/\d{1,2},? \d{1,2}:\d{2}[^\n]*\n(?:[^\n]{0,120}\n){0,2})\Z"
)
_PRINTED_BELOW: Final = re.compile(r"\s*\n *\d{1,4}/\d{1,4}(?= *(?:\n|$))")


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
    place = text.find("://") if "/" in text else -1
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

"""What a web page or a browser has put around a notice: buttons, metadata, footers, the lines of a printed page."""

from __future__ import annotations

import re
from typing import Final

from policy_extract.model import Span
from policy_extract.text import any_of

__all__ = ["FURNITURE", "HOSTS", "NO_WORDS", "SITE", "without_prints"]

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


FURNITURE: Final = any_of(_FURNITURE_CUES)
SITE: Final = any_of(_SITE_CUES)
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

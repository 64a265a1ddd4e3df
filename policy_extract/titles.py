"""Titles of notices: the genres (文种) that they end in, their lines, what a copy changes in them."""

from __future__ import annotations

import re
from typing import Final

from policy_extract.text import compact

__all__ = [
    "CHANGED",
    "GENRES",
    "GENRE_END",
    "LABELLED_END",
    "brackets_off",
    "clean_title",
    "end_of",
    "ends_in_genre",
    "genre_of",
    "title_key",
]

GENRES: Final = (
    "通知 通报 通告 公告 公报 意见 决定 决议 命令 令 议案 报告 请示 批复 函 复函 答复 纪要 办法 方案 计划 规划 措施 政策 细则 规定 "
    "条例 要点 纲要 规则 制度 指南 指引 清单 目录 名单 预案 标准 准则 章程 倡议书 倡议 分工 行动 公约 协议 说明 若干措施 举措 十条 条 "
    "试点方案 任务书 意见书 导则 工作法 一览表 分工表 任务表 责任清单 分解表 汇总表 申请表 表"
).split()
GENRE_END = re.compile("(?:" + "|".join(sorted(GENRES, key=len, reverse=True)) + r")(?:\([^()]{1,24}\)){0,2}$")
#: The last characters of what ends in a genre, and how long that is at most: with two brackets.
_GENRE_LAST: Final = frozenset([genre[-1] for genre in GENRES] + [")"])
_LONGEST_END: Final = max(map(len, GENRES)) + 2 * 26
# An annex that has its label needs less of a title.
LABELLED_END: Final = re.compile(
    r"(?:体系|名录|名册|台账|模板|样式|范本|须知|简介|流程图?|示意图|凭证|回执|书|格式|大纲|图|证明)$"
)
#: The first characters, but for white space, that a title's key has not.
CHANGED: Final = frozenset("()《》〈〉“”\"'「」,、")
_CHANGES: Final = re.compile(r"[\s()《》〈〉“”\"'「」,、]")
_WEB_PREFIX: Final = re.compile(r"^[【\[][^】\]]{1,20}[】\]]\s*")


def end_of(pattern: re.Pattern[str], s: str) -> int:
    """Where a pattern ends that a text begins with, 0 where it does not."""
    found = pattern.match(s)
    return found.end() if found else 0


def ends_in_genre(s: str) -> bool:
    """Whether a line ends as titles do."""
    return s[-1:] in _GENRE_LAST and GENRE_END.search(s, max(0, len(s) - _LONGEST_END)) is not None


def title_key(s: str) -> str:
    """A title without what copies change: white space, brackets, title marks, quotes."""
    return _CHANGES.sub("", s)


def brackets_off(s: str) -> str:
    """The bracket at a title's end, (试行); what no title holds where there is none."""
    found = re.search(r"\([^()]{1,24}\)$", s)
    return found.group() if found else "\0"


def clean_title(s: str) -> str:
    """A title on one line, without what a page or a letterhead (红头) has put before it."""
    title = compact(_WEB_PREFIX.sub("", s))
    front, about, rest = title.partition("关于")
    front = re.sub(r"^.*(?:文件|稿纸|函件)(?=.)", "", front)
    for size in range(len(front) // 2, 3, -1):
        if front[-size:] == front[-2 * size : -size]:
            front = front[-size:]
            break
    return front + about + rest


def genre_of(title: str | None) -> str | None:
    """The genre (文种) that a title ends in.

    >>> genre_of("某市促进农村供水若干措施（试行）")
    '若干措施'
    """
    if not title:
        return None
    found = GENRE_END.search(title.replace("（", "(").replace("）", ")").rstrip("》"))
    return re.sub(r"\(.*", "", found.group()) if found else None

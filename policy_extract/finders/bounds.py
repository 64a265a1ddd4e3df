"""What bounds a number (上下限): 以上 and 以内 behind it, 不低于 and 至少 before it or apart from it, and lists and ranges."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from policy_extract.finders.numbers import INCLUSIVE, Hit
from policy_extract.finders.units import Rules, over_line

__all__ = ["LIST", "SEGMENT", "bound_after", "bound_before", "merge", "share"]


LIST: Final = re.compile(r" ?(?:、|和|及|与|或|以及|或者) ?")
_LINKED: Final = 4  # how long that can be
_NOT_WITHIN: Final = frozenset("容部外地陆涵蒙生需")  # 内容, 内部
# What may stand between a bound word and its number.
SEGMENT: Final = frozenset(",。;:、\n!?()“”")
_OUGHT: Final = re.compile(r"给予|按照|奖励|罚款|予以|部分")
_VERBAL: Final = re.compile(
    r"可|按|给|予|奖|补|资助|支持|达|不|享受|减|免|返|扶持|提供|申[请领]|[上下][浮调]|提高|增加"
)
_NOMINAL: Final = re.compile(r"[额限率价期度量值线级层点]|比例|标准|水平|等级|工资|收入")


def bound_after(text: str, hit: Hit, rules: Rules) -> None:
    """Takes 以上, (含)以下, 内 behind the unit."""
    end = hit.end
    while text[end : end + 1] in (" ", "\n") and end < hit.end + 1:
        end += 1
    if text.startswith("(", end) and (inclusive := INCLUSIVE.match(text, end)) is not None:
        end = inclusive.end()
    for bound in rules.after.get(text[end : end + 1], ()):
        stop = end + len(bound.word)
        if not text.startswith(bound.word, end) and (stop := over_line(text, bound.word, end)) < 0:
            continue
        if bound.word == "内" and (hit.kind not in ("time", "length") or text[stop : stop + 1] in _NOT_WITHIN):
            return
        hit.bound, hit.end, hit.after = bound.bound, stop, True
        if text[stop : stop + 1] in ("(", " ") and (closing := INCLUSIVE.match(text, stop)) is not None:
            hit.end = closing.end()
        return


def bound_before(text: str, hit: Hit, floor: int, rules: Rules) -> None:
    """Takes 不低于, 至少, 超 right before the number, or apart from it in the same segment (不低于合同金额的20%)."""
    end = hit.start
    last = text[end - 1 : end]
    if last in (" ", "\n") and end > floor:
        end -= 1
        last = text[end - 1 : end]
    shelf = rules.before.get(last)
    if shelf is not None and text.endswith(shelf[0], floor, end):
        for size in shelf[2]:
            start = end - size
            bound = shelf[1].get(text[start:end]) if start >= floor else None
            if bound is None:
                continue
            # 低于平均水平1个百分点左右: the distance is about 1; otherwise what stands behind is stronger
            if not hit.after or (hit.bound == "exact" and bound.word not in ("低于", "高于")):
                hit.bound = bound.bound
            hit.lead = start
            return
    if hit.after or hit.bound:
        return
    low = hit.start - 40 if hit.start - 40 > floor else floor
    if rules.apart.search(text, low, hit.start) is None:
        return
    segment = text[low : hit.start]
    for found in reversed(list(rules.apart.finditer(segment))):
        if _governs(found.group(), segment[found.end() :].rstrip(), hit.unit, rules):
            hit.bound = rules.bounds[found.group()]
            hit.apart = low + found.start()
            return


def _governs(word: str, between: str, unit: str, rules: Rules) -> bool:
    """Whether a bound word reaches over what stands between it and the number."""
    if not SEGMENT.isdisjoint(between):
        return False
    if word in ("至少", "最少"):
        return True
    if word in rules.verbal:
        if _VERBAL.match(between):
            return len(between) <= 16
        return len(between) <= 8 and not _NOMINAL.search(between)
    if _OUGHT.search(between):
        return False
    if word[0] in "不未":
        return "的" not in between or between.endswith("的")
    # 低于全国平均水平1个百分点: the distance is exact
    return "的" not in between[:-1] and unit not in ("个百分点", "百分点", "个基点", "基点", "BP")


def share(text: str, hits: list[Hit]) -> None:
    """A bound around a list bounds every item: 不低于10%、20%; 100家、50家以上."""
    if len(hits) < 2:
        return
    pairs = [
        (one, other)
        for one, other in pairwise(hits)
        if one.unit == other.unit
        and (begin := other.start if other.lead < 0 else other.lead) - one.end <= _LINKED
        and LIST.fullmatch(text, one.end, begin)
    ]
    for one, other in reversed(pairs):
        if other.after and not one.bound:
            one.bound, one.after = other.bound, True
    for one, other in pairs:
        if one.bound and not one.after and not other.bound:
            other.bound = one.bound


def merge(hits: list[Hit]) -> list[Hit]:
    """100人以上300人以下 is one range."""
    out: list[Hit] = []
    for hit in hits:
        last = out[-1] if out else None
        if (
            last is not None
            and last.end == hit.start
            and (last.bound, hit.bound) == ("low", "high")
            and last.unit == hit.unit
            and last.after
            and last.value < hit.value
        ):
            last.top, last.end, last.bound, last.rule = hit.value, hit.end, "", "range"
        else:
            out.append(hit)
    return out

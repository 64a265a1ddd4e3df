"""Numbers with a unit (数量): 500家以上, 不超过100万元, 5%—8%, 三分之一, 翻一番.

One scan meets the digits and one the Chinese numerals that stand before the first character of a unit; what follows is
looked up in ``units.csv`` (the longest first) and ``bounds.csv``. Dates, ordinals, document numbers, slogans (1+3+8)
and determiners (一批, 两个) have no unit, the wrong neighbour, or a numeral that only counts beside a bound.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from policy_extract.finders.bounds import LIST, SEGMENT, bound_after, bound_before, merge, share
from policy_extract.finders.indicators import Cues, Measured, describe, granted_before, load_cues, moves, moves_on
from policy_extract.finders.numbers import INCLUSIVE, Hit, find_numbers
from policy_extract.finders.units import load_rules
from policy_extract.lexicon import Lexicon
from policy_extract.model import Quantity
from policy_extract.text import Passage

__all__ = ["find_quantities"]


_RANGE_END: Final = re.compile(rf"(?:{INCLUSIVE.pattern})?(?:以下|以内|左右)?")
_LASTING: Final = frozenset("期为满足续示限达长约近")  # 公示期5日
#: Bounds before a number that are adverbs or nouns, and link nothing to it.
_NO_VERBS: Final = tuple("最 约 近 至 满 年满 不满 未满 上限 下限 大约 接近 ≤ ≥ 〈 〉".split())


def find_quantities(passage: Passage, lexicon: Lexicon, written: date | None = None) -> tuple[Quantity, ...]:
    """The numbers of a passage that measure something (数量), in document order, as bounds in base units.

    ``low`` and ``high`` are None where the bound is open; 万 and 亿 are taken into the value; a percentage has the unit
    ``%``, a fraction none. ``indicator`` is what is measured, where the words show it plainly, ``base`` what it is compared
    with, ``cue`` the word that makes it a target. ``written`` is not needed; ``latest`` is left to the caller.

    >>> from policy_extract.lexicon import load_lexicon
    >>> p = Passage.of("年内聘用首席质量官的企业达到500家以上,补助最高不超过100万元,能耗比2020年下降13.5%")
    >>> for q in find_quantities(p, load_lexicon()):
    ...     print(q.text, q.low, q.high, q.unit, q.indicator, q.base)
    500家以上 500 None 家 聘用首席质量官的企业 None
    最高不超过100万元 None 1000000 元 补助 None
    13.5% 13.5 13.5 % 能耗 比2020年
    """
    text = passage.text
    rules = load_rules(lexicon)
    first = rules.scan.search(text)
    shaped = "半" in text or "番" in text or "分之" in text
    if first is None and not shaped:
        return ()
    found = find_numbers(text, rules, first, shaped)
    if not found:
        return ()
    hits: list[Hit] = []
    floor, bounded = 0, False
    for hit in found:
        if hit.start < floor:
            continue
        if hit.rule != "range":
            if text[hit.end : hit.end + 1] in rules.after_heads:
                bound_after(text, hit, rules)
            bound_before(text, hit, floor, rules)
        elif (end := _RANGE_END.match(text, hit.end)) is not None:
            hit.end = end.end()
        if hit.unit == "日" and not hit.bound and text[hit.start - 1 : hit.start] not in _LASTING:
            continue  # 4月16日至18日: a day of the month
        if not hit.strong and not hit.bound and not _repeated(text, hit, floor):
            continue
        hits.append(hit)
        floor = hit.end
        bounded = bounded or hit.bound != ""
    if bounded and len(hits) > 1:
        share(text, hits)
        hits = merge(hits)
    start, source, clause = passage.start, passage.source, passage.clause
    out = []
    measured = _measured(text, hits, lexicon)
    for i, hit in enumerate(hits):
        begin = hit.start if hit.lead < 0 else hit.lead
        low, high, base, cue = measured[i]
        named = low >= 0
        low, high = start + low, start + high
        out.append(
            Quantity(
                start + begin,
                start + hit.end,
                source[start + begin : start + hit.end],
                None if hit.bound == "high" else hit.value,
                None if hit.bound == "low" else hit.top,
                hit.unit,
                hit.rule,
                source[low:high] if named else None,
                base,
                None,
                clause,
                low if named else None,
                high if named else None,
                cue,
            )
        )
    return tuple(out)


def _measured(text: str, hits: list[Hit], lexicon: Lexicon) -> list[Measured]:
    """What each number measures; in 由20%提高到30% and 3万元、5万元补贴 the numbers share it."""
    found: list[Measured] = []
    begins = [hit.start if hit.lead < 0 else hit.lead for hit in hits]
    cues = load_cues(lexicon)
    makes = cues.makes  # the verbs that bring something about: 建成, 新增, 培育
    floor = 0
    for i, hit in enumerate(hits):
        begin, lead = begins[i], hit.lead
        limit = begins[i + 1] if i + 1 < len(hits) else len(text)
        bounded = lead >= 0 or bool(hit.bound) or hit.value != hit.top
        exceeds = lead >= 0 and not text.startswith(_NO_VERBS, lead)
        carried = found[-1][3] if i and found[-1][3] in makes else None
        if (
            carried is not None
            and text[floor : floor + 1] != "、"
            and not _is_trait(text, hits[i - 1], begins[i], found[-1])
        ):
            carried = None
        measured = describe(
            text,
            cues,
            floor,
            begin,
            hit.end,
            limit,
            hit.kind,
            bounded,
            hit.apart,
            exceeds,
            carried,
        )
        if i and measured[0] < 0:
            measured = _as_before(text, floor, begin, hits[i - 1], hit, found[-1], measured, cues)
        if carried is not None and text[floor : floor + 1] != "、" and measured[0] >= 0:
            found[-1] = (*found[-1][:3], None)  # the verb is the next number's
        found.append(measured)
        floor = hit.end
    for i in range(len(hits) - 1, 0, -1):
        one = found[i - 1]
        if one[0] >= 0:
            continue
        other = found[i]
        shared = other[0] >= 0 and hits[i - 1].kind == hits[i].kind
        if shared and LIST.fullmatch(text, hits[i - 1].end, begins[i]):
            found[i - 1] = other[0], other[1], one[2], one[3]
    return found


def _as_before(
    text: str, floor: int, begin: int, last: Hit, hit: Hit, before: Measured, measured: Measured, cues: Cues
) -> Measured:
    """The number with the name of the one before it, where the words between the two say that they share it."""
    gap = text[floor:begin]
    if len(gap) < 12 and last.kind == hit.kind and (LIST.fullmatch(gap) or moves(gap, cues)):
        return (*before[:3], measured[3] or before[3])
    if hit.kind == "ratio" and moves_on(text, floor, begin):
        return before[0], before[1], measured[2], measured[3]
    return granted_before(text, floor, begin, measured, before) if hit.kind == "money" else measured


def _is_trait(text: str, hit: Hit, begin: int, measured: Measured) -> bool:
    """Whether a number only says of which kind is what the next one counts: 新建500千伏线路30公里."""
    if measured[0] >= 0 or hit.kind in ("count", "people") or text.startswith(("内", "以内", "范围"), hit.end):
        return False
    return SEGMENT.isdisjoint(text[hit.end : begin])


def _repeated(text: str, hit: Hit, floor: int) -> bool:
    """每季度召开一次: a numeral that says how often is a measure."""
    if hit.unit not in ("次", "场", "期", "轮") or text[hit.end : hit.end + 1] == "性":
        return False
    head = text[max(floor, hit.start - 16) : hit.start]
    return "每" in head and SEGMENT.isdisjoint(head[head.rfind("每") :])

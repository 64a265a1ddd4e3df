"""Short names (简称) of documents: where a notice declares one, and what it stands for from there on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from policy_extract.frozen import replaced
from policy_extract.model import Reference
from policy_extract.text import Passage

__all__ = ["ShortNames", "declared_names"]

#: A short name without 《》 in the bracket behind a title: (国发(2020)1号,以下简称“措施”).
_PLAIN: Final = re.compile(
    r"[^()]{0,60}(?:\([^()]{0,30}\)[^()]{0,30}){0,2}?[简统下]称为?:?[“\"']?([\u4e00-\u9fff]{2,20})[”\"']?[,)]"
)


def declared_names(references: Iterable[Reference]) -> dict[str, str]:
    """The short names that references declare, with the title each stands for: （以下简称《意见》）.

    >>> from policy_extract import parse
    >>> declared_names(parse("一、按照《全省质量提升行动方案》(以下简称《方案》)要求,加强监管。").references)
    {'方案': '全省质量提升行动方案'}
    """
    names: dict[str, str] = {}
    full: str | None = None
    for reference in references:
        if reference.rule == "short_name":
            if full is not None and reference.title is not None:
                names[reference.title] = full
        elif reference.title is not None:
            full = reference.title
    return names


class ShortNames:
    """The short names of a notice (简称), as far as it has been read: who reads on asks with every passage.

    A name holds from where it is declared (以下简称《意见》) to the end, or until it is declared anew.

    >>> from policy_extract.finders.references import find_references
    >>> from policy_extract.lexicon import load_lexicon
    >>> from policy_extract.text import Passage
    >>> names = ShortNames()
    >>> for text in ("落实《全省质量提升行动方案》(以下简称《方案》)要求。", "各市要按《方案》开展工作。"):
    ...     found = names.join(find_references(Passage.of(text), load_lexicon()))
    ...     print([(r.title, r.full_title) for r in found])
    [('全省质量提升行动方案', None), ('方案', '全省质量提升行动方案')]
    [('方案', '全省质量提升行动方案')]
    """

    __slots__ = ("_full", "_names")

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._full: str | None = None

    def join(self, references: Sequence[Reference], passage: Passage | None = None) -> tuple[Reference, ...]:
        """The references of the next passage, each short name with the full title it was declared for.

        In the passage itself a short name may be declared without 《》: (以下简称“措施”).
        """
        if not references:
            return ()
        joined = []
        for reference in references:
            title = reference.title
            if title is not None:
                if reference.rule == "short_name":
                    if self._full is not None and self._full != title:
                        self._names[title] = self._full
                elif title not in self._names:
                    self._full = title
                    if passage is not None and (short := _declared_behind(reference, passage)):
                        self._names[short] = title
                full = self._names.get(title)
                reference = reference if full is None else replaced(reference, full_title=full)
            joined.append(reference)
        return tuple(joined)


def _declared_behind(reference: Reference, passage: Passage) -> str | None:
    """The short name that the bracket behind a title declares without 《》."""
    text, place = passage.text, reference.end - passage.start
    if not text.startswith("(", place) or text.find("称", place, place + 160) < 0:
        return None
    found = _PLAIN.match(text, place + 1, place + 160)
    return found.group(1) if found else None

"""The automatic numbers of a Word document: counts the paragraphs of each list and renders what Word draws."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from policy_extract.loaders.labels import render

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Level", "Numbering", "Styles", "attribute", "child", "children", "local", "switched_on"]

_PLACEHOLDER = re.compile(r"%([1-9])")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_DEPTH = 9
_MAX_NUMBER = 99_999


def local(element: _Element) -> str:
    """The name of an element without its namespace, so that strict and transitional documents read alike."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: _Element | None, name: str) -> _Element | None:
    """The first child of a name."""
    return next(iter(children(element, name)), None)


def children(element: _Element | None, name: str) -> Iterable[_Element]:
    """The children of a name."""
    return () if element is None else (e for e in element if local(e) == name)


def attribute(element: _Element | None, name: str = "val") -> str | None:
    """An attribute by its name without namespace."""
    if element is None:
        return None
    return next((str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), None)


def switched_on(element: _Element | None) -> bool:
    """Whether a toggle such as ``w:vanish`` is there and not set to off."""
    return element is not None and attribute(element) not in ("0", "false", "off", "none")


def _integer(text: str | None, default: int) -> int:
    try:
        return max(-1, min(int(text or ""), _MAX_NUMBER))
    except ValueError:
        return default


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list (多级列表): ``text`` has %1 to %9 where the numbers of the levels stand."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None  # the level (from 1) that restarts this one; 0 for never, None for any above
    legal: bool = False  # all numbers decimal
    suffix: str = "tab"
    style: str | None = None


class Styles:
    """The paragraph and character styles: names, list membership and hidden text, through what they are based on."""

    def __init__(self, root: _Element | None) -> None:
        self._styles: dict[str, _Element] = {}
        self.default: str | None = None
        for style in children(root, "style"):
            key = attribute(style, "styleId")
            if key is not None:
                self._styles.setdefault(key, style)
                if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on"):
                    self.default = key

    def _line(self, key: str | None) -> Iterable[_Element]:
        """A style and those it is based on; a loop ends where it closes."""
        seen: set[str] = set()
        while key is not None and key not in seen and key in self._styles:
            seen.add(key)
            yield self._styles[key]
            key = attribute(child(self._styles[key], "basedOn"))

    def name(self, key: str | None) -> str:
        """The name of a style in lower case: ``toc 1`` whatever the language of Word."""
        style = self._styles.get(key) if key is not None else None
        return (attribute(child(style, "name")) or "").lower()

    def hidden(self, key: str | None) -> bool:
        """Whether text of a style is hidden (隐藏文字)."""
        for style in self._line(key):
            vanish = child(child(style, "rPr"), "vanish")
            if vanish is not None:
                return switched_on(vanish)
        return False

    def list_of(self, key: str | None) -> str | None:
        """The list that a style puts its paragraphs in, by itself or through what it is based on."""
        for style in self._line(key):
            number = attribute(child(child(child(style, "pPr"), "numPr"), "numId"))
            if number is not None:
                return number
        return None

    def level_of(self, key: str | None, levels: dict[int, Level]) -> int:
        """The level that a style stands for: the one that names it, or the one it names."""
        for style in self._line(key):
            identifier = attribute(style, "styleId")
            for index, level in levels.items():
                if level.style == identifier:
                    return index
            own = attribute(child(child(child(style, "pPr"), "numPr"), "ilvl"))
            if own is not None:
                return _integer(own, 0)
        return 0


@dataclass(slots=True)
class _List:
    """A list as defined: its levels, and those whose start this list overrides."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)
    entered: set[int] = field(default_factory=set)


class Numbering:
    """The lists of a document, counted along its paragraphs in order (自动编号)."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self._styles = styles
        self._counts: dict[str, list[int | None]] = {}
        abstract: dict[str, dict[int, Level]] = {}
        links: dict[str, str] = {}
        for definition in children(root, "abstractNum"):
            key = attribute(definition, "abstractNumId") or ""
            abstract[key] = dict(_levels(definition))
            link = attribute(child(definition, "numStyleLink"))
            if link is not None:
                links[key] = link
        raw: dict[str, tuple[str, _Element]] = {}
        for number in children(root, "num"):
            raw[attribute(number, "numId") or ""] = (attribute(child(number, "abstractNumId")) or "", number)
        self._lists: dict[str, _List] = {}
        for key, (target, number) in raw.items():
            seen: set[str] = set()
            while target in links and target not in seen:
                # A list style: the levels are those of the list that the style points to.
                seen.add(target)
                linked = styles.list_of(links[target])
                if linked is None or linked not in raw:
                    break
                target = raw[linked][0]
            made = _List(target, dict(abstract.get(target, {})))
            for override in children(number, "lvlOverride"):
                index = _integer(attribute(override, "ilvl"), 0)
                made.levels.update(_levels(override))
                start = child(override, "startOverride")
                if start is not None:
                    made.starts[index] = _integer(attribute(start), 1)
            self._lists[key] = made

    def label(self, number: str | None, level: int | None, style: str | None) -> str:
        """Counts one paragraph and gives what Word draws before it; empty for a paragraph in no list.

        ``number`` and ``level`` are those of the paragraph itself, ``style`` is its style.
        """
        by_style = number is None
        if number is None:
            number = self._styles.list_of(style)
        found = self._lists.get(number or "0")
        if number == "0" or found is None:  # list 0 takes a paragraph out of its style's list
            return ""
        if level is None and by_style:
            level = self._styles.level_of(style, found.levels)
        index = min(max(level or 0, 0), _DEPTH - 1)
        if index not in found.levels:
            return ""
        self._count(found, index)
        return self._draw(found, index)

    def _count(self, found: _List, index: int) -> None:
        # Lists that share a definition share its counts, unless one starts afresh.
        counts = self._counts.setdefault(found.abstract, [None] * _DEPTH)
        if index in found.starts and index not in found.entered:
            found.entered.add(index)
            counts[index] = found.starts[index]
        else:
            now = counts[index]
            start = found.starts.get(index, found.levels[index].start)
            counts[index] = start if now is None else min(now + 1, _MAX_NUMBER)
        for below in range(index + 1, _DEPTH):
            rule = found.levels[below].restart if below in found.levels else None
            if rule is None or (rule > 0 and index < rule):
                counts[below] = None

    def _draw(self, found: _List, index: int) -> str:
        counts = self._counts[found.abstract]
        level = found.levels[index]
        if level.format == "bullet":
            return (_PRIVATE.sub("•", level.text) + " ") if level.text.strip() else ""

        def number(match: re.Match[str]) -> str:
            place = int(match.group(1)) - 1
            other = found.levels.get(place)
            if other is None or place > index:
                return ""
            count = counts[place]
            if count is None:  # a level above that has not occurred yet
                count = found.starts.get(place, other.start)
            style = "decimal" if level.legal and other.format not in ("none", "bullet") else other.format
            return render(count, style)

        text = _PRIVATE.sub("", _PLACEHOLDER.sub(number, level.text))
        if not text.strip():
            return ""
        if level.suffix == "nothing":
            return text
        # A tab after 、or a bracket is only a gap; after 1. or 第一条 it parts the mark from the words.
        return text if level.suffix == "tab" and text.endswith(tuple("、）)：，。．")) else text.rstrip() + " "


def _levels(parent: _Element) -> Iterable[tuple[int, Level]]:
    for element in children(parent, "lvl"):
        restart = attribute(child(element, "lvlRestart"))
        legal = child(element, "isLgl")
        number_format = child(element, "numFmt")
        if number_format is None:
            # Word writes formats of its later versions in a choice of markup.
            number_format = next((e for e in element.iter() if local(e) == "numFmt"), None)
        yield (
            _integer(attribute(element, "ilvl"), 0),
            Level(
                format=attribute(number_format) or "decimal",
                text=attribute(child(element, "lvlText")) or "",
                start=_integer(attribute(child(element, "start")), 0),
                restart=None if restart is None else _integer(restart, 0),
                legal=switched_on(legal),
                suffix=attribute(child(element, "suff")) or "tab",
                style=attribute(child(element, "pStyle")),
            ),
        )

"""The notice in a web page: its main part, line by line, without what the site puts around it.

The main part is the element with a name that content systems give it, or else the smallest that holds nearly all
prose outside links. Title and description table are put before it where the page has them elsewhere. Nothing is run,
nothing is fetched, and no step recurses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from policy_extract.errors import NoticeError
from policy_extract.loaders import furniture
from policy_extract.loaders.encodings import decode
from policy_extract.loaders.labels import render
from policy_extract.loaders.limits import Limits

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read_html"]

_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
     "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
     "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table",
     "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul"}
)  # fmt: skip
_HOLDERS = frozenset(
    {"article", "blockquote", "body", "center", "div", "dl", "fieldset", "form", "html", "main", "section", "table",
     "tbody", "td", "tr"}
)  # fmt: skip
_LINES = ("p", "br", "div", "tr", "li", "h1", "h2", "h3", "dd")
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_META_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s{0,8}=\s{0,8}[\"']?\s{0,8}([\w:.-]{1,40})", re.I)
_SPACE = re.compile(r"[ \t\n\r\f]+")
#: Where the source breaks the line and moves in by two characters, a paragraph begins, whatever draws the break.
_INDENT = re.compile(r"[\n\r][ \t\n\r\f]{0,80}(?=\u3000{2})")
_GAP = re.compile(r"\s+")
_HAN = re.compile(r"[\u3400-\u9fff]+")
# What no browser breaks a line before or after with a space.
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u2018-\u201d\u2026\u2014]")
_PROSE = re.compile("[，。；：、]")
_ACT = re.compile(
    "通知|意见|方案|办法|规定|计划|规划|条例|决定|公告|通告|公报|批复|函|细则|措施|纲要|指南|清单|令|要点|报告"
)
_SITE = re.compile("网站?$|平台$|门户$")
_TAG = re.compile(r"<[!/?a-zA-Z][^<>]*>?")
_BREAKS = re.compile("(?:<br>){2,}")
_TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_LONG_TAG = re.compile(r"<(\w{1,20})[^<>]{4000,}>?")
#: Characters of a tag and its attributes: more than that are as good as another element.
_ATTRIBUTES = 16
_OUT = "policy-extract-out"
#: What goes out but stood on lines of its own: a break stays.
_OUT_BLOCK = "policy-extract-out-block"
_EDGE = 15
_MAX_SPAN = 1000
#: Characters, white space among them, after which a text is neither a title nor a description.
_LONG = 8000


def read_html(data: bytes, name: str, *, encoding: str | None = None, limits: Limits | None = None) -> tuple[str, str]:
    """The text of the notice in a web page (网页正文) and its encoding; a table's row is a line, tabs part cells.

    Raises NoticeError for a page without text, or one that no parser takes.

    >>> page = "<html><body><div id=zoom><p>一、总体<b>要求</b></p><p>（一）基本原则<br>二、任务</p></div></html>"
    >>> read_html(page.encode(), "a.html")[0]
    '一、总体要求\\n（一）基本原则\\n二、任务'
    """
    match = _META_CHARSET.search(data[:8192])
    hint = match.group(1).decode("ascii") if match else None
    source, used = decode(data, name, encoding, hint=hint)
    # The parser compares each attribute of a tag with every other.
    source = _LONG_TAG.sub(r"<\1>", source.replace("\x00", ""))
    limits = limits or Limits()
    if _elements(source, limits.max_elements) > limits.max_elements:
        raise limits.error(name, "max_elements", "the page holds more elements than")
    root = _parse(source)
    if root is None:
        # Deeper than any browser draws: structure is lost, the text is not.
        root = _parse(_flattened(source))
    if root is None:
        raise NoticeError(
            name, "the page cannot be parsed: it is empty, or one element holds over 10 MB", "save its text as .txt"
        )
    lines = _read(root)
    if not lines:
        raise NoticeError(name, "the page holds no text", "save the page once it is shown in full, or save it as .txt")
    return "\n".join(lines), used


def _elements(source: str, limit: int) -> int:
    """About how many elements a page has; attributes take memory too, and count where there are very many."""
    elements = source.count("<") // 2  # most open and close
    if len(source) > _ATTRIBUTES * limit:
        elements = max(elements, sum(len(tag.group()) for tag in _TAG.finditer(source)) // _ATTRIBUTES)
    return elements


def _parse(source: str) -> _Element | None:
    """The tree of a page; None where the parser stopped because elements are nested too deeply, or there is nothing."""
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", recover=True, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    limits = {"ERR_RESOURCE_LIMIT", "ERR_INTERNAL_ERROR", "ERR_NAME_TOO_LONG"}
    if root is None or any(entry.type_name in limits for entry in parser.error_log):
        return None
    return root


def _flattened(source: str) -> str:
    """The page with line breaks for its blocks and no other element; comments, scripts and styles are cut out."""
    pieces: list[str] = []
    position, lower = 0, source.lower()
    for opening, closing in (("<!--", "-->"), ("<script", "</script"), ("<style", "</style")):
        pieces.clear()
        position = 0
        while (start := lower.find(opening, position)) >= 0:
            pieces.append(source[position:start])
            end = lower.find(closing, start)
            position = len(source) if end < 0 else end + len(closing)
        pieces.append(source[position:])
        source = "".join(pieces)
        lower = source.lower()

    def breaks(match: re.Match[str]) -> str:
        tag = _TAG_NAME.match(match.group())
        return "<br>" if tag and (tag.group(1).lower() in _BLOCKS or tag.group(1).lower() == "br") else ""

    return _BREAKS.sub("<br>", _TAG.sub(breaks, source))


def _read(root: _Element) -> list[str]:
    """The lines of the notice: description table, title, main part."""
    title = _title(root)
    _strip(root)
    body = root.find("body") if root.tag == "html" else root
    if body is None:
        body = root
    weights = _weights(root)
    main = _main(body, weights)
    table = [] if any(e is body for e in main) else _description(body, main)
    for element in main:
        for part in element.iter():
            if (
                part is not element
                and _named(part, furniture.UNWANTED)
                and weights.get(part, 0) < 0.3 * weights[element]
            ):
                part.tag = _OUT_BLOCK if part.tag in _BLOCKS else _OUT
        _take_out(element, _OUT)
    lines = _without_edges([line for element in main for line in _lines(element)])
    if not lines and main != [body]:
        lines = _without_edges(_lines(body))
    if title and lines:
        wanted = "".join(_HAN.findall(title))
        head = "".join(_HAN.findall("".join(lines[:40])[:2000]))
        if wanted and wanted not in head:
            lines.insert(0, title)
    return table + lines


def _names(element: _Element) -> Iterator[str]:
    for attribute in ("id", "class"):
        value = element.get(attribute)
        if value:
            yield from value.lower().split()


def _named(element: _Element, pattern: re.Pattern[str]) -> bool:
    return any(pattern.fullmatch(name) for name in _names(element))


def _strip(root: _Element) -> None:
    """Takes out scripts, forms' fields, navigation and what the page hides."""
    _take_out(root, *furniture.DROPPED)
    whole = len(_content(root))
    for element in root.iter("header", "form"):
        # ASP.NET wraps the whole page in a form, some sites the article's head in a header.
        if element is not root and len(_content(element)) < 0.3 * whole:
            element.tag = _OUT_BLOCK
    for element in root.iter():
        style = element.get("style")
        hidden = element.get("hidden") is not None or (style is not None and _HIDDEN.search(style) is not None)
        if hidden and element is not root and element.get("id") != "js_content" and element.tag != "body":
            element.tag = _OUT
    _take_out(root, _OUT)


def _take_out(root: _Element, *tags: str) -> None:
    """Takes elements out of their tree and leaves the text that follows them."""
    from lxml import etree

    for element in list(root.iter(_OUT_BLOCK)):
        # Emptied by hand: the tail may hold characters that lxml reads but does not take back.
        del element[:]
        element.text = None
        element.attrib.clear()
        element.tag = "br"
    # One pass in C: to move each tail by hand would be quadratic in a paragraph of hidden pieces.
    etree.strip_elements(root, *tags, with_tail=False)


def _weights(root: _Element) -> dict[Any, float]:
    """How much prose stands in and under each element: characters outside links, dear with marks of sentences."""
    weights: dict[Any, float] = {}
    linked: set[Any] = set()
    elements = list(root.iter())
    for element in elements:
        parent = element.getparent()
        in_link = element.tag == "a" or parent in linked
        if in_link:
            linked.add(element)
        own = 0.0
        for text, counts in ((element.text, not in_link), *((child.tail, not in_link) for child in element)):
            if text and counts and (size := len(_GAP.sub("", text))):
                own += size if _PROSE.search(text) else size / 4
        weights[element] = own
    total = sum(weights.values())
    for element in reversed(elements):
        parent = element.getparent()
        if element.tag in _BLOCKS and weights[element] < 0.4 * total and _named(element, furniture.SURROUNDINGS):
            weights[element] = 0.0
        if parent is not None and parent in weights:
            weights[parent] += weights[element]
    return weights


def _main(body: _Element, weights: dict[Any, float]) -> list[_Element]:
    """The element with the text, or several of one name that hold it together."""
    dense = body
    while True:
        best = max(dense, key=lambda child: weights.get(child, 0.0), default=None)
        if best is None or best.tag not in _HOLDERS or weights[best] < 0.9 * weights[dense] or not _has_lines(best):
            break
        dense = best
    for pattern in furniture.CONTAINERS:
        found: list[_Element] = []
        inside: set[Any] = set()
        seen: set[str] = set()
        held = 0.0
        for element in body.iter():
            if element.getparent() in inside:
                inside.add(element)
            elif weights.get(element, 0.0) > 0 and _named(element, pattern):
                inside.add(element)
                held += weights[element]
                text = _GAP.sub("", _content(element))
                if text not in seen:  # a page for telephones repeats the one for desks
                    seen.add(text)
                    found.append(element)
        if found and held >= 0.5 * weights[dense]:
            return [e for e in found if weights[e] >= 0.1 * max(weights[f] for f in found)]
    return [dense]


def _has_lines(element: _Element) -> bool:
    """Whether an element is more than one paragraph."""
    lines = element.iter(*_LINES)
    next(lines, None)
    return sum(1 for _, _ in zip(lines, range(2), strict=False)) == 2


def _title(root: _Element) -> str | None:
    """The title that the page gives the document: in its metadata, its only heading, or the part of <title> for it."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() in ("articletitle", "article_title", "title"):
            content = _flat(meta.get("content") or "")
            if 4 <= len(content) <= 200 and not _SITE.search(content):
                return content
    for tag in ("h1", "h2", "h3"):
        headings = [_flat(_content(h, _LONG)) for h in root.iter(tag)]
        headings = [h for h in dict.fromkeys(headings) if 6 <= len(h) <= 200 and _ACT.search(h)]
        if len(headings) == 1:
            return headings[0]
    for element in root.iter("div", "p", "td", "span"):
        if _named(element, furniture.TITLE_NAMES):
            text = _flat(_content(element, _LONG))
            if 6 <= len(text) <= 200 and _ACT.search(text):
                return text
    for element in root.iter("title"):
        for part in re.split(r"[_|｜]| [-－–—]+ |--", _flat(_content(element, _LONG))):
            if 6 <= len(part) <= 200 and _ACT.search(part) and not _SITE.search(part.strip()):
                return part.strip()
    return None


def _content(element: _Element, enough: int | None = None) -> str:
    """The text in an element; no more than what is ``enough``, where elements in elements are looked at in turn."""
    if enough is None:
        return "".join(map(str, element.itertext()))
    pieces: list[str] = []
    for piece in element.itertext():
        pieces.append(str(piece)[: enough + 1])
        enough -= len(pieces[-1])
        if enough < 0:
            break
    return "".join(pieces)


def _flat(text: str) -> str:
    return _GAP.sub(" ", text).strip()


def _description(body: _Element, main: list[_Element]) -> list[str]:
    """The table of 索引号, 发文机关, 发文字号 and the like that stands before the main part, one entry a line."""
    inside = {e for element in main for e in element.iter()}
    before: list[_Element] = []
    for element in body.iter("div", "table", "ul", "dl"):
        if element is main[0]:
            break
        if element not in inside:
            before.append(element)
    for element in reversed(before):  # the innermost stands last
        text = _GAP.sub("", _content(element, _LONG))
        if len(text) <= 800 and len(set(furniture.LABELS.findall(text))) >= 3:
            for link in element.iter("a"):
                # A link behind an entry, such as that to an agency's history, is no word of it.
                if furniture.FURNITURE.fullmatch(_GAP.sub("", _content(link, _LONG))):
                    link.tag = _OUT
            _take_out(element, _OUT)
            return [line for line in _lines(element) if not furniture.FURNITURE.fullmatch(_GAP.sub("", line))]
    return []


def _without_edges(lines: list[str]) -> list[str]:
    """The lines without those of the site among the first and the last few."""

    def kept(line: str) -> bool:
        bare = _GAP.sub("", line)
        return len(bare) > 150 or not furniture.FURNITURE.fullmatch(bare)

    if len(lines) <= 2 * _EDGE:
        return [line for line in lines if kept(line)]
    return [*filter(kept, lines[:_EDGE]), *lines[_EDGE:-_EDGE], *filter(kept, lines[-_EDGE:])]


def _collapse(text: str) -> str:
    """White space as browsers draw it: one space, and none for a line end between two Chinese characters."""

    def one(match: re.Match[str]) -> str:
        start, end = match.span()
        if start == 0 or end == len(text):
            return ""
        if "\n" in match.group() and _WIDE.match(text[start - 1]) and _WIDE.match(text[end]):
            return ""
        return " "

    return _SPACE.sub(one, text)


def _lines(main: _Element) -> list[str]:
    """The lines of an element, without empty ones."""
    from lxml import etree

    done: list[str] = []  # lines that are ready
    row: list[str] | None = None  # the cells of the row of a data table that is being read
    rows_above: list[dict[int, int]] = []  # for each open data table: the columns that a cell from above still fills
    cell: list[str] = []  # the lines of the cell that is being read
    current: list[str] = []  # the pieces of the line that is being read
    counters: list[Iterator[str] | None] = []  # for each open list
    tables: list[bool] = []  # for each open table: whether it holds data
    pre = 0

    def flush() -> None:
        text = "".join(current)
        current.clear()
        if pre:
            parts = text.split("\n")
        elif "\u3000\u3000" in text:
            parts = [_collapse(part) for part in _INDENT.split(text)]
        else:
            parts = [_collapse(text)]
        for part in parts:
            part = part.strip(" \t\r\f\n")
            if part.strip():
                (done if row is None else cell).append(part.replace("\t", " ") if row is not None else part)

    def fill(target: list[str]) -> None:
        """Empty cells for the columns that cells from above fill."""
        columns = rows_above[-1]
        while columns.get(len(target), 0) > 0:
            columns[len(target)] -= 1
            target.append("")

    for event, element in etree.iterwalk(main, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if tag in _BLOCKS or tag == "br":
                flush()
            if tag == "pre":
                pre += 1
            elif tag == "table":
                data = row is None and _is_data(element)
                tables.append(data)
                if data:
                    rows_above.append({})
            elif tag == "tr" and tables and tables[-1]:
                row = []
            elif tag in ("td", "th") and tables and tables[-1] and row is not None:
                fill(row)
            elif tag in ("ol", "ul"):
                counters.append(_counter(element) if tag == "ol" else None)
            elif tag == "li" and counters and (counter := counters[-1]) is not None:
                label = next(counter)
                if not _MARKED.match(_flat(_content(element, 40))):
                    current.append(label)
            if element.text:
                current.append(element.text)
        else:
            if tag in _BLOCKS:
                flush()
            if tag == "pre":
                pre -= 1
            elif tag == "table" and tables:
                if tables.pop():
                    rows_above.pop()
            elif tag in ("td", "th") and tables and tables[-1] and row is not None:
                # A cell over several columns or rows must not move those behind or below it: their column says their role.
                place, down = len(row), _span(element, "rowspan")
                row.append(" ".join(cell))
                row += [""] * min(_span(element, "colspan") - 1, max(0, _MAX_SPAN - len(row)))
                cell.clear()
                if down > 1:
                    rows_above[-1].update(dict.fromkeys(range(place, min(len(row), _MAX_SPAN)), down - 1))
            elif tag == "tr" and tables and tables[-1] and row is not None:
                fill(row)
                if any(row):
                    done.append("\t".join(row).rstrip("\t"))
                row = None
            elif tag in ("ol", "ul") and counters:
                counters.pop()
            if element is not main and element.tail:
                current.append(element.tail)
    flush()
    return done


def _span(element: _Element, name: str) -> int:
    value = (element.get(name) or "").strip()
    return max(1, min(int(value), _MAX_SPAN)) if value.isdecimal() and len(value) < 5 else 1


_MARKED = re.compile(
    r"\s*[（(]?(?:\d{1,3}|[一二三四五六七八九十百]{1,4}|[①-⑳])[、.．)）:：\s]|\s*[①-⑳]|\s*第[一二三四五六七八九十百]{1,5}[条章节]"
)
_LIST_STYLES = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "decimal": "decimal", "lower-alpha": "lowerLetter", "upper-alpha": "upperLetter", "lower-latin": "lowerLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCounting", "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
    "custom_cn": "chineseCounting", "custom_cn1": "chineseCounting", "custom_cn2": "chineseCounting",
}  # fmt: skip
_LIST_TYPE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.I)


def _counter(element: _Element) -> Iterator[str] | None:
    """The labels that a browser draws before the items of an ordered list; None where it draws none."""
    match = _LIST_TYPE.search(element.get("style") or "")
    names = [match.group(1).lower()] if match else []
    names += [*_names(element), element.get("type") or "1"]
    style = next((_LIST_STYLES[n] for n in names if n in _LIST_STYLES), None)
    if (match and match.group(1).lower() not in _LIST_STYLES) or style is None:
        return None
    start = element.get("start") or "1"
    first = int(start) if start.isdecimal() and len(start) < 6 else 1
    pattern = {"custom_cn1": "第{}、", "custom_cn2": "（{}）"}.get(
        next(_names(element), ""), "{}、" if "chinese" in style else "{}."
    )
    return (pattern.format(render(first + i, style)) for i in range(10**9))


def _is_data(table: _Element) -> bool:
    """Whether a table holds data, and not the layout of the page: two rows, two columns, no table in a cell."""
    rows = columns = 0
    for element in table.iter("table", "tr", "td", "th"):
        if element.tag == "table" and element is not table:
            return False
        if element.tag == "tr":
            rows += 1
        elif element.tag in ("td", "th"):
            parent = element.getparent()
            if parent is not None and element.getnext() is not None:
                columns = 2
    return rows >= 2 and columns >= 2

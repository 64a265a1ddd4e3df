"""The text of a Word document: paragraphs and tables in order, with the automatic numbers that Word draws.

The archive is read in memory with bounds on what it may expand to, and its XML without entities; nothing is extracted.
Tracked changes count as accepted, hidden text, headers and footers are left out, notes stand at the end.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from policy_extract.errors import NoticeError
from policy_extract.loaders.archives import BROKEN, open_zip
from policy_extract.loaders.labels import render
from policy_extract.loaders.limits import Limits
from policy_extract.loaders.numbering import Numbering, Styles, attribute, child, children, local, switched_on

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read_docx"]

#: Below so many bytes a part may expand as it likes; no text above them expands to hundreds of times its packed size.
_FREE = 8 * 2**20
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: The widest cell of a table: Word allows 63 columns.
_MAX_SPAN = 63

_SAVE_AGAIN = "open it in Word or WPS and save it again as .docx"
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_TOC = re.compile(r"toc (?:\d|heading)|table of contents")
_CIRCLE_FIELD = re.compile(r"\bEQ\b.*?[(（]\s*○\s*[,，;；、]\s*(\d{1,2})\s*[)）]", re.I)
# Symbols of the Wingdings fonts that forms and lists use.
_SYMBOLS = {
    0xA8: "□",
    0x6F: "□",
    0x71: "□",
    0xFE: "☑",
    0x52: "☑",
    0xFC: "✓",
    0x6C: "●",
    0x6E: "■",
    0xD8: "➢",
    0x75: "◆",
}
_SKIPPED = frozenset(
    {"del", "moveFrom", "rPr", "pPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "instrText",
     "delText", "delInstrText", "annotationRef", "commentReference", "footnoteRef", "endnoteRef", "fldData", "ruby"}
)  # fmt: skip


def read_docx(data: bytes, name: str, limits: Limits | None = None) -> tuple[str, tuple[int, ...]]:
    """The text of a .docx file (Word 文档), and for each line the place of its paragraph or table in the body, from 1.

    A paragraph is a line; a table's row is a line, its cells parted by tabs. Raises NoticeError for an archive that is
    broken, protected, hostile, or no Word document.
    """
    limits = limits or Limits()
    try:
        with open_zip(io.BytesIO(data), name, limits) as archive:
            if len(archive.infolist()) > limits.max_files:
                raise limits.error(
                    name, "max_files", f"the document holds {len(archive.infolist()):,} files, more than"
                )
            lines = _Reader(archive, name, limits).lines()
    except RecursionError as error:
        raise NoticeError(name, "the document is nested too deeply", _SAVE_AGAIN) from error
    except NotImplementedError as error:
        raise NoticeError(name, "the .docx file is packed in an unknown way", _SAVE_AGAIN) from error
    except RuntimeError as error:  # zipfile's word for a password
        raise NoticeError(
            name, "the .docx file is protected by a password", "remove the password and save it"
        ) from error
    except BROKEN as error:
        raise NoticeError(
            name, "the .docx file is broken or cut short", "download it again, or " + _SAVE_AGAIN
        ) from error
    if not lines:
        raise NoticeError(name, "the document holds no text", "if it holds pictures of pages, run OCR on them")
    return "\n".join(line for line, _ in lines), tuple(place for _, place in lines)


@dataclass(slots=True)
class _Fields:
    """The complex fields that are open where the reader stands; what stands in a field's code is not text."""

    codes: list[str | None] = field(default_factory=list)  # the code so far, or None where the result has begun

    @property
    def in_code(self) -> bool:
        return any(code is not None for code in self.codes)


class _Reader:
    """Reads one document; numbers are counted as its paragraphs pass."""

    def __init__(self, archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
        self._archive = archive
        self._name = name
        self._limits = limits
        self._watch = limits.watch(name)
        self._parts = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in archive.infolist()}
        self._main = self._main_part()
        folder, _, file = self._main.rpartition("/")
        related = self._relations(f"{folder}/_rels/{file}.rels".lstrip("/"), folder)
        self._styles = Styles(self._xml(related.get("styles", f"{folder}/styles.xml")))
        self._numbering = Numbering(self._xml(related.get("numbering", f"{folder}/numbering.xml")), self._styles)
        self._notes = {
            kind: self._xml(related.get(f"{kind}s", f"{folder}/{kind}s.xml")) for kind in ("footnote", "endnote")
        }
        self._noted: list[tuple[str, str, int]] = []
        self._place = 0  # of the paragraph or table of the body that is being read, from 1
        self._fields = _Fields()
        self._boxes: list[_Element] = []

    def lines(self) -> list[tuple[str, int]]:
        """Every line of the document with its place, notes last, without empty ones."""
        root = self._xml(self._main)
        body = child(root, "body")
        if body is None:
            raise NoticeError(self._name, "this is not a Word document", _SAVE_AGAIN)
        lines = [(line, self._place) for line in self._blocks(body, top=True) if line.strip()]
        notes = {
            (kind, attribute(note, "id")): note for kind, part in self._notes.items() for note in children(part, kind)
        }
        read: set[tuple[str, str]] = set()
        for kind, key, place in self._noted:
            note = notes.get((kind, key))
            if note is not None and (kind, key) not in read:
                read.add((kind, key))
                self._fields = _Fields()
                lines += [(line, place) for line in self._blocks(note) if line.strip()]
        return lines

    # Parts of the archive

    def _main_part(self) -> str:
        for kind, target in self._relations("_rels/.rels", "").items():
            if kind == "officedocument" and target in self._parts:
                return target
        if "word/document.xml" in self._parts:
            return "word/document.xml"
        raise NoticeError(self._name, "this is not a Word document: it has no main text", _SAVE_AGAIN)

    def _relations(self, path: str, folder: str) -> dict[str, str]:
        """The parts that a part points to, by the last word of the kind of relation."""
        found: dict[str, str] = {}
        for relation in children(self._xml(path), "Relationship"):
            target = relation.get("Target") or ""
            if relation.get("TargetMode") == "External":
                continue
            whole = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
            pieces: list[str] = []
            for piece in whole.split("/"):
                if piece == "..":
                    del pieces[-1:]
                elif piece != ".":
                    pieces.append(piece)
            found.setdefault((relation.get("Type") or "").rpartition("/")[2].lower(), "/".join(pieces).lower())
        return found

    def _xml(self, path: str) -> _Element | None:
        """The root of an XML part, or None where there is no such part."""
        from lxml import etree

        info = self._parts.get(path.lower())
        if info is None:
            return None
        if info.compress_type not in _METHODS and not info.flag_bits & 1:
            raise NotImplementedError(f"method {info.compress_type}")  # LZMA takes what memory the archive asks for
        limit = self._limits.max_part
        with self._archive.open(info) as file:
            data = file.read(limit + 1)  # the size that the archive states may be a lie
        if len(data) > limit:
            raise self._limits.error(self._name, "max_part", "a part of the document unpacks to more than")
        if len(data) > max(_FREE, info.compress_size * self._limits.max_ratio):
            raise self._limits.error(self._name, "max_ratio", "a part of the document expands beyond")
        if data.count(b"<") > 2 * self._limits.max_elements:  # most open and close
            raise self._limits.error(self._name, "max_elements", "a part of the document holds more elements than")
        if _DOCTYPE.search(data):
            raise self._entities()
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise NoticeError(self._name, f"the XML of the document is broken ({path})", _SAVE_AGAIN) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._entities()
        return root

    def _entities(self) -> NoticeError:
        return NoticeError(
            self._name, "the XML of the document declares entities, as no Word document does", _SAVE_AGAIN
        )

    # Blocks

    def _blocks(self, parent: _Element, *, top: bool = False) -> Iterator[str]:
        """The lines of what a body (``top``), a cell, a note or a text box holds."""
        pending = ""  # the text of paragraphs whose end was deleted
        for element in self._block_elements(parent):
            self._watch.check()
            self._place += top
            if local(element) == "tbl":
                yield from self._table(element)
                continue
            properties = child(element, "pPr")
            style = attribute(child(properties, "pStyle")) or self._styles.default
            if _TOC.fullmatch(self._styles.name(style)):
                self._inline_text(element)  # its fields open and close, its text repeats the headings
                self._boxes.clear()
                continue
            text = self._inline_text(element, hidden=self._styles.hidden(style))
            if not pending:
                text = self._label(properties, style, visible=bool(text.strip())) + text
            mark = child(properties, "rPr")
            if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
                pending += text
            else:
                yield from (pending + text).split("\n")
                pending = ""
            boxes, self._boxes = self._boxes, []
            for box in boxes:
                yield from self._blocks(box)
        if pending:
            yield from pending.split("\n")

    def _block_elements(self, parent: _Element) -> Iterator[_Element]:
        for element in parent:
            name = local(element)
            if name in ("p", "tbl"):
                yield element
            elif name == "AlternateContent":
                yield from self._block_elements(_choice(element))
            elif name not in _SKIPPED:  # sdt, sdtContent, customXml, ins, moveTo
                yield from self._block_elements(element)

    def _label(self, properties: _Element | None, style: str | None, *, visible: bool) -> str:
        own = child(properties, "numPr")
        number = attribute(child(own, "numId"))
        level = attribute(child(own, "ilvl"))
        label = self._numbering.label(number, int(level) if level and level.isdecimal() else None, style)
        return label if visible else ""

    def _table(self, table: _Element) -> Iterator[str]:
        """A line for each row; a table of one column is a frame around paragraphs."""
        rows = [row for row in _rows(table) if child(child(row, "trPr"), "del") is None]
        cells = [[cell for cell in _cells(row) if child(child(cell, "tcPr"), "cellDel") is None] for row in rows]
        if all(len(row) <= 1 for row in cells):
            for of in cells:
                for cell in of:
                    yield from self._blocks(cell)
            return
        for row, of in zip(rows, cells, strict=True):
            texts = [""] * _span(child(child(row, "trPr"), "gridBefore"), 0)
            for cell in of:
                properties = child(cell, "tcPr")
                merge = child(properties, "vMerge")
                text = " ".join(line.strip().replace("\t", " ") for line in self._blocks(cell) if line.strip())
                texts.append("" if merge is not None and attribute(merge) != "restart" else text)
                # A cell over several columns must not move those behind it: their column says their role.
                texts += [""] * (_span(child(properties, "gridSpan"), 1) - 1)
            yield "\t".join(texts).rstrip("\t")

    # Text in a paragraph

    def _inline_text(self, paragraph: _Element, *, hidden: bool = False) -> str:
        pieces: list[str] = []
        self._inline(paragraph, pieces, hidden)
        # A field whose code never ends would swallow the rest of the document.
        self._fields.codes = [code for code in self._fields.codes if code is None]
        return "".join(pieces)

    def _inline(self, parent: _Element, pieces: list[str], hidden: bool) -> None:
        for element in parent:
            name = local(element)
            if name == "r":
                properties = child(element, "rPr")
                vanish = child(properties, "vanish")
                styled = hidden or self._styles.hidden(attribute(child(properties, "rStyle")))
                self._run(element, pieces, styled if vanish is None else switched_on(vanish))
            elif name == "AlternateContent":
                self._inline(_choice(element), pieces, hidden)
            elif name not in _SKIPPED:  # hyperlink, smartTag, sdt, sdtContent, ins, moveTo, fldSimple, oMath
                self._inline(element, pieces, hidden)

    def _run(self, run: _Element, pieces: list[str], hidden: bool) -> None:
        for element in run:
            name = local(element)
            if name == "fldChar":
                self._field(attribute(element, "fldCharType"), pieces)
            elif name == "instrText":
                if self._fields.codes and self._fields.codes[-1] is not None:
                    self._fields.codes[-1] += element.text or ""
            elif name == "AlternateContent":
                self._run(_choice(element), pieces, hidden)
            elif name in ("drawing", "pict", "object"):
                if not hidden:
                    self._boxes.extend(_outermost(element, "txbxContent"))
            elif name == "ruby":
                base = child(element, "rubyBase")
                if base is not None:
                    self._inline(base, pieces, hidden)
            elif hidden or self._fields.in_code:
                continue
            elif name == "t":
                pieces.append((element.text or "").replace("\n", " "))
            elif name in ("tab", "ptab"):
                pieces.append("\t")
            elif name in ("br", "cr"):
                pieces.append("\n")
            elif name == "noBreakHyphen":
                pieces.append("-")
            elif name == "sym":
                pieces.append(_symbol(attribute(element, "char"), attribute(element, "font")))
            elif name in ("footnoteReference", "endnoteReference"):
                self._noted.append((name.removesuffix("Reference"), attribute(element, "id") or "", self._place))

    def _field(self, kind: str | None, pieces: list[str]) -> None:
        codes = self._fields.codes
        if kind == "begin":
            codes.append("")
        elif kind == "separate" and codes:
            codes[-1] = None
        elif kind == "end" and codes:
            code = codes.pop()
            # A number in a circle is a field without result: EQ \o\ac(○,1).
            circle = _CIRCLE_FIELD.search(code) if code and len(code) < 200 else None
            if circle and not self._fields.in_code:
                pieces.append(render(int(circle.group(1)), "decimalEnclosedCircle"))


def _choice(element: _Element) -> _Element:
    """The first branch of a choice of markup: both hold the same text."""
    chosen = child(element, "Choice")
    if chosen is None:
        chosen = child(element, "Fallback")
    return element if chosen is None else chosen


def _outermost(element: _Element, name: str) -> Iterator[_Element]:
    """The descendants of a name that are not inside another, in one branch of each choice."""
    for part in _choice(element) if local(element) == "AlternateContent" else element:
        if local(part) == name:
            yield part
        else:
            yield from _outermost(part, name)


def _rows(table: _Element) -> Iterator[_Element]:
    for element in table:
        if local(element) == "tr":
            yield element
        elif local(element) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _rows(element)


def _span(element: _Element | None, default: int) -> int:
    value = attribute(element) or ""
    return min(int(value), _MAX_SPAN) if value.isdecimal() and len(value) < 5 else default


def _cells(row: _Element) -> Iterator[_Element]:
    for element in row:
        if local(element) == "tc":
            yield element
        elif local(element) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _cells(element)


def _symbol(code: str | None, font: str | None) -> str:
    try:
        value = int(code or "", 16)
    except ValueError:
        return ""
    if (font or "").lower().startswith("wingdings"):
        return _SYMBOLS.get(value & 0xFF, "•")
    return chr(value) if 0x20 <= value < 0xD800 or 0xF900 <= value <= 0xFFFD else ""

"""Documents made for the tests: Word files from their XML, PDFs from placed lines."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable

import pytest

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

MakeDocx = Callable[..., bytes]
Placed = tuple[float, float, float, str]  # x, y (upwards), size, text
MakePdf = Callable[..., bytes]


def _root(name: str, inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} xmlns:w="{W}" xmlns:mc="{MC}">{inner}</w:{name}>'


@pytest.fixture(scope="session")
def make_docx() -> MakeDocx:
    """A .docx from the XML inside its body, and inside its numbering, styles and footnotes."""

    def make(body: str, *, numbering: str = "", styles: str = "", footnotes: str = "", **parts: bytes) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                "_rels/.rels",
                f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
                'Target="word/document.xml"/></Relationships>',
            )
            archive.writestr("word/document.xml", _root("document", f"<w:body>{body}</w:body>"))
            if numbering:
                archive.writestr("word/numbering.xml", _root("numbering", numbering))
            if styles:
                archive.writestr("word/styles.xml", _root("styles", styles))
            if footnotes:
                archive.writestr("word/footnotes.xml", _root("footnotes", footnotes))
            for name, data in parts.items():
                archive.writestr(name, data)
        return buffer.getvalue()

    return make


def _placed(x: float, y: float, turned: int) -> tuple[float, ...]:
    """The text matrix that puts a line at a place of the page as it is seen once it is turned clockwise."""
    width, height = 595.0, 842.0
    return {
        0: (1, 0, 0, 1, x, y),
        90: (0, 1, -1, 0, width - y, x),
        180: (-1, 0, 0, -1, width - x, height - y),
        270: (0, -1, 1, 0, y, height - x),
    }[turned]


@pytest.fixture(scope="session")
def make_pdf() -> MakePdf:
    """A PDF from the lines of each page; Chinese characters are as wide as the size, others half as wide."""

    def make(pages: Iterable[Iterable[Placed]], *, trailer: bytes = b"", turned: int = 0) -> bytes:
        pages = [list(page) for page in pages]
        characters = sorted({c for page in pages for *_, text in page for c in text} | {"一", " "})
        codes = {c: code for code, c in enumerate(characters, 1)}
        assert len(codes) < 256, "one font of drawn squares holds 255 characters"

        def stream(data: bytes) -> bytes:
            return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)

        cmap = (
            b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
            b"1 begincodespacerange <00> <FF> endcodespacerange\n"
            + b"".join(
                b"1 beginbfchar <%02X> <%s> endbfchar\n" % (code, c.encode("utf-16-be").hex().encode())
                for c, code in codes.items()
            )
            + b"endcmap end end"
        )
        names = b" ".join(b"/%s" % (b"wide" if c >= "\u2000" else b"narrow") for c in characters)
        widths = b" ".join(b"1000" if c >= "\u2000" else b"500" for c in characters)
        objects = {
            3: b"<< /Type /Font /Subtype /Type3 /FontBBox [0 -120 1000 880] /FontMatrix [0.001 0 0 0.001 0 0]"
            b" /FirstChar 1 /LastChar %d /Widths [%s] /Encoding << /Type /Encoding /Differences [1 %s] >>"
            b" /CharProcs << /wide 4 0 R /narrow 6 0 R >> /Resources << >> /ToUnicode 5 0 R >>"
            % (len(codes), widths, names),
            4: stream(b"1000 0 0 -120 1000 880 d1 50 -100 900 950 re f"),
            5: stream(cmap),
            6: stream(b"500 0 0 -120 500 880 d1 50 -100 400 950 re f"),
        }
        kids = []
        number = 7
        for page in pages:
            content = b"BT\n" + b"".join(
                b"/F %f Tf %d %d %d %d %f %f Tm <%s> Tj\n"
                % (size, *_placed(x, y, turned), bytes(codes[c] for c in text).hex().encode())
                for x, y, size, text in page
            )
            objects[number] = (
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >>"
                b" /Contents %d 0 R /Rotate %d >>" % (number + 1, turned)
            )
            objects[number + 1] = stream(content + b"ET")
            kids.append(b"%d 0 R" % number)
            number += 2
        objects[1] = b"<< /Type /Catalog /Pages 2 0 R >>"
        objects[2] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
        data = b"%PDF-1.7\n"
        places = {}
        for key in sorted(objects):
            places[key] = len(data)
            data += b"%d 0 obj\n%s\nendobj\n" % (key, objects[key])
        start = len(data)
        data += b"xref\n0 %d\n0000000000 65535 f \n" % number
        data += b"".join(b"%010d 00000 n \n" % places[key] for key in range(1, number))
        return data + b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (number, trailer, start)

    return make

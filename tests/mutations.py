"""Damage done to real documents: bytes that loaders meet, each case made of one number, so that it can be made again."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

CORPUS = Path(__file__).parent.parent / "corpus" / "notices"

# What is put in: pieces that mean something to a parser, a decoder or a reader of the format.
TOKENS: dict[str, tuple[bytes, ...]] = {
    "txt": tuple(
        word.encode("utf-8", "surrogatepass")
        for word in (
            "（ ） ( ) 〔 〕 《 》 “ ” 、 ， 。 ； ： 一、 （一） 1. 第一条 ① 附件 附件： 目录 专栏1 责任单位： 牵头单位：省科技厅 由 会同 负责 等 和 "
            "2024年 2024年底前 500家以上 10% 〔2024〕5号 通知 市 各 \ufeff \u202e \u3000 \u2028 \x00 \x0b \x1c \x85 \ud800 𠀀 发布日期： 索引号： "
            "\n \r\n \r \t"
        ).split(" ")
    ),
    "html": (
        b"<", b">", b"</p>", b"<p>", b"<div>", b"</div>", b"<table><tr><td>", b"</td></tr></table>", b"<!--", b"-->", b"<script>", b"</script>", b"<![CDATA[",
        b"&#0;", b"&#xD800;", b"&#x202e;", b"&lt;", b"&a;", b"<ol start=9>", b"<li>", b"<td colspan=9999 rowspan=-1>", b"<body>", b"</html>", b"\x00", b"<br>",
        b"<meta charset=big5>", b"<meta charset=utf-16>", b"<div id=zoom>", b"<h1>", b"<pre>", b"<svg>", b"<form>", b"<template>", b" style='display:none'",
    ),
    "docx": (
        b"<w:p>", b"</w:p>", b"<w:tbl>", b"</w:tbl>", b"<w:tr>", b"<w:tc>", b"</w:tc>", b"<w:r>", b"</w:r>", b"<w:t>", b"</w:t>", b'<w:numId w:val="1"/>', b'<w:ilvl w:val="8"/>',
        b'<w:fldChar w:fldCharType="begin"/>', b'<w:fldChar w:fldCharType="end"/>', b"<w:del>", b"<w:ins>", b"<w:br/>", b"<w:tab/>", b'<w:gridSpan w:val="99999"/>', b"<w:vMerge/>",
        b"&#0;", b"&#x41;", b"&x;", b"<!DOCTYPE x>", b'w:val="-1"', b'w:val="99999999999"', b'w:val="\xe4\xb8\x80"', b"%1%2%9", b"<w:txbxContent>", b'<w:footnoteReference w:id="1"/>',
    ),
    "pdf": (
        b"endobj", b"obj", b"stream\n", b"endstream", b"<<", b">>", b"[", b"]", b"/Kids [2 0 R]", b"/Count -1", b"/Length 999999999", b"/Filter /FlateDecode", b"/Parent 1 0 R", b"(",
        b")", b"<FEFF", b"1 0 R", b"2 0 R", b"/Rotate 37", b"/MediaBox [0 0 0 0]", b"/MediaBox [9e9 0 1 -9e9]", b"Tj", b"BT", b"ET", b"1e30", b"-1", b"%%EOF", b"xref", b"trailer", b"null",
    ),
    "zip": (b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x06", b"\x00\x00\x00\x00", b"\xff\xff\xff\xff", b"../", b"\x08\x00", b"\x0e\x00", b"\x01\x00"),
}  # fmt: skip

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@lru_cache(maxsize=1)
def seeds() -> dict[str, list[bytes]]:
    """Whole documents of each kind: the corpus, and what is made of it."""
    files = sorted(CORPUS.iterdir())
    texts = [path.read_bytes() for path in files if path.suffix == ".txt"]
    pages = [path.read_bytes() for path in files if path.suffix == ".html"]
    pages += [_page(text.decode("utf-8")) for text in texts[:4]]
    others = [
        text.decode("utf-8").encode(codec)
        for text, codec in zip(texts, ("gb18030", "utf-16", "utf-8-sig"), strict=False)
    ]
    return {
        "txt": [*texts, *others],
        "html": pages,
        "docx": [_docx(text.decode("utf-8")) for text in texts[:4]],
        "pdf": [_pdf(1), _pdf(3), _pdf(2, columns=2)],
        "zip": [_zip(texts[:3])],
    }


def _page(text: str) -> bytes:
    rows = "".join(f"<p>{line}</p>" for line in text.splitlines()[:60])
    entries = "".join(f"<li>{label}：甲<a>机构沿革</a></li>" for label in ("发文机关", "发文字号", "成文日期"))
    table = "<table><tr><td rowspan=2>任务<td>牵头单位<tr><td>省科技厅</table><ol type=1><li>甲<li>乙</ol>"
    return (
        f"<html><head><title>通知</title></head><body><ul>{entries}</ul>"
        f"<div class=TRS_Editor>{rows}为此：\n　　甲。<div class=share>分享</div>{table}</div></body></html>".encode()
    )


def _docx(text: str) -> bytes:
    def p(line: str, level: int | None = None) -> str:
        number = (
            "" if level is None else f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        )
        return f"<w:p>{number}<w:r><w:t>{line}</w:t></w:r></w:p>"

    lines = text.replace("&", "").replace("<", "").splitlines()[:50]
    body = "".join(p(line, i % 3 if i % 4 == 0 else None) for i, line in enumerate(lines))
    table = f'<w:tbl><w:tr><w:tc>{p("任务")}</w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("牵头单位")}</w:tc></w:tr></w:tbl>'
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{words}"/></w:lvl>'
        for i, (kind, words) in enumerate(
            [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%1.%3")]
        )
    )
    parts = {
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}{table}</w:body></w:document>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        "word/styles.xml": f'<w:styles xmlns:w="{_W}"><w:style w:styleId="1"><w:basedOn w:val="1"/></w:style></w:styles>',
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{_W}"><w:footnote w:id="1">{p("注")}</w:footnote></w:footnotes>',
    }
    return packed({name: xml.encode() for name, xml in parts.items()})


def _zip(texts: list[bytes]) -> bytes:
    return packed({f"省/{i}.txt": text[:3000] for i, text in enumerate(texts)})


def packed(parts: dict[str, bytes]) -> bytes:
    """An archive of these parts, without the time at which it was made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _pdf(pages: int, columns: int = 1) -> bytes:
    """A PDF with a font of no shapes whose characters are named by a map, as exports of Word have them."""
    words = ["一、总体要求", "（一）开展检查。", "省科技厅牵头，财政厅配合", "2024年3月5日", "— 1 —"]
    letters = sorted(set("".join(words)))
    codes = {c: i for i, c in enumerate(letters, 1)}
    cmap = b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange\n" + b"".join(
        b"1 beginbfchar <%02X> <%s> endbfchar\n" % (i, c.encode("utf-16-be").hex().encode()) for c, i in codes.items()
    )
    content = b"BT " + b"".join(
        b"/F 16 Tf 1 0 0 1 %d %d Tm <%s> Tj "
        % (90 + 260 * column, 700 - 40 * i, bytes(codes[c] for c in word).hex().encode())
        for column in range(columns)
        for i, word in enumerate(words)
    )
    square = b"1000 0 0 -120 1000 880 d1 50 -100 900 950 re f"

    def stream(data: bytes) -> bytes:
        return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)

    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % (7 + i) for i in range(pages)), pages),
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 -120 1000 880] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 1 /LastChar %d /Widths [%s]"
        b" /Encoding << /Differences [1 %s] >> /CharProcs << /a 5 0 R >> /Resources << >> /ToUnicode 4 0 R >>"
        % (len(letters), b"1000 " * len(letters), b"/a " * len(letters)),
        stream(cmap),
        stream(square),
        stream(content + b"ET"),
        *[b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >> /Contents 6 0 R >>"] * pages,
    ]  # fmt: skip
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(data))
    return data + head + table + trailer


def case(number: int, kind: str | None = None) -> tuple[str, bytes]:
    """A damaged document and its kind: the same for the same number."""
    dice = random.Random(number)
    kind = kind or dice.choice(list(TOKENS))
    data = dice.choice(seeds()[kind])
    if kind in ("docx", "zip") and dice.random() < 0.8:
        # Damage inside the parts, so that the archive itself holds.
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = dice.choice(list(parts))
        if kind == "docx" and dice.random() < 0.7:
            parts[name] = _grafted(parts[name], dice)
        else:
            parts[name] = damaged(parts[name], "docx" if kind == "docx" else "txt", dice)
        return kind, packed(parts)
    return kind, damaged(data, kind, dice)


def _grafted(xml: bytes, dice: random.Random) -> bytes:
    """XML that stays well formed: elements doubled, moved, taken out, renamed, with other values."""
    from lxml import etree

    root = etree.fromstring(xml)
    names = [
        piece.strip(b"<w:/>").decode() for piece in TOKENS["docx"] if piece.startswith(b"<w:") and b" " not in piece
    ]
    for _ in range(dice.choice((1, 3, 10, 40))):
        elements = list(root.iter())[1:]
        if not elements:
            break
        one, other = dice.choice(elements), dice.choice(elements)
        match dice.randrange(6):
            case 0:
                one.addnext(etree.fromstring(etree.tostring(other)))
            case 1 if one not in list(other.iter()) and other not in list(one.iter()):
                other.append(one)
            case 2 if len(elements) > 5 and (parent := one.getparent()) is not None:
                parent.remove(one)
            case 3:
                one.tag = f"{{{_W}}}{dice.choice([*names, 'txbxContent', 'drawing', 'sdt', 'sdtContent', 'del', 'ins', 'AlternateContent'])}"
            case 4:
                for key in one.attrib:
                    one.set(key, dice.choice(("0", "1", "-1", "9", "99999999999", "一", "", "none", "%1%2")))
            case _:
                one.text = dice.choice(("", "一、任务", "（一）", "\t", "a" * 999, "○", "EQ \\o\\ac(○,3)"))
    return etree.tostring(root)


def damaged(data: bytes, kind: str, dice: random.Random) -> bytes:
    """Bytes with one to a dozen kinds of damage done to them."""
    for _ in range(dice.choice((1, 1, 2, 3, 5, 12))):
        data = dice.choice(_DAMAGES)(data or b"\n", kind, dice)
    return data


def _flip(data: bytes, kind: str, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.randint(1, 8)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def _cut_out(data: bytes, kind: str, dice: random.Random) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + data[at + dice.choice((1, 3, 9, 90, 900)) :]


def _cut_off(data: bytes, kind: str, dice: random.Random) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] if dice.random() < 0.7 else data[at:]


def _put_in(data: bytes, kind: str, dice: random.Random) -> bytes:
    for _ in range(dice.choice((1, 1, 3, 20))):
        at = dice.randrange(len(data))
        data = data[:at] + dice.choice(TOKENS[kind]) * dice.choice((1, 1, 1, 2, 300)) + data[at:]
    return data


def _repeat(data: bytes, kind: str, dice: random.Random) -> bytes:
    at = dice.randrange(len(data))
    piece = data[at : at + dice.choice((1, 10, 100, 2000))]
    return (data[:at] + piece * dice.choice((2, 2, 5, 50)) + data[at:])[: 1 << 20]


def _splice(data: bytes, kind: str, dice: random.Random) -> bytes:
    other = dice.choice(seeds()[kind])
    return data[: dice.randrange(len(data))] + other[dice.randrange(len(other)) :]


def _swap(data: bytes, kind: str, dice: random.Random) -> bytes:
    a, b, c = sorted(dice.randrange(len(data)) for _ in range(3))
    return data[:a] + data[b:c] + data[a:b] + data[c:]


def _number(data: bytes, kind: str, dice: random.Random) -> bytes:
    """Another number in place of one that is there."""
    place = dice.randrange(len(data))
    near = range(max(0, place - 500), min(len(data), place + 500))
    digits = [i for i in near if data[i : i + 1].isdigit()]
    if not digits:
        return data
    at = dice.choice(digits)
    return data[:at] + dice.choice((b"0", b"-1", b"99999999999", b"1e9", b"65536", b"2147483648")) + data[at + 1 :]


_DAMAGES: tuple[Callable[[bytes, str, random.Random], bytes], ...] = (
    _flip,
    _cut_out,
    _cut_off,
    _put_in,
    _put_in,
    _repeat,
    _splice,
    _swap,
    _number,
)

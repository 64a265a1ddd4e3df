"""Word documents: what Word shows is the text, automatic numbers among it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest

from policy_extract.errors import NoticeError
from policy_extract.loaders import load_bytes

MakeDocx = Callable[..., bytes]


def text_of(data: bytes) -> str:
    return load_bytes(data, "a.docx").text


def p(text: str = "", *, list_: int | None = None, level: int | None = None, style: str = "", runs: str = "") -> str:
    """A paragraph with one run of text, or with the runs given."""
    number = "" if list_ is None else f'<w:numId w:val="{list_}"/>'
    depth = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    name = f'<w:pStyle w:val="{style}"/>' if style else ""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{name}<w:numPr>{depth}{number}</w:numPr></w:pPr>{run}{runs}</w:p>".replace(
        "<w:numPr></w:numPr>", ""
    )


def level(index: int, format_: str, text: str, *, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{format_}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}'


@pytest.mark.parametrize(
    "labels, levels, places",
    [
        (
            ["一、", "（一）", "（二）", "1. ", "2. ", "二、", "（一）"],
            [level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3.")],
            [0, 1, 1, 2, 2, 0, 1],
        ),
        (
            ["1 ", "1.1 ", "1.2 ", "2 ", "2.1 "],
            [level(0, "decimal", "%1"), level(1, "decimal", "%1.%2")],
            [0, 1, 1, 0, 1],
        ),
        (
            ["第一章 ", "第一条 ", "第二条 ", "第二章 ", "第三条 "],
            [
                level(0, "chineseCountingThousand", "第%1章"),
                level(1, "chineseCountingThousand", "第%2条", more='<w:lvlRestart w:val="0"/>'),
            ],
            [0, 1, 1, 0, 1],
        ),
        (
            ["一 ", "1.1 ", "1.2 "],
            [level(0, "chineseCounting", "%1"), level(1, "decimal", "%1.%2", more="<w:isLgl/>")],
            [0, 1, 1],
        ),
        (["①", "②", "③"], [level(0, "decimalEnclosedCircle", "%1", more='<w:suff w:val="nothing"/>')], [0, 0, 0]),
        (["（十）", "（十一）"], [level(0, "japaneseCounting", "（%1）", start=10)], [0, 0]),
        (["甲、", "乙、"], [level(0, "ideographTraditional", "%1、")], [0, 0]),
        (["a)", "b)"], [level(0, "lowerLetter", "%1)")], [0, 0]),
        (["IV. ", "V. "], [level(0, "upperRoman", "%1.", start=4)], [0, 0]),
        (["壹、", "贰、"], [level(0, "chineseLegalSimplified", "%1、")], [0, 0]),
        (["（一）", "一、"], [level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）")], [1, 0]),
        (["• ", "• "], [level(0, "bullet", "\uf06c")], [0, 0]),
        (["", ""], [level(0, "none", "")], [0, 0]),
    ],
)
def test_automatic_numbers(labels: list[str], levels: list[str], places: list[int], make_docx: MakeDocx) -> None:
    body = "".join(p("任务", list_=1, level=place) for place in places)
    assert text_of(make_docx(body, numbering=numbering(*levels))) == "\n".join(f"{label}任务" for label in labels)


def test_lists_of_one_definition_go_on_unless_one_starts_afresh(make_docx: MakeDocx) -> None:
    nums = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        "</w:lvlOverride></w:num>"
    )
    body = p("甲", list_=1) + p("乙", list_=2) + p("丙", list_=3) + p("丁", list_=3) + p("戊", list_=0)
    made = make_docx(body, numbering=numbering(level(0, "chineseCounting", "%1、"), nums=nums))
    assert text_of(made) == "一、甲\n二、乙\n一、丙\n二、丁\n戊"


def test_numbers_through_styles_and_what_they_are_based_on(make_docx: MakeDocx) -> None:
    def style(key: int, properties: str) -> str:
        return f'<w:style w:type="paragraph" w:styleId="{key}">{properties}</w:style>'

    styles = (
        style(1, '<w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
        + style(2, '<w:basedOn w:val="1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr>')
        + style(3, '<w:name w:val="my heading"/><w:basedOn w:val="1"/>')
    )
    levels = (
        level(0, "chineseCounting", "%1、", more='<w:pStyle w:val="1"/>'),
        level(1, "chineseCounting", "（%2）", more='<w:pStyle w:val="2"/>'),
    )
    body = (
        p("总则", style="1")
        + p("目标", style="2")
        + p("任务", style="3")
        + p("分工", style="2")
        + p("附则", style="1", list_=0)
    )
    assert (
        text_of(make_docx(body, styles=styles, numbering=numbering(*levels)))
        == "一、总则\n（一）目标\n二、任务\n（一）分工\n附则"
    )


def test_empty_and_hidden_paragraphs_count_but_do_not_show(make_docx: MakeDocx) -> None:
    hidden = p(list_=1, runs="<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>")
    body = p("甲", list_=1) + p(list_=1) + hidden + p("丁", list_=1)
    assert text_of(make_docx(body, numbering=numbering(level(0, "decimal", "%1.")))) == "1. 甲\n4. 丁"


def run(text: str = "", inner: str = "", properties: str = "") -> str:
    """A run of text, of other elements, or with properties."""
    words = f"<w:t>{text}</w:t>" if text else ""
    return f"<w:r><w:rPr>{properties}</w:rPr>{words}{inner}</w:r>"


def mark(kind: str) -> str:
    """The beginning, middle or end of a field."""
    return run(inner=f'<w:fldChar w:fldCharType="{kind}"/>')


def code(text: str) -> str:
    """The code of a field."""
    return run(inner=f"<w:instrText>{text}</w:instrText>")


def symbol(character: str) -> str:
    return run(inner=f'<w:sym w:font="Wingdings" w:char="{character}"/>')


BOX = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
BOXES = (
    f"<mc:AlternateContent><mc:Choice><w:drawing>{BOX}</w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent>"
)


@pytest.mark.parametrize(
    "text, body",
    [
        ("各市\t人民", p(runs=run("各市") + run(inner="<w:tab/>") + run("人民"))),
        ("1-2", p(runs=run("1", "<w:noBreakHyphen/>") + run("2"))),
        ("甲\n乙", p(runs=run("甲", "<w:br/>") + run("乙"))),
        ("新增", p(runs=f"<w:ins>{run('新增')}</w:ins><w:del>{run(inner='<w:delText>删去</w:delText>')}</w:del>")),
        ("移来", p(runs=f"<w:moveFrom>{run('移走')}</w:moveFrom><w:moveTo>{run('移来')}</w:moveTo>")),
        ("前段后段", f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('前段')}</w:p>" + p("后段")),
        ("见附件", p(runs=run("见") + f"<w:hyperlink>{run('附件')}</w:hyperlink>")),
        ("显", p(runs=run("藏", "", "<w:vanish/>") + run("显", "", '<w:vanish w:val="0"/>'))),
        ("在内容控件里", f"<w:sdt><w:sdtContent>{p('在内容控件里')}</w:sdtContent></w:sdt>"),
        (
            "第3页",
            p(runs=run("第") + mark("begin") + code("REF a") + mark("separate") + run("3") + mark("end") + run("页")),
        ),
        ("③任务", p(runs=mark("begin") + code("eq \\o\\ac(○,3)") + mark("end") + run("任务"))),
        ("甲\n乙", p(runs=run("甲") + mark("begin")) + p("乙")),
        ("☑是□否", p(runs=symbol("F0FE") + run("是") + symbol("F0A8") + run("否"))),
        ("正文\n框内", p("正文", runs=run(inner=BOXES))),
    ],
)
def test_what_a_paragraph_shows(text: str, body: str, make_docx: MakeDocx) -> None:
    assert text_of(make_docx(body)) == text


def test_footnotes_stand_at_the_end_in_order(make_docx: MakeDocx) -> None:
    body = p("甲", runs='<w:r><w:footnoteReference w:id="3"/></w:r><w:r><w:t>乙</w:t></w:r>') + p(
        "丙", runs='<w:r><w:footnoteReference w:id="2"/></w:r>'
    )
    notes = "".join(
        f'<w:footnote w:id="{key}">{p(text)}</w:footnote>' for key, text in [(0, "线"), (2, "注二"), (3, "注三")]
    )
    assert text_of(make_docx(body, footnotes=notes)) == "甲乙\n丙\n注三\n注二"


def test_a_generated_table_of_contents_is_left_out(make_docx: MakeDocx) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="11"><w:name w:val="toc 1"/></w:style>'
    assert text_of(make_docx(p("一、总体要求 1", style="11") + p("一、总体要求"), styles=styles)) == "一、总体要求"


def test_a_document_as_python_docx_makes_it() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "页脚"
    document.add_paragraph("任务分工表")
    document.add_paragraph("第一步", style="List Number")
    document.add_paragraph("第二步", style="List Number")
    table = document.add_table(3, 3)
    for row, texts in zip(
        table.rows, [("序号", "任务", "单位"), ("1", "修路", "交通局"), ("", "造林", "林业局")], strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.add_row().cells[0].merge(table.rows[3].cells[2]).text = "合计\n二项"
    document.add_paragraph("附则")
    frame = document.add_table(1, 1)
    frame.cell(0, 0).text = "专栏一\n重点工程"
    buffer = io.BytesIO()
    document.save(buffer)
    loaded = load_bytes(buffer.getvalue(), "a.docx")
    assert loaded.text == (
        "任务分工表\n1. 第一步\n2. 第二步\n"
        "序号\t任务\t单位\n1\t修路\t交通局\n\t造林\t林业局\n合计 二项\n"
        "附则\n专栏一\n重点工程"
    )
    assert loaded.encoding is None
    assert loaded.media_type.endswith("wordprocessingml.document")


BOMB = b"<w:p/>" * 10_000_000
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    "<document><body><p><r><t>&c;</t></r></p></body></document>"
).encode()


def archive(*parts: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts:
            file.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "word, data",
    [
        ("unpacks to more than", archive(("word/document.xml", BOMB))),
        ("declares entities", archive(("word/document.xml", LAUGHS))),
        ("XML of the document is broken", archive(("word/document.xml", b"<w:document><w:body>"))),
        ("XML of the document is broken", archive(("word/document.xml", b"<a>" * 100_000))),
        ("no main text", archive(("word/styles.xml", b"<x/>"))),
        ("not a Word document", archive(("word/document.xml", b"<x/>"))),
        ("no text", archive(("word/document.xml", b"<x><body><p/></body></x>"))),
    ],
)
def test_hostile_and_broken_documents(word: str, data: bytes) -> None:
    with pytest.raises(NoticeError, match=word) as caught:
        load_bytes(data, "a.docx")
    assert caught.value.advice


def test_every_cut_of_a_document_is_told(make_docx: MakeDocx) -> None:
    whole = make_docx(p("各市人民政府：") * 50)
    for length in range(4, len(whole), 37):
        with pytest.raises(NoticeError):
            load_bytes(whole[:length], "a.docx")


def test_names_that_lead_outside_are_only_names(make_docx: MakeDocx) -> None:
    assert text_of(make_docx(p("正文"), **{"../../outside.txt": b"x", "/etc/outside": b"x"})) == "正文"


def test_a_protected_archive_is_told(make_docx: MakeDocx) -> None:
    data = bytearray(make_docx(p("正文")))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(magic)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(magic, at + 4)
    with pytest.raises(NoticeError, match="password"):
        load_bytes(bytes(data), "a.docx")

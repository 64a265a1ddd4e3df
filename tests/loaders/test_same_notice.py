"""One notice in every format and encoding gives one reading; Word's automatic numbers give the outline of their twins."""

from __future__ import annotations

import html
import io
from collections.abc import Callable

import docx
import pytest
from docx.oxml import parse_xml

from policy_extract import Notice, parse, read
from policy_extract.loaders import load_bytes
from policy_extract.text import fold
from policy_extract.variants import SIMPLIFIED

MakeDocx = Callable[..., bytes]
MakePdf = Callable[..., bytes]

LINES = """
某省人民政府办公厅关于加强质量工作的通知
省政办发〔2024〕7号
各市人民政府，省政府各部门：
为加强质量工作，经省人民政府同意，现就有关事项通知如下。
一、总体要求
到2025年，全省建成质量示范企业500家以上。
二、主要任务
（一）提升产品质量。开展监督检查，完善标准。（省市场监管局牵头，省工业和信息化厅、财政厅配合）
（二）提升服务质量。推进服务认证，2024年12月底前完成。（责任单位：省商务厅、各市人民政府）
1.加强宣传。由省教育厅负责，会同省总工会实施。
2.加强培训。
三、保障措施
各市要加强领导，落实责任。
某省人民政府办公厅
2024年3月5日
""".strip().splitlines()
TEXT = "\n".join(LINES) + "\n"


def traditional(text: str) -> str:
    """The text in the characters of Big5, which holds no simplified ones."""
    forms = {str(new): chr(old) for old, new in SIMPLIFIED.items() if _in_big5(chr(old))}
    return "".join(c if _in_big5(c) else forms[c] for c in text)


def _in_big5(character: str) -> bool:
    try:
        return bool(character.encode("big5"))
    except UnicodeEncodeError:
        return False


def _found(notice: Notice) -> list[tuple[str, str, str]]:
    return [(fold(r.name), r.role, r.clause) for r in notice.responsibilities]


def _outline(notice: Notice) -> list[tuple[str | None, int, str | None]]:
    """Markers, levels and headings, without the space that Word puts behind a number."""
    return [(fold(c.marker).strip(), c.level, c.heading) for c in notice.walk() if c.marker]


def _bodies(notice: Notice) -> list[tuple[str, str | None, str]]:
    """What stands in each clause, white space aside: pages keep the indent of a paragraph."""
    text = notice.text
    return [(c.id, c.parent, "".join(fold(text[c.body.start : c.body.end]).split())) for c in notice.walk()]


EXPECTED = [
    ("省市场监管局", "lead", "2.1"),
    ("省工业和信息化厅", "cooperate", "2.1"),
    ("省财政厅", "cooperate", "2.1"),
    ("省商务厅", "responsible", "2.2"),
    ("各市人民政府", "responsible", "2.2"),
    ("省教育厅", "responsible", "2.2.1"),
    ("省总工会", "cooperate", "2.2.1"),
]

OUTLINE = [
    ("一、", 1, "总体要求"),
    ("二、", 1, "主要任务"),
    ("(一)", 2, "提升产品质量"),
    ("(二)", 2, "提升服务质量"),
    ("1.", 3, "加强宣传"),
    ("2.", 3, None),
    ("三、", 1, "保障措施"),
]


def as_html() -> bytes:
    body = "".join(f"<p>　　{html.escape(line)}</p>" for line in LINES[1:])
    page = (
        "<html><head><meta charset=gbk><title>某省人民政府</title></head><body><div class=nav><a href=/>首页</a></div>"
        f"<h1>{LINES[0]}</h1><div class=TRS_Editor>{body}</div><div class=footer>主办：某省人民政府办公厅</div></body></html>"
    )
    return page.encode("gbk")


def as_docx(make_docx: MakeDocx) -> bytes:
    return make_docx("".join(f"<w:p><w:r><w:t>{html.escape(line)}</w:t></w:r></w:p>" for line in LINES))


def as_pdf(make_pdf: MakePdf) -> bytes:
    """Lines of 24 characters on pages of 10 rows, with page numbers: what a printed notice looks like."""
    size, left, width = 16.0, 90.0, 24.0
    rows: list[tuple[float, str]] = []
    for line in LINES:
        place, row = left, ""
        if line not in LINES[:2] and not line.endswith("："):
            place += 2 * size
        room = width - (place - left) / size
        for c in line:
            if _wide(row + c) > room:
                rows.append((place, row))
                place, row, room = left, "", width
            row += c
        rows.append((place, row))
    pages = []
    for number, start in enumerate(range(0, len(rows), 10), 1):
        page = [(x, 720.0 - 28 * i, size, text) for i, (x, text) in enumerate(rows[start : start + 10])]
        pages.append([*page, (280.0, 40.0, 12.0, f"— {number} —")])
    return make_pdf(pages)


def _wide(text: str) -> float:
    """How wide a text is drawn, in characters."""
    return sum(1.0 if c >= "\u2000" else 0.5 for c in text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_a_text_in_any_encoding(encoding: str) -> None:
    loaded = load_bytes(TEXT.encode(encoding), "a.txt")
    assert (loaded.text, loaded.encoding) == (TEXT, encoding)
    notice = parse(loaded.text)
    assert _found(notice) == EXPECTED
    assert _outline(notice) == OUTLINE


def test_a_text_in_traditional_characters() -> None:
    loaded = load_bytes(traditional(TEXT).encode("big5"), "a.txt")
    assert loaded.encoding == "big5"
    assert "省工業和信息化廳" in loaded.text
    notice = parse(loaded.text)
    assert [(name.translate(SIMPLIFIED), *more) for name, *more in _found(notice)] == EXPECTED
    assert [(m, level, h and h.translate(SIMPLIFIED)) for m, level, h in _outline(notice)] == OUTLINE


@pytest.mark.parametrize("kind", ["html", "docx", "pdf"])
def test_every_format(kind: str, make_docx: MakeDocx, make_pdf: MakePdf, tmp_path: object) -> None:
    data = {"html": as_html, "docx": lambda: as_docx(make_docx), "pdf": lambda: as_pdf(make_pdf)}[kind]()
    path = f"{tmp_path}/a.{kind}"
    with open(path, "wb") as file:
        file.write(data)
    notice, plain = read(path), parse(TEXT)
    assert _found(notice) == EXPECTED
    assert _found(plain) == EXPECTED
    assert _outline(notice) == _outline(plain) == OUTLINE
    assert _bodies(notice) == _bodies(plain)
    assert (notice.header.title, notice.header.document_number, notice.header.date) == (
        plain.header.title,
        plain.header.document_number,
        plain.header.date,
    )
    assert [(q.text, q.low, q.unit) for q in notice.quantities] == [("500家以上", 500, "家")]


# --- places ----------------------------------------------------------------------------------------------------------


def test_the_page_of_a_finding(make_pdf: MakePdf) -> None:
    loaded = load_bytes(as_pdf(make_pdf), "a.pdf")
    notice = parse(loaded.text, source=loaded.source)
    pages = {notice.page_of(clause.start): None for clause in notice.walk()}
    assert list(pages) == [1, 2]
    assert len(loaded.pages) == 2
    # The second page begins inside a paragraph, where the text holds no mark of it.
    assert loaded.text[loaded.pages[1] - 1] != "\n"
    assert [notice.page_of(r.start) for r in notice.responsibilities] == [1, 1, 1, 2, 2, 2, 2]
    assert parse(TEXT).page_of(0) is None


def test_pages_without_text_begin_where_the_next_one_does(make_pdf: MakePdf) -> None:
    rows = [[(90.0, 700.0, 16.0, text)] if text else [] for text in ("", "甲乙丙丁", "", "戊己庚辛", "")]
    loaded = load_bytes(make_pdf(rows), "a.pdf")
    assert (loaded.text, loaded.pages) == ("甲乙丙丁\n戊己庚辛", (0, 0, 5, 5, 9))
    assert [parse(loaded.text, source=loaded.source).page_of(offset) for offset in (0, 4, 5, 8)] == [2, 2, 4, 4]


def test_the_paragraph_of_a_finding(make_docx: MakeDocx) -> None:
    def p(text: str, inner: str = "") -> str:
        return f"<w:p><w:r><w:t>{text}</w:t>{inner}</w:r></w:p>"

    table = (
        f"<w:tbl><w:tr><w:tc>{p('甲')}</w:tc><w:tc>{p('乙')}</w:tc></w:tr><w:tr><w:tc>{p('丙')}</w:tc></w:tr></w:tbl>"
    )
    body = (
        p("一、目标")
        + p("")
        + p("二、任务", "<w:br/><w:t>分工</w:t>")
        + table
        + p("附", '<w:footnoteReference w:id="1"/>')
    )
    loaded = load_bytes(make_docx(body, footnotes=f'<w:footnote w:id="1">{p("注")}</w:footnote>'), "a.docx")
    assert loaded.text == "一、目标\n二、任务\n分工\n甲\t乙\n丙\n附\n注"
    assert loaded.paragraphs == (1, 3, 3, 4, 4, 5, 5)
    notice = parse(loaded.text, source=loaded.source)
    assert notice.paragraph_of(loaded.text.index("分工")) == 3
    assert notice.paragraph_of(loaded.text.index("丙")) == 4
    assert parse("一、目标\n二、任务").paragraph_of(6) == 2


def test_the_encoding_says_how_sure_it_is() -> None:
    short, strange = "关于印发方案的通知".encode("gb18030"), "龘靐齉麤灪龖".encode("gb18030")
    assert load_bytes(TEXT.encode(), "a.txt").certainty == 1.0
    assert load_bytes(TEXT.encode("gb18030"), "a.txt").certainty > 0.7
    assert load_bytes(short, "a.txt").certainty > 0.7
    assert load_bytes(strange, "a.txt", encoding="gb18030").certainty == 1.0
    broken = load_bytes(TEXT.encode().replace("省".encode(), b"\xe7\x9c", 1), "a.txt")
    assert (broken.encoding, broken.certainty) == ("utf-8", 0.99)


# --- Word's own numbers ------------------------------------------------------------------------------------------------

# Six ways in which notices are numbered: the format and text of each level, then what a reader sees.
STYLES: dict[str, tuple[list[tuple[str, str]], list[tuple[int, str, str]]]] = {
    "一、（一）1.（1）①": (
        [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimal", "（%4）"), ("decimalEnclosedCircle", "%5")],
        [(0, "一、", "目标"), (0, "二、", "任务"), (1, "（一）", "建设"), (2, "1.", "道路"), (3, "（1）", "国道"), (4, "①", "路面"),
         (4, "②", "路基"), (3, "（2）", "省道"), (2, "2.", "桥梁"), (1, "（二）", "养护"), (0, "三、", "保障")],
    ),
    "第一章 第一条 （一）": (
        [("chineseCountingThousand", "第%1章"), ("chineseCountingThousand", "第%2条"), ("chineseCounting", "（%3）")],
        [(0, "第一章", "总则"), (1, "第一条", "为了规范管理"), (1, "第二条", "适用范围如下"), (2, "（一）", "国道"), (2, "（二）", "省道"),
         (0, "第二章", "管理"), (1, "第三条", "各市应当加强管理")],
    ),
    "1. 1.1 1.1.1": (
        [("decimal", "%1."), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3")],
        [(0, "1.", "目标"), (1, "1.1", "近期目标"), (2, "1.1.1", "道路目标"), (2, "1.1.2", "桥梁目标"), (1, "1.2", "远期目标"), (0, "2.", "任务"),
         (1, "2.1", "建设任务")],
    ),
    "一、1.（1）": (
        [("chineseCounting", "%1、"), ("decimal", "%2."), ("decimal", "（%3）")],
        [(0, "一、", "目标"), (1, "1.", "近期"), (1, "2.", "远期"), (0, "二、", "任务"), (1, "1.", "道路"), (2, "（1）", "国道"), (2, "（2）", "省道"), (1, "2.", "桥梁")],
    ),
    "（一）1. a level that begins at 3": (
        [("chineseCounting", "（%1）"), ("decimal", "%2．")],
        [(0, "（一）", "建设"), (1, "3．", "道路"), (1, "4．", "桥梁"), (0, "（二）", "养护"), (1, "3．", "道路")],
    ),
    "一是 1、（full width comma）": (
        [("ideographDigital", "%1、"), ("decimal", "%2、")],
        [(0, "一、", "目标"), (0, "二、", "任务"), (1, "1、", "道路"), (1, "2、", "桥梁"), (0, "三、", "保障")],
    ),
}  # fmt: skip


AFTER = "各市要抓好落实，省交通运输厅负责指导。"


def _definition(style: str, suffix: str) -> str:
    """The levels of a list as Word writes them, with what stands behind a number."""
    restart = '<w:lvlRestart w:val="0"/>' if "第一条" in style else ""
    start = 3 if "begins at 3" in style else 1
    return "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="{start if i == 1 else 1}"/><w:numFmt w:val="{kind}"/>{restart if i == 1 else ""}'
        f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (kind, text) in enumerate(STYLES[style][0])
    )


def _from_xml(style: str, suffix: str, make_docx: MakeDocx) -> bytes:
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>'
        f"<w:p><w:r><w:t>{AFTER}</w:t></w:r></w:p>"
        for level, _, words in STYLES[style][1]
    )
    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{_definition(style, suffix)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    return make_docx(body, numbering=numbering)


def _from_python_docx(style: str, suffix: str, _: MakeDocx) -> bytes:
    """The same with python-docx: the levels hang on heading styles, as in documents made with Word's outline."""
    document = docx.Document()
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    lists = document.part.numbering_part.element
    for old in list(lists):
        lists.remove(old)
    definition = f'<w:abstractNum xmlns:w="{main}" w:abstractNumId="7">{_definition(style, suffix)}</w:abstractNum>'
    lists.append(parse_xml(definition))
    lists.append(parse_xml(f'<w:num xmlns:w="{main}" w:numId="3"><w:abstractNumId w:val="7"/></w:num>'))
    for level in range(len(STYLES[style][0])):
        properties = document.styles[f"Heading {level + 1}"].element.get_or_add_pPr()
        number = parse_xml(f'<w:numPr xmlns:w="{main}"><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>')
        properties.insert(0, number)
    for level, _marker, words in STYLES[style][1]:
        document.add_heading(words, level + 1)
        document.add_paragraph(AFTER)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("suffix", ["tab", "space", "nothing"])
@pytest.mark.parametrize("make", [_from_xml, _from_python_docx], ids=["raw XML", "python-docx"])
def test_word_lists_have_the_outline_of_their_plain_twins(
    style: str, suffix: str, make: Callable[[str, str, MakeDocx], bytes], make_docx: MakeDocx
) -> None:
    units = STYLES[style][1]
    word = parse(load_bytes(make(style, suffix, make_docx), "a.docx").text)
    twin = parse("".join(f"{marker}{words}\n{AFTER}\n" for _, marker, words in units))
    assert _outline(word) == _outline(twin)
    assert [m for m, _, _ in _outline(word)] == [fold(marker) for _, marker, _ in units]
    assert [level for _, level, _ in _outline(word)] == [level + 1 for level, _, _ in units]
    assert [(c.id, c.parent) for c in word.walk()] == [(c.id, c.parent) for c in twin.walk()]
    assert _found(word) == _found(twin)
    assert [name for name, _, _ in _found(word)] == ["省交通运输厅"] * len(units)

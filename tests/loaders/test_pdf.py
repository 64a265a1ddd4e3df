"""PDFs: lines become paragraphs again, and what repeats on every page goes."""

from __future__ import annotations

import struct
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from policy_extract import parse
from policy_extract.errors import NoticeError
from policy_extract.loaders import Limits, load, load_bytes
from policy_extract.loaders.boxes import box_font

MakePdf = Callable[..., bytes]
Line = tuple[float, float, float, str]

SIZE = 16.0
LEFT = 90.0


def rows(*texts: str, top: float = 720.0) -> list[Line]:
    """Lines one under the other; each U+3000 at the start moves a line in by one character."""
    placed = []
    for index, text in enumerate(texts):
        bare = text.lstrip("\u3000")
        placed.append((LEFT + SIZE * (len(text) - len(bare)), top - 28 * index, SIZE, bare))
    return placed


def text_of(data: bytes) -> str:
    return load_bytes(data, "a.pdf").text


# Full lines hold 24 characters.
FIRST = "\u3000\u3000各市人民政府要把质量提升摆在突出位置，切实加强组织领"
SECOND = "导，明确工作责任，完善政策措施，确保各项任务落到实处，取得"


def full(text: str) -> str:
    """The first 24 characters, to be sure that a line runs to the margin."""
    assert len(text) >= 24
    return text[:24]


A = full(FIRST)
B = full(SECOND)


@pytest.mark.parametrize(
    "text, lines",
    [
        (f"{A[2:]}{B}实效。", [A, B, "实效。"]),
        (f"{A[2:]}{B}\n（一）加强宣传。", [A, B, "\u3000\u3000（一）加强宣传。"]),
        (f"{A[2:]}{B[:-1]}。按照方案执行。", [A, B[:-1] + "。", "按照方案执行。"]),
        ("关于推进工作的\n通知", [8 * "\u3000" + "关于推进工作的", 10 * "\u3000" + "通知"]),
        (f"{A[2:-3]}第三条\n第四条　略", [A[:-3] + "第三条", "\u3000\u3000第四条　略"]),
        ("到2025年，共3个月", ["\u3000\u3000到 2025 年，共 3 个月"]),
        ("第一条　为了", ["\u3000\u3000第一条\u3000为了"]),
        ("1.1 适用范围", ["\u3000\u30001.1 适用范围"]),
        ("王小明　ISO 9001", ["\u3000\u3000王小明\u3000ISO 9001"]),
    ],
)
def test_lines_become_paragraphs(text: str, lines: list[str], make_pdf: MakePdf) -> None:
    filler = [A, B, B, "完。"]
    expected = f"{A[2:]}{B}{B}完。"
    assert text_of(make_pdf([rows(*filler, *lines)])) == f"{expected}\n{text}"


@pytest.mark.parametrize("number", ["— {} —", "-{}-", "{}", "第 {} 页", "第{}页 共9页", "{}/9", "- {} -", "· {} ·"])
def test_page_numbers_go_and_paragraphs_run_over_pages(number: str, make_pdf: MakePdf) -> None:
    pages = [[*rows(A, B, B), (280.0, 40.0, 12.0, number.format(page))] for page in (1, 2)]
    pages[1] = [*rows(B, B, "完。"), pages[1][-1]]
    assert text_of(make_pdf(pages)) == A[2:] + B * 4 + "完。"


def test_a_number_in_the_text_stays(make_pdf: MakePdf) -> None:
    assert text_of(make_pdf([[*rows("序号", "12", "13"), (280.0, 40.0, 12.0, "1")]])) == "序号\n12\n13"


def test_figures_in_a_table_are_no_page_numbers(make_pdf: MakePdf) -> None:
    # They stand alone at the top of pages, but do not count on; those at the bottom do.
    cells = ["7", "3", "12", "40", "5"]
    pages = [
        [(LEFT, 760.0, SIZE, cell), *rows("甲项任务", "乙项任务", top=732.0), (290.0, 40.0, 12.0, str(number))]
        for number, cell in enumerate(cells, 1)
    ]
    assert text_of(make_pdf(pages)).split("\n") == [x for cell in cells for x in (cell, "甲项任务", "乙项任务")]


def test_cells_that_repeat_at_the_top_of_pages_stay(make_pdf: MakePdf) -> None:
    pages = [rows("长期", "200元", f"第{name}项", "完成建设", top=760.0) for name in "甲乙丙丁戊"]
    assert text_of(make_pdf(pages)).split("\n")[:4] == ["长期", "200元", "第甲项", "完成建设"]


def test_an_address_that_had_no_room_goes_on(make_pdf: MakePdf) -> None:
    lines = rows(A, B, B, "完。", "　　报送材料请发至省厅电子邮箱", "zhiliangchu@example.gov.cn，并附说明。")
    assert text_of(make_pdf([lines])).split("\n")[1:] == [
        "报送材料请发至省厅电子邮箱zhiliangchu@example.gov.cn，并附说明。"
    ]


def test_a_page_of_short_paragraphs_has_the_columns_of_the_others(make_pdf: MakePdf) -> None:
    long = f"（一）开展检查。{A[2:]}{B[:-1]}。"
    first = [*column(60, long, long), *column(264, long, long)]
    names = [
        "省发展改革委办公室",
        "省科学技术厅办公室",
        "省工业信息厅办公室",
        "省财政厅办公室主任",
        "省人力社保厅办公室",
    ]
    second = [*column(60, *names), *column(264, *names)]
    assert text_of(make_pdf([first, second])).split("\n") == [long] * 4 + names * 2


def test_running_heads_and_what_a_browser_prints_go(make_pdf: MakePdf) -> None:
    def page(number: int, *texts: str) -> list[Line]:
        head = [
            (90.0, 800.0, 10.0, "某省人民政府公报"),
            (90.0, 24.0, 8.0, f"https://www.example.gov.cn/a.html {number}/3"),
        ]
        return [
            *rows(*texts),
            *head,
            (90.0, 36.0, 8.0, f"2024/3/{number} 16:03 某省人民政府关于印发方案的通知_某省人民政府"),
        ]

    made = make_pdf([page(1, A, B, "完。"), page(2, A, "完。"), page(3, A, "完。")])
    assert text_of(made) == f"{A[2:]}{B}完。\n{A[2:]}完。\n{A[2:]}完。"


def test_bold_print_made_of_the_same_characters_twice(make_pdf: MakePdf) -> None:
    line = rows("一、总体要求")[0]
    shifted = (line[0] + 0.4, line[1], line[2], line[3])
    single = [(LEFT + SIZE * i + d, 650.0, SIZE, c) for i, c in enumerate("二、任务") for d in (0.0, 0.3)]
    assert text_of(make_pdf([[line, shifted, *single]])) == "一、总体要求\n二、任务"


def test_equal_lines_one_under_the_other_stay(make_pdf: MakePdf) -> None:
    assert text_of(make_pdf([rows("市财政局", "市财政局", "各县")])) == "市财政局\n市财政局\n各县"


def test_cells_of_one_row_part_by_tabs(make_pdf: MakePdf) -> None:
    table = [(90.0, 600.0, 12.0, "序号"), (180.0, 600.0, 12.0, "任务"), (300.0, 600.0, 12.0, "责任单位")]
    assert text_of(make_pdf([table])) == "序号\t任务\t责任单位"


def column(left: float, *paragraphs: str, goes_on: bool = False) -> list[Line]:
    """Paragraphs set in a column of 15 characters, each moved in by two unless the first goes on from elsewhere."""
    placed: list[Line] = []
    for text in paragraphs:
        place, room = (left + 24, 13) if placed or not goes_on else (left, 15)
        while text:
            placed.append((place, 640 - 20 * len(placed), 12.0, text[:room]))
            place, room, text = left, 15, text[room:]
    return placed


@pytest.mark.parametrize("gutter", [24.0, 80.0])
@pytest.mark.parametrize("pages", [1, 2])
def test_the_columns_of_a_page_are_read_one_after_the_other(gutter: float, pages: int, make_pdf: MakePdf) -> None:
    first = f"（一）开展检查。{A[2:]}{B[:-1]}。"
    second = f"（二）加强宣传。{A[2:]}{B}实效同时"
    third = "及时报告情况，总结推广典型经验做法，营造良好氛围。"
    left, right = column(60, first, second), column(60 + 180 + gutter, third, first, goes_on=True)
    head = (150.0, 690.0, 18.0, "关于开展检查工作的通知")
    foot = (60.0, 300.0, 12.0, "附件：任务分工一览表")
    text = text_of(make_pdf([[head, *left, *right, foot]] * pages))
    assert text == "\n".join(["关于开展检查工作的通知", first, second + third, first, "附件：任务分工一览表"] * pages)


def test_short_cells_side_by_side_are_no_columns(make_pdf: MakePdf) -> None:
    left = [(90.0, 700.0 - 28 * i, SIZE, text) for i, text in enumerate(("任务", "修路", "架桥", "绿化", "照明"))]
    right = [
        (300.0, y, SIZE, text)
        for (_, y, _, _), text in zip(left, ("单位", "甲局", "乙局", "丙局", "丁局"), strict=True)
    ]
    assert text_of(make_pdf([[*left, *right]])) == "任务\n修路\n架桥\n绿化\n照明\n单位\n甲局\n乙局\n丙局\n丁局"


def test_a_cell_of_two_lines_beside_its_label(make_pdf: MakePdf) -> None:
    right = LEFT + 24 * SIZE
    table = [
        (LEFT, 500.0, 12.0, "标题："),
        (right - 12 * 20, 508.0, 12.0, "某省人民政府关于加强质量工作推进产业升级"),
        (right - 12 * 20, 491.0, 12.0, "实施方案的通知"),
        (LEFT, 470.0, 12.0, "文号："),
        (right - 12 * 20, 470.0, 12.0, "某政发〔2024〕5号"),
    ]
    lines = text_of(make_pdf([[*rows(A, B, B, "完。"), *table]])).split("\n")
    assert lines[1:] == [
        "标题：",
        "某省人民政府关于加强质量工作推进产业升级实施方案的通知",
        "文号：\t某政发〔2024〕5号",
    ]


def test_names_under_one_another_stay_apart(make_pdf: MakePdf) -> None:
    right = LEFT + 24 * SIZE
    names = [
        (right - 12 * 8, 500.0 - 17 * i, 12.0, name) for i, name in enumerate(("某省发展和改革委", "某省工业和信息厅"))
    ]
    assert text_of(make_pdf([[*rows(A, B, B, "完。"), *names]])).split("\n")[1:] == [
        "某省发展和改革委",
        "某省工业和信息厅",
    ]


def test_what_was_written_late_stands_where_it_is_seen(make_pdf: MakePdf) -> None:
    assert text_of(make_pdf([[*rows("乙", "丙", top=600.0), *rows("甲", top=720.0)]])) == "甲\n乙\n丙"


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_pages_that_lie_on_their_side(turned: int, make_pdf: MakePdf) -> None:
    lines = [*rows(A, B, "完。", "附则", top=500.0), (280.0, 30.0, 12.0, "— 7 —")]
    assert text_of(make_pdf([lines], turned=turned)) == f"{A[2:]}{B}完。\n附则"


def test_radicals_become_characters(make_pdf: MakePdf) -> None:
    assert text_of(make_pdf([rows("⼀、⼈⺠政府⻓")])) == "一、人民政府长"


def test_a_title_that_breaks_inside_its_marks(make_pdf: MakePdf) -> None:
    lines = [
        (200.0, 750.0, 20.0, "某省人民政府关于印发《质量工作计划"),
        (230.0, 720.0, 20.0, "（2026—2030年）》的通知"),
        *rows("各市人民政府：", "\u3000\u3000现印发给你们，请认真执行。", "\u3000\u3000一、总体要求", top=640.0),
    ]
    notice = parse(text_of(make_pdf([lines])))
    assert notice.header.title == "某省人民政府关于印发《质量工作计划（2026—2030年）》的通知"


def test_a_scan_is_told_from_a_text(make_pdf: MakePdf) -> None:
    for pages in ([[]], [[(280.0, 40.0, 12.0, "1")], [(280.0, 40.0, 12.0, "2")]]):
        with pytest.raises(NoticeError, match=r"scan.*OCR"):
            text_of(make_pdf(pages))


def test_fonts_without_a_character_map_are_told(make_pdf: MakePdf) -> None:
    with pytest.raises(NoticeError, match=r"fonts.*OCR"):
        text_of(make_pdf([rows("\ue001\ue002\ue003\ue004工作" * 3)]))


def test_a_password_is_asked_for(make_pdf: MakePdf) -> None:
    lock = b"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <%s> /U <%s> >>" % (
        b"11" * 32,
        b"22" * 32,
    )
    with pytest.raises(NoticeError, match="password"):
        text_of(make_pdf([rows("通知")], trailer=lock))


def test_the_limit_of_pages_is_named(make_pdf: MakePdf) -> None:
    data = make_pdf([rows("甲"), rows("乙"), rows("丙")])
    assert load_bytes(data, "a.pdf", limits=Limits(max_pages=3)).text == "甲\n乙\n丙"
    with pytest.raises(NoticeError, match=r"3 pages, more than the limit of 2 \(max_pages\)"):
        load_bytes(data, "a.pdf", limits=Limits(max_pages=2))


def test_every_cut_of_a_pdf_is_told(make_pdf: MakePdf) -> None:
    whole = make_pdf([rows(A, B)])
    for length in range(5, len(whole) - 8, 97):
        with pytest.raises(NoticeError):
            text_of(whole[:length])


def test_threads_take_turns(make_pdf: MakePdf) -> None:
    datas = [make_pdf([rows(A, B, f"第{n}号")] * 5) for n in range(8)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(text_of, datas)) == [text_of(data) for data in datas]


def without_fonts(*lines: tuple[int, int, str], encoding: str, codec: str) -> bytes:
    """A PDF that names a Chinese font and does not hold it, as many do that Word made for readers in China."""
    content = b"".join(
        b"BT /F 16 Tf %d %d Td <%s> Tj ET\n" % (x, y, text.encode(codec).hex().encode()) for x, y, text in lines
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 4 0 R >> >> /Contents 7 0 R >>",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /%s /DescendantFonts [5 0 R] >>"
        % encoding.encode(),
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /FontDescriptor 6 0 R /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        b"<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 -141 1000 859] /ItalicAngle 0 /Ascent 859"
        b" /Descent -141 /CapHeight 683 /StemV 80 >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    data = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size 8 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(data)
    return data + b"xref\n0 8\n0000000000 65535 f \n" + table + end


@pytest.mark.parametrize("encoding, codec", [("UniGB-UCS2-H", "utf-16-be"), ("GBK-EUC-H", "gbk")])
def test_fonts_that_a_document_only_names(encoding: str, codec: str) -> None:
    # Where neither the document nor the system has the font, pdfium drops what stands by itself.
    words = "一、总体要求"
    one_by_one = [(90 + 16 * i, 700, character) for i, character in enumerate(words)]
    data = without_fonts(*one_by_one, (90, 660, "（一）坚持质量第一"), (90, 620, "好"), encoding=encoding, codec=codec)
    assert text_of(data) == "一、总体要求\n（一）坚持质量第一\n好"


def test_the_font_of_boxes_is_whole() -> None:
    font = box_font()
    assert font is box_font()
    tables = {}
    for i in range(int.from_bytes(font[4:6], "big")):
        tag, _, place, size = struct.unpack_from(">4sIII", font, 12 + 16 * i)
        tables[tag] = font[place : place + size]
        assert len(tables[tag]) == size
    assert set(tables) == {b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp"}
    assert (len(tables[b"head"]), len(tables[b"hhea"]), len(tables[b"maxp"])) == (54, 36, 32)


def test_what_matplotlib_draws(tmp_path: object) -> None:
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("agg")
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 4))
    figure.text(0.1, 0.8, "GB 38031-2025, page one")
    path = f"{tmp_path}/a.pdf"
    figure.savefig(path)
    assert load(path).text == "GB 38031-2025, page one"

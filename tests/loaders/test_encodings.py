"""Every encoding that notices come in gives the same text; damage is borne, noise is not."""

from __future__ import annotations

import codecs

import pytest

from policy_extract.errors import NoticeError
from policy_extract.loaders import load_bytes

SIMPLIFIED = (
    "省人民政府办公厅关于印发质量提升行动计划的通知\r\n政办字〔2021〕8号\r\n"
    "各设区市人民政府，省政府有关部门：\n"
    "　　到2025年，培育标杆企业500家以上，产品合格率达到98.5%。（责任单位：省市场监管局）\n"
)
TRADITIONAL = (
    "省人民政府辦公廳關於印發質量提升行動計劃的通知\r\n各設區市人民政府，省政府有關部門：\n"
    "　　到2025年，培育標桿企業500家以上，產品合格率達到98.5%。（責任單位：省市場監管局）\n"
)


@pytest.mark.parametrize(
    "encoding, text, data",
    [
        ("utf-8", SIMPLIFIED, SIMPLIFIED.encode()),
        ("utf-8", TRADITIONAL, TRADITIONAL.encode()),
        ("utf-8", "plain ASCII, line by line\n", b"plain ASCII, line by line\n"),
        ("utf-8-sig", SIMPLIFIED, SIMPLIFIED.encode("utf-8-sig")),
        ("gb18030", SIMPLIFIED, SIMPLIFIED.encode("gb18030")),
        ("gb18030", TRADITIONAL, TRADITIONAL.encode("gb18030")),
        ("gb18030", SIMPLIFIED + "㐀𠮷〇", (SIMPLIFIED + "㐀𠮷〇").encode("gb18030")),
        ("big5", TRADITIONAL, TRADITIONAL.encode("big5")),
        ("utf-16", SIMPLIFIED, codecs.BOM_UTF16_LE + SIMPLIFIED.encode("utf-16-le")),
        ("utf-16", SIMPLIFIED, codecs.BOM_UTF16_BE + SIMPLIFIED.encode("utf-16-be")),
        ("utf-16-le", SIMPLIFIED, SIMPLIFIED.encode("utf-16-le")),
        ("utf-16-be", SIMPLIFIED, SIMPLIFIED.encode("utf-16-be")),
        ("utf-16-le", TRADITIONAL, TRADITIONAL.encode("utf-16-le")),
        ("utf-16-be", "1. plain ASCII\n" * 5, ("1. plain ASCII\n" * 5).encode("utf-16-be")),
        ("utf-32", SIMPLIFIED, SIMPLIFIED.encode("utf-32")),
    ],
)
def test_round_trip(encoding: str, text: str, data: bytes) -> None:
    loaded = load_bytes(data, "a.txt")
    assert (loaded.text, loaded.encoding) == (text, encoding)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["关于印发通知", "各市人民政府：", "一、总体要求\n", "国发〔2015〕19号", "附件\n"])
def test_a_few_characters_are_enough(text: str, encoding: str) -> None:
    assert load_bytes(text.encode(encoding), "a.txt").text == text


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_chinese_far_behind_latin_letters(encoding: str) -> None:
    text = "a, b, c\n" * 20_000 + SIMPLIFIED
    assert load_bytes(text.encode(encoding), "a.txt").text == text


def test_a_name_list_of_rare_characters() -> None:
    text = "".join(f"{name}\n" for name in ("邬璟", "滕翀", "麴骞", "逯旻", "笪昱", "亓官妤")) + "以上人员名单\n"
    assert load_bytes(text.encode("gb18030"), "a.txt").text == text


@pytest.mark.parametrize(
    "data",
    [
        SIMPLIFIED.encode() * 3 + "责任单位".encode()[:-1],
        (SIMPLIFIED * 3).encode().replace("培育".encode(), b"\xe5\x9f\xe8\x82\xb2", 1),
        (SIMPLIFIED * 3).encode("gb18030") + b"\xd0",
        (SIMPLIFIED * 3).encode("utf-16-le") + b"\x1f",
        codecs.BOM_UTF8 + (SIMPLIFIED * 3).encode() + b"\xe8",
    ],
)
def test_a_little_damage_becomes_replacement_characters(data: bytes) -> None:
    text = load_bytes(data, "a.txt").text
    assert 1 <= text.count("\ufffd") <= 2
    assert text.startswith(SIMPLIFIED[:40])


def test_nul_characters_stay_where_they_stand() -> None:
    text = SIMPLIFIED[:30] + "\x00\x00" + SIMPLIFIED[30:] + "\x00" * 500
    assert load_bytes(text.encode(), "a.txt").text == text
    assert load_bytes(text.encode("gb18030"), "a.txt").text == text


def test_only_the_mark_at_the_very_start_is_dropped() -> None:
    assert load_bytes("\ufeff一\ufeff、".encode(), "a.txt").text == "一\ufeff、"


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n", "\u2028", "\x0c"])
def test_line_ends_stay(newline: str) -> None:
    text = f"一、总体要求{newline}二、主要任务{newline}"
    assert load_bytes(text.encode(), "a.txt").text == text


@pytest.mark.parametrize(
    "declared, used, text, data",
    [
        ("utf-8", "utf-8", SIMPLIFIED, SIMPLIFIED.encode("utf-8-sig")),
        ("GBK", "gb18030", SIMPLIFIED, SIMPLIFIED.encode("gbk")),
        ("gb2312", "gb18030", TRADITIONAL, TRADITIONAL.encode("gbk")),
        ("big5", "big5", TRADITIONAL, TRADITIONAL.encode("big5")),
        ("utf-16", "utf-16-be", SIMPLIFIED, SIMPLIFIED.encode("utf-16-be")),
        ("latin-1", "iso8859-1", "caf\xe9", b"caf\xe9"),
    ],
)
def test_a_declared_encoding_wins(declared: str, used: str, text: str, data: bytes) -> None:
    loaded = load_bytes(data, "a.txt", encoding=declared)
    assert (loaded.text, loaded.encoding) == (text, used)


@pytest.mark.parametrize(
    "declared, word",
    [
        ("klingon", "'klingon' is not an encoding"),
        ("", "is not an encoding"),
        ("a\0b", "is not an encoding"),
        ("base64", "not an encoding of text"),
        ("utf-8", "the bytes are not utf-8"),
        ("ascii", "the bytes are not ascii"),
    ],
)
def test_a_wrong_declaration_is_told(declared: str, word: str) -> None:
    with pytest.raises(NoticeError, match=word) as caught:
        load_bytes(SIMPLIFIED.encode("gb18030"), "a.txt", encoding=declared)
    assert caught.value.advice

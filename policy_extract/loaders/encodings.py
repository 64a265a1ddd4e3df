"""Which encoding some bytes are in, and the text they hold.

A byte order mark decides; then strict UTF-8; then GB18030, Big5 and UTF-16 without a mark are weighed by how much of
what each gives is the stuff of official Chinese. A few broken bytes do not make a document unreadable.
"""

from __future__ import annotations

import codecs
import re

from policy_extract.errors import NoticeError

__all__ = ["REPLACEMENT", "certainty", "decode", "plausibility"]

#: Stands for each broken character.
REPLACEMENT = "\ufffd"

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# The most frequent characters and marks of official Chinese, then the traditional forms of those that differ.
_COMMON = frozenset(
    "的一和国不大中人在有是为以于上业用工作会发展行政府地方部门市县区省乡各级单位机关公室办法规定实施意见通知印发"
    "加强建设管理服务社会经济产业企业项目资金教育科技农村生态环境安全生产质量标准制度改革创新推进完善提高落实责任"
    "组织领导负责按照相关及等要年月日第条款项二三四五六七八九十元万个新对全本应当进行开动合民主体分可成重点基信息"
    "資國為於業會發展門縣區級單機關辦規實見強設務經產項農態環質準標創進責組織領導負條個萬對應當開動點與與從這時過"
    "，。、；：（）《》“”〔〕　"
)
_CHARACTERS = re.compile(r"[\u0e00-\ufffe]")
_TELLING = re.compile(rb"[\x00\x80-\xff]")
_CONTROL = re.compile("[\x01-\x08\x0e-\x19\x1c-\x1f\x7f]")
_ASCII = re.compile(r"[\t-\r -~]+")
_SAMPLE = 1 << 14
#: Below this, decoded bytes are taken for noise: real Chinese gives 0.6 and more, a wrong encoding 0.1 to 0.3.
_PLAUSIBLE = 0.4
#: From here on, and in so many characters beyond ASCII, what GB18030 gives is Chinese beyond doubt.
_BEYOND_DOUBT, _ENOUGH = 0.6, 30
_GLANCE = 1 << 11
#: One broken character in a hundred is damage; more is another encoding.
_DAMAGE = 0.01
#: The characters of frequent use stand first in both national sets: GB 2312 rows 16-55, Big5 level 1.
_LEVELS = (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6))


def decode(data: bytes, name: str, encoding: str | None = None, *, hint: str | None = None) -> tuple[str, str]:
    """The text and its encoding (字符编码), without byte order mark; ``encoding`` overrules all, ``hint`` is weighed.

    Raises NoticeError for an unknown or wrong ``encoding``, for binary data, and when nothing fits.

    >>> decode("國務院辦公廳關於印發".encode("big5"), "a.txt")
    ('國務院辦公廳關於印發', 'big5')
    """
    if encoding is not None:
        return _declared(data, name, encoding)
    for bom, codec in _BOMS:
        if data.startswith(bom):
            text = _tolerant(data, codec)
            if text is None:
                raise NoticeError(name, f"the byte order mark says {codec}, but the bytes are not", "save it as UTF-8")
            return _text(text, name), codec
    strict = _strict(data, "utf-8")
    if strict is not None and b"\x00" not in data:
        return _text(strict, name), "utf-8"
    if strict is None:
        near = _mended(data, "utf-8")
        if near is not None and len(_CHARACTERS.findall(near)) > 10 * near.count(REPLACEMENT):
            return _text(near, name), "utf-8"
    if hint is not None and (known := _codec(hint)) is not None:
        text = _tolerant(data, known)
        if text is not None and plausibility(text[:_SAMPLE]) >= _PLAUSIBLE / 2:
            return _text(text, name), known
    for codec in _ranked(data):
        text = _tolerant(data, codec)
        if text is not None:
            return _text(text, name), codec
    if strict is not None:
        return _text(strict, name), "utf-8"
    if b"\x00" in data[:_SAMPLE]:
        raise _binary(name)
    raise NoticeError(
        name,
        "the encoding is not recognised: neither UTF-8 nor GB18030, Big5 or UTF-16 gives Chinese text",
        "pass encoding=, for example encoding='gb18030'",
    )


def certainty(text: str, encoding: str) -> float:
    """How sure it is that a text was in an encoding that was found by itself, from 0 to 1, rounded down.

    UTF-8 and a byte order mark are certain, as far as no character is broken; the others are as sure as what they give
    is like official Chinese.

    >>> certainty("关于印发实施意见的通知", "gb18030"), certainty("关于印发\ufffd", "utf-8")
    (1.0, 0.8)
    """
    whole = 1.0 - text.count(REPLACEMENT) / max(1, len(text))
    if encoding.startswith("utf") and not encoding.endswith(("-le", "-be")):
        return int(100 * whole) / 100
    return int(100 * max(0.0, min(whole, plausibility(text[:_SAMPLE])))) / 100


def plausibility(text: str) -> float:
    """How much of a text is the stuff of official Chinese, from -1 (noise) to 1.

    >>> plausibility("关于印发实施意见的通知") > 0.9 > 0.4 > plausibility("鍏充簬鍗板彂")
    True
    """
    return sum(map(_WEIGHTS.__getitem__, text)) / (10 * len(text)) if text else 0.0


class _Weights(dict[str, int]):
    """What each character speaks for official Chinese, in tenths: found once, for as many characters as texts hold."""

    def __missing__(self, character: str) -> int:
        if len(self) >= _SAMPLE:  # a hostile text may hold every character that there is
            self.clear()
        self[character] = weight = _weight(character)
        return weight


_WEIGHTS = _Weights()


def _weight(character: str) -> int:
    if character in _COMMON:
        return 10
    if "\x20" <= character <= "\x7e" or character in "\t\r\n\f":
        return 8
    if character == REPLACEMENT or character < "\xa0" or "\ud800" <= character <= "\uf8ff":
        return -10  # control characters, halves of pairs and private use
    if character > "\uffff":
        return -5  # a wrong GB18030 reading is full of these, a notice holds a few names
    for codec, low, high in _LEVELS:
        try:
            first = character.encode(codec)[0]
        except UnicodeEncodeError:
            continue
        if low <= first <= high:
            return 5
    return 0


def _ranked(data: bytes) -> list[str]:
    """The encodings that give plausible Chinese from the first telling bytes, best first."""
    match = _TELLING.search(data)
    start = (match.start() if match else 0) & ~1  # UTF-16 goes by twos
    sample = data[start : start + _SAMPLE]
    if match and _is_gb18030(data[match.start() : match.start() + _GLANCE]):
        return ["gb18030"]
    scores: list[tuple[float, str]] = []
    for codec in ("utf-8", "gb18030", "big5", "cp950", "big5hkscs", "utf-16-le", "utf-16-be"):
        # A sample ends anywhere: the incremental decoder keeps back half a character.
        text = codecs.getincrementaldecoder(codec)("replace").decode(sample)
        # NUL tells UTF-16 from the rest, but says nothing against a text that is padded with it.
        if plausibility(text.replace("\x00", "")) >= _PLAUSIBLE:
            scores.append((plausibility(text), codec))
    return [codec for _, codec in sorted(scores, key=lambda pair: -pair[0])]


def _is_gb18030(sample: bytes) -> bool:
    """Whether a short sample is so plainly what most old files are in that no other encoding need be weighed."""
    text = codecs.getincrementaldecoder("gb18030")("replace").decode(sample)
    telling = _ASCII.sub("", text)
    return len(telling) >= _ENOUGH and plausibility(telling) >= _BEYOND_DOUBT


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _tolerant(data: bytes, codec: str) -> str | None:
    """The text with U+FFFD for a few broken bytes or a cut last character; None where more is broken."""
    strict = _strict(data, codec)
    return _mended(data, codec) if strict is None else strict


def _mended(data: bytes, codec: str) -> str | None:
    text = data.decode(codec, "replace")
    broken = text.count(REPLACEMENT) - text.endswith(REPLACEMENT)
    return text if len(text) > 1 and broken <= _DAMAGE * len(text) else None


def _codec(name: str) -> str | None:
    """A codec of text by any of its names; the older Chinese sets are read as the ones that contain them."""
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return "gb18030" if known in ("gb2312", "gbk") else known


def _declared(data: bytes, name: str, encoding: str) -> tuple[str, str]:
    codec = _codec(encoding)
    if codec is None:
        raise NoticeError(name, f"{encoding!r} is not an encoding", "use one such as 'utf-8', 'gb18030' or 'big5'")
    candidates = [codec]
    if codec == "big5":
        candidates += ["cp950", "big5hkscs"]
    if codec == "utf-16" and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = [c for c in _ranked(data) if c.startswith("utf-16")] or ["utf-16-le"]
    try:
        for candidate in candidates:
            text = _tolerant(data, candidate)
            if text is not None:
                return text.removeprefix("\ufeff"), candidate
    except LookupError as error:  # a codec, but not one of text: base64, zip
        raise NoticeError(name, f"{encoding!r} is not an encoding of text", "use one such as 'utf-8'") from error
    except ValueError:
        pass
    raise NoticeError(name, f"the bytes are not {encoding}", "leave encoding= out to have it detected")


def _text(text: str, name: str) -> str:
    """The same text, unless its control characters say that it is none; NUL alone is let pass."""
    sample = text[:_SAMPLE]
    visible = len(sample) - sample.count("\x00")
    if len(_CONTROL.findall(sample)) > 0.02 * visible or visible < 0.5 * len(sample.rstrip("\x00")):
        raise _binary(name)
    return text.removeprefix("\ufeff")


def _binary(name: str) -> NoticeError:
    return NoticeError(name, "this is binary data, not a text", "pass a notice as .txt, .html, .docx or .pdf")

"""What every loader has in common: the kind is told by the contents, and every failure says what to do."""

from __future__ import annotations

import hashlib
import io
import os
import random
import zipfile
from pathlib import Path

import pytest

from policy_extract.errors import NoticeError
from policy_extract.loaders import SUFFIXES, Limits, is_notice_file, load, load_bytes

TEXT = "各市人民政府，省政府各部门：\r\n　　现将《工作方案》印发给你们，请认真贯彻执行。\n"
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_a_text_is_the_file_and_its_digest_that_of_the_bytes(tmp_path: Path) -> None:
    file = tmp_path / "通知.txt"
    file.write_bytes(TEXT.encode())
    loaded = load(file)
    assert loaded.text == TEXT
    assert loaded.path == str(file)
    assert loaded.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (loaded.media_type, loaded.encoding) == ("text/plain", "utf-8")


@pytest.mark.parametrize(
    "media_type, data, name",
    [
        ("text/plain", TEXT.encode(), "通知"),
        ("text/plain", TEXT.encode(), "通知.md"),
        ("text/plain", ("<通知>\n" + TEXT).encode(), "通知.txt"),
        ("text/plain", b"%" + TEXT.encode(), "a.txt"),
        ("text/html", TEXT.encode(), "a.shtml"),
        ("text/html", f"\ufeff\n<!DOCTYPE html><p>{TEXT}".encode(), "saved.txt"),
        ("text/html", f"<html><p>{TEXT}</p></html>".encode("utf-16"), "saved.doc"),
        ("text/html", f"<!-- saved --><HTML><p>{TEXT}</p></HTML>".encode("gb18030"), "saved.doc"),
    ],
)
def test_the_contents_tell_the_kind(media_type: str, data: bytes, name: str) -> None:
    loaded = load_bytes(data, name)
    assert loaded.media_type == media_type
    assert "现将《工作方案》印发给你们" in loaded.text


@pytest.mark.parametrize(
    "words, data, name",
    [
        ("empty", b"", "a.txt"),
        ("nothing but white space", " \u3000\r\n\ufeff\x00".encode(), "a.txt"),
        ("nothing but white space", b"\xff\xfe", "a.txt"),
        ("picture (PNG) OCR", b"\x89PNG\r\n\x1a\n" + bytes(64), "a.txt"),
        ("picture (JPEG) OCR", b"\xff\xd8\xff\xe0" + bytes(64), "a.pdf"),
        ("old Word .docx", OLE, "a.doc"),
        ("old Word .docx", OLE, "a.txt"),
        ("old Word .docx", OLE, "a.wps"),
        ("password", OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx"),
        (".xls", OLE + "Workbook".encode("utf-16-le"), "a.xls"),
        ("OFD PDF", zipped(**{"OFD.xml": b"<ofd/>"}), "a.ofd"),
        ("Excel", zipped(**{"xl/workbook.xml": b"<x/>"}), "a.xlsx"),
        ("archive unpack", zipped(**{"a.txt": b"x"}), "a.zip"),
        ("archive unpack", b"Rar!\x1a\x07\x01\x00", "a.rar"),
        ("RTF .docx", b"{\\rtf1\\ansi", "a.rtf"),
        ("web archive .html", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", "a.mht"),
        ("program", b"\x7fELF\x02\x01\x01" + bytes(64), "a.txt"),
        ("program", b"MZ\x90\x00" + bytes(64), "a.exe"),
        ("binary", bytes(range(256)) * 16, "a.txt"),
        ("nothing but white space", bytes(4096), "a.dat"),
        ("binary", random.Random(1).randbytes(5000), "a.txt"),
        ("no zip", TEXT.encode(), "a.docx"),
        ("broken or cut short", zipped(**{"word/document.xml": b"<x/>" * 99})[:-40], "a.docx"),
        ("not a Word document", zipped(**{"other.xml": b"<x/>"}), "a.docx"),
        ("no %PDF header", TEXT.encode(), "a.pdf"),
        ("cut short", b"%PDF-1.7\n1 0 obj << >>", "a.pdf"),
        ("broken", b"%PDF-1.7\nnothing\n%%EOF", "a.pdf"),
        ("no text", b"<html><script>1</script></html>", "a.html"),
        ("encoding= gb18030", "Décret relatif à la création d'un établissement".encode("latin-1") * 20, "a.txt"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(words: str, data: bytes, name: str) -> None:
    with pytest.raises(NoticeError) as caught:
        load_bytes(data, name)
    for word in words.split():
        assert word in str(caught.value)
    assert caught.value.path == name
    assert caught.value.advice


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo.txt"
    os.mkfifo(fifo)
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    for path, word in [
        (tmp_path / "none.txt", "no such file"),
        (tmp_path, "folder"),
        (fifo, "pipe"),
        ("/dev/zero", "device"),
        (loop, "cannot be read"),
        ("a\0b.txt", "cannot be read"),
        ("x" * 5000, "cannot be read"),
        ("", "no such file"),
    ]:
        with pytest.raises(NoticeError, match=word) as caught:
            load(path)
        assert caught.value.advice


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("通知", "utf-8")
    file.chmod(0)
    with pytest.raises(NoticeError, match="permission"):
        load(file)


def test_a_folder_that_may_not_be_entered(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: object) -> os.stat_result:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("policy_extract.loaders.os.stat", refuse)
    with pytest.raises(NoticeError, match=r"no permission.*permissions"):
        load("a.txt")


def test_a_file_above_the_limit_names_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes("通知".encode() * 200)
    assert len(load(file, limits=Limits(max_bytes=1200)).text) == 400
    with pytest.raises(NoticeError, match=r"1,199 bytes.*max_bytes"):
        load(file, limits=Limits(max_bytes=1199))


def test_what_a_folder_scan_takes() -> None:
    assert all(is_notice_file("通知" + suffix) for suffix in SUFFIXES)
    assert is_notice_file(Path("省/通知.HTM"))
    for name in ("~$通知.docx", ".通知.txt", "._a.pdf", "a.xlsx", "README.md", "a.txt.bak", "txt", ""):
        assert not is_notice_file(name)

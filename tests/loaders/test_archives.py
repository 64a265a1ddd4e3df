"""A zip of notices is a folder: its names lead nowhere else, its size is bounded, nothing is unpacked."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest

from policy_extract import Notice, NoticeError, read, read_many
from policy_extract.loaders import Limits, find_documents, find_others, load

TEXT = "一、加强监管\n开展专项检查。（省科技厅牵头，省财政厅配合）\n"


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()


def named_in_gbk(name: str) -> bytes:
    """An archive as Windows makes it: a name in GBK, and no flag that says so."""
    raw = name.encode("gb18030")
    data = zipped(("x" * len(raw), TEXT))
    return data.replace(b"x" * len(raw), raw)


def names(archive: Path, limits: Limits | None = None) -> list[str]:
    return [path.relative_to(archive).as_posix() for path in find_documents(archive, limits)]


@pytest.mark.parametrize(
    "found, data",
    [
        (["a.txt", "省/b.HTML"], zipped(("省/b.HTML", TEXT), ("a.txt", TEXT), ("空/", b""), ("c.png", b"x"))),
        (["passwd.txt", "省/通知.txt"], zipped(("../../passwd.txt", TEXT), ("/省/./通知.txt", TEXT))),
        (["win/通知.txt"], zipped(("C:\\win\\通知.txt", TEXT))),
        (["a.txt", "a~2.txt", "a~3.txt"], zipped(("a.txt", TEXT), ("/a.txt", TEXT), ("../a.txt", TEXT))),
        (["a.txt"], zipped(("a.txt", TEXT), ("__MACOSX/._a.txt", TEXT), (".b.txt", TEXT), (".git/c.txt", TEXT), ("~$d.docx", TEXT))),
        (["关于通知.txt"], named_in_gbk("关于通知.txt")),
        (["a.doc", "b.zip"], zipped(("a.doc", TEXT), ("b.zip", TEXT))),
    ],
)  # fmt: skip
def test_the_files_of_an_archive(found: list[str], data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    assert names(tmp_path / "a.zip") == found


def test_an_archive_reads_as_the_folder_that_it_was(tmp_path: Path) -> None:
    (tmp_path / "folder" / "省").mkdir(parents=True)
    (tmp_path / "folder" / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "folder" / "省" / "通知.txt").write_bytes(TEXT.encode("gb18030"))
    (tmp_path / "folder" / "b.zip").write_bytes(zipped(("c.txt", TEXT), ("d.xls", b"x")))
    found = dict(read_many(tmp_path / "folder"))
    assert [path.relative_to(tmp_path / "folder").as_posix() for path in found] == [
        "a.txt",
        "b.zip/c.txt",
        "省/通知.txt",
    ]
    for path, notice in found.items():
        assert isinstance(notice, Notice)
        assert [r.name for r in notice.responsibilities] == ["省科技厅", "省财政厅"]
        assert notice.source.path == str(path)
        assert read(path).to_dict() == notice.to_dict()
    assert [path.name for path in find_others(tmp_path / "folder")] == ["d.xls"]


@pytest.mark.parametrize(
    "words, inside, data",
    [
        ("archive (zip) of 2 files, not one notice read_many()", "", zipped(("a.txt", TEXT), ("b.txt", TEXT))),
        ("holds no notice .docx", "", zipped(("a.png", b"x"))),
        ("archive (zip), not a text unpack", "b.zip", zipped(("b.zip", zipped(("a.txt", TEXT))))),
        ("no such file in the archive", "c.txt", zipped(("a.txt", TEXT))),
        ("no such file in the archive", "../outside.txt", zipped(("../outside.txt", TEXT))),
        ("broken or cut short", "a.txt", zipped(("a.txt", TEXT * 9))[:-30]),
        ("broken download", "a.txt", zipped(("a.txt", TEXT))[:40] + b"!!!!" + zipped(("a.txt", TEXT))[44:]),
        ("broken or cut short", "", zipped(("a.txt", TEXT * 9))[:-30]),
        ("archive (zip), not a text", "", zipped()),
        ("empty", "a.txt", zipped(("a.txt", b""))),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_archive_is_told(words: str, inside: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text(TEXT, "utf-8")
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(NoticeError) as caught:
        load(os.path.join(tmp_path, "a.zip", inside) if inside else tmp_path / "a.zip")
    for word in words.split():
        assert word in str(caught.value)
    assert caught.value.advice


def test_flags_and_methods_that_cannot_be_read(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    locked = bytearray(zipped(("a.txt", TEXT)))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.find(magic) + offset] |= 1
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.txt", TEXT)
    for word, data in [
        ("password", bytes(locked)),
        ("unknown way", packed.getvalue()),
        ("link", zipped((link, "/etc/hostname"))),
    ]:
        (tmp_path / "a.zip").write_bytes(data)
        ((path, result),) = read_many(tmp_path / "a.zip")
        assert path.parent == tmp_path / "a.zip"
        assert isinstance(result, NoticeError)
        assert word in result.reason


@pytest.mark.parametrize("limit, value, data", [
    ("max_files", 3, zipped(*((f"{i}.txt", TEXT) for i in range(4)))),
    ("max_files", 3, zipped(*((f"{'x' * 600}{i}.png", b"") for i in range(3)))),
    ("max_unpacked", 3000, zipped(*((f"{i}.txt", "通" * 500) for i in range(3)))),
])  # fmt: skip
def test_the_limits_of_an_archive_are_named(limit: str, value: int, data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    limits = Limits(**{limit: value})  # type: ignore[arg-type]
    assert names(tmp_path / "a.zip", limits) == ["."]
    with pytest.raises(NoticeError, match=rf"limit of {value:,}.*{limit}.*--{limit.replace('_', '-')}"):
        load(tmp_path / "a.zip", limits=limits)


def test_one_file_above_the_limit_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(("big.txt", "通" * 5000), ("small.txt", TEXT)))
    big, small = (result for _, result in read_many(tmp_path / "a.zip", limits=Limits(max_bytes=9000)))
    assert isinstance(big, NoticeError)
    assert "max_bytes" in str(big)
    assert isinstance(small, Notice)


def test_a_directory_larger_than_all_files_may_be_is_not_even_read(tmp_path: Path) -> None:
    data = zipped(("a.txt", TEXT))
    end = data.rfind(b"PK\x05\x06")
    entry = data[data.rfind(b"PK\x01\x02") : end]
    many = entry * 50_000
    record = bytearray(data[end:])
    struct.pack_into("<I", record, 12, len(many))
    (tmp_path / "a.zip").write_bytes(data[: end - len(entry)] + many + record)
    with pytest.raises(NoticeError, match=r"more files than the limit of 1,000 \(max_files\)"):
        load(tmp_path / "a.zip", limits=Limits(max_files=1000))


def test_a_size_that_lies_is_found_out(tmp_path: Path) -> None:
    data = bytearray(zipped(("a.txt", "通" * 100_000)))
    struct.pack_into("<I", data, data.rfind(b"PK\x01\x02") + 24, 300)  # the size unpacked, in the directory
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(NoticeError, match="broken"):
        load(tmp_path / "a.zip" / "a.txt")


def test_a_word_document_with_the_suffix_zip_is_read_as_one(tmp_path: Path) -> None:
    xml = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        "<w:t>一、任务</w:t></w:r></w:p></w:body></w:document>"
    )
    (tmp_path / "a.zip").write_bytes(zipped(("word/document.xml", xml)))
    assert [load(path).text for path in find_documents(tmp_path)] == ["一、任务"]


def test_an_archive_that_changes_is_read_anew(tmp_path: Path) -> None:
    file = tmp_path / "a.zip"
    file.write_bytes(zipped(("a.txt", TEXT)))
    assert load(file / "a.txt").text == TEXT
    file.write_bytes(zipped(("a.txt", TEXT * 2)))
    os.utime(file, ns=(1, 1))
    assert load(file / "a.txt").text == TEXT * 2


def test_a_folder_named_as_an_archive_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.zip").mkdir()
    (tmp_path / "a.zip" / "b.txt").write_text(TEXT, "utf-8")
    assert [load(path).text for path in find_documents(tmp_path)] == [TEXT]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may enter every folder")
def test_a_folder_without_permission_is_told(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    try:
        ((path, result),) = read_many(tmp_path)
    finally:
        closed.chmod(0o700)
    assert path == closed
    assert isinstance(result, NoticeError)
    assert "no permission" in result.reason


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    results = dict(read_many(tmp_path))
    assert [path.name for path in results] == ["a.txt", "loop.txt"]
    assert isinstance(results[tmp_path / "loop.txt"], NoticeError)

"""``policy-extract check``: the first thing run on a strange folder says what every file of it is."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from pathlib import Path

import pytest

from policy_extract.checking import check_documents, count_others, printable
from policy_extract.cli import main
from policy_extract.loaders import Limits

NOTICE = "某省人民政府办公厅关于加强质量工作的通知\n各市人民政府：\n一、加强监管\n开展专项检查。（省科技厅牵头，财政厅配合）\n二、推进服务\n完善制度。\n"


@pytest.fixture
def strange(tmp_path: Path) -> Path:
    """A folder of good and bad files, with an archive among them."""
    folder = tmp_path / "folder"
    (folder / "省").mkdir(parents=True)
    (folder / "a.txt").write_text(NOTICE, "utf-8")
    (folder / "b.txt").write_bytes((NOTICE + "附\n").encode("gb18030"))
    (folder / "c.html").write_text(
        f"<html><div id=zoom><p>{'</p><p>'.join(NOTICE.splitlines())}</p></div></html>", "utf-8"
    )
    (folder / "d.txt").write_text("hello world\nnothing to see\n", "utf-8")
    (folder / "e.txt").write_bytes(b"")
    (folder / "f.doc").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    (folder / "g.xls").write_bytes(b"x")
    (folder / ".hidden.txt").write_text(NOTICE, "utf-8")
    (folder / "省" / "h.txt").write_text(NOTICE.replace("二、", "三、") + "\ufffd", "utf-8")
    with zipfile.ZipFile(folder / "i.zip", "w") as archive:
        archive.writestr("twin.txt", NOTICE)
        archive.writestr("inner.zip", b"PK\x03\x04")
        archive.writestr("picture.png", b"x")
    return folder


def test_every_file_says_what_it_is(strange: Path) -> None:
    rows = {os.path.relpath(row.path, strange): row for row in check_documents(strange)}
    assert list(rows) == [
        "a.txt",
        "b.txt",
        "c.html",
        "d.txt",
        "e.txt",
        "f.doc",
        "i.zip/inner.zip",
        "i.zip/twin.txt",
        "省/h.txt",
    ]
    assert {name: (row.kind, row.encoding) for name, row in rows.items() if row.error is None} == {
        "a.txt": ("text", "utf-8"),
        "b.txt": ("text", "gb18030"),
        "c.html": ("web page", "utf-8"),
        "d.txt": ("text", "utf-8"),
        "i.zip/twin.txt": ("text", "utf-8"),
        "省/h.txt": ("text", "utf-8"),
    }
    good = rows["a.txt"]
    assert (good.characters, good.clauses, good.responsibilities, good.notes) == (len(NOTICE), 2, 2, ())
    assert good.title == "某省人民政府办公厅关于加强质量工作的通知"
    assert good.certainty == 1.0
    assert 0.6 < (rows["b.txt"].certainty or 0) < 1.0


@pytest.mark.parametrize("words, name", [
    ("the file is empty", "e.txt"),
    ("old Word", "f.doc"),
    ("archive (zip), not a text", "i.zip/inner.zip"),
])  # fmt: skip
def test_what_cannot_be_read_says_what_to_do(words: str, name: str, strange: Path) -> None:
    (row,) = (row for row in check_documents(strange) if row.path == str(strange / name))
    assert words in str(row.error)
    assert row.advice
    assert (row.kind, row.characters) == (None, 0)


def test_what_looks_wrong_is_said(strange: Path) -> None:
    notes = {os.path.relpath(row.path, strange): row.notes for row in check_documents(strange)}
    assert notes["i.zip/twin.txt"] == (f"the same bytes as {strange / 'a.txt'}",)
    assert "no numbered clause" in notes["d.txt"]
    assert any("claimed by no rule" in note for note in notes["d.txt"])
    assert "1 broken character" in notes["省/h.txt"]
    assert any("三" in note for note in notes["省/h.txt"]), "the gap in the numbering"


def test_the_others_are_counted(strange: Path) -> None:
    assert count_others([strange]) == {".xls": 1, ".png": 1}


def test_limits_reach_the_files(strange: Path) -> None:
    (row,) = check_documents(strange / "a.txt", limits=Limits(max_bytes=100))
    assert "limit of 100 bytes (max_bytes)" in str(row.error)


def test_the_command_shows_a_table(strange: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(strange)]) == 1
    said = capsys.readouterr().out
    for word in (
        "a.txt",
        "gb18030",
        "web page",
        "i.zip/twin.txt",
        "the file is empty",
        "9 documents, 3 cannot be read",
    ):
        assert word in said
    assert "passed over: 1 .png, 1 .xls" in said
    assert str(strange) + "/a.txt" not in said.replace("the same bytes as", "").split("i.zip/twin.txt")[0]


def test_a_folder_in_order_is_a_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(NOTICE, "utf-8")
    assert main(["check", str(tmp_path)]) == 0
    assert "1 documents, 0 cannot be read" in capsys.readouterr().out.replace("1 document,", "1 documents,")


def test_the_table_as_csv(strange: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["check", str(strange), "--csv", "-"]) == 1
    text = capsysbinary.readouterr().out.decode("utf-8")
    assert main(["check", str(strange), "--csv", str(tmp_path / "check.csv")]) == 1
    assert (tmp_path / "check.csv").read_bytes() == b"\xef\xbb\xbf" + text.encode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == 9
    assert rows[0]["path"] == str(strange / "a.txt")
    assert (rows[0]["characters"], rows[0]["error"]) == (str(len(NOTICE)), "")
    assert rows[4]["error"] == "the file is empty"


def test_names_that_would_move_the_cursor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("通\n知.txt", "a\x1b[2Jb.txt", "c\u202etxt.txt"):
        (tmp_path / name).write_text(NOTICE, "utf-8")
    with open(os.path.join(os.fsencode(tmp_path), b"\xff.txt"), "wb") as file:
        file.write(NOTICE.encode())
    assert main(["check", str(tmp_path), "--csv", str(tmp_path / "out.csv")]) == 0
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert all(word in said for word in ("通\\n知.txt", "a\\x1b[2Jb.txt", "\\udcff.txt"))
    text = (tmp_path / "out.csv").read_bytes().decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text, newline="")))) == 5


def test_printable_keeps_chinese_and_its_space() -> None:
    assert printable("通知　（一）é") == "通知　（一）é"


@pytest.mark.parametrize("arguments, message", [
    (["check", "nowhere"], "nowhere: no such file or folder"),
    (["check", ".", "--max-bytes", "0"], "max_bytes must be above zero"),
    (["check", ".", "--lexicon", "nowhere"], "no such folder"),
])  # fmt: skip
def test_calls_that_cannot_be_carried_out(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert message in capsys.readouterr().err


def test_run_takes_an_archive_and_limits(strange: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(strange / "i.zip"), "--out", str(tmp_path / "out"), "--max-bytes", "1000"]) == 1
    said = capsys.readouterr()
    assert "notices                1" in said.out
    assert "inner.zip" in said.err
    assert main(["read", str(strange / "i.zip" / "twin.txt"), "--max-bytes", "20"]) == 1
    assert "--max-bytes" in capsys.readouterr().err

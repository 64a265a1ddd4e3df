"""Unknown names: listed, filled in, laid over, and known from then on."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from policy_extract import load_lexicon, parse
from policy_extract.cli import main
from policy_extract.unknown import COLUMNS, unknown_names

ONE = "石家庄市人民政府关于建设数字档案的通知\n一、建库\n建立数据库。(市财政局、市梦想局)\n二、巡查\n开展巡查。(市梦想局负责,市飞天处配合)\n"
TWO = "石家庄市人民政府关于开展巡查的通知\n一、巡查\n开展巡查。(市梦想局)\n"


def notices(folder: Path) -> Path:
    folder.mkdir()
    (folder / "one.txt").write_text(ONE, "utf-8")
    (folder / "two.txt").write_text(TWO, "utf-8")
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_most_frequent_come_first_with_their_place() -> None:
    found = unknown_names([parse(ONE), parse(TWO)])
    assert [(u.alias, u.mentions, u.notices) for u in found] == [
        ("石家庄市/市梦想局", 3, 2),
        ("石家庄市/市飞天处", 1, 1),
    ]
    assert "【市梦想局】" in found[0].example
    assert found[0].example.startswith("…")  # no spreadsheet takes it for a formula


def test_the_columns_are_those_of_the_lexicon() -> None:
    assert tuple(load_lexicon().table("aliases")[0]) == COLUMNS


def test_listed_filled_in_and_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, table = notices(tmp_path / "notices"), tmp_path / "mine" / "aliases.csv"
    assert main(["agencies", str(folder), "--out", str(table), "--quiet"]) == 0
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    listed = rows(table)
    assert [row["alias"] for row in listed] == ["石家庄市/市梦想局", "石家庄市/市飞天处"]

    # as it is, it changes nothing
    assert main(["agencies", str(folder), "--lexicon", str(table.parent), "--quiet"]) == 0
    assert "市梦想局" in capsys.readouterr().out

    listed[0] |= {"official_name": "石家庄市梦想管理局", "system": "科技"}
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(listed)
    lexicon = load_lexicon(extra=table.parent)
    dream = next(r for r in parse(ONE, lexicon=lexicon).responsibilities if r.name == "市梦想局")
    assert (dream.agency, dream.system, dream.level, dream.region) == ("石家庄市梦想管理局", "科技", "city", "石家庄市")
    assert dream.agency_id == "130100/梦想管理局"
    assert main(["agencies", str(folder), "--lexicon", str(table.parent)]) == 0
    said = capsys.readouterr()
    assert "石家庄市/市梦想局" not in said.out
    assert "市飞天处" in said.out
    assert "1 of 5 mentions have no agency: 1 names" in said.err


def test_a_row_may_only_name_the_type(tmp_path: Path) -> None:
    (tmp_path / "aliases.csv").write_text(",".join(COLUMNS) + "\n" + "市梦想局,,,,,科技,,,,,,\n", "utf-8")
    lexicon = load_lexicon(extra=tmp_path)
    dream = next(r for r in parse(ONE, lexicon=lexicon).responsibilities if r.name == "市梦想局")
    assert (dream.agency_id, dream.agency, dream.system) == ("130100/科技", "石家庄市科学技术局", "科技")


def test_a_folder_without_notices_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agencies", str(tmp_path)]) == 2
    assert "no notice in it" in capsys.readouterr().err

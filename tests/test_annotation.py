"""Annotations are read back by the rules (or the library) of the tool they are for, and lie on the same characters."""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from policy_extract import MissingExtraError, Notice, parse
from policy_extract.annotation import (
    LABELS,
    label_studio_config,
    write_brat,
    write_conll,
    write_label_studio,
    write_spacy,
)

# With a control character, half a surrogate pair, a character beyond the first plane, and a carriage return.
TEXT = "一、加强监管\r\n开展\x0b专项检查500次以上,2024年12月底前完成\ud83d。根据《条例》𠮷执行。\r\n(省科技厅牵头,省财政厅、\n省教育厅配合)\n"


@pytest.fixture(scope="module")
def notice() -> Notice:
    return parse(TEXT, id="甲/乙:1")


def expected(notice: Notice) -> set[tuple[int, int, str]]:
    """What every format has to hold, by the notice itself."""
    marks = {(r.start, r.end, r.role) for r in notice.responsibilities}
    marks |= {(a.verb_start, a.verb_end, "verb") for a in notice.actions}
    marks |= {(a.object_start, a.object_end, "object") for a in notice.actions if a.object_start is not None}
    marks |= {(q.start, q.end, "quantity") for q in notice.quantities}
    marks |= {
        (q.indicator_start, q.indicator_end, "indicator") for q in notice.quantities if q.indicator_start is not None
    }
    marks |= {(d.start, d.end, "deadline") for d in notice.deadlines}
    return marks | {(f.start, f.end, "reference") for f in notice.references}


def brat_marks(folder: Path, name: str) -> dict[str, tuple[list[tuple[int, int]], str, str]]:
    """A standoff file by brat's own rules: id, type with places, text; every piece is on one line."""
    text = (folder / f"{name}.txt").read_bytes().decode("utf-8")
    marks = {}
    for line in (folder / f"{name}.ann").read_text("utf-8").splitlines():
        if line[0] != "T":
            continue
        id, where, words = line.split("\t")
        kind, places = where.split(" ", 1)
        pieces = [tuple(map(int, piece.split())) for piece in places.split(";")]
        assert words == " ".join(text[start:end] for start, end in pieces)
        assert not any(c in text[start:end] for start, end in pieces for c in "\r\n")
        marks[id] = (pieces, kind.lower(), words)
    return marks


def test_brat_spans_slice_back_to_the_text(notice: Notice, tmp_path: Path) -> None:
    folder = write_brat(notice, tmp_path / "brat")
    assert sorted(p.name for p in folder.iterdir()) == ["annotation.conf", "甲_乙_1.ann", "甲_乙_1.txt"]
    text = (folder / "甲_乙_1.txt").read_bytes().decode("utf-8")
    assert len(text) == len(TEXT)
    marks = brat_marks(folder, "甲_乙_1")
    assert {(pieces[0][0], pieces[-1][1], kind) for pieces, kind, _ in marks.values()} == expected(notice)
    lines = (folder / "甲_乙_1.ann").read_text("utf-8").splitlines()
    notes = [line for line in lines if line.startswith("#")]
    assert any("agency=" not in note and "low=500" in note and "unit=次" in note for note in notes)
    for line in lines:
        if line[0] == "R":
            found = re.fullmatch(r"R\d+\t(Object|Indicator)_of Arg1:(T\d+) Arg2:(T\d+)", line)
            assert found
            assert marks[found[3]][1] == found[1].lower()
    conf = (folder / "annotation.conf").read_text("utf-8")
    assert {kind.capitalize() for _, kind, _ in marks.values()} <= set(conf.split())


def test_brat_over_the_corpus(corpus: dict[str, Notice], tmp_path: Path) -> None:
    folder = write_brat(corpus.values(), tmp_path)
    for id, notice in corpus.items():
        found = {(pieces[0][0], pieces[-1][1], kind) for pieces, kind, _ in brat_marks(folder, id).values()}
        assert found == expected(notice), id


def test_two_notices_of_one_name_have_two_files(notice: Notice, tmp_path: Path) -> None:
    write_brat([notice, notice, replace(notice, id="../甲")], tmp_path / "brat")
    names = sorted(p.name for p in (tmp_path / "brat").glob("*.ann"))
    assert names == sorted(["甲_乙_1.ann", "甲_乙_1~2.ann", "_甲.ann"])
    assert [p.name for p in tmp_path.iterdir()] == ["brat"]


def test_conll_gives_the_marks_back(notice: Notice, corpus: dict[str, Notice], tmp_path: Path) -> None:
    for id, one in {"own": notice, "hebei-2015-84": corpus["hebei-2015-84"]}.items():
        lines = write_conll(one, tmp_path / f"{id}.conllup").read_text("utf-8").split("\n")
        columns = lines[0].removeprefix("# global.columns = ").split()
        found, open_marks, count = set(), {}, 0
        for line in lines[1:]:
            if not line or line.startswith("# "):
                count = 0
                continue
            cells = line.split("\t")
            count += 1
            assert (len(cells), cells[0]) == (len(columns), str(count))
            place = int(cells[2])
            assert one.text[place] == cells[1] or cells[1] == "\ufffd"
            for layer, tag in zip(columns[3:], cells[3:], strict=True):
                if tag[0] == "I":
                    assert open_marks[layer][2] == tag[2:], line
                    open_marks[layer][1] = place + 1
                elif layer in open_marks:
                    found.add(tuple(open_marks.pop(layer)))
                if tag[0] == "B":
                    open_marks[layer] = [place, place + 1, tag[2:]]
        found |= {tuple(mark) for mark in open_marks.values()}
        mine = expected(one)
        assert len(found & mine) >= 0.9 * len(mine)  # the rest overlaps within its layer, or has a sentence's end in it
        roles = {m for m in mine if LABELS[m[2]] == "responsibilities"}
        assert len(found & roles) >= len(roles) - 1


def test_label_studio_tasks_fit_their_interface(notice: Notice, tmp_path: Path) -> None:
    [task] = json.loads(write_label_studio(notice, tmp_path / "tasks.json").read_text("utf-8"))
    text = task["data"]["text"]
    [prediction] = task["predictions"]
    regions = {r["id"]: r for r in prediction["result"] if r["type"] == "labels"}
    found = set()
    interface = ElementTree.fromstring(label_studio_config())
    labels = {label.get("value") for label in interface.iter("Label")}
    names = {element.get("name"): element for element in interface.iter() if element.get("name")}
    for region in regions.values():
        value = region["value"]
        assert text[value["start"] : value["end"]] == value["text"]
        assert set(value["labels"]) <= labels
        assert names[region["from_name"]].get("toName") == region["to_name"] == "text"
        found.add((value["start"], value["end"], *value["labels"]))
    assert found == expected(notice)
    relations = [r for r in prediction["result"] if r["type"] == "relation"]
    assert relations
    assert {end for r in relations for end in (r["from_id"], r["to_id"])} <= set(regions)


def test_spacy_reads_its_box(notice: Notice, corpus: dict[str, Notice], tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy", reason='pip install ".[spacy]"')
    from spacy.tokens import DocBin

    notices = [notice, *corpus.values()]
    box = DocBin().from_disk(write_spacy(notices, tmp_path / "notices.spacy"))
    documents = list(box.get_docs(spacy.blank("zh").vocab))
    assert len(documents) == len(notices)
    for document, one in zip(documents, notices, strict=True):
        assert len(document) == len(document.text) == len(one.text)
        assert document.user_data["notice"] == one.id
        found = {(s.start_char, s.end_char, s.label_) for group in document.spans.values() for s in group}
        assert found == expected(one)
        assert {e.label_ for e in document.ents} <= set(LABELS) - {"verb", "object", "indicator"}
        assert len(document.ents) >= len({(r.start, r.end) for r in one.responsibilities})


def test_spacy_missing_says_what_to_install(notice: Notice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in sys.modules if n.split(".")[0] == "spacy"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(MissingExtraError, match=r"policy_extract\[spacy\]"):
        write_spacy(notice, tmp_path / "a.spacy")
    assert not list(tmp_path.iterdir())


def test_two_runs_give_equal_bytes(notice: Notice, corpus: dict[str, Notice], tmp_path: Path) -> None:
    bytes_of: dict[str, set[bytes]] = defaultdict(set)
    for run in ("a", "b"):
        folder = tmp_path / run
        write_brat([notice, corpus["hebei-2015-84"]], folder)
        write_conll(corpus.values(), folder / "a.conllup")
        write_label_studio(corpus.values(), folder / "a.json")
        for path in folder.iterdir():
            bytes_of[path.name].add(path.read_bytes())
    assert {name for name, versions in bytes_of.items() if len(versions) > 1} == set()

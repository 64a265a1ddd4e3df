"""Scoring: what counts as right, missed and false, and what is ignored."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from policy_extract import PolicyExtractError, parse
from policy_extract.cli import main
from policy_extract.evaluate import evaluate
from tests.conftest import CORPUS

TEXT = "一、加强监管\n开展专项检查500次以上,2024年12月底前完成。(省科技厅牵头,财政厅配合)\n"


def _gold(folder: Path, **changes: object) -> Path:
    """A gold folder of one document: what is found in it, with some entries changed."""
    record = parse(TEXT).to_dict()
    gold = {
        "header": {k: record["header"][k] for k in ("title", "document_number", "issuers", "date", "recipients")},
        "clauses": record["clauses"],
        "responsibilities": [{**r, "clause": r["clause_start"]} for r in record["responsibilities"]],
        "references": [],
        "quantities": record["quantities"],
        "deadlines": record["deadlines"],
        "actions": record["actions"],
        "actions_range": [0, len(TEXT)],
        "ignore": [],
        **changes,
    }
    (folder / "a.json").write_text(json.dumps(gold, ensure_ascii=False), "utf-8")
    (folder / "a.txt").write_text(TEXT, "utf-8")
    return folder


def test_what_is_found_is_all_right(tmp_path: Path) -> None:
    scores = evaluate(_gold(tmp_path))
    assert {layer: score.f1 for layer, score in scores.items() if score.right} == dict.fromkeys(
        "clauses headings responsibilities mentions names quantities deadlines actions header".split(), 1.0
    )


def test_a_wrong_role_counts_for_responsibilities_but_not_for_mentions(tmp_path: Path) -> None:
    duties = [{**r, "clause": r["clause_start"], "role": "guide"} for r in parse(TEXT).to_dict()["responsibilities"]]
    scores = evaluate(_gold(tmp_path, responsibilities=duties))
    assert (scores["responsibilities"].right, scores["responsibilities"].missed, scores["responsibilities"].false) == (
        0,
        2,
        2,
    )
    assert scores["mentions"].f1 == 1.0


def test_a_false_finding_in_an_ignored_stretch_is_no_error(tmp_path: Path) -> None:
    scores = evaluate(_gold(tmp_path, quantities=[]))
    assert scores["quantities"].false == 1
    ignore = [{"start": 0, "end": len(TEXT), "layer": "quantities"}]
    assert evaluate(_gold(tmp_path, quantities=[], ignore=ignore))["quantities"].false == 0


def test_a_quantity_needs_its_bounds(tmp_path: Path) -> None:
    quantities = [{**q, "high": 500} for q in parse(TEXT).to_dict()["quantities"]]
    assert evaluate(_gold(tmp_path, quantities=quantities))["quantities"].right == 0


def test_the_sample_notice(tmp_path: Path) -> None:
    scores = evaluate(_sample_folder(tmp_path))
    assert scores["clauses"].f1 == scores["mentions"].f1 == 1.0
    assert scores["actions"].f1 > 0.9


def _sample_folder(folder: Path) -> Path:

    shutil.copy(CORPUS / "gold" / "hand" / "hebei-2015-84.json", folder)
    shutil.copy(CORPUS / "notices" / "hebei-2015-84.txt", folder)
    return folder


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(_gold(tmp_path, quantities=[])), "--errors", "quantities"]) == 0
    said = capsys.readouterr().out
    assert "quantities\ta\tfalse\t" in said
    assert "F1 1.0000" in said
    assert main(["evaluate", str(tmp_path), "--errors", "nothing"]) == 2


def test_a_folder_without_gold(tmp_path: Path) -> None:
    with pytest.raises(PolicyExtractError, match="no gold in it"):
        evaluate(tmp_path)
    (tmp_path / "a.json").write_text("{}", "utf-8")
    with pytest.raises(PolicyExtractError, match=r"no text beside it; put a\.txt there"):
        evaluate(tmp_path)

"""The deep engine without HanLP: sentences with offsets of our own, what the options mean, what a missing package says."""

from __future__ import annotations

import gc
import pickle
import random
import time
from pathlib import Path

import pytest

from policy_extract import MissingExtraError, Notice, parse, read, read_many
from policy_extract.cli import main
from policy_extract.deep import EngineError, HanLP, chunks, deepen, engine_of, find_organisations
from policy_extract.finders import words
from policy_extract.text import fold
from tests.conftest import corpus_files

SENTENCES: dict[tuple[str, ...], list[str]] = {
    ("建立制度。", "开展培训；", "落实责任"): ["建立制度。开展培训；落实责任", "建立制度。\n开展培训；\n落实责任\n"],
    ("提出“稳增长。”", "落实责任"): ["提出“稳增长。”落实责任"],
    ("按照《意见。试行》执行；", "落实责任"): ["按照《意见。试行》执行；落实责任"],
    ("按照《意见；", "落实责任"): ["按照《意见；落实责任"],
    ("一、总体要求", "（一）加强监管。"): ["一、总体要求\n（一）加强监管。", "一、总体要求\r\n\r\n（一）加强监管。"],
    ("执行ISO 9001标准和国家标准"): ["执行ISO 9001标准 和 国家标准"],
    ("推动全省各级市场监督管理部门和有关行业主管部门建立协同监管机制。",): [
        "推动全省各级市场监督管理部门和有关行业主管部门建立协同监管机制。",
        "推动全省各级市场监督管理部门和有关行业主管部\n门建立协同监管机制。",
        "推动全省各级市场监督管理部门和有关行业主管部 \n　　门建立协同监管机制。",
    ],
    (): ["", "2015—2020", "—— · ——", " \n　\n"],
}  # fmt: skip


def _chunked(text: str) -> list[tuple[str, int]]:
    return [(chunk.text, chunk.places[0]) for chunk in chunks(fold(text), text)]


@pytest.mark.parametrize("expected, text", [(e, t) for e, texts in SENTENCES.items() for t in texts])
def test_sentences(expected: tuple[str, ...] | str, text: str) -> None:
    assert [sentence for sentence, _ in _chunked(text)] == ([expected] if isinstance(expected, str) else list(expected))


@pytest.mark.parametrize("longest, text", [
    (128, "加强监管，" * 60 + "。"),
    (128, "省科技厅、" * 60 + "。"),
    (128, "监" * 1000),
    (128, "监管：" * 100),
    (128 + 300, "监管" * 50 + "《" + "意见" * 60 + "》执行" + "。"),
    (128, "监《" * 500),
])  # fmt: skip
def test_a_long_sentence_is_cut_but_no_title_is(longest: int, text: str) -> None:
    found = _chunked(text)
    assert len(found) > 1
    assert max(len(sentence) for sentence, _ in found) <= longest
    assert "".join(sentence for sentence, _ in found) == text
    for sentence, _ in found:
        if "《意" in sentence:
            assert sentence.count("《") == sentence.count("》")


def _nothing_lost(text: str) -> None:
    folded, found = fold(text), []
    for chunk in chunks(folded, text):
        assert len(chunk.text) == len(chunk.places)
        for character, place in zip(chunk.text, chunk.places, strict=True):
            assert character == text[place] or (character == " " and text[place].isspace())
        found += chunk.places
    assert found == sorted(set(found))
    kept = set(found)
    assert not [i for i, c in enumerate(text) if "一" <= c <= "鿿" and i not in kept]


@pytest.mark.parametrize("path", corpus_files(), ids=lambda path: path.stem)
def test_every_chinese_character_is_in_one_sentence(path: Path) -> None:
    _nothing_lost(read(path).text)


def test_every_chinese_character_is_in_one_sentence_of_any_text() -> None:
    rng = random.Random(5)
    for _ in range(400):
        _nothing_lost(
            "".join(rng.choice("监管部门。；，、：《》《》（）“” \n\r　aZ9") for _ in range(rng.randrange(700)))
        )


@pytest.mark.parametrize("unit", ["监", "《", "》", "，", "。", "监管，", "《监》", "\n", "监\n"])
def test_hostile_texts_are_cut_in_linear_time(unit: str) -> None:
    def cost(size: int) -> float:
        text = unit * (size // len(unit))
        folded, least = fold(text), 1e9
        gc.disable()  # looking through a loaded model for cycles takes longer than cutting
        try:
            for _ in range(3):
                started = time.process_time()
                for _ in chunks(folded, text):
                    pass
                least = min(least, time.process_time() - started)
        finally:
            gc.enable()
        return least

    # Four times the text: four times the time, and sixteen times it if it were not linear.
    assert cost(200_000) < 10 * max(cost(50_000), 0.01)


def test_the_rules_are_no_deep_engine() -> None:
    assert engine_of("rules") is None
    with pytest.raises(ValueError, match="adds nothing"):
        deepen([], "rules")


@pytest.mark.parametrize("call", [
    lambda: engine_of("HanLP"),
    lambda: parse("一、开展检查。", engine="jieba"),
    lambda: list(read_many([], engine="")),
    lambda: find_organisations(parse("一、开展检查。"), "rule"),
])  # fmt: skip
def test_an_unknown_engine_names_the_choices(call: object) -> None:
    with pytest.raises(ValueError, match="'rules' or 'hanlp'"):
        call()  # type: ignore[operator]


@pytest.mark.parametrize("timeout", [0, -1, float("nan")])
def test_a_timeout_is_a_number_of_seconds(timeout: float) -> None:
    with pytest.raises(ValueError, match="timeout"):
        HanLP("models/mtl", timeout=timeout)


def test_an_engine_goes_to_another_process_as_it_is() -> None:
    engine = HanLP(Path("models") / "mtl", download=True, device=0, timeout=5)
    assert pickle.loads(pickle.dumps(engine)) == engine
    error = EngineError("models/mtl", "there is no such folder", "check the path")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize("engine", ["hanlp", HanLP("models/mtl"), HanLP("https://example.org/api")])
def test_without_the_package_every_way_in_says_how_to_install_it(
    engine: str | HanLP, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(words, "find_spec", lambda name: None)
    path = tmp_path / "a.txt"
    path.write_text("一、开展检查。", "utf-8")
    ways = (
        lambda: parse("一、开展检查。", engine=engine),
        lambda: read(path, engine=engine),
        lambda: list(read_many(path, engine=engine)),
        lambda: find_organisations(parse("一、开展检查。"), engine),
    )
    for way in ways:
        with pytest.raises(MissingExtraError, match=r"pip install \"policy_extract\[hanlp\]\""):
            way()


def test_without_the_package_the_command_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(words, "find_spec", lambda name: None)
    path = tmp_path / "a.txt"
    path.write_text("一、开展检查。", "utf-8")
    for command in (["read", str(path)], ["run", str(path), "--out", str(tmp_path / "out")]):
        assert main([*command, "--engine", "hanlp"]) == 2
        assert 'pip install "policy_extract[hanlp]"' in capsys.readouterr().err


@pytest.mark.parametrize("options", [["--model", "models/mtl"], ["--download"], ["--device", "0"]])
def test_options_of_the_model_need_the_engine(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("一、开展检查。", "utf-8")
    assert main(["run", str(path), "--out", str(tmp_path / "out"), *options]) == 2
    assert "--engine hanlp" in capsys.readouterr().err


def test_an_unread_notice_needs_no_package(tmp_path: Path) -> None:
    result = dict(read_many(tmp_path / "missing.txt"))
    assert not any(isinstance(one, Notice) for one in result.values())

"""Words: what loads when, what is remembered, and which engine may be asked for."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from policy_extract.errors import MissingExtraError
from policy_extract.finders import words


@pytest.mark.parametrize(
    "head, verb",
    [("甄别异常线索", "甄别"), ("抵制高额彩礼", "抵制"), ("制止餐饮浪费", "制止"), ("呵护幼苗生长", "呵护")],
)
def test_a_verb_is_flagged(head: str, verb: str) -> None:
    assert words.tag(head)[0] == (verb, "v")


@pytest.mark.parametrize("head", ["质量强县", "农民合作社", "水库大坝", "非遗工坊"])
def test_a_noun_is_no_verb(head: str) -> None:
    assert words.tag(head)[0][1] != "v"


@pytest.mark.parametrize("head", ["", "。", " ", "ABC", "甄别", "甄别ABC123"])
def test_nothing_of_the_head_is_lost(head: str) -> None:
    assert "".join(word for word, _ in words.tag(head)) == head


def test_an_answer_is_remembered_and_the_memory_is_bounded() -> None:
    first = words.tag("斧正文稿表述")
    hits = words.tag.cache_info().hits
    assert words.tag("斧正文稿表述") is first
    assert words.tag.cache_info().hits == hits + 1
    assert words.tag.cache_info().maxsize == 4096


def test_loading_is_quiet_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    words._tagger.cache_clear()
    words.tag.cache_clear()
    words.tag("甄别异常线索")
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")


def test_a_users_own_jieba_words_change_nothing() -> None:
    import jieba

    jieba.add_word("甄别异常", tag="n")
    try:
        words.tag.cache_clear()
        assert words.tag("甄别异常线索")[0] == ("甄别", "v")
    finally:
        jieba.del_word("甄别异常")


def test_importing_loads_neither_jieba_nor_hanlp() -> None:
    code = "import sys, policy_extract.finders.actions; print({'jieba', 'hanlp', 'torch'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


def test_a_text_that_the_rules_read_never_asks_the_tagger(monkeypatch: pytest.MonkeyPatch) -> None:
    from policy_extract.finders import actions
    from policy_extract.lexicon import load_lexicon
    from policy_extract.text import Passage

    monkeypatch.setattr(actions, "tag", lambda head: pytest.fail(f"asked for {head}"))
    text = "完善救助制度,对困难群众进行走访。各县要建立台账。自来水普及率达到95%。"
    assert len(actions.find_actions(Passage.of(text), load_lexicon())) == 3


def test_at_most_three_in_a_hundred_characters_go_to_the_tagger(monkeypatch: pytest.MonkeyPatch) -> None:
    from policy_extract.finders import actions
    from policy_extract.lexicon import load_lexicon
    from policy_extract.text import Passage

    asked: list[str] = []

    def remember(head: str) -> tuple[tuple[str, str], ...]:
        asked.append(head)
        return ()

    monkeypatch.setattr(actions, "tag", remember)
    text = "要切实魑魅魍魉上述情形。" * 500
    actions.find_actions(Passage.of(text), load_lexicon())
    assert asked
    assert sum(map(len, asked)) <= len(text) * 0.031 + 6


def test_rules_are_an_engine() -> None:
    assert words.check_engine("rules") == "rules"


@pytest.mark.parametrize("name", ["", "HanLP", "jieba", "rule"])
def test_an_unknown_engine_names_the_choices(name: str) -> None:
    with pytest.raises(ValueError, match="'rules' or 'hanlp'"):
        words.check_engine(name)


@pytest.mark.parametrize("model, package", [
    ("models/mtl", "hanlp"),
    (words.DEFAULT_MODEL, "hanlp"),
    ("https://example.org/mtl/model.zip", "hanlp"),
    ("https://example.org/api", "hanlp_restful"),
])  # fmt: skip
def test_without_its_package_the_engine_says_how_to_install_it(
    model: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(words, "find_spec", asked.append)
    with pytest.raises(MissingExtraError, match=r"policy_extract\[hanlp\]"):
        words.check_engine("hanlp", model)
    assert asked == [package]


@pytest.mark.parametrize("expected, task, keys", [
    ("tok/fine", "tok", ["tok/coarse", "tok/fine"]),
    ("tok", "tok", ["sdp", "tok"]),
    ("tok/coarse", "tok", ["tok/coarse"]),
    ("pos/ctb", "pos", ["pos/863", "pos/pku", "pos/ctb"]),
    ("ner/msra", "ner", ["ner/ontonotes", "ner/pku", "ner/msra"]),
    ("ner/ontonotes", "ner", ["ner/pku", "ner/ontonotes"]),
    ("ner/own", "ner", ["ner/own"]),
    ("dep", "dep", ["sdp", "dep", "con"]),
    (None, "dep", ["sdp", "con"]),
    (None, "srl", []),
])  # fmt: skip
def test_a_task_is_asked_by_a_preferred_key_then_by_its_prefix(
    expected: str | None, task: str, keys: list[str]
) -> None:
    assert words.task_key(task, keys) == expected

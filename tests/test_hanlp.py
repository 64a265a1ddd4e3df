"""The HanLP engine against HanLP itself: a tiny multi-task model of its own classes, and a server that speaks its REST.

Skipped where the extra is not installed; ``.ci/hanlp`` installs it and runs this file.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import policy_extract
from policy_extract import Clause, Notice, NoticeError, PolicyExtractError, parse, read, read_many
from policy_extract.cli import main
from policy_extract.deep import EngineError, HanLP, deepen, deepen_each, find_organisations
from policy_extract.deep.said import said_of
from policy_extract.finders.words import LICENCE, hanlp_annotator
from policy_extract.lexicon import load_lexicon
from tests import tiny_hanlp

pytestmark = pytest.mark.skipif(
    find_spec("hanlp") is None or find_spec("hanlp_restful") is None,
    reason='HanLP is not installed: pip install "policy_extract[hanlp]"',
)

NOTICE = """某省人民政府办公厅关于加强种质资源保护的通知

各市人民政府：

一、主要任务

（一）嫁接全部作物。省科学院誊录异常线索，熏蒸全部图纸，苗木数量达500家。天河集团缝合和嫁接老旧样本。完善救助制度，嫁接苗木。

（二）开展检查。红星农场应誊录和镌刻重点数据，天河集团不得熏蒸土壤。（省农业农村厅牵头，省科学院配合）

（三）落实《省科学院镌刻数据》，镌刻重点水源。
"""


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A multi-task model with the keys of the CLOSE models, trained once."""
    import torch

    torch.set_num_threads(1)  # its matrices are too small to share among the processor's cores
    return tiny_hanlp.train(tmp_path_factory.mktemp("hanlp"))


@pytest.fixture(scope="session")
def open_model(model: Path) -> Path:
    """The same model with the keys of the OPEN models."""
    return tiny_hanlp.with_open_keys(model, model.parent / "open")


@pytest.fixture(scope="session")
def component(model: Path) -> Callable[..., dict[str, Any]]:
    """HanLP itself, as a user of it would load the model."""
    return _component(model)


@pytest.fixture
def engine(model: Path) -> HanLP:
    return HanLP(model)


def _component(model: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # HanLP and transformers of themselves, not what is tested
        import hanlp

        return hanlp.load(str(model), devices=-1, verbose=False)


def _deep(text: str, engine: HanLP) -> Notice:
    return parse(text, engine=engine)


# --- what it adds -----------------------------------------------------------------------------------------------------

ACTIONS: dict[tuple[tuple[str, str, str | None, str], ...], list[str]] = {
    (("誊录", "异常线索", None, "hanlp:srl"),): [
        "一、任务\n誊录异常线索。",
        "一、任务\n省科学院誊录异常线索。",
        "一、任务\n完善制度的基础上，誊录异常线索。",
    ],
    (("缝合和嫁接", "老旧样本", None, "hanlp:srl"),): ["一、任务\n天河集团缝合和嫁接老旧样本。"],
    (("誊录和镌刻", "重点数据", "obligation", "hanlp:srl"),): ["一、任务\n红星农场应誊录和镌刻重点数据。"],
    (("熏蒸", "土壤", "prohibition", "hanlp:srl"),): ["一、任务\n天河集团不得熏蒸土壤。"],
    # the rules win in their comma piece, the model fills the others
    (("完善", "救助制度", None, "verb"), ("嫁接", "苗木", None, "hanlp:srl")): ["一、任务\n完善救助制度，嫁接苗木。"],
    (("完善", "嫁接苗木制度", None, "verb"),): ["一、任务\n完善嫁接苗木制度。"],
    # no task: a heading, a title, a responsibility list, a number, a condition
    (): [
        "一、誊录异常线索\n（一）嫁接苗木\n",
        "一、任务\n苗木数量达500家。",
        "一、任务\n（省科学院牵头，红星农场熏蒸土壤）",
        "一、任务\n嫁接全部苗木的，",
        "一、任务\n嫁接全部苗木后，",
    ],
}  # fmt: skip


@pytest.mark.parametrize("expected, text", [(e, t) for e, texts in ACTIONS.items() for t in texts])
def test_actions_by_predicate_and_argument(expected: tuple[Any, ...], text: str, engine: HanLP) -> None:
    found = _deep(text, engine).actions
    assert tuple((a.verb, "".join((a.object or "").split()), a.modality, a.rule) for a in found) == expected


def test_what_the_rules_found_is_still_there(engine: HanLP) -> None:
    plain, deep = parse(NOTICE), _deep(NOTICE, engine)
    for layer in ("responsibilities", "deadlines", "references", "header", "unread", "warnings"):
        assert getattr(deep, layer) == getattr(plain, layer)
    assert [a for a in deep.actions if a.rule != "hanlp:srl"] == list(plain.actions)
    assert [(q.start, q.low, q.high, q.unit) for q in deep.quantities] == [
        (q.start, q.low, q.high, q.unit) for q in plain.quantities
    ]
    assert [replace(c, actions=(), quantities=(), children=()) for c in deep.walk()] == [
        replace(c, actions=(), quantities=(), children=()) for c in plain.walk()
    ]


def test_every_finding_is_the_text_where_it_stands(engine: HanLP) -> None:
    traditional = NOTICE.replace("异常", "異常").replace("数据", "數據").replace("农场", "農場")
    for text in (NOTICE, NOTICE.replace("\n", "\r\n"), traditional):
        notice = _deep(text, engine)
        added = [a for a in notice.actions if a.rule == "hanlp:srl"]
        assert added
        for a in added:
            assert text[a.start : a.end] == a.text
            assert text[a.verb_start : a.verb_end] == a.verb
            assert text[a.object_start : a.object_end] == a.object
            assert a in notice.clause(a.clause).actions
        for o in find_organisations(notice, engine):
            assert text[o.start : o.end] == o.text


@pytest.mark.parametrize("break_", ["\n", "\r\n", " \n　　"])
def test_a_sentence_over_two_lines_is_read_as_on_one(break_: str, engine: HanLP) -> None:
    line = "一、任务\n　　省科学院誊录全部样本，天河集团缝合老旧图纸，红星农场镌刻异{}常数据，苗木数量达500家。"
    texts = [line.format(""), line.format(break_)]
    plain, broken = (deepen([_without_indicators(parse(text))], engine)[0] for text in texts)

    def said(notice: Notice) -> Any:
        actions = [(a.verb, "".join((a.object or "").split()), a.rule) for a in notice.actions]
        return actions, [(q.indicator, q.rule) for q in notice.quantities]

    assert said(broken.notice) == said(plain.notice)
    assert {a.rule for a in broken.notice.actions} == {"hanlp:srl"}
    assert [o.text for o in broken.organisations] == [o.text for o in plain.organisations]


def _without_indicators(notice: Notice) -> Notice:
    def bare(clause: Clause) -> Clause:
        quantities = tuple(
            replace(q, indicator=None, indicator_start=None, indicator_end=None) for q in clause.quantities
        )
        return replace(clause, quantities=quantities, children=tuple(map(bare, clause.children)))

    return replace(notice, parts=tuple(replace(p, clauses=tuple(map(bare, p.clauses))) for p in notice.parts))


@pytest.mark.parametrize("expected, text", [
    ("苗木数量", "一、目标\n苗木数量达500家。"),
    ("土壤面积", "一、目标\n嫁接全部苗木，土壤面积达30亩；"),
])  # fmt: skip
def test_a_number_gets_the_indicator_that_syntax_gives_it(expected: str, text: str, engine: HanLP) -> None:
    plain = parse(text)
    (deep,) = deepen([_without_indicators(plain)], engine)
    (q,) = deep.notice.quantities
    assert q.indicator == expected
    assert q.indicator_start is not None
    assert "".join(text[q.indicator_start : q.indicator_end].split()) == expected
    assert q.rule == f"{plain.quantities[0].rule}+hanlp:dep"


def test_without_trees_the_arguments_give_the_indicator(engine: HanLP, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policy_extract.deep.indicators._by_dependency", lambda said, inside: None)
    (deep,) = deepen([_without_indicators(parse("一、目标\n苗木数量达500家。"))], engine)
    (q,) = deep.notice.quantities
    assert (q.indicator, q.rule.rpartition("+")[2]) == ("苗木数量", "hanlp:srl")


def test_an_indicator_of_the_rules_stays(engine: HanLP) -> None:
    text = "一、目标\n苗木数量达500家。"
    (q,) = parse(text).quantities
    assert q.indicator is not None
    assert _deep(text, engine).quantities == (q,)


def test_organisations_are_those_of_running_text(engine: HanLP) -> None:
    notice = parse(NOTICE)
    found = find_organisations(notice, engine)
    assert [(o.text, o.clause) for o in found] == [
        ("省科学院", "1.1"), ("天河集团", "1.1"), ("红星农场", "1.2"), ("天河集团", "1.2"),
    ]  # fmt: skip
    assert {(o.label, o.rule) for o in found} == {("ORGANIZATION", "hanlp:ner/msra")}
    # the one of the list and the one of the title are the rules', and none became a responsibility
    assert len(_deep(NOTICE, engine).responsibilities) == len(notice.responsibilities) == 2


def test_the_same_model_under_the_keys_of_open_models(engine: HanLP, open_model: Path) -> None:
    close, opened = deepen([parse(NOTICE)], engine)[0], deepen([parse(NOTICE)], HanLP(open_model))[0]
    assert opened.notice == close.notice
    assert [replace(o, rule="") for o in opened.organisations] == [replace(o, rule="") for o in close.organisations]
    assert {o.rule for o in opened.organisations} == {"hanlp:ner"}


def test_many_notices_in_one_call_are_read_as_each_alone(engine: HanLP, tmp_path: Path) -> None:
    texts = [
        NOTICE,
        "一、任务\n誊录异常线索。",
        "附件",
        "——",
        NOTICE.replace("天河集团", "航天研究所"),
        "熏蒸土壤。" * 40,
    ]
    notices = [parse(text, id=str(i)) for i, text in enumerate(texts)]
    assert deepen(notices, engine) == [deepen([notice], engine)[0] for notice in notices]
    assert deepen([], engine) == []
    for i, text in enumerate(texts):
        (tmp_path / f"{i}.txt").write_text(text, "utf-8")
    read_in = dict(read_many(tmp_path, engine=engine))
    assert [path.name for path in read_in] == [f"{i}.txt" for i in range(len(texts))]
    for path, notice in read_in.items():
        assert notice == read(path, engine=engine)


def test_its_words_are_hanlps(component: Callable[..., dict[str, Any]], engine: HanLP) -> None:
    """Nothing is lost or doubled between HanLP's document and what is read of it."""
    texts = ["省科学院应誊录和镌刻重点数据，苗木数量达500家。", "嫁接 苗木。", "它们都不认识xyz 123！", "。"]
    document = component(texts)
    keys = dict(zip(("tok", "pos", "ner", "srl", "dep"), tiny_hanlp.CLOSE_KEYS, strict=True))
    for i, text in enumerate(texts):
        said = said_of(document, keys, i, text)
        assert said is not None
        assert [span.of(text) for span in said.tokens] == document["tok/fine"][i]
        assert [(span.of(text), label) for span, label in said.entities] == [e[:2] for e in document["ner/msra"][i]]
        assert said.heads == document["dep"][i]
        assert list(said.tags) == document["pos/ctb"][i]
        frames = [sorted(phrase[:2] for phrase in frame if phrase[1] != "PRED") for frame in document["srl"][i]]
        assert [
            sorted((span.of(text).replace(" ", ""), role) for role, span in frame.arguments) for frame in said.frames
        ] == frames


def test_words_that_are_not_those_of_the_text_are_not_taken(
    component: Callable[..., dict[str, Any]], engine: HanLP
) -> None:
    """A dictionary of HanLP's may put other words in; then the notice says so, and the other sentences are read."""
    annotate = engine.load()

    class Changed(HanLP):
        def annotate(self, sentences: Sequence[str], tasks: Any) -> Any:
            return annotate([s.replace("异常", "反常") for s in sentences], tasks)

    notice = parse("一、任务\n誊录异常线索。嫁接苗木。")
    (deep,) = deepen([notice], Changed(engine.model))
    assert [(w.code, notice.text[w.start : w.start + 4]) for w in deep.notice.warnings] == [("engine", "誊录异常")]
    assert [a.object for a in deep.notice.actions] == ["苗木"]


# --- the command ------------------------------------------------------------------------------------------------------


def test_run_writes_the_organisations_and_twice_the_same(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "notices"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(NOTICE, "utf-8")
    (folder / "empty.txt").write_text("", "utf-8")
    outs = [tmp_path / "one", tmp_path / "two"]
    for out in outs:
        assert main(["run", str(folder), "--out", str(out), "--engine", "hanlp", "--model", str(model)]) == 1
        assert "notices                2" in capsys.readouterr().out
    with (outs[0] / "organisations.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["notice"], row["text"]) for row in rows[:2]] == [("a", "省科学院"), ("a", "天河集团")]
    assert len(rows) == 8
    records = [json.loads(line) for line in (outs[0] / "notices.jsonl").read_text("utf-8").splitlines()]
    assert sum(a["rule"] == "hanlp:srl" for record in records for a in record["actions"]) == 14
    files = {path.name for path in outs[0].iterdir() if path.is_file()}
    assert "organisations.parquet" in files
    for name in files:
        assert (outs[0] / name).read_bytes() == (outs[1] / name).read_bytes(), name


def test_read_prints_what_the_model_adds(
    model: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(NOTICE, "utf-8")
    assert main(["read", str(path), "--engine", "hanlp", "--model", str(model), "--device", "-1"]) == 0
    record = json.loads(capsysbinary.readouterr().out.decode("utf-8"))
    assert "hanlp:srl" in {a["rule"] for a in record["actions"]}


# --- what goes wrong on this machine ----------------------------------------------------------------------------------


def _config(folder: Path, **changes: Any) -> None:
    settings = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps({**settings, **changes}), "utf-8")


def _emptied(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def _old(folder: Path) -> None:
    _emptied(folder)
    (folder / "meta.json").write_text("{}", "utf-8")


def _without_encoder(folder: Path) -> None:
    settings = json.loads((folder / "config.json").read_text("utf-8"))
    _config(folder, encoder={**settings["encoder"], "transformer": "somebody/encoder"})


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "no folder": (shutil.rmtree, "there is no such folder"),
    "empty": (_emptied, "there is no config.json"),
    "HanLP 2.0": (_old, "meta.json is that of a model of HanLP 2.0"),
    "no JSON": (lambda f: (f / "config.json").write_text("{", "utf-8"), "is no configuration of HanLP"),
    "a list": (lambda f: (f / "config.json").write_text("[]", "utf-8"), "is no configuration of HanLP"),
    "another sort": (lambda f: _config(f, classpath="hanlp.components.ner.X"), "not a multi-task model"),
    "classes of others": (lambda f: _config(f, transform={"classpath": "os.path"}), "would import os.path"),
    "no weights": (lambda f: (f / "model.pt").unlink(), "there is no model.pt"),
    "cut weights": (lambda f: (f / "model.pt").write_bytes((f / "model.pt").read_bytes()[:999]), "cannot be loaded"),
    "no vocabulary": (lambda f: (f / "srl_vocabs.json").unlink(), "cannot be loaded"),
    "no encoder": (_without_encoder, "its encoder somebody/encoder is no folder here"),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_model_that_cannot_be_loaded_says_why(what: str, model: Path, tmp_path: Path) -> None:
    spoil, message = BROKEN[what]
    folder = tmp_path / "model"
    shutil.copytree(model, folder)
    spoil(folder)
    started = time.perf_counter()
    with pytest.raises(EngineError) as caught:
        parse("一、开展检查。", engine=HanLP(folder))
    assert message in str(caught.value)
    assert str(folder) in str(caught.value)
    assert "pkg_resources" not in str(caught.value)
    assert caught.value.advice
    assert time.perf_counter() - started < 20


def test_a_file_and_an_unknown_name_are_no_model(tmp_path: Path) -> None:
    path = tmp_path / "model.zip"
    path.write_bytes(b"PK")
    with pytest.raises(EngineError, match="unpack it"):
        HanLP(path).load()
    with pytest.raises(EngineError, match=r"choose from .*CLOSE_TOK_POS_NER_SRL_DEP_SDP_CON_ELECTRA_SMALL_ZH"):
        HanLP("CLOSE_TOK_POS_NER").load()


def test_a_text_that_the_model_fails_on_costs_only_itself(engine: HanLP, monkeypatch: pytest.MonkeyPatch) -> None:
    annotate = engine.load()

    class Failing(HanLP):
        def annotate(self, sentences: Sequence[str], tasks: Any) -> Any:
            if any("土壤" in s for s in sentences):
                raise EngineError("model", "failed on a text") from RuntimeError()
            return annotate(sentences, tasks)

    texts = ["一、任务\n嫁接苗木。", "一、任务\n熏蒸土壤。", "一、任务\n镌刻图纸。"]
    notices: list[tuple[int, Notice | NoticeError]] = [(i, parse(text, id=str(i))) for i, text in enumerate(texts)]
    notices.insert(1, (9, NoticeError("a.txt", "the file is empty")))
    found = list(deepen_each(notices, Failing(engine.model)))
    assert [key for key, _, _ in found] == [0, 9, 1, 2]
    assert [isinstance(one, Notice) for _, one, _ in found] == [True, False, False, True]
    assert "failed on a text" in str(found[2][1])


# --- no network unasked, and the download -----------------------------------------------------------------------------

_RECORDED = """
import json, os, sys
calls = []
sys.addaudithook(lambda event, args: calls.append(event) if event in ("socket.connect", "socket.getaddrinfo") else None)
from policy_extract import parse
from policy_extract.deep import EngineError, HanLP, deepen

def told(engine):
    del calls[:]
    try:
        found = parse("一、任务\\n誊录异常线索。", engine=engine)
    except EngineError as error:
        return {"error": str(error), "calls": len(calls)}
    return {"actions": [a.verb for a in found.actions], "calls": len(calls)}
"""


def _recorded(steps: str, home: Path, url: str) -> Any:
    """What a fresh process says, in which every connection is recorded; HanLP reads its variables when imported."""
    environment = {k: v for k, v in os.environ.items() if "proxy" not in k.lower()}
    environment |= {
        "HANLP_HOME": str(home),
        "HANLP_URL": url,
        "HF_HOME": str(home / "hf"),
        "PYTHONIOENCODING": "utf-8",
        "OMP_NUM_THREADS": "1",
    }
    run = subprocess.run(
        [sys.executable, "-c", _RECORDED + steps], env=environment, capture_output=True, text=True, timeout=300,
        encoding="utf-8",
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])


def test_without_a_model_no_connection_is_opened(tmp_path: Path, model: Path) -> None:
    published = tiny_hanlp.with_published_encoder(model, tmp_path / "published")
    foreign = tmp_path / "foreign"
    shutil.copytree(model, foreign)
    _without_encoder(foreign)
    home = tmp_path / "home"
    steps = f"""
print(json.dumps([told(engine) for engine in (
    "hanlp",
    HanLP("OPEN_TOK_POS_NER_SRL_DEP_SDP_CON_ELECTRA_SMALL_ZH"),
    HanLP("https://127.0.0.1:9/model.zip"),
    HanLP("models/nowhere"),
    HanLP({str(published)!r}),
    HanLP({str(foreign)!r}),
)]))
"""
    found = _recorded(steps, home, "http://127.0.0.1:9/")
    assert [one["calls"] for one in found] == [0] * 6
    for one in (*found[:3], found[4]):
        assert "--download" in one["error"]
        assert LICENCE in one["error"]
        assert str(home) in one["error"]
    # and nothing of HanLP's packages was walked: some of its modules fetch corpora when imported
    assert not home.exists() or not [path for path in home.rglob("*") if path.is_file()]


@dataclass
class _Files:
    """A server of files on this machine, and what it was asked for."""

    files: dict[str, bytes]
    asked: list[str] = field(default_factory=list)
    cut: bool = False


@contextmanager
def _serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _file_handler(files: _Files) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            files.asked.append(self.path)
            content = files.files.get(self.path)
            if content is None:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if files.cut else content)
            self.close_connection = True

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


def _zipped(folder: Path, root: str, tmp_path: Path) -> bytes:
    """An archive as HanLP publishes them: one folder, with an entry of its own."""
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{root}/", "")
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, f"{root}/{file.relative_to(folder).as_posix()}")
    return path.read_bytes()


def test_a_published_model_is_fetched_when_allowed_and_kept(tmp_path: Path, model: Path) -> None:
    published = tiny_hanlp.with_published_encoder(model, tmp_path / "published")
    name = "close_tok_pos_ner_srl_dep_sdp_con_electra_small_20210111_124159"
    encoder = Path(tiny_hanlp.ENCODER_FOLDER)
    files = _Files(
        {
            f"/mtl/{name}.zip": _zipped(published, name, tmp_path),
            f"/{encoder}.zip": _zipped(model.parent / "encoder", encoder.name, tmp_path),
        }
    )
    steps = """
print(json.dumps([told(HanLP(download=allowed)) for allowed in (False, True, False)]))
"""
    home = tmp_path / "home"
    with _serving(_file_handler(files)) as url:
        before, fetched, kept = _recorded(steps, home, url + "/")
        assert before["calls"] == 0
        assert "is not in HanLP's cache" in before["error"]
        assert fetched["actions"] == kept["actions"] == ["誊录"]
        assert fetched["calls"] > 0
        assert files.asked == [f"/mtl/{name}.zip", f"/{encoder}.zip"]
        # another process finds both in the cache
        again, by_address = _recorded(
            f'print(json.dumps([told("hanlp"), told(HanLP("{url}/mtl/{name}.zip"))]))', home, url + "/"
        )
    assert again == by_address == {"actions": ["誊录"], "calls": 0}
    assert (home / encoder / "vocab.txt").is_file()


def test_a_download_that_fails_says_why_and_leaves_nothing(tmp_path: Path) -> None:
    silent = socket.socket()
    silent.bind(("127.0.0.1", 0))
    silent.listen()
    files = _Files({"/mtl/no.zip": b"PK not an archive", "/mtl/cut.zip": bytes(1000)}, cut=True)
    home = tmp_path / "home"
    with silent, _serving(_file_handler(files)) as url:
        steps = f"""
import time
started = time.perf_counter()
found = [told(HanLP(model, download=True, timeout=2)) for model in (
    "{url}/mtl/cut.zip", "{url}/mtl/missing.zip", "http://127.0.0.1:{silent.getsockname()[1]}/a.zip",
    "http://127.0.0.1:9/a.zip",
)]
print(json.dumps([*found, time.perf_counter() - started]))
"""
        cut, missing, quiet, closed, seconds = _recorded(steps, home, url + "/")
        files.cut = False
        (garbage,) = _recorded(f'print(json.dumps([told(HanLP("{url}/mtl/no.zip", download=True))]))', home, url + "/")
    assert "500 of 1,000 bytes came" in cut["error"]
    assert "404" in missing["error"]
    assert "timed out" in quiet["error"]
    assert "refused" in closed["error"]
    assert "cannot be unpacked" in garbage["error"]
    assert seconds < 60
    assert not [path for path in home.rglob("*") if path.is_file()]


# --- the REST client --------------------------------------------------------------------------------------------------


@dataclass
class _Rest:
    """A server that gives a component's documents over HanLP's REST protocol."""

    component: Any
    asked: list[dict[str, Any]] = field(default_factory=list)
    answer: Callable[[dict[str, Any]], tuple[int, str]] | None = None

    def respond(self, form: dict[str, Any]) -> tuple[int, str]:
        self.asked.append(form)
        if self.answer is not None:
            return self.answer(form)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                document = self.component(form["text"], tasks=form["tasks"])
        except AssertionError as error:  # a task that the model does not have
            return 500, str(error)
        return 200, json.dumps(document, ensure_ascii=False)


@contextmanager
def _rest(server: _Rest) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, body = server.respond(form) if self.path == "/api/parse" else (404, "")
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: Any) -> None:
            pass

    hanlp_annotator.cache_clear()  # what it knows of another server at this port
    with _serving(Handler) as url:
        yield f"{url}/api"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def test_a_server_and_a_model_on_this_machine_give_the_same(component: Any, engine: HanLP) -> None:
    notices = [parse(NOTICE), _without_indicators(parse("一、目标\n苗木数量达500家。")), parse("熏蒸土壤。" * 150)]
    server = _Rest(component)
    with _rest(server) as url:
        assert deepen(notices, HanLP(url)) == deepen(notices, engine)
        assert deepen(notices[:1], HanLP(url + "/")) == deepen(notices[:1], engine)
    assert {form["language"] for form in server.asked} == {"zh"}
    assert all(isinstance(form["text"], list) and len(form["text"]) <= 64 for form in server.asked)
    assert {tuple(form["tasks"]) for form in server.asked} == {("tok", "pos", "ner", "srl"), ("tok", "dep")}


def test_a_server_without_some_of_the_tasks_gives_what_it_has(model: Path) -> None:
    small = _component(model)
    del small["srl"], small["dep"]
    server = _Rest(small)
    with _rest(server) as url:
        first, second = deepen([parse(NOTICE)], HanLP(url)), deepen([parse(NOTICE)], HanLP(url))
    assert first == second
    assert [o.text for o in first[0].organisations] == ["省科学院", "天河集团", "红星农场", "天河集团"]
    assert first[0].notice == parse(NOTICE)
    assert [form["tasks"] is None for form in server.asked] == [False, True, True]  # refused once, then not asked again


ANSWERS: dict[str, tuple[int, str, str]] = {
    "no key": (401, "", "HANLP_AUTH"),
    "too often": (429, "slow down", "wait"),
    "broken": (500, "", "the server refused (500"),
    "a page": (200, "<html></html>", "is no document of HanLP"),
    "a list": (200, "[1]", "is no document of HanLP"),
    "too few": (200, '{"tok/fine": []}', "one entry a sentence"),
    "no words": (200, '{"ner/msra": [[]]}', "there are no words in its answer"),
    "places that are none": (
        200, '{"tok": [["开展", "检查", "。"]], "ner": [[["x", "ORG", 5, 9]]]}', "is no document of HanLP",
    ),
    "rows that are none": (200, '{"tok": [["开展", "检查", "。"]], "srl": [[["x"]]]}', "is no document of HanLP"),
    "too few heads": (200, '{"tok": [["开展", "检查", "。"]], "dep": [[[0, "root"]]]}', "is no document of HanLP"),
}  # fmt: skip


@pytest.mark.parametrize("what", ANSWERS)
def test_a_server_that_answers_something_else(what: str) -> None:
    status, body, message = ANSWERS[what]
    with _rest(_Rest(None, answer=lambda form: (status, body))) as url, pytest.raises(EngineError) as caught:
        parse("开展检查。", engine=HanLP(url))
    assert message in str(caught.value)
    assert url in str(caught.value)


def test_a_server_that_does_not_answer_ends_after_the_timeout(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("开展检查。", "utf-8")
    silent = socket.socket()
    silent.bind(("127.0.0.1", 0))
    silent.listen()
    with silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/api"
        started = time.perf_counter()
        with pytest.raises(EngineError, match=r"did not answer within 0\.5 s"):
            read(path, engine=HanLP(url, timeout=0.5))
        with pytest.raises(EngineError, match="did not answer"):
            list(read_many(path, engine=HanLP(url, timeout=0.5)))
        assert time.perf_counter() - started < 20
    with pytest.raises(EngineError, match="cannot be reached"):
        read(path, engine=HanLP("http://127.0.0.1:9/api"))


def test_a_server_that_dies_costs_what_it_did_not_answer(
    component: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policy_extract.deep.batch._BATCH", 1)  # a call a notice
    for i in range(6):
        (tmp_path / f"{i}.txt").write_text("一、任务\n誊录异常线索。", "utf-8")
    (tmp_path / "1.txt").write_text("", "utf-8")
    server = _Rest(component)

    def dying(form: dict[str, Any]) -> tuple[int, str]:
        if len(server.asked) > 1:
            return 429, ""
        server.answer = None
        try:
            server.asked.pop()
            return server.respond(form)
        finally:
            server.answer = dying

    server.answer = dying
    with _rest(server) as url:
        found = [result for _, result in read_many(tmp_path, engine=HanLP(url))]
    assert [isinstance(one, Notice) for one in found] == [True, False, False, False, False, False]
    reasons = [one.reason for one in found if isinstance(one, NoticeError)]
    assert "empty" in reasons[0]
    assert "429" in reasons[1]
    assert "429" in reasons[2]
    assert all("not asked again" in reason for reason in reasons[3:])
    assert len(server.asked) == 3


def test_an_error_of_the_engine_is_one_of_the_library(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert issubclass(EngineError, PolicyExtractError)
    path = tmp_path / "a.txt"
    path.write_text("一、开展检查。", "utf-8")
    for command in (["read", str(path)], ["run", str(path), "--out", str(tmp_path / "out")]):
        assert main([*command, "--engine", "hanlp", "--model", "http://127.0.0.1:9/api"]) == 2
        said = capsys.readouterr().err
        assert said.count("\n") == 1
        assert "cannot be reached" in said


def test_the_lexicon_of_a_researcher_is_the_rules(engine: HanLP, tmp_path: Path) -> None:
    """A verb that a researcher adds is the rules' from then on, and the model's finding gives way."""
    columns = (
        (Path(policy_extract.__file__).parent / "lexicons" / "verbs.csv").read_text("utf-8").splitlines()[0].split(",")
    )
    row = {"verb": "誊录", "action_class": "其他"}
    (tmp_path / "verbs.csv").write_text(
        ",".join(columns) + "\n" + ",".join(row.get(column, "") for column in columns) + "\n", "utf-8"
    )
    (action,) = parse("一、任务\n誊录异常线索。", engine=engine, lexicon=load_lexicon(tmp_path)).actions
    assert (action.verb, action.object, action.rule) == ("誊录", "异常线索", "verb")

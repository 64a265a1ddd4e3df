"""Words: the only module that knows jieba and hanlp; both load when first used, never on import.

Rules read most of a notice without cutting it into words. Where the head of a phrase is unknown to the lexicon, these
few characters are cut by jieba into the likeliest words of its dictionary, each with the flag that the dictionary gives
it; answers are remembered. The dictionary is a copy of our own: what the user's program loads into jieba changes nothing
here, and nothing is written to the temporary folder.

HanLP is asked only where the caller chose it (:mod:`policy_extract.deep` uses what it says). What this module promises:

1. a model is the folder, the published name or the address that the caller gave, never another one;
2. HanLP's cache (the folder ``HANLP_HOME``, else ``~/.hanlp``) is looked into first, and no connection is opened unless
   the caller allowed a download or named a server;
3. a connection that nobody answers ends after the timeout;
4. whatever goes wrong is an :class:`EngineError` that says what to do.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from http.client import HTTPException
from importlib.util import find_spec
from pathlib import Path
from threading import RLock
from typing import Any, Final
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from policy_extract.absent import without
from policy_extract.errors import EngineError, MissingExtraError

__all__ = [
    "DEFAULT_MODEL",
    "ENGINES",
    "LICENCE",
    "TASKS",
    "Annotator",
    "EngineError",
    "check_engine",
    "hanlp_annotator",
    "tag",
    "task_key",
]

#: The engines that ``engine=`` takes: rules alone, or rules with HanLP's candidates.
ENGINES: Final = ("rules", "hanlp")

_LOADING = RLock()
_REMEMBERED = 4096
#: The lines of the dictionary that follow each other and begin with the same character; a line is word, count, flag.
_ENTRIES = re.compile(r"^(.)[^\n]*(?:\n\1[^\n]*)*", re.MULTILINE)
_COUNT = re.compile(r" (\d+) ")
_UNKNOWN = "x"  # jieba's own flag for it


class _Tagger:
    """jieba's tokenizer over those entries of its dictionary that begin with a character it has been asked about.

    Most notices ask about none, some about one head or two; reading all 349,000 entries would cost every process nearly
    a second.
    """

    __slots__ = ("_blocks", "_flags", "_text", "_tokenizer")

    def __init__(self) -> None:
        with warnings.catch_warnings(), without("pkg_resources"):
            # jieba 0.42.1 has escapes that newer Pythons warn about, and loads all of pkg_resources, if it is there, to
            # find a file that lies beside it
            warnings.simplefilter("ignore")
            import jieba

        self._tokenizer: Any = jieba.Tokenizer()
        with self._tokenizer.get_dict_file() as file:
            self._text: str = file.read().decode("utf-8")
        self._blocks: dict[str, list[tuple[int, int]]] = {}
        for block in _ENTRIES.finditer(self._text):
            self._blocks.setdefault(block[1], []).append(block.span())
        self._flags: dict[str, str] = {}
        # what Tokenizer.initialize does, less the log and the cache in the temporary folder that anybody may write
        self._tokenizer.FREQ = {}
        self._tokenizer.total = sum(map(int, _COUNT.findall(self._text)))
        self._tokenizer.initialized = True

    def tag(self, head: str) -> tuple[tuple[str, str], ...]:
        """The likeliest words with their flags."""
        with _LOADING:  # another thread must not look before all is read
            for first in head:
                for start, end in self._blocks.pop(first, ()):
                    self._read(self._text[start:end])
        return tuple((word, self._flags.get(word, _UNKNOWN)) for word in self._tokenizer.lcut(head, HMM=False))

    def _read(self, block: str) -> None:
        """Takes some lines in: each word with its count, and what it begins with, so that jieba looks further."""
        counts = self._tokenizer.FREQ
        for line in block.split("\n"):
            word, count, flag = line.split(" ")
            counts[word] = int(count)
            self._flags[word] = flag
            for end in range(1, len(word)):
                counts.setdefault(word[:end], 0)


_tagger = lru_cache(maxsize=1)(_Tagger)


@lru_cache(maxsize=_REMEMBERED)
def tag(head: str) -> tuple[tuple[str, str], ...]:
    """The words of a short phrase with jieba's part-of-speech flags (``v`` is a verb), the first 4,096 remembered.

    >>> tag("甄别异常线索")
    (('甄别', 'v'), ('异常', 'd'), ('线索', 'n'))
    >>> tag("")
    ()
    """
    return _tagger().tag(head) if head else ()


# --- HanLP ------------------------------------------------------------------------------------------------------------

#: The published model that ``engine="hanlp"`` takes where none is named.
DEFAULT_MODEL: Final = "CLOSE_TOK_POS_NER_SRL_DEP_SDP_CON_ELECTRA_SMALL_ZH"

#: Under what terms the published models may be used; HanLP's documentation says it of its Chinese models.
LICENCE: Final = "HanLP's published Chinese models are for research and teaching only (仅供研究与教学使用)"

#: The tasks that are asked for, each with the keys that are preferred; a key that begins with the task's name will do.
#: OPEN and CLOSE models differ in them.
TASKS: Final[Mapping[str, tuple[str, ...]]] = {
    "tok": ("tok/fine", "tok"),
    "pos": ("pos/ctb", "pos/pku", "pos/863", "pos"),
    "ner": ("ner/msra", "ner/ontonotes", "ner/pku", "ner"),
    "srl": ("srl",),
    "dep": ("dep",),
}

#: Sentences and tasks in, HanLP's document out: one list a task, one entry a sentence.
Annotator = Callable[[Sequence[str], Collection[str]], Mapping[str, Any]]

_MULTI_TASK = "MultiTaskLearning"
_THEIRS = frozenset({"hanlp", "hanlp_common", "hanlp_trie"})
_REMOTE_SENTENCES = 64  # in one request
_BLOCK = 1 << 16
_LOG = logging.getLogger("policy_extract")


def check_engine(name: str, model: str = DEFAULT_MODEL) -> str:
    """The name of an engine, if it can run here; MissingExtraError where its package is not installed.

    An unknown name raises ValueError. Nothing is imported: asking costs no start-up time. A ``model`` that is a server's
    address needs only HanLP's small client, not HanLP.

    >>> check_engine("rules")
    'rules'
    >>> check_engine("jieba")
    Traceback (most recent call last):
    ValueError: engine 'jieba' is unknown; choose 'rules' or 'hanlp'
    """
    if name not in ENGINES:
        raise ValueError(f"engine {name!r} is unknown; choose {' or '.join(map(repr, ENGINES))}")
    if name == "hanlp" and find_spec("hanlp_restful" if _is_server(model) else "hanlp") is None:
        raise MissingExtraError("hanlp", "engine='hanlp'")
    return name


def task_key(task: str, keys: Collection[str]) -> str | None:
    """Which of a model's keys answers a task: a preferred name, else the first that begins with the task's.

    >>> task_key("ner", ["tok/fine", "ner/pku", "ner/ontonotes"]), task_key("srl", ["tok", "sdp"])
    ('ner/ontonotes', None)
    """
    for name in TASKS[task]:
        if name in keys:
            return name
    return next((key for key in keys if key.startswith(task)), None)


@lru_cache(maxsize=2)
def hanlp_annotator(model: str, download: bool = False, device: int = -1, timeout: float = 60.0) -> Annotator:
    """HanLP with one model, loaded once: a folder, a published name, the address of a model's archive or of a server.

    ``download`` allows what is not in HanLP's cache to be fetched; ``device`` is -1 for the processor or the number of a
    graphics card; ``timeout`` is how many seconds a connection may stay silent. Raises MissingExtraError without the
    package, and EngineError where the model cannot be had, is no multi-task model or cannot be loaded.
    """
    check_engine("hanlp", model)
    return _remote(model, timeout) if _is_server(model) else _native(model, download, device, timeout)


def _is_server(model: str) -> bool:
    return model.startswith(("http://", "https://")) and not model.endswith((".zip", ".tar.gz", ".tgz"))


# --- a model on this machine ------------------------------------------------------------------------------------------


def _native(model: str, download: bool, device: int, timeout: float) -> Annotator:
    """A multi-task model on this machine."""
    with _LOADING, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of torch, transformers and hanlp, on how they were written
        component = _load(model, download, device, timeout)
    keys = {task: task_key(task, component.tasks) for task in TASKS}
    if keys["tok"] is None:
        raise EngineError(model, f"has no tokenizer among its tasks ({', '.join(component.tasks)})", "choose another")

    def annotate(sentences: Sequence[str], tasks: Collection[str]) -> Mapping[str, Any]:
        asked = [key for task in tasks if (key := keys[task])]
        with _LOADING, warnings.catch_warnings():  # predicting changes the model's own tokenizer
            warnings.simplefilter("ignore")
            try:
                found: Mapping[str, Any] = component(list(sentences), tasks=asked)
            except Exception as error:
                raise EngineError(model, f"failed on a text ({_said(error)})") from error
        return found

    return annotate


def _load(model: str, download: bool, device: int, timeout: float) -> Any:
    """The model as a component of HanLP.

    Its own class loads it, not ``hanlp.load``: that one turns every error into a missing pkg_resources (with setuptools
    82 and later) or asks the package index for news.
    """
    try:
        from hanlp.components.mtl.multi_task_learning import MultiTaskLearning
    except Exception as error:
        raise EngineError(
            model, f"HanLP cannot be imported ({_said(error)})", "install the extra anew: pip install -U hanlp torch"
        ) from error
    with _fetching(model, download, timeout):
        folder = _folder(model)
        _check_folder(model, folder, download)
        try:
            component = MultiTaskLearning()
            component.load(str(folder), devices=device, verbose=False)
        except EngineError:
            raise
        except Exception as error:
            raise EngineError(
                model,
                f"its files in {folder} cannot be loaded ({_said(error)})",
                "delete the folder and fetch it again, or choose another model; "
                "an encoder of Hugging Face that is not in its cache needs the network",
            ) from error
    return component


def _said(error: BaseException) -> str:
    """What an error of somebody else's says, on one short line."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text[:300]}" if text else type(error).__name__


@contextmanager
def _fetching(model: str, download: bool, timeout: float) -> Iterator[None]:
    """HanLP's own download, for this while, is ours: it asks first, has a timeout and checks the length.

    HanLP's waits for ever for a server that does not answer, and asks the package index for news where it fails. Every
    file that a model needs (encoder, character table) goes this way.
    """
    from hanlp.utils import io_util

    def fetch(url: str, save_path: str, **_: Any) -> str:
        if not download:
            raise EngineError(
                model,
                f"{url} is not in HanLP's cache {io_util.hanlp_home()}",
                f"allow the download with download=True or --download ({LICENCE}), or give the folder of a model",
            )
        _LOG.info("fetching %s", url)
        _fetch(model, url, Path(save_path), timeout)
        return save_path

    theirs = io_util.download
    io_util.download = fetch
    try:
        yield
    finally:
        io_util.download = theirs


def _fetch(model: str, url: str, target: Path, timeout: float) -> None:
    """The file at an address, written whole or not at all."""
    part = target.with_name(f"{target.name}.{os.getpid()}.downloading")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        request = Request(url, headers={"User-Agent": "policy-extract"})
        with urlopen(request, timeout=timeout) as response, part.open("wb") as file:
            shutil.copyfileobj(response, file, _BLOCK)
            length = response.headers.get("Content-Length")
        if length is not None and part.stat().st_size != int(length):
            raise OSError(f"{part.stat().st_size:,} of {int(length):,} bytes came")
        part.replace(target)
    except (OSError, HTTPException, ValueError) as error:
        raise EngineError(
            model,
            f"{url} cannot be fetched ({_said(error)})",
            f"check the network, or fetch the file elsewhere and save it as {target}",
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _folder(model: str) -> Path:
    """Where the model's files are: the folder given, or that of a published name in HanLP's cache, fetched if allowed."""
    import hanlp.pretrained.mtl
    from hanlp.utils.io_util import get_resource

    path = Path(model).expanduser()
    if path.is_dir():
        return path
    published: dict[str, str] = {k: v for k, v in vars(hanlp.pretrained.mtl).items() if k.isupper() and k != "ALL"}
    url = model if model.startswith(("http://", "https://")) else published.get(model)
    if url is None:
        if path.is_file():
            raise EngineError(model, "is a file, not the folder of a model", "unpack it and give the folder")
        chinese = ", ".join(name for name in published if name.endswith("_ZH"))
        raise EngineError(
            model,
            "there is no such folder, and no published multi-task model has this name",
            f"check the path, or choose from {chinese}",
        )
    try:
        return Path(get_resource(url, verbose=False))
    except EngineError:
        raise
    except Exception as error:
        raise EngineError(model, f"the archive {url} cannot be unpacked ({_said(error)})", "fetch it again") from error


def _check_folder(model: str, folder: Path, download: bool) -> None:
    """Refuses what is no multi-task model before any of it is loaded: a model's configuration names classes to import."""
    from hanlp.layers.transformers.resource import tokenizer_mirrors

    config = folder / "config.json"
    if not config.is_file():
        old = " (meta.json is that of a model of HanLP 2.0)" if (folder / "meta.json").is_file() else ""
        raise EngineError(
            model,
            f"{folder} holds no model: there is no config.json in it{old}",
            "give the folder of a multi-task model",
        )
    try:
        settings = json.loads(config.read_text("utf-8"))
        kind = str(settings.get("classpath"))
        is_multi_task = kind.rpartition(".")[2] == _MULTI_TASK
        encoder = str(settings["encoder"]["transformer"]) if is_multi_task else ""
        classes = sorted(set(_classes(settings)))
    except (OSError, ValueError, AttributeError, KeyError, TypeError, RecursionError) as error:
        raise EngineError(
            model, f"{config} is no configuration of HanLP ({_said(error)})", "fetch the model again"
        ) from error
    if not is_multi_task:
        raise EngineError(
            model, f"{folder} holds a {kind}, not a multi-task model", "choose one that HanLP lists under mtl"
        )
    foreign = [name for name in classes if name.partition(".")[0] not in _THEIRS]
    if foreign:
        raise EngineError(
            model, f"its config.json would import {', '.join(foreign)}, which is not HanLP's", "it is not loaded"
        )
    if not (folder / "model.pt").is_file():
        raise EngineError(model, f"{folder} has no weights: there is no model.pt in it", "fetch the model again")
    if encoder not in tokenizer_mirrors and not Path(encoder).is_dir() and not download:
        raise EngineError(
            model,
            f"its encoder {encoder} is no folder here and none that HanLP keeps in its cache",
            "allow the download with download=True or --download, or give its folder in config.json",
        )


def _classes(value: Any) -> Iterator[str]:
    """The classes that a configuration would import."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("classpath", "class_path") and isinstance(inner, str):
                yield inner
            else:
                yield from _classes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _classes(inner)


# --- a model on a server ----------------------------------------------------------------------------------------------


def _remote(url: str, timeout: float) -> Annotator:
    """A server that speaks HanLP's REST protocol (``POST {url}/parse``); the client reads its key from ``HANLP_AUTH``."""
    from hanlp_restful import HanLPClient

    client = HanLPClient(url.rstrip("/"), language="zh", timeout=timeout)
    refuses_tasks = False

    def post(sentences: Sequence[str], tasks: Collection[str]) -> Mapping[str, Any]:
        nonlocal refuses_tasks
        if not refuses_tasks:
            try:
                return _answer(client, url, timeout, sentences, sorted(tasks, key=list(TASKS).index))
            except EngineError as error:
                cause = error.__cause__
                if not isinstance(cause, HTTPError) or cause.code in (401, 403, 404, 429):
                    raise
        found = _answer(client, url, timeout, sentences, None)  # a model that lacks one of the tasks refuses the call
        refuses_tasks = True
        return found

    def annotate(sentences: Sequence[str], tasks: Collection[str]) -> Mapping[str, Any]:
        whole: dict[str, list[Any]] = {}
        for first in range(0, len(sentences), _REMOTE_SENTENCES):
            some = list(sentences[first : first + _REMOTE_SENTENCES])
            found = post(some, tasks)
            for key, rows in found.items():
                if not isinstance(rows, list) or len(rows) != len(some):
                    raise _no_document(url, f"{key} does not have one entry a sentence")
                whole.setdefault(key, [None] * first).extend(rows)
        return whole

    return annotate


def _answer(
    client: Any, url: str, timeout: float, sentences: Sequence[str], tasks: Sequence[str] | None
) -> Mapping[str, Any]:
    """What the server says of some sentences."""
    try:
        found = client.parse(list(sentences), tasks=tasks)
    except HTTPError as error:
        advice = {
            401: "set HANLP_AUTH to a key of the server",
            404: "check the address, without /parse",
            429: "wait, or set HANLP_AUTH to a key with a higher limit",
        }
        raise EngineError(
            url, f"the server refused ({error.code} {_said(error)})", advice.get(error.code, "ask who runs it")
        ) from error
    except (OSError, HTTPException) as error:  # all errors of requests and urllib are of these
        silent = "time" in type(error).__name__.lower() or "timed out" in str(error)
        reason = f"the server did not answer within {timeout:g} s" if silent else "the server cannot be reached"
        raise EngineError(url, f"{reason} ({_said(error)})", "check the address and the network") from error
    except Exception as error:  # no JSON, or JSON of another shape
        raise _no_document(url, _said(error)) from error
    if not isinstance(found, Mapping):
        raise _no_document(url, type(found).__name__)
    return found


def _no_document(url: str, reason: str) -> EngineError:
    return EngineError(url, f"the server's answer is no document of HanLP ({reason})", "check the address")

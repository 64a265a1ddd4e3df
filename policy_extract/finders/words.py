"""Words: the only module that knows jieba and hanlp; both load when first used, never on import.

Rules read most of a notice without cutting it into words. Where the head of a phrase is unknown to the lexicon, these
few characters go to jieba's tagger, whose answers are remembered. It is a tagger of our own: a dictionary that the
user's program loads into jieba changes nothing here, and nothing is written to the temporary folder.
"""

from __future__ import annotations

import warnings
from functools import lru_cache
from importlib.util import find_spec
from typing import Any, Final

from policy_extract.errors import MissingExtraError, PolicyExtractError

__all__ = ["ENGINES", "check_engine", "engine_for", "tag"]

#: The engines that ``engine=`` takes: rules alone, or rules with HanLP's candidates.
ENGINES: Final = ("rules", "hanlp")

_REMEMBERED = 4096


@lru_cache(maxsize=1)
def _tagger() -> Any:
    """jieba's tagger over its own dictionary, built without its log lines, its cache file and its warnings."""
    with warnings.catch_warnings():
        # jieba 0.42.1 imports pkg_resources and has escapes that newer Pythons warn about
        warnings.simplefilter("ignore")
        import jieba
        import jieba.posseg

    tokenizer = jieba.Tokenizer()
    # what Tokenizer.initialize does, less the log and the cache in the temporary folder that anybody may write
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return jieba.posseg.POSTokenizer(tokenizer)


@lru_cache(maxsize=_REMEMBERED)
def tag(head: str) -> tuple[tuple[str, str], ...]:
    """The words of a short phrase with jieba's part-of-speech flags (``v`` is a verb), the first 4,096 remembered.

    >>> tag("甄别异常线索")
    (('甄别', 'v'), ('异常', 'd'), ('线索', 'n'))
    >>> tag("")
    ()
    """
    return tuple((pair.word, pair.flag) for pair in _tagger().lcut(head)) if head else ()


def check_engine(name: str) -> str:
    """The name of an engine, if it can run here; MissingExtraError where its package is not installed.

    An unknown name raises ValueError. Nothing is imported: asking costs no start-up time.

    >>> check_engine("rules")
    'rules'
    >>> check_engine("jieba")
    Traceback (most recent call last):
    ValueError: engine 'jieba' is unknown; choose 'rules' or 'hanlp'
    """
    if name not in ENGINES:
        raise ValueError(f"engine {name!r} is unknown; choose {' or '.join(map(repr, ENGINES))}")
    if name == "hanlp" and find_spec("hanlp") is None:
        raise MissingExtraError("hanlp", "engine='hanlp'")
    return name


def engine_for(name: str, model: str | None = None) -> str:
    """The engine to read with: ``"rules"``, or ``"hanlp"`` with the path or name of a model that the caller chose.

    Raises PolicyExtractError where HanLP is installed and no model is named: none is downloaded unasked.

    >>> engine_for("rules")
    'rules'
    """
    check_engine(name)
    if name == "hanlp" and not model:
        raise PolicyExtractError(
            "engine='hanlp' needs a model: give the folder of a HanLP multi-task model, or the name of a published one"
        )
    return name

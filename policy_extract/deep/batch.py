"""The notices of a batch, several of them a call, and what an engine that fails costs: the notice, not the batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from policy_extract.deep.engine import HanLP, needed
from policy_extract.deep.merging import Deepened, deepen
from policy_extract.deep.organisations import Organisation
from policy_extract.errors import NoticeError
from policy_extract.finders.words import EngineError
from policy_extract.lexicon import Lexicon, load_lexicon
from policy_extract.model import Notice

__all__ = ["deepen_each"]

_Key = TypeVar("_Key")
_BATCH = 60_000  # characters of notices in one call: a few hundred sentences, which HanLP sorts by length
_HELD = 256
_GIVE_UP = 2


def deepen_each(
    results: Iterable[tuple[_Key, Notice | NoticeError]],
    engine: str | HanLP = "hanlp",
    lexicon: Lexicon | None = None,
) -> Iterator[tuple[_Key, Notice | NoticeError, tuple[Organisation, ...]]]:
    """Notices of a batch with what HanLP adds, several of them a call, in their order; errors pass through.

    An engine that cannot be used at all raises at the first notices. A notice on which the engine fails later gives a
    NoticeError, so that the others go on; after two calls in a row that failed for every notice, the rest is given up
    without asking.
    """
    batch = _Batch(needed(engine), lexicon or load_lexicon())
    batch.engine.load()
    held: list[tuple[_Key, Notice | NoticeError]] = []
    size = 0
    for key, result in results:
        held.append((key, result))
        size += len(result.text) if isinstance(result, Notice) else 0
        if size >= _BATCH or len(held) >= _HELD:
            yield from batch.released(held)
            held, size = [], 0
    yield from batch.released(held)


@dataclass(slots=True)
class _Batch:
    """The engine over a batch of notices, and how it has done so far."""

    engine: HanLP
    lexicon: Lexicon
    answered: bool = False
    failures: int = 0

    def released(
        self, held: Sequence[tuple[_Key, Notice | NoticeError]]
    ) -> Iterator[tuple[_Key, Notice | NoticeError, tuple[Organisation, ...]]]:
        """The held results, each notice with what the engine adds."""
        answers = iter(self.asked([result for _, result in held if isinstance(result, Notice)]))
        for key, result in held:
            if not isinstance(result, Notice):
                yield key, result, ()
                continue
            answer = next(answers)
            if isinstance(answer, EngineError):
                yield key, NoticeError(result.source.path or result.id, str(answer), "read it again"), ()
            else:
                yield key, answer.notice, answer.organisations

    def asked(self, notices: Sequence[Notice]) -> Sequence[Deepened | EngineError]:
        """What the engine gives for each notice."""
        if not notices:
            return ()
        if self.failures >= _GIVE_UP:
            return [EngineError(str(self.engine.model), "it failed twice in a row and was not asked again")] * len(
                notices
            )
        found = self.together(notices)
        errors = [one for one in found if isinstance(one, EngineError)]
        if len(errors) < len(found):
            self.answered, self.failures = True, 0
        elif not self.answered and isinstance(errors[0].__cause__, OSError):
            raise errors[0]  # a server that never answered: the address is wrong, not the notices
        else:
            self.failures += 1
        return found

    def together(self, notices: Sequence[Notice]) -> Sequence[Deepened | EngineError]:
        """All notices in one call; where that fails for one of them, each on its own."""
        try:
            return deepen(notices, self.engine, self.lexicon)
        except EngineError as error:
            if len(notices) == 1 or isinstance(error.__cause__, OSError):  # a server that is down is down for all
                return [error] * len(notices)
        return [one for notice in notices for one in self.together([notice])]

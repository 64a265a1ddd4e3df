"""The worker of a batch: reads the documents of a shard and writes its tables; also a process that does so on call.

``python -m policy_extract.batch.worker`` takes one line of JSON for the run, then one for each job, on its standard
input, and says on its standard output which document it is reading and what came of all of them. It ends when its input
does, and when the process that started it is gone.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import json
import os
import pickle
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policy_extract.absent import without
from policy_extract.addresses import is_remote
from policy_extract.batch.ledger import Entry
from policy_extract.batch.plan import Document, Job, read_bytes
from policy_extract.batch.settings import Settings
from policy_extract.batch.shards import ShardWriter
from policy_extract.batch.store import open_store, said
from policy_extract.batch.work import Work
from policy_extract.errors import NoticeError, PolicyExtractError
from policy_extract.lexicon import Lexicon
from policy_extract.model import Notice

if TYPE_CHECKING:
    from policy_extract.deep import Organisation

__all__ = ["Worker", "read_document"]

#: What is loaded before memory is bounded.
_PREPARED = ("lxml.etree", "policy_extract.loaders.docx", "policy_extract.loaders.html", "policy_extract.loaders.pdf")


class Worker:
    """Does the jobs of one run, one after another."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._store = open_store(work.out)
        self._lexicon = work.settings.load()
        if work.settings.digest() != work.digest:
            raise PolicyExtractError(
                "this worker has another version of policy_extract or of the lexicon than the run; install the same "
                "everywhere"
            )

    def do(self, job: Job, tell: Callable[[int], None] = lambda number: None) -> list[Entry]:
        """Reads and writes a shard; gives what came of each document. ``tell`` hears which one is read next."""
        writer = ShardWriter(self._store, job.key, self._work.output)
        entries = []
        for document, result, organisations, seconds in self._each(job, tell):
            about = (document.id, document.path)
            if isinstance(result, Notice):
                writer.add(result, organisations)
                entries.append(
                    Entry(*about, result.source.sha256, "done", round(seconds, 4), warnings=len(result.warnings))
                )
            elif isinstance(result, NoticeError):
                failed = Entry(*about, document.sha256, "failed", round(seconds, 4), 0, result.reason, result.advice)
                writer.fail(failed)
                entries.append(failed)
            else:
                advice = "look at the file; read it again with --retry-failed"
                killed = Entry(*about, document.sha256, "killed", 0.0, 0, result, advice)
                writer.fail(killed)
                entries.append(killed)
        tell(-1)
        try:
            writer.write()
        except OSError as error:
            raise said(error, self._store) from error
        return entries

    def merge(self, order: Mapping[str, Any]) -> Any:
        """Does a task of merging."""
        from policy_extract.batch.merge import Merger

        try:
            return Merger.do(order, self._store, self._work.output)
        except OSError as error:
            raise said(error, self._store) from error

    def give(self, job: Job, tell: Callable[[int], None] = lambda number: None) -> list[Notice | NoticeError]:
        """Reads the documents of a job and gives their notices or errors."""
        return [
            NoticeError(document.path, result, "look at the file") if isinstance(result, str) else result
            for document, result, *_ in self._each(job, tell)
        ]

    def probe(self, document: Document, tell: Callable[[int], None] = lambda number: None) -> None:
        """Reads one document and forgets it: whoever comes back from it alive can read it."""
        for _ in self._each(Job("", (document,)), tell):
            pass

    def _each(
        self, job: Job, tell: Callable[[int], None]
    ) -> Iterator[tuple[Document, Notice | NoticeError | str, tuple[Organisation, ...], float]]:
        """Every document with its notice, its error or why it must not be read, and the seconds it took."""
        settings = self._work.settings
        seconds: dict[int, float] = {}

        def read() -> Iterator[tuple[int, Notice | NoticeError]]:
            for number, document in enumerate(job.documents):
                if number in job.skip:
                    continue
                tell(number)
                begin = time.perf_counter()
                result = read_document(document, settings, self._lexicon)
                seconds[number] = time.perf_counter() - begin
                yield number, result

        found: Iterator[tuple[int, Notice | NoticeError, tuple[Organisation, ...]]]
        if settings.hanlp is None:
            found = ((number, result, ()) for number, result in read())
        else:
            from policy_extract.deep import deepen_each

            found = deepen_each(read(), settings.engine(), self._lexicon)
        skipped = iter(sorted(job.skip.items()))
        waiting = next(skipped, None)
        for number, result, organisations in found:
            while waiting is not None and waiting[0] < number:
                yield job.documents[waiting[0]], waiting[1], (), 0.0
                waiting = next(skipped, None)
            yield job.documents[number], result, organisations, seconds.pop(number)
        while waiting is not None:
            yield job.documents[waiting[0]], waiting[1], (), 0.0
            waiting = next(skipped, None)


def read_document(document: Document, settings: Settings, lexicon: Lexicon) -> Notice | NoticeError:
    """One document with the rules: its notice or its error, never another exception."""
    from policy_extract.reading import OUT_OF_MEMORY, attempt, parse, try_read

    if is_remote(document.path):
        from policy_extract.loaders import load_bytes

        def fetch() -> Notice:
            data = read_bytes(document.path, settings.limits)
            loaded = load_bytes(data, document.path, encoding=settings.encoding, limits=settings.limits)
            return parse(loaded.text, id=document.id, source=loaded.source, lexicon=lexicon)

        result = attempt(document.path, fetch)
    else:
        result = try_read(
            Path(document.path), id=document.id, encoding=settings.encoding, lexicon=lexicon, limits=settings.limits
        )
    if isinstance(result, NoticeError) and result.reason == OUT_OF_MEMORY:
        return NoticeError(document.path, "reading it takes more memory than the limit (document_memory)",
                           "raise it with --document-memory if the document is to be trusted")  # fmt: skip
    return result


# --- the process ----------------------------------------------------------------------------------------------------


def _bound_memory(extra: int) -> None:
    """Lets this process take so many bytes more than it has, where the system knows such a bound."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + extra, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _unbound_memory() -> None:
    """Takes the bound away again: it was for documents that nobody has seen."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        most = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _end_with(parent: int) -> None:
    """Ends this process as soon as its parent is gone: a shard may be written late, a result of another run may not."""
    while os.getppid() == parent:
        time.sleep(0.05)
    os._exit(0)


def _prepare() -> None:
    """Loads what reading needs, so that a bound on memory counts the documents only."""
    import pyarrow.csv
    import pyarrow.parquet  # noqa: F401

    for name in _PREPARED:
        with contextlib.suppress(ImportError):
            import_module(name)


def _without_pandas() -> None:
    """Keeps Arrow from loading pandas, as it does with the first list that it sees, to know whether it is a series.

    No worker holds one. Whatever does ask for pandas later finds it.
    """
    import pyarrow as pa

    with without("pandas"), contextlib.suppress(AttributeError, ImportError):
        pa.array([None])


def main() -> None:
    """Reads jobs from the standard input until it ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not be taken for an answer
    parent = os.getppid()

    def say(*data: bytes, **answer: Any) -> None:
        try:
            answers.write(json.dumps(answer).encode() + b"\n" + b"".join(data))
            answers.flush()
        except OSError as error:
            if error.errno == errno.EPIPE:
                os._exit(0)  # nobody listens any more
            raise

    def tell(number: int) -> None:
        if os.getppid() != parent:
            os._exit(0)
        say(at=number)

    lines = iter(sys.stdin.buffer.readline, b"")
    import_module("policy_extract.reading")  # the run may still be planning
    watched = False
    try:
        work = Work.from_json(json.loads(next(lines)))
        worker = Worker(work)
        if work.memory:
            _prepare()
            _bound_memory(work.memory)
        # Notices are trees: looking through them for cycles, as often as for a program at large, finds none.
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        for line in lines:
            order = json.loads(line)
            if "probe" in order:
                worker.probe(Document(*order["probe"]), tell)
                say(done=[])
            elif "merge" in order:
                if not watched:
                    watched = True
                    _unbound_memory()
                    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
                say(done=[worker.merge(order)])
            elif order["give"]:
                data = pickle.dumps(worker.give(Job.from_json(order), tell), 5)
                say(data, given=len(data))
            else:
                _without_pandas()
                say(done=[entry.to_json() for entry in worker.do(Job.from_json(order), tell)])
    except PolicyExtractError as error:
        say(error=str(error))
    except BaseException as error:
        say(error=f"internal error in a worker ({type(error).__name__}: {error}); please report it")
        raise
    sys.stderr.flush()
    os._exit(0)  # all is written; to take its memory apart would take as long as twenty documents


if __name__ == "__main__":
    main()

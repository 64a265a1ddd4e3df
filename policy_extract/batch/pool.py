"""``read_many(paths, workers=…)``: notices read by processes beside this one, given back in the order of the paths.

A notice travels as a whole, which costs about a fifth of reading it; a run (:mod:`run`) writes its tables where they are
made, and is the better way for more than some thousands.
"""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from policy_extract.batch.engines import Stopped, WorkerProcess, cores, do_safely, join
from policy_extract.batch.plan import Document, Job
from policy_extract.batch.progress import Listener, Silence, notebook_listener
from policy_extract.batch.settings import Settings
from policy_extract.batch.work import Output, Work
from policy_extract.batch.worker import read_document
from policy_extract.errors import NoticeError
from policy_extract.lexicon import Lexicon, load_lexicon
from policy_extract.loaders import Limits
from policy_extract.model import Notice

__all__ = ["read_files"]

#: Documents that a worker reads at a time, and how many such portions may wait for the one that is asked for.
_PORTION, _AHEAD = 16, 4

_Read = list[Notice | NoticeError]


def read_files(
    files: Sequence[Path],
    *,
    encoding: str | None = None,
    lexicon: Lexicon | None = None,
    limits: Limits | None = None,
    workers: int | None = None,
    progress: bool = False,
    seconds: float = 600.0,
) -> Iterator[tuple[Path, Notice | NoticeError]]:
    """Each file with its notice or its error, in order; ``workers`` is 1 for this process alone, None for every core.

    A file that ends the process that reads it, or takes longer than so many ``seconds``, gives a NoticeError.
    """
    lexicon = lexicon or load_lexicon()
    folders = lexicon.folders[1:]
    settings = Settings(encoding, str(folders[0].absolute()) if folders else None, None, limits or Limits())
    documents = [Document(str(file), file.stem, None, 0) for file in files]
    portions = [tuple(documents[i : i + _PORTION]) for i in range(0, len(documents), _PORTION)]
    count = min(workers or cores(), len(portions))
    listener: Listener = notebook_listener() if progress else Silence()
    listener.start(len(files), 0, 0)
    try:
        if workers == 1:
            found: Iterator[_Read] = ([read_document(d, settings, lexicon)] for d in documents)
        else:
            found = _in_processes(
                portions, Work(".", settings, Output(), settings.digest(), 0, os.getcwd()), count, seconds
            )
        results = (result for portion in found for result in portion)
        for file, result in zip(files, results, strict=True):
            listener.advance(1)
            if isinstance(result, NoticeError):
                listener.recorded([{"state": "failed"}])
            yield file, result
    finally:
        listener.stop()


def _in_processes(portions: Sequence[tuple[Document, ...]], work: Work, count: int, seconds: float) -> Iterator[_Read]:
    """What the processes give for each portion, in order."""
    done: dict[int, _Read | BaseException] = {}
    orders: queue.SimpleQueue[int | None] = queue.SimpleQueue()
    change = threading.Condition()
    processes = [WorkerProcess(work, seconds) for _ in range(count)]

    def labour(process: WorkerProcess) -> None:
        while (number := orders.get()) is not None:
            try:
                result: _Read | BaseException = do_safely(process, Job("", portions[number]), lambda n: None, give=True)
            except Stopped:
                break
            except BaseException as error:
                result = error
            with change:
                done[number] = result
                change.notify()
        process.release()

    threads = [threading.Thread(target=labour, args=(process,), daemon=True) for process in processes]
    asked = 0
    try:
        for thread in threads:
            thread.start()
        for number in range(len(portions)):
            while asked < min(len(portions), number + _AHEAD * count):
                orders.put(asked)
                asked += 1
            while number not in done:
                with change:
                    if number not in done:
                        change.wait(0.25)
                for process in processes:
                    process.check_time()
            result = done.pop(number)
            if isinstance(result, BaseException):
                raise result
            yield result
    finally:
        for process in processes:
            process.stop()
            orders.put(None)
        join(threads)

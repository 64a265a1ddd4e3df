"""Who does the jobs of a batch: this process, processes beside it, or a cluster of Dask; the same worker in all three.

An engine takes jobs and gives what came of each, in whatever order they are done. A document that ends the process that
reads it (a crash, too much memory, too much time) is tried alone; if it does so again it is skipped, with the reason, and
the rest of its shard is read. A worker that was only killed from outside has its shard read again.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import IO, Any, Protocol, TypeVar

from policy_extract.batch.plan import Document, Job
from policy_extract.batch.work import Work
from policy_extract.errors import MissingExtraError, PolicyExtractError

__all__ = ["Dask", "Engine", "Processes", "Result", "Serial", "Stopped"]

#: What came of a job: its key and an entry of the ledger for each document, as plain values.
Result = tuple[str, list[dict[str, Any]]]

_T = TypeVar("_T")
_R = TypeVar("_R")
_NOTHING: Any = object()

#: Hears that so many more documents have been read; a negative number takes some back.
Tell = Callable[[int], None]

#: How often one document may end its worker, and a worker may end between documents, before that is that.
_DEATHS, _ENDS = 3, 5
#: Workers that are started before it is known how much there is to do.
_EARLY = 2


class Engine(Protocol):
    """Does so many jobs: ``run`` gives their results as they come, and ``tell`` hears of documents as they are read."""

    def begin(self, work: Work) -> None:
        """Starts some workers where that saves time; what is wanted of them may still change until ``run``."""

    def run(self, jobs: Iterable[Job], count: int, work: Work, tell: Tell) -> Iterator[Result]:
        """The results of all jobs."""

    def share(self, orders: Sequence[dict[str, Any]]) -> list[Any] | None:
        """What the workers that have done the jobs answer to these orders; None where there are no two of them."""

    def close(self) -> None:
        """Ends the workers."""


class Stopped(Exception):
    """The run is being stopped."""


class _Alone:
    """An engine that keeps no workers."""

    def begin(self, work: Work) -> None:
        pass

    def share(self, orders: Sequence[dict[str, Any]]) -> list[Any] | None:
        return None

    def close(self) -> None:
        pass


class Serial(_Alone):
    """One job after another in this process: for debugging, for models, and where no process can be started."""

    def run(self, jobs: Iterable[Job], count: int, work: Work, tell: Tell) -> Iterator[Result]:
        from policy_extract.batch.worker import Worker

        worker = Worker(work)
        for job in jobs:
            entries = worker.do(job, lambda number: tell(1) if number > 0 else None)
            tell(1)
            yield job.key, [entry.to_json() for entry in entries]


# --- processes ------------------------------------------------------------------------------------------------------


class WorkerDied(Exception):
    """A worker's process has ended: at which document (-1 for none), and how."""

    def __init__(self, number: int, reason: str) -> None:
        self.number = number
        self.reason = reason
        super().__init__(number, reason)


class WorkerProcess:
    """A worker in a process of its own, started when it is needed and again when it has died."""

    def __init__(self, work: Work, seconds: float) -> None:
        self.work, self._seconds = work, seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self._lock = threading.Lock()
        self._stopped = self._late = self._told = False
        self._since = 0.0

    def ask(self, order: dict[str, Any], tell: Callable[[int], None]) -> list[Any]:
        """What the worker answers; WorkerDied where it ends over it, PolicyExtractError where the run cannot go on."""
        number = -1
        process = self._started()
        self._say(process, order)
        try:
            while True:
                answer = self._answer(process)
                if answer is None:
                    raise self._died(process, number)
                if "at" in answer:
                    number = answer["at"]
                    self._since = time.monotonic() if number >= 0 else 0.0
                    tell(number)
                elif "error" in answer:
                    raise PolicyExtractError(answer["error"])
                elif "given" in answer:
                    assert process.stdout is not None
                    data = process.stdout.read(answer["given"])
                    if len(data) < answer["given"]:
                        raise self._died(process, number)
                    given: list[Any] = pickle.loads(data)  # from a process of ours
                    return given
                else:
                    entries: list[Any] = answer["done"]
                    return entries
        except OSError as error:
            raise self._died(process, number) from error
        finally:
            self._since = 0.0

    def check_time(self) -> None:
        """Ends the process where it has taken too long over a document."""
        since = self._since
        if since and time.monotonic() - since > self._seconds:
            self._late, self._since = True, 0.0
            self._kill()

    def stop(self) -> None:
        """Ends the process for good, from any thread; whoever asks it something hears that it is stopped."""
        with self._lock:
            self._stopped = True
        self._kill()

    def _kill(self) -> None:
        process = self._process
        if process is not None:
            with contextlib.suppress(OSError):
                process.kill()

    def _say(self, process: subprocess.Popen[bytes], told: dict[str, Any]) -> None:
        assert process.stdin is not None
        with contextlib.suppress(OSError):  # a process that has ended has said why, or is found to have ended
            process.stdin.write(json.dumps(told).encode() + b"\n")
            process.stdin.flush()

    def _answer(self, process: subprocess.Popen[bytes]) -> dict[str, Any] | None:
        assert process.stdout is not None
        line = process.stdout.readline()
        try:
            answer: dict[str, Any] = json.loads(line)
        except ValueError:
            return None  # the end, or a line torn by it
        return answer

    def begin(self) -> None:
        """Starts the process, which loads what it needs; of its work it is told with its first order."""
        self._closed()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        with self._lock:
            if self._stopped:
                raise Stopped
            self._told = False
            self._process = subprocess.Popen(
                [sys.executable, "-c", _START],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=_environment(self.work),
                cwd=self.work.folder if os.path.isdir(self.work.folder) else None,
                **_APART,
            )

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.begin()
        process = self._process
        assert process is not None
        if not self._told:
            self._told = True
            self._say(process, self.work.to_json())
        return process

    def _died(self, process: subprocess.Popen[bytes], number: int) -> Exception:
        process.kill()
        code = process.wait()
        if self._stopped:
            return Stopped()
        if self._late:
            self._late = False
            return WorkerDied(number, f"it takes longer than the limit of {self._seconds:g} seconds (document_seconds)")
        return WorkerDied(number, f"the process that read it ended: {_ending(code)}{self._last_words()}")

    def _last_words(self) -> str:
        if self._errors is None:
            return ""
        self._errors.seek(0)
        lines = self._errors.read()[-2000:].decode("utf-8", "replace").split("\n")
        told = [line.strip() for line in lines if line.strip()]
        return f" ({told[-1][:200]})" if told else ""

    def release(self) -> None:
        """Closes what belongs to the process, which has ended or ends now; from the thread that asks it."""
        self.stop()
        self._closed()

    def _closed(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    if pipe is not None:
                        pipe.close()
            process.wait()
        if self._errors is not None:
            self._errors.close()

    def close(self) -> None:
        """Lets the process end by itself."""
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            if self._process is not None and self._process.stdin is not None:
                self._process.stdin.close()
                self._process.wait(5)
        self.release()


# ``-c`` and not ``-m``: the folder that the run was started in must offer no modules.
_START = "import sys; sys.path[:] = [p for p in sys.path if p]; from policy_extract.batch.worker import main; main()"
# Ctrl-C goes to all processes of a terminal's group; the run alone decides what it means.
_APART: dict[str, Any] = {"creationflags": 0x200} if os.name == "nt" else {"process_group": 0}


def _environment(work: Work) -> dict[str, str]:
    """The environment of a worker: it finds the same packages, and uses one core unless it has a model to compute."""
    found = [p for p in sys.path if p and Path(p).exists()]
    names = () if work.settings.hanlp else ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    threads = dict.fromkeys(names, "1")
    return {**threads, **os.environ, "PYTHONPATH": os.pathsep.join(found), "PYTHONSAFEPATH": "1"}


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit status {code}"
    with contextlib.suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"


def do_safely(process: WorkerProcess, job: Job, tell: Tell, *, give: bool = False) -> list[Any]:
    """A job done in a process, whatever its documents do to it; ``give`` asks for the notices, not for their shard."""
    deaths: Counter[int] = Counter()
    ends = 0
    while True:
        told = 0

        def at(number: int) -> None:
            nonlocal told
            if number != 0:
                tell(1)
                told += 1

        try:
            entries = process.ask({**job.to_json(), "give": give}, at)
        except WorkerDied as death:
            tell(-told)
            if death.number < 0:
                ends += 1
                if ends >= _ENDS:
                    raise PolicyExtractError(f"workers end before they have done anything: {death.reason}") from death
                continue
            deaths[death.number] += 1
            reason = _tried_alone(process, job.documents[death.number], death)
            if reason is None and deaths[death.number] >= _DEATHS:
                reason = death.reason
            if reason is not None:
                job = replace(job, skip={**job.skip, death.number: reason})
        else:
            tell(len(job.documents) - told)
            return entries


def ask_surely(process: WorkerProcess, order: dict[str, Any]) -> Any:
    """What a worker answers to an order that no document can spoil."""
    reason = ""
    for _ in range(_ENDS):
        try:
            return process.ask(order, lambda number: None)[0]
        except WorkerDied as death:
            reason = death.reason
    raise PolicyExtractError(f"workers end before they have put the results together: {reason}")


def _tried_alone(process: WorkerProcess, document: Document, death: WorkerDied) -> str | None:
    """How a document that was read when a worker died ends one that reads nothing else; None where it does not."""
    try:
        process.ask({"probe": [document.path, document.id, document.sha256, document.bytes]}, lambda number: None)
    except WorkerDied as again:
        return again.reason if again.number >= 0 else None
    return None


class Processes:
    """Jobs done by processes of this machine, as many as it has cores unless ``workers`` says so."""

    def __init__(self, workers: int | None = None, *, seconds: float = 600.0) -> None:
        self._workers = workers or cores()
        self._seconds = seconds
        self._processes: list[WorkerProcess] = []
        self._threads: list[threading.Thread] = []

    def begin(self, work: Work) -> None:
        self._processes = [WorkerProcess(work, self._seconds) for _ in range(min(self._workers, _EARLY))]
        for process in self._processes:
            process.begin()

    def run(self, jobs: Iterable[Job], count: int, work: Work, tell: Tell) -> Iterator[Result]:
        count = min(self._workers, count)
        for process in self._processes[count:]:
            process.release()
        started = self._processes[:count]
        for process in started:
            process.work = work
        self._processes = started + [WorkerProcess(work, self._seconds) for _ in range(count - len(started))]
        if len(self._processes) < 2:
            threading.Thread(target=import_module, args=("pyarrow.parquet",), daemon=True).start()  # for merging, here
        yield from self._each(jobs, lambda process, job, hear: (job.key, do_safely(process, job, hear)), tell)

    def share(self, orders: Sequence[dict[str, Any]]) -> list[Any] | None:
        if len(self._processes) < 2 or not self._threads:
            return None
        answered = self._each(enumerate(orders), lambda process, order, _: (order[0], ask_surely(process, order[1])))
        given = dict(answered)
        return [given[number] for number in range(len(orders))]

    def _each(
        self, things: Iterable[_T], do: Callable[[WorkerProcess, _T, Tell], _R], tell: Tell = lambda documents: None
    ) -> Iterator[_R]:
        """What is made of each by the processes, as it comes."""
        answers: queue.Queue[tuple[_R] | BaseException | int | None] = queue.Queue()
        waiting, lock = iter(things), threading.Lock()

        def labour(process: WorkerProcess) -> None:
            try:
                while True:
                    with lock:
                        thing = next(waiting, _NOTHING)
                    if thing is _NOTHING:
                        break
                    answers.put((do(process, thing, answers.put),))
            except Stopped:
                pass
            except BaseException as error:
                answers.put(error)
            finally:
                answers.put(None)

        self._threads = [threading.Thread(target=labour, args=(process,), daemon=True) for process in self._processes]
        try:
            for thread in self._threads:
                thread.start()
            working = len(self._threads)
            checked = time.monotonic()
            while working:
                with contextlib.suppress(queue.Empty):
                    answer = answers.get(timeout=0.25)
                    if answer is None:
                        working -= 1
                    elif isinstance(answer, BaseException):
                        raise answer
                    elif isinstance(answer, int):
                        tell(answer)
                    else:
                        yield answer[0]
                if time.monotonic() - checked > 0.25:
                    checked = time.monotonic()
                    for process in self._processes:
                        process.check_time()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        for process in self._processes:
            process.stop()
        join(self._threads)
        for process in self._processes:
            process.release()
        self._processes, self._threads = [], []


def join(threads: Iterable[threading.Thread]) -> None:
    """Waits for threads whose processes have been stopped, which takes no time but that of their ends."""
    for thread in threads:
        if thread.ident is not None:
            thread.join(2.0)


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


# --- Dask -----------------------------------------------------------------------------------------------------------


class Dask(_Alone):
    """Jobs done by a cluster of Dask: that of a scheduler, ``tcp://…``, or one of this machine.

    Each of its workers has the documents read by a process beside it, so that none of them ends a worker. A worker that is
    lost has its jobs done by another. The cluster must see the inputs and the results under the same paths.
    """

    def __init__(self, scheduler: str | None = None, workers: int | None = None, *, seconds: float = 600.0) -> None:
        self._scheduler, self._workers, self._seconds = scheduler, workers, seconds

    def run(self, jobs: Iterable[Job], count: int, work: Work, tell: Tell) -> Iterator[Result]:
        try:
            dask: Any = import_module("dask")
            distributed: Any = import_module("distributed")
        except ImportError as error:
            raise MissingExtraError("dask", "a run on Dask") from error
        waiting = iter(jobs)
        lost: Counter[str] = Counter()
        with contextlib.ExitStack() as stack:
            stack.enter_context(dask.config.set({"distributed.scheduler.allowed-failures": 10}))
            if self._scheduler is None:
                number = min(self._workers or cores(), count)
                cluster = distributed.LocalCluster(
                    n_workers=number, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
                )
                stack.enter_context(cluster)
                client = stack.enter_context(distributed.Client(cluster))
            else:
                try:
                    client = stack.enter_context(distributed.Client(self._scheduler, timeout=30))
                except (OSError, ValueError) as error:
                    raise PolicyExtractError(f"{self._scheduler}: no scheduler of Dask answers ({error})") from error
                number = self._workers or max(1, sum(client.nthreads().values()))
            told, running = work.to_json(), {}

            def submit(job: Job) -> Any:
                key = f"policy-extract-{job.key}-{uuid.uuid4().hex}"
                future = client.submit(do_on_dask, job.to_json(), told, self._seconds, pure=False, key=key)
                running[future.key] = job
                return future

            done = distributed.as_completed([submit(job) for _, job in zip(range(2 * number), waiting)])  # noqa: B905
            try:
                for future in done:
                    job = running.pop(future.key)
                    try:
                        entries = future.result()
                    except distributed.KilledWorker as error:
                        lost[job.key] += 1
                        if lost[job.key] >= _ENDS:
                            raise PolicyExtractError(
                                f"the workers of the cluster end again and again: {error}"
                            ) from error
                        done.add(submit(job))
                        continue
                    tell(len(job.documents))
                    yield job.key, entries
                    if (following := next(waiting, None)) is not None:
                        done.add(submit(following))
            finally:
                with contextlib.suppress(Exception):
                    client.cancel(list(done.futures))
                    client.run(release_idle, wait=self._scheduler is not None)


_IDLE: dict[str, list[WorkerProcess]] = {}
_IDLE_LOCK = threading.Lock()


def do_on_dask(job: dict[str, Any], work: dict[str, Any], seconds: float) -> list[dict[str, Any]]:
    """A job in a worker of Dask: done by a process beside it, which is kept for the next job."""
    run = json.dumps([work, seconds], sort_keys=True)
    with _IDLE_LOCK:
        idle = _IDLE.setdefault(run, [])
        process = idle.pop() if idle else WorkerProcess(Work.from_json(work), seconds)
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(0.25):
            process.check_time()

    threading.Thread(target=watch, daemon=True).start()
    try:
        return do_safely(process, Job.from_json(job), lambda number: None)
    finally:
        stop.set()
        with _IDLE_LOCK:
            _IDLE.setdefault(run, []).append(process)


def release_idle() -> None:
    """Ends the processes that a worker of Dask has kept."""
    with _IDLE_LOCK:
        processes = [process for idle in _IDLE.values() for process in idle]
        _IDLE.clear()
    for process in processes:
        process.close()

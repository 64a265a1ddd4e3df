"""What a run says while it is at work: a bar on a terminal, a line now and then elsewhere, or a log of JSON lines."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TextIO

__all__ = ["Bar", "JsonLog", "Listener", "Silence", "Ticker", "listener", "notebook_listener"]


class Listener(Protocol):
    """Hears how a run goes."""

    def planning(self) -> None:
        """The documents are being found and hashed."""

    def start(self, total: int, done: int, failures: int) -> None:
        """So many documents are planned, so many of them done by an earlier run."""

    def advance(self, documents: int) -> None:
        """So many more have been read; fewer than none where some must be read again."""

    def recorded(self, entries: Iterable[Mapping[str, Any]]) -> None:
        """A shard is done and recorded."""

    def merging(self) -> None:
        """All documents are done; the results are being put together."""

    def stop(self) -> None:
        """The run has ended, well or not."""


class Silence:
    """Says nothing."""

    def planning(self) -> None:
        pass

    def start(self, total: int, done: int, failures: int) -> None:
        pass

    def advance(self, documents: int) -> None:
        pass

    def recorded(self, entries: Iterable[Mapping[str, Any]]) -> None:
        pass

    def merging(self) -> None:
        pass

    def stop(self) -> None:
        pass


class _Count(Silence):
    """Counts, for those that say something."""

    def __init__(self) -> None:
        self.total = self.done = self.before = self.failures = 0
        self.begin = time.monotonic()

    def start(self, total: int, done: int, failures: int) -> None:
        self.total, self.done, self.before, self.failures = total, done, done, failures
        self.begin = time.monotonic()

    def advance(self, documents: int) -> None:
        self.done += documents

    def recorded(self, entries: Iterable[Mapping[str, Any]]) -> None:
        self.failures += sum(entry["state"] != "done" for entry in entries)

    @property
    def rate(self) -> float:
        """Documents a second in this run."""
        return (self.done - self.before) / max(1e-9, time.monotonic() - self.begin)

    @property
    def left(self) -> float | None:
        """Seconds to go, as far as can be told."""
        return (self.total - self.done) / self.rate if self.done > self.before else None


class Ticker(_Count):
    """A line every half minute, for a log file."""

    def __init__(self, file: TextIO, seconds: float = 30.0) -> None:
        super().__init__()
        self._file, self._seconds = file, seconds
        self._last = time.monotonic()

    def advance(self, documents: int) -> None:
        super().advance(documents)
        if time.monotonic() - self._last >= self._seconds:
            self._last = time.monotonic()
            left = "" if self.left is None else f", {_spoken(self.left)} left"
            said = f"{self.done:,} of {self.total:,} documents, {self.rate:,.1f} a second{left}, {self.failures:,} failures"
            print(f"policy-extract: {said}", file=self._file, flush=True)


class JsonLog(_Count):
    """One JSON object a line: planning, start, failure, progress (each shard), merging, end."""

    def __init__(self, file: TextIO) -> None:
        super().__init__()
        self._file = file

    def _say(self, event: str, **more: Any) -> None:
        print(json.dumps({"time": round(time.time(), 3), "event": event, **more}), file=self._file, flush=True)

    def planning(self) -> None:
        self._say("planning")

    def start(self, total: int, done: int, failures: int) -> None:
        super().start(total, done, failures)
        self._say("start", documents=total, done=done, failures=failures)

    def recorded(self, entries: Iterable[Mapping[str, Any]]) -> None:
        entries = list(entries)
        super().recorded(entries)
        for entry in entries:
            if entry["state"] != "done":
                self._say("failure", **{n: entry[n] for n in ("document", "path", "state", "error", "advice")})
        left = None if self.left is None else round(self.left, 1)
        self._say("progress", done=self.done, documents=self.total, failures=self.failures,
                  rate=round(self.rate, 2), seconds_left=left)  # fmt: skip

    def merging(self) -> None:
        self._say("merging", done=self.done, failures=self.failures)

    def stop(self) -> None:
        self._say("end", done=self.done, documents=self.total, failures=self.failures)


class Bar(_Count):
    """A bar with rate, time left and failures; in a notebook too."""

    def __init__(self, file: TextIO | None = None, title: str = "reading notices") -> None:
        super().__init__()
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        console = Console(file=file) if file is not None else Console()
        told = TextColumn("{task.fields[told]}")
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), told, TimeRemainingColumn())
        self._bar = Progress(*columns, console=console)
        self._title = title
        self._task = self._bar.add_task("finding documents", total=None, told="")

    def planning(self) -> None:
        self._bar.start()

    def start(self, total: int, done: int, failures: int) -> None:
        super().start(total, done, failures)
        self._bar.update(self._task, description=self._title, total=total, completed=done)
        self._bar.start()

    def advance(self, documents: int) -> None:
        super().advance(documents)
        self._show()

    def recorded(self, entries: Iterable[Mapping[str, Any]]) -> None:
        super().recorded(entries)
        self._show()

    def _show(self) -> None:
        failures = f", {self.failures:,} failed" if self.failures else ""
        self._bar.update(self._task, completed=self.done, told=f"{self.rate:,.1f}/s{failures}")

    def merging(self) -> None:
        self._bar.update(self._task, description="putting together")

    def stop(self) -> None:
        self._bar.stop()


def listener(*, quiet: bool, log_json: bool) -> Listener:
    """The one that suits where the run is started from."""
    if log_json:
        return JsonLog(sys.stderr)
    if quiet:
        return Silence()
    return Bar(sys.stderr) if sys.stderr.isatty() else Ticker(sys.stderr)


def notebook_listener() -> Listener:
    """A bar, in a notebook too; lines where a notebook cannot show one."""
    from importlib.util import find_spec

    from rich.console import Console

    if Console().is_jupyter and find_spec("ipywidgets") is None:
        return Ticker(sys.stderr, 5.0)
    return Bar() if Console().is_jupyter else Bar(sys.stderr)


def _spoken(seconds: float) -> str:
    """A time as one says it.

    >>> _spoken(40), _spoken(200), _spoken(9000)
    ('40 s', '3 min', '2.5 h')
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"

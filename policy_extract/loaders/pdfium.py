"""The lines of a PDF, read by pdfium in a process of its own.

pdfium is a large library in C that no limit reaches: some kilobytes can make it take all memory, run for ever, or crash.
A helper process, with bounded memory, reads one document after another; where it does not answer in time it is stopped,
and another is started for the next document. Where no process can be started, pdfium runs in this one.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import struct
import subprocess
import sys
import threading
from ctypes import byref
from dataclasses import asdict, astuple, dataclass
from pathlib import Path
from typing import IO, Any

from policy_extract.errors import NoticeError
from policy_extract.loaders.boxes import use_boxes
from policy_extract.loaders.limits import Limits, Watch

__all__ = ["Line", "extract", "read_pages", "stop_helper"]

_AGAIN = "download or export it again"
_PRINT = "print it to a new PDF, or save its text as .txt"
_MAX_RUNS = 400
_LENGTH = struct.Struct(">Q")
#: Seconds that the helper is given beyond the limit: it keeps the time itself, unless pdfium does not come back.
_GRACE = 2.0

Pages = tuple[list[list["Line"]], list[float], bool]


@dataclass(frozen=True, slots=True)
class Line:
    """Characters in one row: their text, their box in points (y upwards), and the height of their type."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    page: int

    @property
    def size(self) -> float:
        return max(self.top - self.bottom, 1.0)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def read_pages(data: bytes, name: str, limits: Limits) -> tuple[list[list[Line]], list[float], bool]:
    """The lines of each page, the heights of the pages, and whether any holds a picture."""
    watch = limits.watch(name)
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            raise NoticeError(name, "the PDF is protected by a password", "save a copy without a password") from error
        raise NoticeError(name, "the PDF is broken or cut short", _AGAIN) from error
    pages: list[list[Line]] = []
    heights: list[float] = []
    pictures = False
    try:
        count = len(document)
        if count > limits.max_pages:
            raise limits.error(name, "max_pages", f"the PDF has {count:,} pages, more than")
        for number in range(count):
            watch.check()
            try:
                page = document[number]
            except pypdfium2.PdfiumError as error:
                raise NoticeError(name, f"page {number + 1} of the PDF is broken", _AGAIN) from error
            try:
                text = page.get_textpage()
                try:
                    box = page.get_mediabox()
                    lines = _unfolded(_page_lines(text.raw, raw, number, (*box, page.get_rotation()), watch))
                finally:
                    text.close()
                if not lines and not pictures:
                    pictures = any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))
                heights.append(float(page.get_height()))  # as turned
            except pypdfium2.PdfiumError as error:
                raise NoticeError(name, f"page {number + 1} of the PDF is broken", _AGAIN) from error
            finally:
                page.close()
            pages.append(lines)
    finally:
        document.close()
    if not pages:
        raise NoticeError(name, "the PDF has no pages", _AGAIN)
    return pages, heights, pictures


def _page_lines(
    text: Any, raw: Any, page: int, frame: tuple[float, float, float, float, int], watch: Watch
) -> list[Line]:
    """The rows of a page in the order of its content; ``frame`` is its box and by how many degrees it is turned."""
    box = raw.FS_RECTF()
    west, south, east, north, turned = frame
    lines: list[Line] = []
    pieces: list[str] = []
    left = right = bottom = top = 0.0
    width = 0.0  # of a Chinese character
    spaced = False  # a space in the file or seen by pdfium before the next character
    pair = 0  # the first half of a surrogate pair
    last: tuple[int, float, float] = (0, -1e9, -1e9)

    def close() -> None:
        content = "".join(pieces).strip()
        pieces.clear()
        if content:
            lines.append(Line(content, left, right, bottom, top, page))

    for index in range(raw.FPDFText_CountChars(text)):
        if not index & 0xFFFF:
            watch.check()
        code = raw.FPDFText_GetUnicode(text, index)
        if 0xD800 <= code < 0xDC00:
            pair = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((pair - 0xD800) << 10) + (code - 0xDC00) if pair else 0xFFFD
            pair = 0
        if code in (0x0D, 0x0A):
            # pdfium's own idea of a line; the boxes decide, unless there is no word gap to see.
            continue
        if code in (0, 0x02, 0xFFFE, 0xFEFF, 0xAD, 0x200B):
            code = 0x2D if code == 0x02 else 0
            if not code:
                continue
        if code in (0x20, 0xA0, 0x3000, 0x09):
            spaced = True
            continue
        if not raw.FPDFText_GetLooseCharBox(text, index, byref(box)):
            continue
        x0, x1 = sorted((box.left - west, box.right - west))
        y0, y1 = sorted((box.bottom - south, box.top - south))
        if turned == 90:
            x0, x1, y0, y1 = y0, y1, east - west - x1, east - west - x0
        elif turned == 180:
            x0, x1, y0, y1 = east - west - x1, east - west - x0, north - south - y1, north - south - y0
        elif turned == 270:
            x0, x1, y0, y1 = north - south - y1, north - south - y0, x0, x1
        em = max(y1 - y0, 1.0)
        if code == last[0] and abs(x0 - last[1]) < 0.3 * em and abs(y0 - last[2]) < 0.3 * em:
            continue  # bold print by drawing a character twice
        last = (code, x0, y0)
        if 0x3400 <= code <= 0x9FFF:
            width = x1 - x0
        if pieces:
            gap = (x0 - right) / (width or 0.8 * em)
            apart = abs((y0 + y1) / 2 - (bottom + top) / 2) > 0.5 * max(em, top - bottom)
            if apart or gap < -1.5:
                close()
            elif gap > 3:
                pieces.append("\t")
            elif gap > 0.8:
                pieces.append("\u3000")
            elif spaced and gap > 0.05:
                pieces.append(" ")
        spaced = False
        if not pieces:
            left, right, bottom, top = x0, x1, y0, y1
        elif em > 0.7 * (top - bottom):
            bottom, top = min(bottom, y0), max(top, y1)
        right = max(right, x1)
        pieces.append(chr(code))
    close()
    return _in_order(lines)


def _in_order(lines: list[Line]) -> list[Line]:
    """The rows as they were written, but for stretches that were written after what stands below them."""
    runs: list[list[Line]] = []
    for line in lines:
        if runs and line.middle <= runs[-1][-1].middle + line.size / 2:
            runs[-1].append(line)
        else:
            runs.append([line])
    if not 1 < len(runs) <= _MAX_RUNS:
        return lines
    ordered: list[tuple[float, float, list[Line]]] = []
    for run in runs:
        low, high = min(line.bottom for line in run), max(line.top for line in run)
        place = len(ordered)
        # Cells of a table and columns of a page stand side by side and keep their order.
        while place > 0 and low > ordered[place - 1][1] - 0.3 * run[0].size:
            place -= 1
        ordered.insert(place, (low, high, run))
    return [line for _, _, run in ordered for line in run]


def _unfolded(lines: list[Line]) -> list[Line]:
    """The rows without those that repeat one at the same place: bold print by drawing a row twice."""
    kept: list[Line] = []
    places: dict[str, list[Line]] = {}
    for line in lines:
        near = places.setdefault(line.text, [])
        if any(
            abs(line.left - o.left) < 0.5 * o.size and abs(line.middle - o.middle) < 0.5 * o.size for o in near[-20:]
        ):
            continue
        near.append(line)
        kept.append(line)
    return kept


# --- in a process of its own -------------------------------------------------------------------------------------------


class _Helper:
    """A process that reads PDFs, one at a time."""

    def __init__(self, memory: int) -> None:
        self.memory = memory
        paths = [str(Path(__file__).parents[2]), *filter(os.path.isabs, sys.path)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
        # -P: a strange folder that is the working directory must not offer modules.
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-c", "from policy_extract.loaders.pdfium import serve; serve()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )

    def ask(self, data: bytes, limits: Limits) -> tuple[dict[str, Any] | None, bool]:
        """The answer, or None where the process ended without one, and whether it was stopped because time was up."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        stopped = threading.Event()

        def stop() -> None:
            stopped.set()
            self.process.kill()

        timer = threading.Timer(limits.max_seconds + _GRACE, stop)
        timer.start()
        try:
            _send(self.process.stdin, json.dumps(asdict(limits)).encode())
            _send(self.process.stdin, data)
            answer = _receive(self.process.stdout)
        except OSError:  # it ended before it had read the document
            answer = None
        finally:
            timer.cancel()
        return (None if answer is None else json.loads(answer)), stopped.is_set()

    def close(self) -> None:
        self.process.kill()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self.process.wait()


_LOCK = threading.Lock()
_helper: _Helper | None = None


def extract(data: bytes, name: str, limits: Limits) -> Pages:
    """The lines of each page, the heights of the pages, and whether any holds a picture.

    Raises NoticeError for a document that is broken, protected or beyond the ``limits``, of memory and time too.
    """
    global _helper
    with _LOCK:  # pdfium reads one document at a time
        if _helper is not None and _helper.memory != limits.max_memory:
            stop_helper()
        try:
            _helper = _helper or _Helper(limits.max_memory)
        except OSError:
            return read_pages(data, name, limits)
        answer, late = _helper.ask(data, limits)
        if answer is None:
            stop_helper()
    if late:
        raise limits.error(name, "max_seconds", "loading the document takes longer than")
    if answer is None:
        what = (
            f"reading the PDF crashes, or takes more memory than the limit of {limits.max_memory:,} bytes (max_memory)"
        )
        raise NoticeError(name, what, _PRINT)
    if "fault" in answer:
        raise RuntimeError(answer["fault"])
    if "error" in answer:
        raise NoticeError(name, answer["error"], answer["advice"])
    return [[Line(*line) for line in page] for page in answer["pages"]], answer["heights"], answer["pictures"]


def serve() -> None:
    """Reads documents from the standard input until it ends, and answers each; this is what the helper runs."""
    bounded = False
    answer: dict[str, Any]
    while (settings := _receive(sys.stdin.buffer)) is not None and (data := _receive(sys.stdin.buffer)) is not None:
        limits = Limits(**json.loads(settings))
        if not bounded:
            bounded = True
            use_boxes()
            _bound_memory(limits.max_memory)
        try:
            pages, heights, pictures = read_pages(data, "", limits)
            lines = [[astuple(line) for line in page] for page in pages]
            answer = {"pages": lines, "heights": heights, "pictures": pictures}
        except NoticeError as error:
            answer = {"error": error.reason, "advice": error.advice}
        except MemoryError:
            return
        except Exception as error:  # a fault of ours is reported where the document is read
            answer = {"fault": f"{type(error).__name__}: {error}"}
        _send(sys.stdout.buffer, json.dumps(answer).encode())


def _bound_memory(limit: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _send(stream: IO[bytes], data: bytes) -> None:
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes | None:
    """The next message, None at the end of the stream."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    return data if len(data) == length else None


def stop_helper() -> None:
    """Ends the process that reads PDFs; the next PDF starts another."""
    global _helper
    if _helper is not None:
        _helper.close()
        _helper = None


def _forget() -> None:
    """A forked process must not talk to its parent's helper."""
    global _helper, _LOCK
    _LOCK = threading.Lock()
    if _helper is not None:
        _helper.process.returncode = 0  # it is the parent's to wait for
        _helper = None


atexit.register(stop_helper)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)

"""Input that means harm: what each must give, in a child with bounded memory, with no file written and no socket opened."""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import socket
import subprocess
import sys
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from policy_extract import NoticeError, parse, read
from policy_extract.checking import check_documents
from policy_extract.loaders import Limits, load, load_bytes, pdfium
from policy_extract.reading import try_read
from tests.quine import quine_zip

ROOT = Path(__file__).parent.parent
TASK = "一、加强监管\n开展专项检查。（省科技厅牵头，省财政厅配合）\n"
NAMES = ["省科技厅", "省财政厅"]
MEMORY = 1 << 30

# Reads the files named on its input within the memory it is given, and says what came of each; whatever opens a file
# for writing, a socket or another program is recorded by Python itself.
CHILD = """
import json, os, resource, sys, time
from pathlib import Path
from policy_extract import NoticeError, read_many
import policy_extract.loaders.docx, policy_extract.loaders.html, policy_extract.loaders.pdf, lxml.etree, pypdfium2, encodings.idna
next(read_many(sys.argv[2]))
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
deeds = []

def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        named = isinstance(path, (str, bytes, os.PathLike)) and path != os.devnull  # and no pipe of the process that reads PDFs
        if named and isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND):
            deeds.append(f"open {path} {mode} {flags}")
    elif event == "subprocess.Popen" and "policy_extract.loaders.pdfium" in str(arguments[1]):
        pass  # the process that reads PDFs
    elif event.startswith(("socket.", "urllib.", "http.", "ftplib.", "subprocess.", "os.system", "os.exec", "os.fork", "os.mkdir",
                           "os.remove", "os.rename", "os.link", "os.symlink", "os.truncate", "os.chmod", "shutil.", "tempfile.")):
        deeds.append(f"{event} {arguments}")

fstat = os.fstat

def grow(descriptor):
    state = fstat(descriptor)
    if growing is not None and state.st_ino == growing:
        os.utime(descriptor, ns=(state.st_atime_ns, state.st_mtime_ns + 1000))
    return state

os.fstat = grow
sys.addaudithook(watch)
for path in json.load(sys.stdin):
    deeds.clear()
    growing = os.stat(path).st_ino if path.endswith("growing.txt") else None
    began = time.process_time()
    found = []
    root = os.geteuid() == 0 and path.endswith("closed.txt")
    if root:  # who may read everything reads this as nobody does; from the working folder, as those above it are closed too
        os.seteuid(65534)
    for file, result in read_many(os.path.relpath(path) if root else path):
        if isinstance(result, NoticeError):
            found.append({"error": result.reason, "advice": result.advice})
        else:
            found.append({"text": result.text[:2000], "characters": len(result.text), "names": [r.name for r in result.responsibilities][:9]})
    if root:
        os.seteuid(0)
    print(json.dumps({"path": path, "found": found, "deeds": list(deeds), "seconds": time.process_time() - began}), flush=True)
"""


# --- documents that mean harm ----------------------------------------------------------------------------------------


def zipped(*entries: tuple[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def paragraphs(*lines: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)


def docx(body: str, *more: tuple[str, bytes | str], doctype: str = "") -> bytes:
    document = f'<?xml version="1.0"?>{doctype}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return zipped(("word/document.xml", document), *more)


def relations(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="r{i}" Type="http://x/{kind}" Target="{target}" TargetMode="External"/>'
        for i, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{RELATIONS}">{rows}</Relationships>'


def pdf(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer << /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)


def drawn(
    content: bytes = b"BT /F 12 Tf 90 700 Td (GB 38031-2025) Tj ET",
    *,
    more: bytes = b"",
    page: bytes = b"",
    form: bytes = b"null",
    page_filter: bytes = b"",
) -> bytes:
    """A PDF of one page with a line of text."""
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % more,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> %s >>"
        % page,
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), page_filter, content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        form,
    )


LAUGHS = '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip


def forms(depth: int) -> bytes:
    """A PDF of a page that draws a form, which draws another six times, and so on: 6 ** depth in all."""
    made = []
    for number in range(6, 6 + depth):
        content = b"/X Do " * 6
        made.append(
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X %d 0 R >> >> /Length %d >>"
            b"\nstream\n%s\nendstream" % (number + 1, len(content), content)
        )
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /X 6 0 R >> >> >>",
        b"<< /Length 6 >>\nstream\n/X Do \nendstream",
        b"null",
        *made,
    )


def outside(url: str, secret: Path) -> dict[str, tuple[str, bytes]]:
    """Documents that name a server and a file: none may be asked for."""
    entity = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}"><!ENTITY b SYSTEM "{url}b">]>'
    parameter = f'<!DOCTYPE x [<!ENTITY % a SYSTEM "{url}a.dtd"> %a;]>'
    remote = relations(
        ("attachedTemplate", f"{url}t.dotm"), ("image", f"{url}i.png"), ("oleObject", "\\\\server\\share")
    )
    frames = relations(("frame", f"{url}f.docx"), ("styles", f"{url}styles.xml"), ("numbering", secret.as_uri()))
    page = (
        f"<html><head><meta http-equiv=refresh content='0; url={url}m'><link rel=stylesheet href={url}s.css><base href={url}>"
        f"<script src={url}s.js></script><script>document.write('脚本')</script></head><body onload='alert(1)'>"
        f"<img src={url}i.png><iframe src={url}f.html></iframe><object data={secret.as_uri()}></object>"
        f"<p>一、加强监管</p><p>开展专项检查。（省科技厅牵头，省财政厅配合）</p></body></html>"
    )
    template = f'<w:settings xmlns:w="{W}"><w:attachedTemplate/></w:settings>'
    body = paragraphs(*TASK.splitlines())
    uri = f"/OpenAction << /S /URI /URI ({url}u) >> /Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (app.launchURL\\('{url}'\\)) >>] >> >>"
    return {
        "docx with external entities": ("a.docx", docx("<w:p><w:r><w:t>&a;&b;</w:t></w:r></w:p>", doctype=entity)),
        "docx with an external DTD": ("a.docx", docx(body, doctype=parameter)),
        "docx with a remote template": ("b.docx", docx(body, ("word/settings.xml", template), ("word/_rels/settings.xml.rels", remote))),
        "docx with remote parts": ("c.docx", docx(body, ("word/_rels/document.xml.rels", frames))),
        "docx with names that lead outside": ("d.docx", docx(body, ("../../evil.txt", "x"), ("/tmp/evil.txt", "x"), ("..\\evil.txt", "x"))),
        "page with scripts and refresh": ("a.html", page.encode()),
        "page with external entities": ("b.html", (entity + "<html><body><p>&a;&b;一、加强监管</p><p>开展检查。</p></body></html>").encode()),
        "pdf with actions": ("a.pdf", drawn(more=uri.encode())),
        "pdf with content in another file": ("b.pdf", drawn(page=f"/AA << /O << /S /Launch /F ({secret}) >> >>".encode())),
        "zip with names that lead outside": ("a.zip", zipped(("../../evil.txt", TASK), ("/tmp/evil.txt", TASK))),
    }  # fmt: skip


def bombs() -> dict[str, tuple[str, bytes]]:
    """Documents that are small and want to be large."""
    zeros = bytes(1 << 20)
    packer = zlib.compressobj(9)
    head, more = (packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    unpacked_twice = zlib.compress(head + more * 1200 + packer.flush())
    nested = zipped(("a.txt", TASK))
    for _ in range(5):
        nested = zipped(*((f"{i}.zip", nested) for i in range(16)))
    loop = pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 9 >>",
        b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 9 >>",
    )
    wide = pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>",
        b"<< /Type /Page /Parent 2 0 R >>",
    )
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >> /Length 8 >>\nstream\n/X Do /X \nendstream"
    return {
        "docx bomb": ("a.docx", docx("<w:p/>" * 4_000_000)),
        "docx bomb of parts": ("b.docx", docx(paragraphs("一"), ("word/styles.xml", zeros * 200))),
        "docx of a million runs": ("c.docx", docx("<w:p>" + "<w:r/>" * 2_500_000 + "</w:p>" + "".join(f"<w:p>{i}</w:p>" for i in range(200_000)))),
        "docx with laughs": ("d.docx", docx("<w:p><w:r><w:t>&i;</w:t></w:r></w:p>", doctype=LAUGHS)),
        "docx nested deeply": ("e.docx", docx("<w:tbl><w:tr><w:tc>" * 30_000)),
        "zip bomb": ("a.zip", zipped(*((f"{i}.txt", zeros * 60) for i in range(20)))),
        "zip of zips": ("b.zip", nested),
        "quine zip": ("a.zip", quine_zip()),
        "page with 100,000 nested tags": ("a.html", ("<div>" * 100_000 + "<p>一、加强监管</p><p>开展检查。（省科技厅牵头，省财政厅配合）</p>").encode()),
        "page with 100,000 nested tables": ("b.html", ("<table><tr><td>" * 100_000 + "<p>一、加强监管</p><p>开展检查。（省科技厅牵头，省财政厅配合）</p>").encode()),
        "page with 100,000 attributes": ("c.html", (f"<p {' '.join(f'a{i}' for i in range(100_000))}>一、加强监管<p>开展检查。（省科技厅牵头，省财政厅配合）").encode()),
        "page of five million tags": ("d.html", b"<html>" + b"<b>" * 5_000_000),
        "page of twelve million attributes": ("g.html", b"<html>" + (b"<b " + b" ".join(b"a%d" % i for i in range(600)) + b">") * 20_000),
        "page with laughs": ("e.html", (LAUGHS + "<p>&i;一、加强监管</p><p>开展检查。（省科技厅牵头，省财政厅配合）</p>").encode()),
        "page with a table of a million columns": ("f.html", ("<table>" + "<tr><td colspan=999999 rowspan=999999>一<td>二" * 2000 + "</table>").encode()),
        "pdf encrypted": ("a.pdf", drawn().replace(b"/Root", b"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <%s> /U <%s> >> /Root" % (b"11" * 32, b"22" * 32))),
        "pdf truncated": ("b.pdf", drawn()[:-200]),
        "pdf with a loop in its page tree": ("c.pdf", loop),
        "pdf with two thousand million pages": ("d.pdf", wide),
        "pdf with a form in itself": ("e.pdf", drawn(b"BT /F 12 Tf 90 700 Td (GB 38031-2025) Tj ET /X Do", form=form)),
        "pdf with a bomb of a stream": ("f.pdf", drawn(b"BT /F 12 Tf " + b"1 0 0 1 90 700 Tm (AB) Tj " * 200_000 + b"ET")),
        "pdf that unpacks to a gigabyte": ("g.pdf", drawn(unpacked_twice, page_filter=b"/Filter [/FlateDecode /FlateDecode]")),
        "pdf with forms in forms": ("h.pdf", forms(30)),
        "text with NUL and control characters": ("a.txt", (TASK * 30).replace("检", "\0检\x07\x1b[31m\x0b", 1).encode()),
        "text with halves of pairs": ("b.txt", (TASK * 30).encode() + b"\xed\xa0\x80\xed\xbf\xbf"),
        "text with halves of pairs in UTF-16": ("c.txt", (TASK * 9).encode("utf-16") + b"\x00\xd8\x0a\x00"),
        "text of 100 MB on one line": ("f.txt", "一、加强监管".encode() * (100 * 2**20 // 18)),
        "text of 60 MB on one line": ("g.txt", "一、加强监管".encode() * (60 * 2**20 // 18)),
        "text of 10 million pauses": ("h.txt", "、".encode() * 10_000_000),
        "text of 10 million open brackets": ("i.txt", "（".encode() * 10_000_000),
        "text of 10 million open title marks": ("j.txt", "《".encode() * 10_000_000),
        "text of tasks on one line": ("k.txt", (TASK + "（省科技厅牵头）" * 100_000).encode()),
        "text turned about": ("d.txt", TASK.replace("省科", "\u202e省科\u202c\u2066\u200f").encode()),
        "text with nothing but marks of direction": ("e.txt", ("\u202e\u200f\ufeff" * 999).encode()),
        "a name with a line break": ("通\n知\r\x1b[2J.txt", TASK.encode()),
    }  # fmt: skip


# What comes of each: the words of the error, or the agencies read.
OUTCOMES: dict[str, str | list[str]] = {
    "docx with external entities": "declares entities",
    "docx with an external DTD": "declares entities",
    "docx with a remote template": NAMES,
    "docx with remote parts": NAMES,
    "docx with names that lead outside": NAMES,
    "page with scripts and refresh": NAMES,
    "page with external entities": [],
    "pdf with actions": [],
    "pdf with content in another file": [],
    "zip with names that lead outside": NAMES,
    "docx bomb": "200 times (max_ratio)",
    "docx bomb of parts": "(max_part)",
    "docx of a million runs": "(max_elements)",
    "docx with laughs": "declares entities",
    "docx nested deeply": "XML of the document is broken",
    "zip bomb": "(max_unpacked)",
    "zip of zips": "archive (zip), not a text",
    "quine zip": "archive (zip), not a text",
    "page with 100,000 nested tags": NAMES,
    "page with 100,000 nested tables": NAMES,
    "page with 100,000 attributes": NAMES,
    "page of five million tags": "(max_elements)",
    "page of twelve million attributes": "(max_elements)",
    "page with laughs": NAMES,
    "page with a table of a million columns": [],
    "pdf encrypted": "password",
    "pdf truncated": "cut short",
    "pdf with a loop in its page tree": "broken",
    "pdf with two thousand million pages": "(a scan)",
    "pdf with a form in itself": [],
    "pdf with a bomb of a stream": [],
    "pdf that unpacks to a gigabyte": "(max_memory)",
    "pdf with forms in forms": "(max_memory)",
    "text with NUL and control characters": NAMES * 30,
    "text with halves of pairs": NAMES * 30,
    "text with halves of pairs in UTF-16": NAMES * 9,
    "text of 100 MB on one line": "(max_bytes)",
    "text of 60 MB on one line": "(max_characters)",
    "text of 10 million pauses": [],
    "text of 10 million open brackets": [],
    "text of 10 million open title marks": [],
    "text of tasks on one line": [*NAMES, *["省科技厅"] * 7],
    "text turned about": NAMES,
    "text with nothing but marks of direction": "nothing but white space",
    "a name with a line break": NAMES,
    "folder that holds itself": NAMES,
    "link to itself": "cannot be read",
    "pipe": "a pipe, socket or device",
    "device without end": "a pipe, socket or device",
    "file without permission": "no permission",
    "file that changes": "changed while it was read",
}


def places(folder: Path) -> dict[str, Path]:
    """Paths that are no plain files, made in a folder."""
    task = TASK.encode()
    itself = folder / "itself"
    itself.mkdir(parents=True)
    (itself / "a.txt").write_bytes(task)
    (itself / "again").symlink_to(itself)
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    os.mkfifo(folder / "pipe.txt")
    (folder / "device.txt").symlink_to("/dev/zero")
    (folder / "closed.txt").write_bytes(task)
    (folder / "closed.txt").chmod(0)
    (folder / "growing.txt").write_bytes(task)
    return {
        "folder that holds itself": itself,
        "link to itself": folder / "loop.txt",
        "pipe": folder / "pipe.txt",
        "device without end": folder / "device.txt",
        "file without permission": folder / "closed.txt",
        "file that changes": folder / "growing.txt",
    }


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What a child with bounded memory made of every row; the server that the documents name counts its visitors."""
    folder = tmp_path_factory.mktemp("hostile")
    folder.chmod(0o755)
    secret = folder / "secret.txt"
    secret.write_text("机密", "utf-8")
    visits: list[object] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, address = server.accept()
            except OSError:
                return
            visits.append(address)
            connection.close()

    threading.Thread(target=serve, daemon=True).start()
    url = f"http://127.0.0.1:{server.getsockname()[1]}/"
    paths: dict[str, str] = {}
    for number, (name, (file, data)) in enumerate({**outside(url, secret), **bombs()}.items()):
        (folder / str(number)).mkdir()
        path = folder / str(number) / file
        path.write_bytes(data)
        paths[str(path)] = name
    paths |= {str(path): name for name, path in places(folder / "places").items()}
    before = _state(folder)
    example = str(ROOT / "corpus" / "notices" / "hebei-2015-84.txt")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    ran = subprocess.run(
        [sys.executable, "-c", CHILD, str(MEMORY), example],
        input=json.dumps(list(paths)),
        capture_output=True,
        text=True,
        timeout=300,
        cwd=folder,
        env=environment,
        check=False,
    )
    rows = [json.loads(line) for line in ran.stdout.splitlines()]
    found: dict[str, Any] = {paths[row["path"]]: row for row in rows}
    found["visits"] = visits
    found["unchanged"] = _state(folder) == before
    found["said"] = ran.stderr
    yield found
    server.close()


def _state(folder: Path) -> list[tuple[str, int, int]]:
    return [
        (str(p), p.stat().st_size, p.stat().st_mtime_ns)
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.name != "growing.txt"
    ]


def test_the_table_is_whole(outcomes: dict[str, Any]) -> None:
    assert set(OUTCOMES) == set(outcomes) - {"visits", "unchanged", "said"}, outcomes["said"][-2000:]


@pytest.mark.parametrize("name", OUTCOMES)
def test_what_each_must_give(name: str, outcomes: dict[str, Any]) -> None:
    assert name in outcomes, f"the child died before it: {outcomes['said'][-2000:]}"
    row, expected = outcomes[name], OUTCOMES[name]
    assert row["deeds"] == []
    for result in row["found"]:
        if isinstance(expected, str):
            assert expected in result["error"]
            assert result["advice"]
        else:
            assert result.get("names") == expected[:9], result
            assert "机密" not in result["text"]
    assert row["found"]
    assert row["seconds"] < 60


def test_nobody_was_visited_and_nothing_was_written(outcomes: dict[str, Any]) -> None:
    assert outcomes["visits"] == []
    assert outcomes["unchanged"]
    assert not Path("/tmp/evil.txt").exists()


def test_the_quine_is_one() -> None:
    data = quine_zip()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["a.zip"]
        assert archive.read("a.zip") == data


def test_memory_that_runs_out_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*arguments: object, **options: object) -> None:
        raise MemoryError

    file = tmp_path / "a.txt"
    file.write_text(TASK, "utf-8")
    monkeypatch.setattr("policy_extract.reading.fold", exhausted)
    result = try_read(file)
    assert isinstance(result, NoticeError)
    assert "more memory than there is" in result.reason
    (checked,) = check_documents(file)
    assert (checked.error, checked.advice) == (result.reason, result.advice)


# --- the system ------------------------------------------------------------------------------------------------------


def test_a_file_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TASK, "utf-8")
    real = os.fstat

    def fstat(descriptor: int) -> os.stat_result:
        state = real(descriptor)
        with file.open("a", encoding="utf-8") as again:
            again.write("二、")
        return state

    monkeypatch.setattr("policy_extract.loaders.os.fstat", fstat)
    with pytest.raises(NoticeError, match=r"changed while it was read.*again"):
        load(file)


def test_a_text_of_one_line_above_the_limit(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    with file.open("wb") as sparse:
        sparse.truncate(100 << 20)
    with pytest.raises(NoticeError, match=r"limit of 67,108,864 bytes \(max_bytes\).*--max-bytes"):
        read(file)


def test_the_time_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    # A process that does not come back is stopped; the next document has another.
    with pytest.raises(NoticeError, match=r"0.1 seconds \(max_seconds\).*--max-seconds"):
        load_bytes(forms(30), "a.pdf", limits=Limits(max_seconds=0.1, max_memory=16 << 30))
    assert load_bytes(drawn(), "a.pdf").text == "GB 38031-2025"
    now = iter(range(0, 10_000, 40))
    monkeypatch.setattr("policy_extract.loaders.limits.time.monotonic", lambda: next(now))
    with pytest.raises(NoticeError, match=r"30 seconds \(max_seconds\).*--max-seconds"):
        load_bytes(docx(paragraphs("一", "二", "三")), "a.docx", limits=Limits(max_seconds=30))


def test_pdfs_are_read_where_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise OSError("no more processes")

    pdfium.stop_helper()
    monkeypatch.setattr("policy_extract.loaders.pdfium.subprocess.Popen", refuse)
    assert load_bytes(drawn(), "a.pdf").text == "GB 38031-2025"


def test_a_strange_working_directory_offers_no_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("json.py", "struct.py", "pypdfium2.py", "sitecustomize.py"):
        (tmp_path / name).write_text("open('ran', 'w')", "utf-8")
    monkeypatch.chdir(tmp_path)
    pdfium.stop_helper()
    assert load_bytes(drawn(), "a.pdf").text == "GB 38031-2025"
    assert not (tmp_path / "ran").exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_forked_process_has_its_own_reader() -> None:
    assert load_bytes(drawn(), "a.pdf").text == "GB 38031-2025"
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as pool:
        assert set(pool.map(_text_of, [drawn()] * 8)) == {"GB 38031-2025"}
    assert load_bytes(drawn(), "a.pdf").text == "GB 38031-2025"


def _text_of(data: bytes) -> str:
    return load_bytes(data, "a.pdf").text


@pytest.mark.parametrize("name", list(Limits.__slots__))
def test_a_limit_of_nothing_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        Limits(**{name: 0})  # type: ignore[arg-type]


@pytest.mark.parametrize("address", ["https://www.gov.cn/a.html", "HTTP://a/b.pdf", "file:///etc/hostname"])
def test_an_address_is_not_a_source(address: str) -> None:
    with pytest.raises(NoticeError, match=r"an address, not a file.*save"):
        read(address)


# --- every pattern is linear -----------------------------------------------------------------------------------------

# What is repeated: four times as much may take at most eight times as long (four is linear, sixteen quadratic).
REPEATED = """
、 ， 。 ： ； — … ” “ . - = ( ) () （（ 《 》 《》 〔 【 1 一 百 千百 10% 1. 1.1 ① 第一条 第 一、 (一) （1） 由 会同 负责 牵头 配合 等 和 的 及其 按照 根据 有关部门、 省 市 厅 局 号
省科技厅、 由省科技厅负责 省科技厅牵头， (省科技厅 〔2020〕 2020年 到2020年底前 500家 500家以上、 推进工作 开展 印发《 关于 通知 附件 附件： 责任单位： 牵头单位：省科技厅
任务(牵头单位:省科技厅;配合单位: (省厅(市局 GB/T1 發展機關 ABC 字　 \0 \ud800 \u202e 省、市、县( (省科技厅牵头) 由省科技厅牵头，会同 各市、 不少于10个 10—20万元、 以上的10% 到2020年底前达到500家，
""".split()
REPEATED_LINES = [
    "一、目标", "(一)任务", "1.任务", "第一条 任务", "①任务", "附件", "附件1", "目录", "专栏1", "省科技厅", "省科技厅负责。", "2020年1月1日", "各市人民政府：", "责任单位：省科技厅",
    "省政发〔2020〕1号", "关于印发方案的通知", "1\t修路\t省交通厅", "任务\t牵头单位", "一", "一、", "(", "《", "(此件公开发布)", "— 1 —", "一、总体要求……1", "抄送：省委办公厅",
    "（一）开展检查。（省科技厅负责）", "以上任务由省科技厅牵头。", "一、目标\n（一）任务\n（二）任务\n（省科技厅负责）", "到2020年底前达到500家", "《质量意见》（省政发〔2020〕1号）",
]  # fmt: skip


def _seconds(text: str) -> float:
    began = time.process_time()
    parse(text)
    return time.process_time() - began


def _ratio(of: Callable[[int], str]) -> float:
    """How many times as long four times as much takes; measured again where the machine may have been busy."""
    size = 5_000
    while (small := _seconds(of(size))) < 0.01 and size < 80_000:
        size *= 2
    ratio = _seconds(of(4 * size)) / small
    for _ in range(3):
        if ratio < 8:
            break
        ratio = min(ratio, _seconds(of(4 * size)) / _seconds(of(size)))
    return ratio


@pytest.mark.parametrize("unit", [*REPEATED, " ", "\u3000", " 一", "\t一"], ids=ascii)
def test_a_long_run_takes_linear_time(unit: str) -> None:
    unit = unit.encode("utf-8").decode("unicode_escape") if unit.startswith("\\") else unit
    assert _ratio(lambda size: "一、任务" + unit * (size // len(unit))) < 8


# Runs where a pattern is already under way.
SURROUNDED = [
    ("一、任务\n责任单位：", "实施", "x"),
    ("一、任务\n开展检查。（牵头单位：省科技厅", "会同实施", "x）"),
    ("一、任务\n开展检查。（", "省科技厅和", "负责）"),
    ("一、任务\n省科技厅", "和省厅", "为责任单位。"),
    ("一、任务\n由", "省、", "负责。"),
    ("一、任务\n达到", "1", "家以上。"),
    ("一、任务\n按照《", "《", "》（国办发〔2020〕1号）执行。"),
    ("一、任务\n任务\t牵头单位\n修路\t", "省科技厅 ", "\n"),
    ("关于目录", "…", "x"),
    ("关于目录……", " ", "x"),
    ("某省人民政府关于", "通知", "的通知\n各市人民政府：\n一、任务"),
    ("", "一", ""),
    ("附件：", "1.", "\n一、任务"),
]


@pytest.mark.parametrize("before, unit, after", SURROUNDED, ids=ascii)
def test_a_long_run_inside_a_pattern_takes_linear_time(before: str, unit: str, after: str) -> None:
    assert _ratio(lambda size: before + unit * (size // len(unit)) + after) < 8


@pytest.mark.parametrize("line", REPEATED_LINES, ids=ascii)
def test_many_lines_take_linear_time(line: str) -> None:
    assert _ratio(lambda size: "一、任务\n" + (line + "\n") * (size // (len(line) + 1))) < 8

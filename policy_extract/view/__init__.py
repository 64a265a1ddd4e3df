"""A notice and its graph as one HTML page that needs no network: text with every finding marked, outline, agencies.

The page is ``page.html`` with ``page.css`` and ``page.js`` inlined; the words it shows stand in ``labels.json``. All that
comes from a document is escaped, and a content security policy (CSP) lets only our own script run and nothing be fetched.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from policy_extract.errors import PolicyExtractError
from policy_extract.export import replacing
from policy_extract.model import Notice
from policy_extract.view.content import Content, content_of, printable
from policy_extract.view.marking import marked_text

__all__ = ["to_cell", "to_html", "write_page"]

Language = Literal["zh", "en"]

#: Above this many characters a browser takes its time; 200,000 open in well under two seconds.
MOST_CHARACTERS = 3_000_000


def to_html(notices: Notice | Iterable[Notice], *, language: Language = "zh", title: str | None = None) -> str:
    """One or more notices as a self-contained HTML page (网页): text with findings marked, outline, agencies, network.

    ``language`` is that of the labels at first; the page has a switch. Raises PolicyExtractError where there is no notice
    or far too much text for one page, ValueError for another language.

    >>> from policy_extract import parse
    >>> page = to_html(parse("一、加强监管\\n开展<b>检查</b>。(省科技厅牵头)", id="a"))
    >>> "&lt;b&gt;" in page, "<b>" in page
    (True, False)
    """
    if language not in ("zh", "en"):
        raise ValueError(f"language={language!r} is not one of zh, en")
    shown = (notices,) if isinstance(notices, Notice) else tuple(notices)
    _check(shown)
    content = content_of(shown)
    name = title or shown[0].header.title or shown[0].id
    if len(shown) > 1 and title is None:
        name = f"{name} (+{len(shown) - 1})"
    return _page(content, shown, name, language)


def write_page(
    notices: Notice | Iterable[Notice], path: str | Path, *, language: Language = "zh", title: str | None = None
) -> Path:
    """Writes the page of :func:`to_html` to a file and returns its path; it appears whole or not at all."""
    page = to_html(notices, language=language, title=title)
    with replacing(Path(path)) as target:
        target.write_text(page, encoding="utf-8", newline="\n")
    return Path(path)


def to_cell(notice: Notice, *, height: int = 640) -> str:
    """The page inside a frame, as a notebook shows it, below a line that says what the notice is.

    The frame is sandboxed: its script reaches neither the notebook nor a network. Where frames are not shown (GitHub), the
    line remains.
    """
    header = notice.header
    facts = [header.document_number, "、".join(header.issuers), header.date.isoformat() if header.date else None]
    counts = (
        f"{len(notice.clauses)} 条款 clauses · {len(notice.tasks())} 任务 tasks · "
        f"{len(notice.responsibilities)} 责任单位 mentions · {len(notice.actions)} 举措 actions"
    )
    about = " · ".join(html.escape(printable(fact)) for fact in facts if fact)
    return (
        f"<div><b>{html.escape(printable(header.title or notice.id))}</b><br>{about}{'<br>' if about else ''}{counts}</div>"
        f'<iframe sandbox="allow-scripts" style="width:100%;height:{height:d}px;border:1px solid #8884;border-radius:6px" '
        f'title="policy_extract" srcdoc="{html.escape(to_html(notice), quote=True)}"></iframe>'
    )


def _check(notices: Sequence[Notice]) -> None:
    if not notices:
        raise PolicyExtractError("there is no notice to show")
    total = sum(len(notice.text) for notice in notices)
    if total > MOST_CHARACTERS:
        raise PolicyExtractError(
            f"{len(notices):,} notices of {total:,} characters are too much for one page (at most {MOST_CHARACTERS:,}); "
            "choose some by their ids, as with: policy-extract view RESULTS --notice ID"
        )


@lru_cache(maxsize=1)
def _template() -> tuple[str, str, str, dict[str, dict[str, str]]]:
    folder = files("policy_extract.view")
    texts = [(folder / name).read_text("utf-8") for name in ("page.html", "page.css", "page.js", "labels.json")]
    return texts[0], texts[1], texts[2], json.loads(texts[3])


_SLOT = re.compile(r"\{\{([a-z]+)(?::([a-z_]+))?\}\}")


def _page(content: Content, notices: Sequence[Notice], title: str, language: Language) -> str:
    template, style, script, labels = _template()
    slots = {
        "title": html.escape(printable(title)),
        "language": "zh-CN" if language == "zh" else "en",
        "style": style,
        "script": script,
        "stylehash": _digest(style),
        "scripthash": _digest(script),
        "data": _data({**content.data, "language": language, "labels": labels}),
        "texts": "\n".join(
            f'<article class="notice" data-n="{n}" lang="zh-CN"{" hidden" if n else ""}>{marked_text(notice, n)}</article>'
            for n, notice in enumerate(notices)
        ),
    }

    def filled(found: re.Match[str]) -> str:
        slot, label = found.groups()
        return html.escape(labels[label][language]) if slot == "label" else slots[slot]

    # One pass over the template: what is filled in is never looked at again, whatever it holds.
    return _SLOT.sub(filled, template)


def _digest(text: str) -> str:
    """What a content security policy calls an inlined script or style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _data(value: Any) -> str:
    """JSON that may stand inside a script element: no character of markup is left in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text

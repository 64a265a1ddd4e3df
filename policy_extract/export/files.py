"""What every file is held to: it appears whole or not at all, and no character in it is refused."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from policy_extract.model import Notice

__all__ = ["FORMULA", "cleaned", "replacing", "to_json", "write_records"]

_REFUSED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Full-width forms too: Excel in Chinese and Japanese takes them for the half-width ones.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def cleaned(text: str) -> str:
    """The text without the characters that XML refuses.

    >>> cleaned("省科技厅\\x00、省财政厅")
    '省科技厅�、省财政厅'
    """
    return _REFUSED.sub("\ufffd", text)


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A path beside the target to write to; it takes the target's place only if all went well."""
    target.parent.mkdir(parents=True, exist_ok=True)
    path = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        yield path
        os.replace(path, target)
    finally:
        path.unlink(missing_ok=True)


_ENCODER = json.JSONEncoder(ensure_ascii=False)


def to_json(value: Any) -> str:
    """JSON with Chinese as written; half a surrogate pair, which UTF-8 has no bytes for, is escaped."""
    text = _ENCODER.encode(value)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return text


def write_records(notices: Iterable[Notice], path: str | Path) -> Path:
    """Writes notices as JSON lines, one record of the format ``policy-extract/1`` a line; returns the path."""
    with replacing(Path(path)) as target, target.open("w", encoding="utf-8", newline="\n") as file:
        for notice in notices:
            file.write(to_json(notice.to_dict()) + "\n")
    return Path(path)

"""Organisations (机构名) that running text names, and that no rule has claimed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from policy_extract.deep.reading import Reading, in_title, touches
from policy_extract.deep.said import Said
from policy_extract.deep.sentences import CLOSERS, OPENERS, Chunk
from policy_extract.lexicon import Lexicon
from policy_extract.model import Clause
from policy_extract.registry import resolve
from policy_extract.text import compact

__all__ = ["Organisation", "organisation_columns", "organisations_of"]

#: What the label sets call an organisation: msra, ontonotes, pku and others.
_ORGANISATION: Final = frozenset({"organization", "org", "nt", "ni"})


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation named in running text (机构名): it carries no work there, as a responsibility does.

    ``label`` is the model's; ``agency`` is the full official name at the notice's date and ``agency_id`` its key in the
    registry, None where it is not known.
    """

    start: int
    end: int
    text: str
    label: str
    clause: str
    rule: str
    agency: str | None = None
    agency_id: str | None = None


def organisation_columns(found: Iterable[tuple[str, Organisation]]) -> dict[str, list[Any]]:
    """Organisations with the ids of their notices as the columns of the table ``organisations`` (机构名表).

    >>> print(*organisation_columns([]))
    notice clause start end text label agency agency_id rule
    """
    from policy_extract.tables import COLUMNS

    values: dict[str, list[Any]] = {column.name: [] for column in COLUMNS["organisations"]}
    for notice, organisation in found:
        for name, column in values.items():
            column.append(notice if name == "notice" else getattr(organisation, name))
    return values


def organisations_of(
    reading: Reading,
    chunk: Chunk,
    clause: Clause,
    said: Said,
    key: str,
    home: tuple[str | None, str | None],
    lexicon: Lexicon,
) -> Iterator[Organisation]:
    """The organisations of a sentence that no rule has claimed as a responsibility or inside a title."""
    notice = reading.notice
    for span, label in said.entities:
        begin, end = span.start, span.end
        while begin < end and not chunk.text[begin].isalnum() and chunk.text[begin] not in OPENERS:
            begin += 1  # a comma that the model has glued to the name
        while begin < end and not chunk.text[end - 1].isalnum() and chunk.text[end - 1] not in CLOSERS:
            end -= 1
        if label.lower() not in _ORGANISATION or end - begin < 2:
            continue
        place = chunk.span(begin, end)
        if touches(reading.claimed, place.start, place.end) or in_title(reading.folded, place, chunk):
            continue
        name = compact(place.of(reading.folded))
        agency = resolve(name, region=home[0], level=home[1], date=notice.header.date, lexicon=lexicon)
        yield Organisation(
            place.start,
            place.end,
            place.of(notice.text),
            label,
            clause.id,
            f"hanlp:{key}",
            agency.official_name if agency else None,
            agency.id if agency else None,
        )

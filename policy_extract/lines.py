"""The lines of succession (沿革): what an agency was before a reform and became after it, and what is comparable.

A line is a type of agency in one region through its renamings and mergers: 河北省质量技术监督局 (to 2018), 河北省市场监督管理局
(since). The facts are ``lexicons/successions.csv``: one row a succession, with its kind, year and the decision behind it.
Years are those of the national reform; provinces followed up to two years later.

Kinds: ``renamed``; ``merged`` (into another body); ``split`` (a part of it went there); ``took over`` (the function went
there, the body did not).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date
from functools import lru_cache

from policy_extract.errors import LexiconError
from policy_extract.lexicon import Lexicon, load_lexicon
from policy_extract.places import places_of
from policy_extract.registry import Agency, agency_of

__all__ = ["KINDS", "Succession", "at", "line_of", "predecessors", "same_line", "successors"]

KINDS = ("renamed", "merged", "split", "took over")
_WHOLE = ("renamed", "merged")  # the body itself went there


@dataclass(frozen=True, slots=True)
class Succession:
    """One step of a line (沿革): the agency before or after, how it came to be so, the year and the decision."""

    agency: Agency
    kind: str
    year: int
    source: str


@dataclass(frozen=True, slots=True)
class _Step:
    before: str
    after: str
    kind: str
    year: int
    source: str


def predecessors(id: str, *, lexicon: Lexicon | None = None) -> tuple[Succession, ...]:
    """The agencies (前身) that an agency came from, each by its last name; none where no reform made it.

    >>> [(s.agency.official_name, s.kind, s.year) for s in predecessors("130000/生态环境")]
    [('河北省环境保护厅', 'merged', 2018)]
    """
    lexicon = lexicon or load_lexicon()
    where, type_id = _parts(id)
    return tuple(_successions(where, _steps(lexicon).into[type_id], "before", lexicon))


def successors(id: str, *, lexicon: Lexicon | None = None) -> tuple[Succession, ...]:
    """The agencies that an agency, or a part of it, became (后继), each by its first name; none where it still stands.

    >>> [s.agency.id for s in successors("130000/质量技术监督")]
    ['130000/市场监管']
    >>> [(s.agency.official_name, s.kind) for s in successors("000000/铁道")]
    [('交通运输部', 'split'), ('中国铁路总公司', 'split'), ('国家铁路局', 'split')]
    """
    lexicon = lexicon or load_lexicon()
    where, type_id = _parts(id)
    return tuple(_successions(where, _steps(lexicon).out_of[type_id], "after", lexicon))


def at(id: str, date: Date, *, lexicon: Lexicon | None = None) -> tuple[Agency, ...]:
    """Who stood in an agency's line at a date: itself by its name then, or those before or after it.

    >>> [a.official_name for a in at("130000/市场监管", Date(2015, 6, 24))]
    ['河北省工商行政管理局', '河北省质量技术监督局', '河北省食品药品监督管理局']
    >>> [a.official_name for a in at("130000/质量技术监督", Date(2020, 1, 1))]
    ['河北省市场监督管理局']
    """
    lexicon = lexicon or load_lexicon()
    steps = _steps(lexicon)
    where, type_id = _parts(id)
    if type_id not in steps.years:
        return ()
    found: dict[str, Agency] = {}
    for name in _in_force(type_id, date.year, steps, frozenset()):
        agency = agency_of(f"{where}/{name}", date=date, lexicon=lexicon)
        if agency is not None:
            found[agency.id] = agency
    return tuple(found.values())


def same_line(a: str, b: str, *, lexicon: Lexicon | None = None) -> bool:
    """Whether two ids are one agency through the reforms, in one region: 省质监局 of 2015 and 省市场监管局 of 2019.

    >>> same_line("130000/质量技术监督", "130000/市场监管"), same_line("130000/质量技术监督", "140000/市场监管")
    (True, False)
    """
    lexicon = lexicon or load_lexicon()
    if a == b or line_of(a, lexicon=lexicon) == line_of(b, lexicon=lexicon):
        return True
    (where, first), (place, second) = _parts(a), _parts(b)
    if _moved(where, lexicon) != _moved(place, lexicon):
        return False
    steps = _steps(lexicon)
    return second in steps.after(first) or first in steps.after(second)


def line_of(id: str, *, lexicon: Lexicon | None = None) -> str:
    """The id of the line (沿革) of an agency: that of the body which carries it today, in the region as it is today.

    A body that was divided among several keeps a line of its own; an id that no table holds is its own line.

    >>> line_of("130000/工商行政管理"), line_of("000000/铁道"), line_of("522400/财政")
    ('130000/市场监管', '000000/铁道', '520500/财政')
    """
    lexicon = lexicon or load_lexicon()
    where, type_id = _parts(id)
    if not type_id:
        return id
    heir = _heir(where, type_id, _steps(lexicon), lexicon)
    return f"{_moved(where, lexicon)}/{heir}"


def _heir(where: str, type_id: str, steps: _Steps, lexicon: Lexicon) -> str:
    """The type that carries a line today, by the steps in which the body itself, or else all it did, went over."""
    key = (where.partition(":")[0] == "000000", type_id)
    if key in steps.heirs:
        return steps.heirs[key]
    here = type_id
    for _ in range(len(steps.years)):
        options = [s for s in steps.out_of[here] if s.kind in _WHOLE] or [
            s for s in steps.out_of[here] if s.kind == "took over" and here not in steps.only_national
        ]
        known = [s for s in options if s.after in (steps.national if key[0] else steps.local)]
        if not known:
            break
        # a branch of a central body goes on in a branch: 电监局 in 能源监管局, not in the province's 能源局
        known.sort(key=lambda s: steps.kinds[s.after] != steps.kinds[here])
        here = known[0].after
    steps.heirs[key] = here
    return here


def _moved(where: str, lexicon: Lexicon) -> str:
    code, mark, word = where.partition(":")
    return f"{places_of(lexicon).heir(code)}{mark}{word}"


def _parts(id: str) -> tuple[str, str]:
    where, _, type_id = id.partition("/")
    return where, type_id


def _successions(where: str, steps: list[_Step], side: str, lexicon: Lexicon) -> Iterator[Succession]:
    for step in steps:
        year = step.year if side == "after" else step.year - 1
        agency = agency_of(f"{where}/{getattr(step, side)}", date=Date(year, 12, 31), lexicon=lexicon)
        if agency is not None:
            yield Succession(agency, step.kind, step.year, step.source)


def _in_force(type_id: str, year: int, steps: _Steps, seen: frozenset[str]) -> Iterator[str]:
    begin, end = steps.years[type_id]
    if begin:  # where a place went ahead (深圳市场监管局, 2009), the line turns with the country
        begin = max(begin, min((step.year for step in steps.into[type_id]), default=0))
    if type_id in seen:
        return
    if begin <= year <= end:
        yield type_id
    elif year > end:
        whole = [s for s in steps.out_of[type_id] if s.kind in _WHOLE]
        for step in whole or steps.out_of[type_id]:
            yield from _in_force(step.after, year, steps, seen | {type_id})
    else:
        whole = [s for s in steps.into[type_id] if s.kind in _WHOLE]
        for step in whole or steps.into[type_id]:
            yield from _in_force(step.before, year, steps, seen | {type_id})


class _Steps:
    """The table of successions of one lexicon, both ways."""

    __slots__ = ("heirs", "into", "kinds", "local", "national", "only_national", "out_of", "years")

    def __init__(self, lexicon: Lexicon) -> None:
        types = lexicon.table("agencies")
        self.years = {row["id"]: (int(row["from"] or 0), int(row["to"] or 9999)) for row in types}
        self.kinds = {row["id"]: row["kind"] for row in types}
        self.national = frozenset(row["id"] for row in types if row["national"])
        self.local = frozenset(row["id"] for row in types if row["province"] or row["city"] or row["county"])
        self.only_national = self.national - self.local
        self.out_of: defaultdict[str, list[_Step]] = defaultdict(list)
        self.into: defaultdict[str, list[_Step]] = defaultdict(list)
        self.heirs: dict[tuple[bool, str], str] = {}
        for row in lexicon.table("successions"):
            if row["before"] not in self.years or row["after"] not in self.years or row["kind"] not in KINDS:
                raise LexiconError(
                    "successions.csv", None, f"{row['id']}: two types of agencies.csv and one of {', '.join(KINDS)}"
                )
            step = _Step(row["before"], row["after"], row["kind"], int(row["year"]), row["source"])
            self.out_of[step.before].append(step)
            self.into[step.after].append(step)

    def after(self, type_id: str) -> set[str]:
        """Every type that a type, or a part of it, became in the end."""
        found: set[str] = set()
        queue = [type_id]
        while queue:
            for step in self.out_of[queue.pop()]:
                if step.after not in found:
                    found.add(step.after)
                    queue.append(step.after)
        return found


@lru_cache(maxsize=8)
def _steps(lexicon: Lexicon) -> _Steps:
    return _Steps(lexicon)

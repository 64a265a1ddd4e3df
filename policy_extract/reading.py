"""The one way in: a document's text or file becomes a :class:`~policy_extract.model.Notice`.

``parse`` reads as the table of contents of the pipeline: fold, sort the lines (header, parts), outline each part, let the
finders read each clause's body, hang the clauses in their tree.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from policy_extract.errors import NoticeError, PolicyExtractError
from policy_extract.finders.actions import find_actions
from policy_extract.finders.deadlines import find_deadlines, govern
from policy_extract.finders.quantities import find_quantities
from policy_extract.finders.references import ShortNames, find_header_references, find_references, names_itself
from policy_extract.finders.responsibilities import Conventions, Who, find_conventions, find_responsibilities
from policy_extract.frozen import replaced
from policy_extract.furniture import without_prints
from policy_extract.head_lines import doubled_lines
from policy_extract.header import Frame, PartDraft, read_frame
from policy_extract.home import find_home, find_province
from policy_extract.lexicon import Lexicon, load_lexicon
from policy_extract.model import (
    Action,
    Clause,
    Deadline,
    Header,
    Notice,
    NoticeWarning,
    Part,
    Quantity,
    Reference,
    Responsibility,
    Source,
    Span,
)
from policy_extract.outline import Unit, find_units, restore_breaks, split_lines
from policy_extract.registry import Agency, resolve
from policy_extract.text import Passage, fold

if TYPE_CHECKING:
    from policy_extract.deep import HanLP
    from policy_extract.loaders import Limits

__all__ = ["parse", "read", "read_many", "try_read"]

#: The reason of an error for want of memory.
OUT_OF_MEMORY: Final = "reading it takes more memory than there is"


@dataclass(frozen=True, slots=True)
class _Context:
    """What the finders need to know of the whole notice."""

    lexicon: Lexicon
    written: date | None
    conventions: Conventions
    who: Who
    names: ShortNames
    header: Header


class _Draft:
    """A unit with its id and what was found in its body, before it hangs in the tree."""

    def __init__(
        self,
        unit: Unit,
        id: str,
        actions: tuple[Action, ...] = (),
        quantities: tuple[Quantity, ...] = (),
        deadlines: tuple[Deadline, ...] = (),
        references: tuple[Reference, ...] = (),
    ) -> None:
        self.unit = unit
        self.id = id
        self.responsibilities: list[Responsibility] = []
        self.actions = actions
        self.quantities = quantities
        self.deadlines = deadlines
        self.references = references


def read(
    path: str | Path,
    *,
    encoding: str | None = None,
    lexicon: Lexicon | None = None,
    engine: str | HanLP = "rules",
    limits: Limits | None = None,
) -> Notice:
    """Reads one notice (通知, 方案, 意见 …) from a file: .txt, .html, .docx or .pdf, or one in a .zip of them.

    The encoding of a text is found by itself unless it is given; ``limits`` bound what the file may cost; ``engine`` is
    ``"rules"``, ``"hanlp"`` or a :class:`~policy_extract.deep.HanLP`. Raises :class:`NoticeError`, which names the file
    and says what to do, where the file cannot be read.
    """
    from policy_extract.loaders import load

    loaded = load(path, encoding=encoding, limits=limits)
    return parse(loaded.text, id=Path(path).stem, source=loaded.source, lexicon=lexicon, engine=engine)


def parse(
    text: str,
    *,
    id: str | None = None,
    source: Source | None = None,
    lexicon: Lexicon | None = None,
    engine: str | HanLP = "rules",
) -> Notice:
    """Reads one notice from its text; ``id`` names it in tables and graphs (default: its document number).

    >>> notice = parse("一、加强监管\\n开展专项检查500次以上。(省科技厅牵头,财政厅配合)")
    >>> [(r.name, r.role) for r in notice.responsibilities]
    [('省科技厅', 'lead'), ('省财政厅', 'cooperate')]
    >>> notice.tasks()[0].heading
    '加强监管'
    """
    if engine != "rules":
        from policy_extract.deep import deepen, engine_of

        if (deep := engine_of(engine)) is not None:
            plain = parse(text, id=id, source=source, lexicon=lexicon)
            return deepen([plain], deep, lexicon)[0].notice
    if not text or text.isspace():
        raise NoticeError(source.path if source else None, "there is no text in it", "check the file")
    lexicon = lexicon or load_lexicon()
    folded = fold(text)
    folded, prints = without_prints(folded)
    lines = split_lines(folded)
    doubled = doubled_lines(folded, lines)
    restored = restore_breaks(Passage(folded, text).without(doubled).text, text)
    frame = read_frame(restored, text, lexicon, lines if restored is folded else None)
    folded = restored
    frame = replaced(frame, header=replaced(frame.header, region=find_province(frame.header, lexicon)))
    written = frame.header.date or _year_of(folded)
    who = _who(frame.header, folded, written, lexicon)
    context = _Context(
        lexicon,
        written,
        find_conventions(folded),
        who,
        ShortNames(),
        frame.header,
    )
    warnings: list[NoticeWarning] = []
    prefixes = _prefixes(folded, text, frame, warnings)
    parts: list[Part] = []
    lists = 0
    for draft, units, prefix in prefixes:
        part, lists = _read_part(folded, text, draft, units, prefix, context, lists)
        parts.append(part)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    bodies = sorted([(u.start, u.body_end) for _, units, _ in prefixes for u in units])
    header, unread = _tile(frame, bodies, [*prints, *doubled])
    return Notice(
        id=id or frame.header.document_number or f"notice-{digest[:12]}",
        text=text,
        text_sha256=digest,
        source=source or Source(),
        header=header,
        parts=tuple(parts),
        header_references=find_header_references(folded, text, header.spans, lexicon, header.document_number),
        unread=unread,
        warnings=tuple(sorted(warnings, key=lambda w: w.start)),
    )


def try_read(
    path: str | Path,
    *,
    id: str | None = None,
    encoding: str | None = None,
    lexicon: Lexicon | None = None,
    engine: str | HanLP = "rules",
    limits: Limits | None = None,
) -> Notice | NoticeError:
    """Reads one notice as :func:`read` does, but gives the error instead of raising it, so that a batch goes on."""
    notice = attempt(path, lambda: read(path, encoding=encoding, lexicon=lexicon, engine=engine, limits=limits))
    return notice if id is None or isinstance(notice, NoticeError) else replaced(notice, id=id)


def attempt(path: str | Path, reading: Callable[[], Notice]) -> Notice | NoticeError:
    """The notice that ``reading`` gives, or its error: whatever is wrong with one must not cost the others of a batch."""
    try:
        return reading()
    except NoticeError as error:
        return error
    except PolicyExtractError:
        raise
    except MemoryError:
        return out_of_memory(path)
    except Exception as error:  # a fault of ours
        return NoticeError(path, f"internal error ({type(error).__name__}: {error})", "please report it with the file")


def out_of_memory(path: str | Path) -> NoticeError:
    """The error for a notice whose reading takes more memory than there is."""
    return NoticeError(path, OUT_OF_MEMORY, "cut it, or read it by itself")


def read_many(
    paths: str | Path | Iterable[str | Path],
    *,
    encoding: str | None = None,
    lexicon: Lexicon | None = None,
    engine: str | HanLP = "rules",
    limits: Limits | None = None,
    workers: int = 1,
    progress: bool = False,
) -> Iterator[tuple[Path, Notice | NoticeError]]:
    """Reads many notices: yields each path with its notice, or with the error that it met, in the order given.

    One document that cannot be read does not stop the others. A folder stands for the notices in it and in its
    subfolders, a .zip for those in it (notices.zip/通知.txt). ``workers`` reads with so many processes (0: one for each
    core), with the rules only; ``progress`` shows a bar, in a notebook too.
    """
    from policy_extract.loaders import find_documents

    if workers != 1 or progress:
        from policy_extract.batch.pool import read_files  # above this module: it needs all that this one does

        if engine != "rules":
            raise ValueError("workers and progress are for the rules; leave them out with another engine")
        files = [
            f for given in ([paths] if isinstance(paths, str | Path) else paths) for f in find_documents(given, limits)
        ]
        yield from read_files(
            files, encoding=encoding, lexicon=lexicon, limits=limits, workers=workers or None, progress=progress
        )
        return
    lexicon = lexicon or load_lexicon()
    found = (
        (file, try_read(file, encoding=encoding, lexicon=lexicon, limits=limits))
        for given in ([paths] if isinstance(paths, str | Path) else paths)
        for file in find_documents(given, limits)
    )
    if engine == "rules":
        yield from found
        return
    from policy_extract.deep import deepen_each

    for file, result, _ in deepen_each(found, engine, lexicon):
        yield file, result


def _who(header: Header, folded: str, written: date | None, lexicon: Lexicon) -> Who:
    """Which agency a name of this notice means: bare names are those of the issuer's place and level.

    Where the header has no date the year is a guess, and a body that did not exist in it is looked for at any time.
    """
    region, level = find_home(header, folded, lexicon)
    known: dict[str, Agency | None] = {}

    def who(name: str) -> Agency | None:
        if name in known:
            return known[name]
        agency = resolve(name, region=region, level=level, date=written, lexicon=lexicon)
        if agency is None and header.date is None and written is not None:
            agency = resolve(name, region=region, level=level, date=None, lexicon=lexicon)
        known[name] = agency
        return agency

    return who


# --- one part -------------------------------------------------------------------------------------------------------


def _prefixes(
    folded: str, text: str, frame: Frame, warnings: list[NoticeWarning]
) -> list[tuple[PartDraft, list[Unit], str]]:
    """The parts with their units and the prefix of their clause ids: none for the first part that has numbered units."""
    drafts = []
    main: int | None = None
    for i, draft in enumerate(frame.parts):
        units, odd = find_units(folded, text, draft.body)
        warnings += odd
        if main is None and any(u.marker for u in units):
            main = i
        drafts.append((draft, units))
    return [(d, u, "" if i == (main or 0) else f"{i + 1}/") for i, (d, u) in enumerate(drafts)]


def _read_part(
    folded: str, text: str, draft: PartDraft, units: list[Unit], prefix: str, context: _Context, lists_before: int
) -> tuple[Part, int]:
    """A part of the notice with its tree of clauses, everything found in them; the lists are counted, those before it too."""
    drafts = [_Draft(unit, id) for unit, id in zip(units, _ids(units, prefix), strict=True)]
    lists = _find(folded, text, drafts, context, lists_before)
    for d in drafts:
        if d.unit.marker is None and d.unit.parent >= 0:  # a paragraph of an article behind its items
            _govern(d, drafts[d.unit.parent])
    _lift(folded, drafts)
    start = min([draft.start, *(u.start for u in units)])
    end = max([start, *(u.body_end for u in units)])
    return Part(draft.kind, draft.title, start, end, _tree(text, drafts)), lists


def _ids(units: Sequence[Unit], prefix: str) -> list[str]:
    """The ids, made of positions: 0 for the preamble, 1.3 for the third unit under the first."""
    ids: list[str] = []
    counts: dict[int, int] = {}
    for unit in units:
        if unit.kind == "preamble":
            ids.append(f"{prefix}0")
            continue
        counts[unit.parent] = counts.get(unit.parent, 0) + 1
        above = f"{ids[unit.parent]}." if unit.parent >= 0 else prefix
        ids.append(f"{above}{counts[unit.parent]}")
    return ids


def _ends(drafts: Sequence[_Draft]) -> list[int]:
    """Where each unit ends with all the units under it."""
    ends = [d.unit.body_end for d in drafts]
    for index in range(len(drafts) - 1, -1, -1):
        parent = drafts[index].unit.parent
        if parent >= 0 and ends[index] > ends[parent]:
            ends[parent] = ends[index]
    return ends


def _find(folded: str, text: str, drafts: Sequence[_Draft], context: _Context, lists: int) -> int:
    """Lets the finders read the bodies of a part, each on what the ones before it have left; gives how many lists there are.

    One finder reads all bodies before the next one begins, which is a sixth faster than body by body.
    """
    lexicon, header = context.lexicon, context.header
    bodies: list[Passage] = []
    rests: list[Passage] = []
    for d in drafts:
        unit = d.unit
        rest = body = Passage(folded[unit.start : unit.body_end], text, unit.start, d.id)
        references = find_references(body, lexicon)
        if references:
            references = context.names.join(references, body)
            d.references = tuple([r for r in references if not names_itself(r, header.title, header.document_number)])
            rest = body.without(references)
        bodies.append(body)
        rests.append(rest.blanked(unit.start, unit.marker_end) if unit.marker else rest)
    without_lists: list[Passage] = []
    for d, rest, end in zip(drafts, rests, _ends(drafts), strict=True):
        unit = d.unit
        found = find_responsibilities(
            rest,
            lexicon,
            context.conventions,
            clause_start=unit.start if unit.marker is not None else -1,
            heading_end=unit.heading_end if unit.heading_start >= 0 else -1,
            clause_end=end,
            lists_before=lists,
            who=context.who,
        )
        if found.responsibilities:
            d.responsibilities = list(found.responsibilities)
            lists = max(lists, max([r.group for r in d.responsibilities]))
        without_lists.append(rest.without(found.spans) if found.spans else rest)
    for d, rest in zip(drafts, rests, strict=True):
        d.deadlines = find_deadlines(rest, lexicon, context.written)
    for d, body, rest in zip(drafts, bodies, without_lists, strict=True):
        dated = rest.without(d.deadlines) if d.deadlines else rest
        quantities = find_quantities(dated, lexicon, context.written)
        if quantities:
            d.quantities = govern(quantities, d.deadlines, body)
    for d, rest in zip(drafts, without_lists, strict=True):
        if d.unit.heading_start >= 0:
            rest = rest.blanked(d.unit.heading_start, d.unit.heading_end)
        if not rest.text.isspace():  # most clauses of the upper levels are a heading and no more
            d.actions = find_actions(rest, lexicon)
    return lists


def _lift(folded: str, drafts: list[_Draft]) -> None:
    """Gives a list that stands behind the last of several units to the section that they are in.

    It governs them all where none of them has a list of its own, and where it either stands on a line of its own or the
    section's peers have one list each.
    """
    listed = [index for index, d in enumerate(drafts) if d.responsibilities]
    if not listed:
        return
    last_child = {d.unit.parent: index for index, d in enumerate(drafts)}
    units: Counter[tuple[str, int]] | None = None  # of each style and level; counted where they are asked for
    with_list: Counter[tuple[str, int]] = Counter()
    for index in listed:
        d = drafts[index]
        unit = d.unit
        if unit.parent < 0 or unit.marker is None:
            continue
        above = drafts[unit.parent]
        before = bool(above.responsibilities)
        _lift_summaries(folded, d, above)
        if (
            last_child[unit.parent] == index
            and not above.responsibilities
            and _is_one_list(d.responsibilities)
            and _none_before(drafts, index)
        ):
            own_line = _on_own_line(folded, d)
            if not own_line and units is None:
                units = Counter((d.unit.style, d.unit.level) for d in drafts)
                with_list.update((d.unit.style, d.unit.level) for d in drafts if d.responsibilities)
            # Most units of the parent's style carry lists themselves, and few of their children do.
            peers = (above.unit.style, above.unit.level)
            if own_line or (units is not None and 2 * with_list[peers] >= units[peers] - 1 >= 2):
                _move(d.responsibilities, d, above)
        if units is not None:
            with_list[above.unit.style, above.unit.level] += bool(above.responsibilities) - before
            with_list[unit.style, unit.level] -= not d.responsibilities


def _none_before(drafts: Sequence[_Draft], last: int) -> bool:
    """Whether a unit has siblings, all before it, and none of them a list."""
    parent = drafts[last].unit.parent
    siblings = [d for d in drafts[parent + 1 : last] if d.unit.parent == parent]
    return bool(siblings) and not any(d.responsibilities for d in siblings)


def _move(lifted: list[Responsibility], source: _Draft, target: _Draft) -> None:
    start = target.unit.start
    target.responsibilities += [replaced(r, clause=target.id, clause_start=start, scope_start=start) for r in lifted]
    gone = set(map(id, lifted))
    source.responsibilities = [r for r in source.responsibilities if id(r) not in gone]


def _govern(source: _Draft, target: _Draft) -> None:
    """Gives what an unnumbered paragraph assigns to the unit that it belongs to."""
    start = target.unit.start
    target.responsibilities += [replaced(r, clause=target.id, clause_start=start) for r in source.responsibilities]
    source.responsibilities = []


def _lift_summaries(folded: str, d: _Draft, parent: _Draft) -> None:
    """以上任务由…牵头 in a paragraph of its own speaks of the whole section."""
    lifted = []
    seen = line = d.unit.start
    for r in d.responsibilities:
        # The line's start is looked for from the mention before: a line may hold thousands.
        line = max(line, folded.rfind("\n", seen, r.start) + 1)
        seen = max(seen, r.start)
        if line > d.unit.start and folded[line : line + 12].lstrip().startswith(("以上", "上述")):
            lifted.append(r)
    if lifted:
        _move(lifted, d, parent)


def _is_one_list(responsibilities: Sequence[Responsibility]) -> bool:
    return (
        bool(responsibilities)
        and responsibilities[0].rule in ("bracket", "label")
        and all(r.group == responsibilities[0].group for r in responsibilities)
    )


def _on_own_line(folded: str, d: _Draft) -> bool:
    first = d.responsibilities[0]
    line = folded.rfind("\n", 0, first.start) + 1
    opener = folded[line : first.start].strip()
    return line > d.unit.start and "。" not in opener and (opener[:1] == "(" or opener.endswith(":"))


def _tree(text: str, drafts: Sequence[_Draft]) -> tuple[Clause, ...]:
    """The drafts as a tree of clauses, built from the last to the first."""
    children: dict[int, list[Clause]] = {}
    for i in range(len(drafts) - 1, -1, -1):
        d, unit = drafts[i], drafts[i].unit
        under = children.pop(i, None)
        below = tuple(reversed(under)) if under else ()
        heading = None
        if unit.heading_start >= 0:
            heading = text[unit.heading_start : unit.heading_end].strip()
            if "\n" in heading:
                heading = heading.replace("\r", "").replace("\n", "")
        end = below[-1].end if below else unit.body_end
        parent = drafts[unit.parent].id if unit.parent >= 0 else None
        clause = Clause(
            d.id, unit.kind, unit.level, unit.marker, heading, unit.start, end, unit.start, unit.body_end, parent, below,
            tuple(d.responsibilities), d.actions, d.quantities, d.deadlines, d.references,
        )  # fmt: skip
        children.setdefault(unit.parent, []).append(clause)
    return tuple(reversed(children.get(-1, [])))


# --- the whole ------------------------------------------------------------------------------------------------------


def _tile(frame: Frame, bodies: Sequence[tuple[int, int]], blanked: Sequence[Span]) -> tuple[Header, tuple[Span, ...]]:
    """The header and the unread stretches without what lies inside a body: they tile the text together."""
    return (
        replaced(frame.header, spans=_outside(frame.header.spans, bodies)),
        _outside(sorted([*frame.unread, *blanked], key=lambda span: span.start), bodies),
    )


def _outside(spans: Sequence[Span], bodies: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    kept = []
    i = 0
    for span in spans:
        while i < len(bodies) and bodies[i][1] <= span.start:
            i += 1
        if i == len(bodies) or bodies[i][0] >= span.end:
            kept.append(span)
    return tuple(kept)


def _year_of(folded: str) -> date | None:
    """The last day of the year that the notice is of, where it has no date: its document number's or its title's."""
    found = re.search(r"\(((?:19|20)\d\d)\)\s?\d+\s?号", folded[:1500]) or re.search(
        r"((?:19|20)\d\d)\s?年", folded[:400]
    )
    return date(int(found.group(1)), 12, 31) if found else None

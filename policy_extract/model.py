"""The frozen types of a read notice.

A :class:`Notice` holds the text and a tree of :class:`Clause` in :class:`Part`; every finding hangs on the clause it
belongs to. Offsets are half-open, in code points of ``Notice.text``; ``text`` of a finding is ``notice.text[start:end]``
exactly. Nothing is mutated after it is built, and nothing points to its parent.

``Notice.to_dict()`` is the record format ``policy-extract/1``, one object per line of ``notices.jsonl``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal, Protocol

from policy_extract.frozen import frozen

__all__ = [
    "ACTION_CLASSES",
    "FORMAT",
    "Action",
    "Clause",
    "Deadline",
    "Finding",
    "Header",
    "Kind",
    "Notice",
    "NoticeWarning",
    "Part",
    "Quantity",
    "Ranged",
    "Reference",
    "Responsibility",
    "Role",
    "Source",
    "Span",
]

#: The version of the record format; names in the records change only with it.
FORMAT = "policy-extract/1"

Kind = Literal["preamble", "section", "clause", "item", "article", "closing"]
Role = Literal["lead", "responsible", "cooperate", "guide"]
Relation = Literal["basis", "implement", "draft", "amend", "repeal", "issue", "mention"]
#: The kinds of measure that an action announces (举措类别): those that studies of policy instruments code by hand, finer than
#: supply, environment and demand (供给型 环境型 需求型; Rothwell and Zegveld, 1985), which they can be grouped into.
ACTION_CLASSES = (
    "机制建设", "规划标准", "推进实施", "组织协调", "监管执法", "资金支持", "宣传培训", "信息公开",
    "基础建设", "研究开发", "试点探索", "审批服务", "考核督查", "主体培育", "产业发展", "鼓励引导",
    "服务保障", "风险防控", "质效提升", "限制禁止",
)  # fmt: skip
Modality = Literal["obligation", "encouragement", "permission", "prohibition"]


class Ranged(Protocol):
    """Whatever has a start and an end in a text: a span, a clause, a finding."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@frozen
class Span:
    """A stretch of a text, ``[start, end)`` in code points.

    >>> Span(2, 6).of("各省科技厅")
    '科技厅'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of ``text`` that the span covers."""
        return text[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start


@frozen
class Responsibility:
    """One agency that must do the work of a clause (职责分工).

    ``text`` is as written, ``name`` completes an elliptical mention (省发展改革委、卫生健康委 gives 省卫生健康委),
    ``agency`` is the full official name at the notice's date; ``agency``, ``agency_id``, ``system``, ``level`` and
    ``region`` are None where they are not known. ``scope_start`` and ``scope_end`` bound the text that the assignment
    covers; ``group`` counts the lists of the notice and ``order`` the places in a list, both from 1.
    ``clause_start`` is -1 where no numbered clause governs.
    """

    start: int
    end: int
    text: str
    name: str
    role: Role
    clause: str
    clause_start: int
    scope_start: int
    scope_end: int
    group: int
    order: int
    rule: str
    collective: bool = False
    open_ended: bool = False
    agency: str | None = None
    agency_id: str | None = None
    system: str | None = None
    level: str | None = None
    region: str | None = None


@frozen
class Action:
    """One undertaking of a sentence (举措): a verb, and what it acts on.

    ``start``, ``end`` and ``text`` run from the verb or the object, whichever comes first, to the end of the other.
    ``action_class`` is the kind of measure, one of :data:`ACTION_CLASSES`, None where the verb may be of any.
    """

    start: int
    end: int
    text: str
    verb: str
    verb_start: int
    verb_end: int
    object: str | None
    object_start: int | None
    object_end: int | None
    modality: Modality | None
    rule: str
    clause: str = ""
    action_class: str | None = None


@frozen
class Quantity:
    """A number with a unit (数量), as bounds in base units: 500家以上 is ``low=500, high=None, unit="家"``.

    ``indicator`` (指标) is what is measured, with its own span; ``base`` (基期) what the number is compared with;
    ``cue`` the word that makes an exact value a target (达到, 新增), None where it is none or where a bound does.
    """

    start: int
    end: int
    text: str
    low: int | float | None
    high: int | float | None
    unit: str
    rule: str
    indicator: str | None = None
    base: str | None = None
    latest: date | None = None
    clause: str = ""
    indicator_start: int | None = None
    indicator_end: int | None = None
    cue: str | None = None


@frozen
class Deadline:
    """When work is due (完成时限): ``latest`` is the last day it allows, None where no day can be worked out."""

    start: int
    end: int
    text: str
    latest: date | None
    rule: str
    clause: str = ""


@frozen
class Reference:
    """A document that the notice names (引用文件): a title in 《》, a document number (文号) or a standard's number.

    ``full_title`` is the title that a short name (以下简称《意见》) stands for; ``article`` the articles cited behind
    the title, as written (第十二条第二款).
    """

    start: int
    end: int
    text: str
    title: str | None
    number: str | None
    standard: str | None
    relation: Relation
    rule: str
    clause: str = ""
    full_title: str | None = None
    article: str | None = None


Finding = Responsibility | Action | Quantity | Deadline | Reference


@frozen
class Clause:
    """A numbered unit of a notice (一、 (一) 1. 第一条), or an unnumbered one (preamble, closing) without a marker.

    ``[start, end)`` is the clause with everything under it, ``[body_start, body_end)`` its own text, marker and heading
    included, up to its first child. A *task* is a clause that carries a responsibility.
    """

    id: str
    kind: Kind
    level: int
    marker: str | None
    heading: str | None
    start: int
    end: int
    body_start: int
    body_end: int
    parent: str | None = None
    children: tuple[Clause, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    actions: tuple[Action, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    references: tuple[Reference, ...] = ()

    @property
    def span(self) -> Span:
        """The clause with everything under it."""
        return Span(self.start, self.end)

    @property
    def body(self) -> Span:
        """The clause's own text, up to its first child."""
        return Span(self.body_start, self.body_end)

    def walk(self) -> Iterator[Clause]:
        """This clause and all under it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


@frozen
class Part:
    """One document inside the notice: the notice itself, or an annex (附件, the plan that the notice issues)."""

    kind: Literal["notice", "annex"]
    title: str | None
    start: int
    end: int
    clauses: tuple[Clause, ...] = ()


@frozen
class Header:
    """What stands around the body: title, document number (文号), issuers (发文机关), date (成文日期), recipients
    (主送机关). What the text does not say is None. ``spans`` are the stretches of text that belong to it."""

    title: str | None = None
    document_number: str | None = None
    issuers: tuple[str, ...] = ()
    date: date | None = None
    recipients: str | None = None
    region: str | None = None
    genre: str | None = None
    spans: tuple[Span, ...] = ()


@frozen
class Source:
    """Where a text came from: ``sha256`` is of the bytes as they were read, ``certainty`` how sure the encoding is.

    ``pages`` holds where in the text each page of a PDF begins, ``paragraphs`` for each line of a DOCX the place of its
    paragraph or table in the document, from 1; see :meth:`Notice.page_of` and :meth:`Notice.paragraph_of`.
    """

    path: str | None = None
    sha256: str | None = None
    media_type: str = "text/plain"
    encoding: str | None = None
    certainty: float = 1.0
    pages: tuple[int, ...] = ()
    paragraphs: tuple[int, ...] = ()


@frozen
class NoticeWarning:
    """Something that looks wrong at a place of the text: a gap in the numbering, a bracket that never closes."""

    code: str
    message: str
    start: int


@frozen
class Notice:
    """One read document (公文): its text, header, parts with their clauses, and what no rule claimed."""

    id: str
    text: str
    text_sha256: str
    source: Source
    header: Header
    parts: tuple[Part, ...] = ()
    header_references: tuple[Reference, ...] = ()
    unread: tuple[Span, ...] = ()
    warnings: tuple[NoticeWarning, ...] = ()

    def walk(self) -> Iterator[Clause]:
        """Every clause of every part, in document order."""
        for part in self.parts:
            for clause in part.clauses:
                yield from clause.walk()

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause of every part, in document order, as a flat tuple."""
        return tuple(self.walk())

    def clause(self, id: str) -> Clause:
        """The clause with this id, as in ``notice.clause("1.3")``; KeyError where there is none."""
        for clause in self.walk():
            if clause.id == id:
                return clause
        raise KeyError(f"no clause {id!r} in {self.id}; its ids are {', '.join(c.id for c in self.walk())}")

    def tasks(self) -> tuple[Clause, ...]:
        """The clauses that carry a responsibility."""
        return tuple(c for c in self.walk() if c.responsibilities)

    def text_of(self, thing: Ranged) -> str:
        """The characters of any clause, part, finding or span."""
        return self.text[thing.start : thing.end]

    def page_of(self, offset: int) -> int | None:
        """The page (页码) of the PDF that a place of the text stands on, from 1; None for other kinds of document."""
        return bisect_right(self.source.pages, offset) or None

    def paragraph_of(self, offset: int) -> int:
        """The paragraph (段落) that a place of the text stands in, from 1: in a DOCX its place among the paragraphs and
        tables of the body, in any other kind the line of the text."""
        line = self.text.count("\n", 0, offset)
        return self.source.paragraphs[line] if line < len(self.source.paragraphs) else line + 1

    @property
    def responsibilities(self) -> tuple[Responsibility, ...]:
        """Every agency mention that carries work, in document order."""
        found = [r for c in self.walk() for r in c.responsibilities]
        return tuple(sorted(found, key=lambda r: r.start))

    @property
    def actions(self) -> tuple[Action, ...]:
        """Every action, in document order."""
        return tuple(a for c in self.walk() for a in c.actions)

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """Every quantity, in document order."""
        return tuple(q for c in self.walk() for q in c.quantities)

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """Every deadline, in document order."""
        return tuple(d for c in self.walk() for d in c.deadlines)

    @property
    def references(self) -> tuple[Reference, ...]:
        """Every reference, those of the header included, in document order."""
        found = [*self.header_references, *(r for c in self.walk() for r in c.references)]
        return tuple(sorted(found, key=lambda r: r.start))

    def to_dict(self) -> dict[str, Any]:
        """The notice as one record of the format ``policy-extract/1``, ready for :func:`json.dumps`."""
        from policy_extract.record import to_record

        return to_record(self)

    def _repr_html_(self) -> str:
        """The notice as a notebook shows it: its page in a frame."""
        from policy_extract.view import to_cell

        return to_cell(self)

"""Which notice cites which document (引用关系), and when two citations mean one document.

1. A document with a number (文号) is its number, whatever brackets it is written with; one of the notices read is that
   notice.
2. A title stands for the number that it bears anywhere in the notices, where it bears one alone; a short name
   (以下简称《意见》) for the title that it was declared for.
3. A bare kind of document that was never declared (《办法》) stands for nothing outside its notice.
4. A notice does not cite itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from policy_extract.lexicon import Lexicon, load_lexicon
from policy_extract.model import Notice, Reference
from policy_extract.text import compact, fold

__all__ = ["Citation", "Document", "cite"]

_KIND = re.compile(
    r"(?:实施|工作|行动|管理|若干|指导)?(?:意见|通知|方案|计划|规划|纲要|办法|条例|规定|细则|措施|决定|公告|通告|标准|规范|目录|政策|要点|"
    r"指南|协议|合同|公约|章程|预案|批复|法|报告|清单)"
)
_PREFIX = re.compile(r"[^\d(〔]*")
_YEAR = re.compile(r"\((\d{4})\)第?")


@dataclass(slots=True)
class Document:
    """A node: a notice that was read (``notice`` is set), or a document that one names."""

    key: str
    notice: Notice | None = None
    title: str | None = None
    number: str | None = None
    standard: str | None = None
    issuer: str | None = None


@dataclass(slots=True)
class Citation:
    """An edge: how often, and in which clauses and for which articles, a notice uses a document in one way."""

    notice: str
    document: str
    relation: str
    weight: int = 0
    clauses: dict[str, None] = field(default_factory=dict)
    articles: dict[str, None] = field(default_factory=dict)


def cite(notices: Iterable[Notice], lexicon: Lexicon | None = None) -> tuple[list[Document], list[Citation]]:
    """The documents, notices first and each in the order of mention, and the citations between them."""
    read = list(notices)
    documents = {document.key: document for document in _notices(read)}
    keys = {id(document.notice): key for key, document in documents.items()}
    titles = _titles(read, documents)
    issuers = {row["prefix"]: row["issuer"] for row in (lexicon or load_lexicon()).table("document_numbers")}
    citations: dict[tuple[str, str, str], Citation] = {}
    for notice in read:
        source = keys[id(notice)]
        for reference in notice.references:
            if reference.rule == "short_name":
                continue  # the declaration repeats the title before it
            document = _document(reference, source, titles)
            if document.key == source:
                continue
            known = documents.setdefault(document.key, document)
            _complete(known, document, issuers)
            edge = (source, document.key, reference.relation)
            citation = citations.setdefault(edge, Citation(*edge))
            citation.weight += 1
            if reference.clause:
                citation.clauses[reference.clause] = None
            if reference.article:
                citation.articles[reference.article] = None
    return list(documents.values()), list(citations.values())


def _notices(read: Iterable[Notice]) -> Iterator[Document]:
    """A node for each notice; one whose number another notice has already is its id."""
    taken: set[str] = set()
    for notice in read:
        number = _number(notice.header.document_number)
        key, copy = number or notice.id, 1
        while key in taken:
            key = notice.id if copy == 1 else f"{notice.id}~{copy}"
            copy += 1
        taken.add(key)
        yield Document(key, notice, notice.header.title, notice.header.document_number)


def _titles(read: Iterable[Notice], documents: dict[str, Document]) -> dict[str, str]:
    """The key that each title stands for: the one number it bears in all the notices, or the notice it is the title of."""
    bears: dict[str, set[str]] = {}
    for key, document in documents.items():
        if document.title:
            bears.setdefault(_plain(document.title), set()).add(key)
    for notice in read:
        for reference in notice.references:
            number = _number(reference.number) or _standard(reference.standard)
            if reference.title and number and not _KIND.fullmatch(reference.title):
                bears.setdefault(_plain(reference.title), set()).add(number)
    return {title: keys.pop() for title, keys in bears.items() if len(keys) == 1}


def _document(reference: Reference, source: str, titles: dict[str, str]) -> Document:
    """The document that a reference of the notice ``source`` names."""
    title = reference.full_title or reference.title
    plain = _plain(title) if title else ""
    key = _number(reference.number) or _standard(reference.standard) or titles.get(plain)
    if key is None:
        alone = reference.full_title is None and _KIND.fullmatch(plain) is not None
        key = f"{source}/{plain}" if alone else plain
    return Document(key, None, title, reference.number, reference.standard)


def _complete(known: Document, found: Document, issuers: dict[str, str]) -> None:
    """Adds to a document what another mention of it says."""
    if known.notice is not None:
        return
    known.title = known.title or found.title
    known.number = known.number or found.number
    known.standard = known.standard or found.standard
    if known.issuer is None and known.number is not None:
        prefix = _PREFIX.match(_number(known.number) or "")
        known.issuer = issuers.get(prefix.group()) if prefix is not None else None


def _plain(title: str) -> str:
    """A title without white space, with one form of each mark."""
    return compact(fold(title)).replace("《", "〈").replace("》", "〉")


def _number(number: str | None) -> str | None:
    """A document number with the brackets that the standard asks for: 国发〔2015〕9号; the first one of several.

    中华人民共和国国务院令第7号 and 国务院令第7号 are one.
    """
    if number is None:
        return None
    plain = compact(fold(number)).removeprefix("中华人民共和国")
    return _YEAR.sub(r"〔\1〕", plain[: plain.find("号") + 1] or plain) or None


def _standard(standard: str | None) -> str | None:
    return compact(fold(standard)).replace("—", "-") if standard else None

"""A notice on a terminal: its outline as a tree, who does what as a table."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from policy_extract.model import Clause, Notice

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

__all__ = ["console", "outline_of", "print_table"]

_ROLE_STYLES = {"lead": "bold red", "responsible": "blue", "cooperate": "cyan", "guide": "green"}


def console() -> Console:
    from rich.console import Console

    width = None if sys.stdout.isatty() else 120
    return Console(highlight=False, width=width, emoji=False, markup=False)


def outline_of(notice: Notice) -> Tree:
    """The notice as a tree: parts, clauses with their agencies, coloured by role."""
    from rich.text import Text
    from rich.tree import Tree

    header = notice.header
    root = Tree(Text(header.title or notice.id, style="bold"))
    about = [header.document_number, "、".join(header.issuers), header.date.isoformat() if header.date else None]
    root.add(Text(" · ".join(a for a in about if a) or "no header in the text", style="dim"))
    for part in notice.parts:
        many = len(notice.parts) > 1
        branch = root.add(Text(f"{part.kind}: {part.title or 'untitled'}", style="italic")) if many else root
        for clause in part.clauses:
            _branch(branch, clause, notice)
    if notice.warnings:
        odd = root.add(Text("warnings", style="yellow"))
        for warning in notice.warnings:
            odd.add(Text(f"{warning.message} (at {warning.start})", style="yellow"))
    return root


def _branch(tree: Tree, clause: Clause, notice: Notice) -> None:
    node = tree.add(_label(clause, notice))
    for role in _ROLE_STYLES:
        names = [r.name for r in clause.responsibilities if r.role == role]
        if names:
            from rich.text import Text

            node.add(Text(f"{role}: ", style=_ROLE_STYLES[role]) + Text("、".join(names)))
    for child in clause.children:
        _branch(node, child, notice)


def _label(clause: Clause, notice: Notice) -> Text:
    from rich.text import Text

    words = clause.heading
    if words is None:
        begin = clause.body_start + len(clause.marker or "")
        words = "".join(notice.text[begin : clause.body_end].split())[:36] + "…"
    label = (
        Text(f"{clause.id} ", style="dim")
        + Text(f"{clause.marker or clause.kind} ", style="bold magenta")
        + Text(words)
    )
    counts = [
        f"{len(found)} {name if len(found) > 1 else name.removesuffix('s').replace('quantitie', 'quantity')}"
        for name, found in (
            ("actions", clause.actions),
            ("quantities", clause.quantities),
            ("deadlines", clause.deadlines),
        )
        if found
    ]
    return label + Text(f"  ({', '.join(counts)})" if counts else "", style="dim")


def print_table(console: Console, notice: Notice) -> None:
    """Who does what: one row a clause that carries a responsibility."""
    from rich.table import Table

    table = Table(title=notice.header.title or notice.id, show_lines=True)
    for column in ("clause", "task", "role", "agencies", "deadline"):
        table.add_column(column, no_wrap=column in ("clause", "role"))
    for clause in notice.tasks():
        roles = list(dict.fromkeys(r.role for r in clause.responsibilities))
        due = sorted({d.latest.isoformat() for d in clause.deadlines if d.latest})
        words = clause.heading or "".join(notice.text[clause.body_start : clause.body_end].split())[:24] + "…"
        for i, role in enumerate(roles):
            names = "、".join(r.name for r in clause.responsibilities if r.role == role)
            first = (f"{clause.id} {clause.marker or ''}", words) if i == 0 else ("", "")
            table.add_row(*first, role, names, "\n".join(due) if i == 0 else "")
    console.print(table)

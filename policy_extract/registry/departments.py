"""A department (部门) of a government by its name without region and level: a stem, a suffix, and the years of its type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy_extract.places import MUNICIPALITY
from policy_extract.registry.bodies import COLUMN, Agency, Owner, Type, endings, key_of
from policy_extract.registry.official import made

if TYPE_CHECKING:
    from policy_extract.registry.resolver import Registry

__all__ = ["find_body", "find_department", "pick_type"]

_ALWAYS = frozenset([("监管局", "vertical"), ("部门", "vertical"), ("部门", "department")])
_CENTRAL_ONLY = frozenset(["总局", "署"])


def find_body(registry: Registry, rest: str, owner: Owner, year: int | None) -> Agency | None:
    """The body of a government, by its name without region and level."""
    if rest.endswith(")") and not rest.startswith("("):
        found = find_department(registry, rest, owner, year, False)
        return found or find_body(registry, rest[: rest.index("(")], owner, year) if "(" in rest else None
    if rest.startswith(("委", "党委")) and rest not in ("委", "党委"):
        tail = rest[1:] if rest[0] == "委" else rest[2:]
        if tail.startswith("员会"):
            tail = tail[2:]
        if tail:
            return find_department(registry, tail, owner, year, True)
    if rest == "委" and not owner.named and owner.level in COLUMN and owner.level not in ("township", "zone"):
        return find_department(registry, rest, owner, year, True)
    found = find_department(registry, rest, owner, year, False)
    if found is None:
        for word in ("人民政府", "政府"):
            if rest.startswith(word) and len(rest) > len(word) + 1:
                return find_department(registry, rest[len(word) :], owner, year, False)
    return found


def find_department(registry: Registry, rest: str, owner: Owner, year: int | None, party: bool) -> Agency | None:
    """A department or, with ``party``, a party body by its name: every way to cut it into stem and suffix is tried."""
    for stem, suffix, written in endings(rest):
        owners = registry.stems.get((key_of(stem), party))
        if owners is None:
            continue
        if (len(stem) == 1 and suffix not in ("委", "办", "")) or not stem:
            continue
        picked = pick_type(registry, owners, stem, suffix, owner, year)
        if picked is not None:
            return made(registry, picked, stem, suffix, written, owner, year)
    return None if party else _merged(registry, rest, owner, year)


def pick_type(
    registry: Registry, owners: list[tuple[Type, str, int]], stem: str, suffix: str, owner: Owner, year: int | None
) -> tuple[Type, str, int] | None:
    """The type that a stem meant in that year, None where none had begun."""
    best, best_rank = None, (-1, False, False, -1)
    for type_, full, index in owners:
        if suffix not in type_.suffixes and (suffix, type_.kind) not in _ALWAYS:
            continue
        if year is not None and year < type_.begin:
            continue
        if not _fits(type_, suffix, owner):
            continue
        # a name written out is the old body's for a year more: reforms reach the provinces late
        force = 1 if year is None or year <= type_.end + (full == stem) else 0
        rank = (force, (type_.kind == "vertical") == owner.named, full == stem and year is not None, type_.begin)
        if rank > best_rank:
            best, best_rank = (type_, full, index), rank
    return best


def _fits(type_: Type, suffix: str, owner: Owner) -> bool:
    """Whether a government of that level can have such a body."""
    level = owner.level
    if level == "national":
        name = type_.national[0] if type_.national else ""
        tail = {"委": "委员会", "办": "办公室"}.get(suffix, suffix)
        return bool(name) and (suffix in ("", "部门") or name.endswith(tail))
    if level is None:
        if suffix == "厅":
            return type_.local[0] == "厅"
        return suffix not in _CENTRAL_ONLY and type_.kind not in ("government", "party") and any(type_.local)
    cell = type_.local[COLUMN[level]]
    if suffix == "部门":
        return True
    if not cell or suffix in _CENTRAL_ONLY:
        return False
    if suffix == "厅":
        return level == "province" and cell == "厅"
    if suffix == "分局" and type_.kind == "department":
        return level in ("county", "township", "zone")
    if suffix == "局" and cell == "厅" and level == "province" and not owner.word and owner.known:
        return (
            owner.place.kind in (MUNICIPALITY, "兵团") or owner.named
        )  # a bare 财政局 in a province's list is a city's
    return suffix != "部" or cell.endswith("部")


def _merged(registry: Registry, rest: str, owner: Owner, year: int | None) -> Agency | None:
    """A bureau of two lines (教育体育局, 自然资源和规划局) not in the list: it belongs to the line named first."""
    for stem, suffix, written in endings(rest):
        if not 4 <= len(stem) <= 14 or suffix not in ("局", "委", "厅"):
            continue
        for cut in range(len(stem) - 2, 1, -1):
            head, tail = stem[:cut], stem[cut:].lstrip("和与及、")
            if (key_of(stem), False) in registry.stems:
                return None  # a body of its own, of other years
            first = registry.stems.get((key_of(head), False))
            if first is None or len(tail) < 2 or (key_of(tail), False) not in registry.stems:
                continue
            picked = pick_type(registry, first, head, suffix, owner, year)
            second = pick_type(registry, registry.stems[(key_of(tail), False)], tail, suffix, owner, year)
            if picked and second and picked[0].kind == second[0].kind == "department":
                return made(registry, (picked[0], stem, 1), stem, suffix, written, owner, year)
    return None

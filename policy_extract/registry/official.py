"""The official name and the id of a body, once its type and its owner are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy_extract.places import MUNICIPALITY, Place
from policy_extract.registry.bodies import FIXED, WORD, Agency, Owner, Type

if TYPE_CHECKING:
    from policy_extract.registry.resolver import Registry

__all__ = ["made", "national", "prefix_of"]


def made(
    registry: Registry,
    picked: tuple[Type, str, int],
    stem: str,
    suffix: str,
    written: str,
    owner: Owner,
    year: int | None,
) -> Agency | None:
    """The agency of a picked type and its owner, with its official name in that year."""
    type_, full, _ = picked
    ours = type_.kind in ("department", "institution") and not type_.national
    if ours and len(stem) >= 4 and not _abbreviates(stem, full):
        full = stem  # local bodies of one line have many names: as written is right, the usual one a guess
    elif type_.kind == "department" and suffix != "部门" and len(stem) > len(full) and _abbreviates(full, stem):
        full = stem  # 水利水务, 物流口岸: more than the usual name
    if owner.level is None and suffix != "厅":
        name = full + (written or ("部门" if suffix else ""))
        return Agency(f"{owner.code}/{type_.id}", name, type_.system, None, owner.place.name or None, type_.kind)
    level = owner.level or "province"
    if level == "national":
        if suffix == "部门" and owner.word != "国务院":
            code = f"{owner.place.code}:各级/{type_.id}"
            return Agency(code, f"各级{stem}部门", type_.system, None, owner.place.name, type_.kind, True)
        return national(registry, type_, year)
    place, short = owner.place, owner.place.short
    if type_.seat and owner.known and level == "city" and (province := registry.places.seat_of(place)):
        place, level = province, "province"
    elif type_.seat and owner.known and level == "province":
        short = registry.places.capital_of(place).short
    cell = type_.cell(level, year)
    prefix = prefix_of(registry, place) if owner.known else owner.word.removesuffix("级") or WORD[level]
    if place.level == "province" and place.kind == MUNICIPALITY and level == "province" and cell == "厅":
        cell = "局"
    official = _local_names(registry, f"{place.code}/{type_.id}", year) if owner.known else ""
    official = official or _by_pattern(picked, stem, suffix, written, owner, prefix, short, cell)
    if not official:
        if suffix == "部门" and (ours or not cell or len(stem) > len(full)):
            full, written = stem if len(stem) > 2 else full, "部门"
        elif not written and suffix != "部门":
            written = cell if "{" not in cell else ""
        elif not written:
            known = type_.national or type_.kind != "department"
            written = cell if cell and "{" not in cell and known else "部门"
        if written.startswith("管理") and full.endswith("管理"):
            written = written[2:]
        official = prefix + full + written
    if type_.kind == "coordination" and stem.endswith("办公室") and not official.endswith("办公室"):
        official += "办公室"
    code = place.code if owner.known else Owner(place, level, False, owner.word).code
    return Agency(f"{code}/{type_.id}", official, type_.system, level, place.name or None, type_.kind)


def _by_pattern(
    picked: tuple[Type, str, int],
    stem: str,
    suffix: str,
    written: str,
    owner: Owner,
    prefix: str,
    short: str,
    cell: str,
) -> str:
    """The official name of a body that every place calls alike: 国家税务总局{}税务局."""
    type_, _, index = picked
    if "{" not in cell or not (index == 0 or type_.kind in FIXED):
        return ""
    if stem and not owner.known and type_.kind == "vertical":
        return ""  # whose it is not known: as written
    fixed = type_.kind in FIXED and not cell.startswith("{}")  # one form for every branch, whatever is written
    if not (not written or fixed or cell.endswith(written) or type_.kind == "coordination"):
        return ""
    return cell.format(prefix, short=short if owner.known else prefix, c=_committee(prefix), l=prefix[-1])


def _local_names(registry: Registry, key: str, year: int | None) -> str:
    """How a place calls one of its agencies, where that is not what the grammar would say."""
    for begin, end, name in registry.own_names.get(key, ()):
        if year is None or begin <= year <= end:
            return name
    return ""


def prefix_of(registry: Registry, place: Place) -> str:
    """The region as official names write it: a city's district (市辖区) after its city."""
    if place.level == "county" and place.kind == "区":
        above = registry.places.above(place)
        return f"{above.name if above else ''}{place.name}"
    return place.name


def national(registry: Registry, type_: Type, year: int | None) -> Agency:
    """The body of the centre of a type, by its name in that year."""
    nation = registry.places.nation
    official = (year is not None and _local_names(registry, f"{nation.code}/{type_.id}", year)) or type_.national[0]
    return Agency(f"{nation.code}/{type_.id}", official, type_.system, "national", nation.name, type_.kind)


def _abbreviates(short: str, full: str) -> bool:
    """Whether a name is the full one with characters left out: 行政审批 of 行政审批服务."""
    rest = iter(full)
    return all(char in rest for char in short)


def _committee(prefix: str) -> str:
    """The party committee of a place: 河北省委, 内蒙古自治区委员会, 区委 where the place is not known."""
    if len(prefix) == 1:
        return prefix + "委"
    return prefix + ("委" if prefix[-1] in "省市县州" and "自治" not in prefix else "委员会")

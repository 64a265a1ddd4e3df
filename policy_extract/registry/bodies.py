"""What the registry speaks of: agencies, the rows of its tables, whose government a name speaks of, and how names end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policy_extract.errors import LexiconError
from policy_extract.lexicon import Row
from policy_extract.places import Place

__all__ = [
    "COLUMN",
    "FIXED",
    "LEVELS",
    "LEVEL_OF",
    "LEVEL_WORDS",
    "ONE_LEVEL",
    "SUFFIXES",
    "USUAL",
    "WORD",
    "Agency",
    "Alias",
    "Owner",
    "Type",
    "endings",
    "key_of",
    "years_of",
]


@dataclass(frozen=True, slots=True)
class Agency:
    """A body that is given work (责任单位), by its official name at the date.

    ``level`` is national, province, city, county, township or zone (开发区); ``region`` is the place it belongs to, or
    the nearest one known around it. ``system`` (系统) is None for bodies between systems, such as leading groups.
    """

    id: str
    official_name: str
    system: str | None
    level: str | None
    region: str | None
    kind: str
    collective: bool = False


@dataclass(frozen=True, slots=True)
class Type:
    """A row of ``agencies.csv``."""

    id: str
    system: str
    kind: str
    suffixes: frozenset[str]
    national: tuple[str, ...]
    full: str  # the official stem of the first group of names
    local: tuple[str, str, str]  # province, city, county
    seat: bool  # the branch in a provincial capital is the province's
    begin: int
    end: int

    def cell(self, level: str, year: int | None) -> str:
        """What the body of that level is called in that year: 中心支行 before 2023, 分行 since."""
        cell = self.local[COLUMN[level]]
        if "<" not in cell:
            return cell
        for part in cell.split("|"):
            text, _, until = part.partition("<")
            if not until or (year is not None and year < int(until)):
                return text
        return ""


@dataclass(frozen=True, slots=True)
class Alias:
    """A row of ``aliases.csv``: what a name means in a place, or anywhere."""

    code: str | None
    official: str
    type: str
    kind: str
    system: str | None
    level: str | None
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose government a name speaks of: a region, or only a level inside one."""

    place: Place
    level: str | None
    known: bool  # the place itself, not an unnamed one under it
    word: str = ""  # how the notice calls an unnamed one: 市, 县, 高新区
    named: bool = False  # by the name of the region, without its level: 河北银监局

    @property
    def code(self) -> str:
        """The region part of an id: the code of the place, and the level where the place itself is not known."""
        if self.known:
            return self.place.code
        word = self.word if self.level == "zone" and self.word else WORD.get(self.level or "", "")
        return f"{self.place.code}:{word}" if word else self.place.code


LEVELS = ("national", "province", "city", "county", "township", "zone")
WORD = {"national": "国", "province": "省", "city": "市", "county": "县", "township": "乡镇", "zone": "园区"}
ONE_LEVEL = frozenset("省市州县区")
LEVEL_OF = {word: level for level, word in WORD.items()}
COLUMN = {"province": 0, "city": 1, "county": 2, "township": 2, "zone": 2}


# The level word before a name and its level; 区 and 市 depend on the issuer (see Registry._owner).
LEVEL_WORDS = (
    ("自治区", "province"), ("师市", "city"), ("自治州", "city"), ("自治县", "county"), ("自治旗", "county"), ("国务院", "national"),
    ("省级", "province"), ("市级", "city"), ("州级", "city"), ("县级", "county"), ("区级", "county"),
    ("全国", "national"), ("国家", "national"), ("中央", "national"), ("地区", "city"), ("街道", "township"),
    ("省", "province"), ("市", "city"), ("州", "city"), ("盟", "city"), ("县", "county"), ("区", "county"),
    ("旗", "county"), ("镇", "township"), ("乡", "township"),
)  # fmt: skip


# What a name may end in, the longer stem first (政务服务和数据管理局 is 局 before it is 管理局), and what the official
# name writes for it; "" where it is no official ending.
SUFFIXES = (
    ("总局", "总局", "总局"), ("分局", "分局", "分局"), ("支局", "支局", "支局"), ("局", "局", "局"),
    ("厅", "厅", "厅"),
    ("委员会", "委", "委员会"), ("委", "委", "委员会"), ("办公室", "办", "办公室"), ("办", "办", "办公室"),
    ("部门", "部门", ""), ("系统", "部门", ""), ("机关", "部门", ""), ("行政机关", "部门", ""), ("主管部门", "部门", ""), ("行政部门", "部门", ""),
    ("管理部门", "部门", ""), ("实施部门", "部门", ""), ("行政主管部门", "部门", ""), ("行政管理部门", "部门", ""), ("管理局", "局", "管理局"),
    ("监管局", "监管局", "监管局"), ("分中心", "分中心", "分中心"), ("中心", "中心", "中心"),
    ("事务中心", "中心", "事务中心"), ("服务中心", "中心", "服务中心"), ("发展中心", "中心", "发展中心"),
    ("管理中心", "中心", "管理中心"), ("总队", "总队", "总队"), ("支队", "支队", "支队"), ("大队", "大队", "大队"),
    ("总站", "总站", "总站"), ("站", "站", "站"), ("总署", "署", "总署"), ("署", "署", "署"),
    ("管理部", "管理部", "管理部"), ("部", "部", "部"), ("机构", "机构", "机构"), ("监管组", "组", "监管组"),
    ("组", "组", "监管组"), ("院", "院", "院"), ("办事处", "办事处", "办事处"), ("处", "处", "处"), ("段", "段", "段"),
    ("台", "台", "台"), ("馆", "馆", "馆"), ("队", "队", "队"), ("会", "会", "会"),
)  # fmt: skip


_BY_LAST: dict[str, list[tuple[str, str, str]]] = {}
for _row in SUFFIXES:
    _BY_LAST.setdefault(_row[0][-1], []).append(_row)
USUAL = {
    "department": frozenset(["厅", "局", "委", "办", "部", "总局", "署", "部门", "分局"]),
    "vertical": frozenset(["局", "分局", "部门"]),
    "institution": frozenset(["中心"]),
}
FIXED = frozenset(["vertical", "bank", "enterprise", "military"])


def key_of(stem: str) -> str:
    """A stem without what names add or leave out freely: 住房和城乡建设 and 住房城乡建设 are one."""
    if len(stem) < 4:
        return stem
    for word in ("和", "与", "及", "、"):
        stem = stem.replace(word, "")
    return stem.replace("监督管理", "监管")


def years_of(row: Row, file: str) -> tuple[int, int]:
    """The first and the last year of a row; LexiconError where they are no numbers."""
    try:
        return int(row["from"] or 0), int(row["to"] or 9999)
    except ValueError:
        raise LexiconError(file, None, f"{row['id']}: from and to are years or empty") from None


def endings(rest: str) -> Iterator[tuple[str, str, str]]:
    """The ways to cut a name into stem and suffix: whole, then by each suffix."""
    yield rest, "", ""
    for ending, suffix, written in _BY_LAST.get(rest[-1:], ()):
        if rest.endswith(ending) and len(rest) > len(ending):
            yield rest[: -len(ending)], suffix, written

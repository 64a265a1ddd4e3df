"""Who an agency is: a name in a notice, with the issuer's region and the date, gives an :class:`Agency`.

Local governments name one line of government differently (厅, 局, 委; 发展和改革委员会, 发改委, 发改局), so names
are not listed but read: a region or level, a stem, a suffix. The stems are the types of ``lexicons/agencies.csv``, the
regions those of ``regions.csv`` and ``counties.csv``. What the grammar does not know gives None, never a guess.

An id is a region code and a type, ``130000/质量技术监督``. Where only the level of the place is known, the code says
that: ``130000:市/财政`` is the finance bureau of a city of Hebei that the notice does not name, and
``130000:各市/人民政府`` all governments of its cities. ``?`` stands for a region that is not known at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date as Date
from functools import lru_cache

from policy_extract.collectives import EVERY_LEVEL, GROUP_KINDS, Shape, clean, is_collective, read_collective
from policy_extract.errors import LexiconError
from policy_extract.lexicon import Lexicon, Row, load_lexicon
from policy_extract.places import MUNICIPALITY, NOWHERE, Place, find_place, places_of, related

__all__ = ["Agency", "Place", "agency_of", "expand", "explain", "find_place", "is_collective", "resolve"]


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
class _Type:
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
        cell = self.local[_COLUMN[level]]
        if "<" not in cell:
            return cell
        for part in cell.split("|"):
            text, _, until = part.partition("<")
            if not until or (year is not None and year < int(until)):
                return text
        return ""


@dataclass(frozen=True, slots=True)
class _Alias:
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
class _Owner:
    """Whose government a name speaks of: a region, or only a level inside one."""

    place: Place
    level: str | None
    known: bool  # the place itself, not an unnamed one under it
    word: str = ""  # how the notice calls an unnamed one: 市, 县, 高新区
    named: bool = False  # by the name of the region, without its level: 河北银监局

    @property
    def code(self) -> str:
        if self.known:
            return self.place.code
        word = self.word if self.level == "zone" and self.word else _WORD.get(self.level or "", "")
        return f"{self.place.code}:{word}" if word else self.place.code


_LEVELS = ("national", "province", "city", "county", "township", "zone")
_WORD = {"national": "国", "province": "省", "city": "市", "county": "县", "township": "乡镇", "zone": "园区"}
_ONE_LEVEL = frozenset("省市州县区")
_LEVEL_OF = {word: level for level, word in _WORD.items()}
_COLUMN = {"province": 0, "city": 1, "county": 2, "township": 2, "zone": 2}

# The level word before a name and its level; 区 and 市 depend on the issuer (see _Registry._owner).
_LEVEL_WORDS = (
    ("自治区", "province"), ("师市", "city"), ("自治州", "city"), ("自治县", "county"), ("自治旗", "county"), ("国务院", "national"),
    ("省级", "province"), ("市级", "city"), ("州级", "city"), ("县级", "county"), ("区级", "county"),
    ("全国", "national"), ("国家", "national"), ("中央", "national"), ("地区", "city"), ("街道", "township"),
    ("省", "province"), ("市", "city"), ("州", "city"), ("盟", "city"), ("县", "county"), ("区", "county"),
    ("旗", "county"), ("镇", "township"), ("乡", "township"),
)  # fmt: skip

# What a name may end in, the longer stem first (政务服务和数据管理局 is 局 before it is 管理局), and what the official
# name writes for it; "" where it is no official ending.
_SUFFIXES = (
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
for _row in _SUFFIXES:
    _BY_LAST.setdefault(_row[0][-1], []).append(_row)
_USUAL = {
    "department": frozenset(["厅", "局", "委", "办", "部", "总局", "署", "部门", "分局"]),
    "vertical": frozenset(["局", "分局", "部门"]),
    "institution": frozenset(["中心"]),
}
_ALWAYS = frozenset([("监管局", "vertical"), ("部门", "vertical"), ("部门", "department")])
_FIXED = frozenset(["vertical", "bank", "enterprise", "military"])
_CENTRAL_ONLY = frozenset(["总局", "署"])
_CENTRAL = re.compile(r"^(?:国家|国务院|中国|中央|中共中央|中华|全国|最高)|(?:总局|总署|[^法]署|监会)$|.部$")
_BRANCH = re.compile(
    r"(?:局|分局|支局|行|分行|支行|中心支行|管理部|营业部|营管部|公司|分公司|分署|队|总队|组|办|海关|集团|总部|社|院)$"
)

# Zones (开发区, 新区 …) stand between a county and a township and have agencies of their own.
_ZONE = re.compile(
    r"^((?:[^省市县州]{0,8}?(?:市|县|区))?[^省市县州区]{0,8}?"
    r"(?:高新区|经开区|开发区|新区|示范区|园区|保税区|度假区|功能区|工业区|试验区|合作区|港区|管理区|集聚区|经济区|景区|特区|名胜区|新城))"
    r"(.+)$"
)

# Bodies with a name of their own, by the word that they end in: kind, system.
_NAMED = (
    (re.compile(r"(?:区|园|城|港|村|岛|山|湖|镇|桥)(?:党工委)?[、及和]?(?:管委会|(?:规划建设|开发建设|建设)?管理委员会)$"), "zone", "开发区"),
    (re.compile(r"(?:开发|高新|经开|保税|示范|经济|新|合作)区$"), "zone", "开发区"),
    (
        re.compile(
            r"(?:领导小组|协调小组|工作小组|推进小组|指挥部|专班|推进组|工作组|联席会议|协调机制|组委会|执委会|筹委会|协调组)"
            r"(?:办公室|办|秘书处)?$"
        ),
        "coordination",
        None,
    ),
    (re.compile(r"委员会办公室$"), "coordination", None),
    (
        re.compile(r"(?:银行|分行|支行|农商行|信用社|联社|担保(?:有限)?(?:责任)?(?:公司|集团)|保险公司|证券公司|信托公司|期货公司|"
                   r"金控(?:集团|公司)|金融控股集团|证券交易所|股权交易中心)$"),
        "bank",
        "金融机构",
    ),
    (re.compile(r"铁路.*(?:局|局集团|公司|集团|办事处|车务段|站)$"), "enterprise", "铁路"),
    (re.compile(r"(?:供电|电网|电力).*(?:公司|局|集团)$"), "enterprise", "电力"),
    (re.compile(r"中烟(?:工业)?(?:有限)?(?:责任)?公司$"), "enterprise", "烟草"),
    (re.compile(r"(?:公司|集团)$"), "enterprise", "企业"),
    (re.compile(r"(?:协会|商会|学会|促进会|基金会|研究会)$"), "association", "社会组织"),
    (re.compile(r"(?:大学|学院|技师学院|职业技术学校)$"), "school", "学校"),
    (re.compile(r"(?:研究院|研究所|科学院|设计院)$"), "institution", "科研院所"),
    (re.compile(r"(?:人民|中心|附属|中)医院$"), "institution", "医院"),
)  # fmt: skip
# Words of trade that name no single body: 房地产开发公司, 商业银行, 行业协会.
_TRADE = re.compile(
    "(?:"
    "促进会|办公室|基金会|委员会|开发性|房地产|指挥部|政策性|研究会|研究所|研究院|专班|中小|中心|"
    "主要|交通|人民|企业|会议|供气|供水|供热|供电|保险|信托|公共|公司|公用|公立|农业|勘察|医院|"
    "协会|协调|发行|合作|商业|商会|国有|国资|地方|基金|大型|大学|学会|学院|小组|小额|工作|工程|"
    "平台|建设|开发|技术|投资|担保|控股|推进|文化|施工|旅游|普通|有关|有限|服务|期货|机制|民办|"
    "民营|水务|热力|燃气|物业|电信|电力|电网|监理|相关|研究|示范|科技|租赁|管理|经开|经济|职业|"
    "联席|股份|融资|行业|设计|证券|责任|贷款|运营|运输|通信|重点|金融|铁路|银行|附属|集团|领导|"
    "高新|高等|业|分|区|园|总|支|新|组|行"
    ")*+"  # possessive, the longest words first: no name is read twice
)
_PLAIN = re.compile(r"[\w“”\"·.〈〉()+-]{4,40}")
_NOT_IN_NAMES = re.compile(r"[的将对把被其向或并均需等]|以及|以下|负责|牵头|要求|按照|通过")


def resolve(
    name: str,
    *,
    region: str | None = None,
    level: str | None = None,
    date: Date | None = None,
    lexicon: Lexicon | None = None,
) -> Agency | None:
    """The agency (机构) that a name stands for in a notice of that issuer and date, or None where it is not known.

    ``name`` is a mention completed from its list, ``region`` the issuer's province, city or county (the issuer's whole
    name will do), ``level`` the issuer's level where the region does not tell it.

    >>> found = resolve("省质监局", region="河北省", date=Date(2015, 6, 24))
    >>> found.id, found.official_name, found.system
    ('130000/质量技术监督', '河北省质量技术监督局', '市场监管')
    >>> resolve("省梦想厅", region="河北省") is None
    True
    """
    return _registry(lexicon or load_lexicon()).resolve(name, region, level, None if date is None else date.year)


def agency_of(id: str, *, date: Date | None = None, lexicon: Lexicon | None = None) -> Agency | None:
    """The agency of an id, by its official name at the date; None where no table holds it, or its level has none.

    >>> agency_of("130000/质量技术监督").official_name
    '河北省质量技术监督局'
    """
    return _registry(lexicon or load_lexicon()).agency(id, None if date is None else date.year)


def expand(
    collective: str,
    *,
    region: str | None = None,
    level: str | None = None,
    date: Date | None = None,
    lexicon: Lexicon | None = None,
) -> tuple[Agency, ...]:
    """The agencies that a collective name (集合名称) stands for, by its id or, in a region, its name.

    各设区市人民政府 of 河北省 are its eleven cities, 各县(市、区)住建局 of a city those of its counties. What cannot be counted
    (有关部门, 各金融机构, 各乡镇) gives (); a name that is none gives it itself.

    >>> [a.official_name for a in expand("各设区市人民政府", region="河北省")][:3]
    ['石家庄市人民政府', '唐山市人民政府', '秦皇岛市人民政府']
    >>> len(expand("530600:各县/人民政府")), expand("省有关部门", region="河北省")
    (11, ())
    """
    registry = _registry(lexicon or load_lexicon())
    year = None if date is None else date.year
    if ":" not in collective and "/" not in collective:
        found = registry.resolve(collective, region, level, year)
        if found is None:
            return ()
        if not found.collective:
            return (found,)
        collective = found.id
    return tuple(registry.expand(collective, year))


def explain(
    name: str, *, region: str | None, level: str | None = None, date: Date | None = None, lexicon: Lexicon | None = None
) -> str | None:
    """Why a name is not resolved, in a sentence; None where it is.

    >>> explain("省医保局", region="河北省", date=Date(2015, 6, 24))
    'not yet in 2015: 医保 begins in 2018'
    >>> explain("朝阳区政府", region=None)
    'several places are called so: 北京市朝阳区, 长春市朝阳区'
    """
    return _registry(lexicon or load_lexicon()).explain(name, region, level, None if date is None else date.year)


def _key(stem: str) -> str:
    """A stem without what names add or leave out freely: 住房和城乡建设 and 住房城乡建设 are one."""
    if len(stem) < 4:
        return stem
    for word in ("和", "与", "及", "、"):
        stem = stem.replace(word, "")
    return stem.replace("监督管理", "监管")


# ---- the registry ------------------------------------------------------------------------------------------------
class _Registry:
    """The tables of one lexicon as dictionaries, and what was resolved with them."""

    __slots__ = (
        "_aliases",
        "_cache",
        "_issuers",
        "_own",
        "_places",
        "_roots",
        "_stems",
        "_types",
        "_widest",
    )

    def __init__(self, lexicon: Lexicon) -> None:
        self._issuers: dict[tuple[str | None, str | None], _Owner] = {}
        self._cache: dict[tuple[str, str | None, str | None, int | None], Agency | None] = {}
        self._places = places_of(lexicon)
        self._stems: dict[tuple[str, bool], list[tuple[_Type, str, int]]] = {}
        self._roots: dict[str, list[tuple[_Type, bool]]] = {}
        self._types: dict[str, _Type] = {}
        for row in lexicon.table("agencies"):
            self._add_type(row)
        self._widest = max(map(len, self._roots))
        self._aliases: dict[str, list[_Alias]] = {}
        for row in lexicon.table("aliases"):
            self._add_alias(row)
        self._own: dict[str, list[tuple[int, int, str]]] = {}
        for row in lexicon.table("local_names"):
            years = _years(row, "local_names.csv")
            self._own.setdefault(row["id"], []).append((*years, row["name"]))

    def _add_type(self, row: Row) -> None:
        kind, given = row["kind"], row["suffix"]
        usual = _USUAL.get(kind, frozenset([""]))
        suffixes = frozenset([""]) if given in ("-", "党") else frozenset(given.split()) or usual
        begin, end = _years(row, "agencies.csv")
        national = tuple(word for word in row["national"].split("=") if word)
        local = (row["province"], row["city"], row["county"])
        names = [group.split("=") for group in row["names"].split("|")]
        seat, first = bool(row["capital"]), names[0][0]
        type_ = _Type(row["id"], row["system"], kind, suffixes, national, first, local, seat, begin, end)
        self._types[type_.id] = type_
        party = kind == "party"
        for index, (full, *others) in enumerate(names):
            if not full:
                continue
            for word in (full, *others):
                for side in (True, False) if party and given != "党" else (party,):
                    owners = self._stems.setdefault((_key(word), side), [])
                    if all(owner[0] is not type_ for owner in owners):
                        owners.append((type_, full, index))
                if kind in _FIXED and "" in suffixes:
                    self._roots.setdefault(word, []).append((type_, False))
        for word in national:
            self._roots.setdefault(word, []).append((type_, True))

    def _add_alias(self, row: Row) -> None:
        """A row that says nothing of the body (no official name, no type, no system) is one not filled in yet."""
        if not (row["official_name"] or row["type"] or row["system"]):
            return
        where, slash, name = row["alias"].partition("/")
        if not slash:
            where, name = "", where
        place = self._places.place(clean(where)) if where else None
        type_ = self._types.get(row["type"])
        if row["type"] and type_ is None:
            raise LexiconError("aliases.csv", None, f"{row['alias']}: {row['type']} is no type of agencies.csv")
        if where and place is None:
            raise LexiconError(
                "aliases.csv", None, f"{row['alias']}: {where} is no region of regions.csv or counties.csv"
            )
        if row["level"] and row["level"] not in _LEVELS:
            raise LexiconError("aliases.csv", None, f"{row['alias']}: a level is one of {', '.join(_LEVELS)}")
        kind = row["kind"] or (type_.kind if type_ else "department")
        system = row["system"] or (type_.system if type_ else None)
        years = _years(row, "aliases.csv")
        alias = _Alias(
            place.code if place else None, row["official_name"], row["type"], kind, system, row["level"] or None, *years
        )
        self._aliases.setdefault(clean(name), []).append(alias)

    # -- names
    def resolve(self, name: str, region: str | None, level: str | None, year: int | None) -> Agency | None:
        if len(name) > 200:
            return None
        key = (name, region, level, year)
        if key in self._cache:
            return self._cache[key]
        text = _AND_OTHERS.sub("", clean(name))
        found = None
        if 1 < len(text) <= 80:
            issuer = self._issuers.get((region, level))
            if issuer is None:
                issuer = self._issuers[region, level] = self._issuer(region, level)
            found = self._alias(text, issuer, year)
            found = found or self._collective(text, issuer, year) or self._single(text, issuer, year)
            if found is not None and year is not None:
                found = self._then(found, year)
        if len(self._cache) >= 65536:
            self._cache.clear()
            self._issuers.clear()
        self._cache[key] = found
        return found

    def _then(self, agency: Agency, year: int) -> Agency:
        """An agency of a region that had another name in that year: 襄樊市 before 2010."""
        renamed = self._places.former(agency.id[:4] + "00", year)
        if renamed is None:
            return agency
        now, then = renamed
        region = agency.region.replace(now, then) if agency.region else None
        return replace(agency, official_name=agency.official_name.replace(now, then), region=region)

    def agency(self, id: str, year: int | None) -> Agency | None:
        """The agency of an id as it was called in that year; None for ids that no table holds."""
        found = self._named(id, year)
        return found if found is None or year is None else self._then(found, year)

    def _named(self, id: str, year: int | None) -> Agency | None:
        where, _, type_id = id.partition("/")
        code, _, word = where.partition(":")
        type_ = self._types.get(type_id)
        place = NOWHERE if code == "?" else self._places.by_code(code)
        if type_ is None or place is None or word.startswith("各"):
            return None
        level = _LEVEL_OF.get(word, "zone") if word else place.level
        owner = _Owner(place, level if place.code != "?" or word else None, not word and place.code != "?", word)
        if level == "national":
            return self._national(type_, year) if type_.national else None
        if owner.level is None or level not in _COLUMN or not type_.local[_COLUMN[level]]:
            return None
        return self._made((type_, type_.full, 0), "", "", "", owner, year)

    def expand(self, id: str, year: int | None) -> Iterator[Agency]:
        """The members of a collective, where the regions say who they are."""
        where, _, tail = id.partition("/")
        code, _, label = where.partition(":")
        place = self._places.nation if code == "000000" else self._places.by_code(code)
        if place is None or not tail:
            return
        type_id = {"管委会": "", "党委": "党委"}.get(tail, tail)
        for word in label.split("+"):
            inner = _LEVEL_OF.get(word.removeprefix("各"), "") if word.startswith("各") else ""
            if inner not in ("province", "city", "county") or type_id not in self._types:
                continue
            for member in self._places.inside(place, inner, year):
                found = self.agency(f"{member.code}/{type_id}", year)
                if found is not None:
                    yield found

    def explain(self, name: str, region: str | None, level: str | None, year: int | None) -> str | None:
        """Why a name is not resolved: what would have to be otherwise for it to be."""
        if self.resolve(name, region, level, year) is not None:
            return None
        text = clean(name)
        if len(text) < 2 or len(text) > 80:
            return "too short or too long for a name"
        later = self.resolve(name, region, level, None) if year is not None else None
        if later is not None:
            type_id = later.id.partition("/")[2]
            begin = self._types[type_id].begin if type_id in self._types else None
            return (
                f"not yet in {year}: {type_id} begins in {begin}" if begin else f"not in {year}: {later.official_name}"
            )
        called = [place for place in self._places.called(text) if place.level == "county"]
        longest = max((len(place.name) for place in called if text.startswith(place.name)), default=0)
        called = [place for place in called if text.startswith(place.name) and len(place.name) == longest]
        if len(called) > 1 and self._body(text[longest:], _Owner(called[0], "county", True), year) is not None:
            above = [self._places.above(place) for place in called]
            names = (f"{a.name if a else ''}{place.name}" for a, place in zip(above, called, strict=True))
            return f"several places are called so: {', '.join(names)}"
        for other in ("county", "city", "province", "national"):
            found = self.resolve(name, region if other != "national" else "国家", other, year)
            if found is not None:
                return f"whose it is is not said: as of a {other} it is {found.official_name}"
        for ending, _, _ in _SUFFIXES:
            if text.endswith(ending) and len(text) > len(ending):
                for usual in ("局", "厅", "委", "部"):
                    found = self.resolve(text[: -len(ending)] + usual, region, level, year)
                    if found is not None:
                        return f"no government of that level has a {ending} of this kind: it is {found.official_name}"
        if _TRADE.fullmatch(text):
            return "a kind of body, not one of its own"
        return "no type of agency has this name"

    def _alias(self, text: str, issuer: _Owner, year: int | None) -> Agency | None:
        """What a table says that a name means, with or without the level or region before it."""
        rest = text[1:] if text not in self._aliases and text[0] in "省市县区州" else text
        rows = self._aliases.get(rest)
        if rows is None:
            return None
        place = issuer.place
        for row in sorted(rows, key=lambda row: row.code is None):
            if year is not None and not row.begin <= year <= row.end:
                continue
            if row.code is not None:
                home = self._places.by_code(row.code)
                if home is None or not (home.holds(place.code) or place.holds(home.code)) or place is NOWHERE:
                    continue
                place = home
            level = row.level or (place.level if place is not NOWHERE else issuer.level)
            if level == "national":
                place = self._places.nation
            official = row.official
            if not official and row.type:
                made = self.agency(f"{place.code}/{row.type}", year)
                official = made.official_name if made else ""
            official = official or f"{place.name}{rest}"
            label = row.type or official.removeprefix(place.name) or official
            return Agency(f"{place.code}/{label}", official, row.system, level, place.name or None, row.kind)
        return None

    def _issuer(self, region: str | None, level: str | None) -> _Owner:
        nation = self._places.nation
        place = self._places.place(clean(region)) if region else None
        if place is None:
            known = level == "national" or (region is not None and clean(region) in ("中央", "国家", "国务院"))
            if known:
                return _Owner(nation, "national", True)
            return _Owner(NOWHERE, level if level in _LEVELS else None, False)
        if level not in _LEVELS or _LEVELS.index(level) <= _LEVELS.index(place.level):
            return _Owner(place, place.level, True)
        return _Owner(place, level, False)

    def _owner(self, word: str, level: str, issuer: _Owner) -> _Owner | None:
        """Whose a level word is in a notice of that issuer: 市 in a city's notice is the city itself."""
        place = issuer.place
        if level == "national":
            return _Owner(self._places.nation, "national", True, word)
        if place.level == "national":
            return _Owner(place, level, False, word)
        province = self._places.province(place)
        if level == "province":
            fits = province.kind == "自治区" if word == "自治区" else province.kind != MUNICIPALITY
            return _Owner(province, "province", True, word) if fits else None
        if word in ("区", "区级") and place.level == "province" and place.kind == "自治区" and issuer.known:
            return _Owner(place, "province", True, word)
        if word in ("市", "市级"):
            if province.kind == MUNICIPALITY:
                return _Owner(province, "province", True)
            if (place.level == "county" and place.kind == "市") or (issuer.level == "county" and not issuer.known):
                return _Owner(place, "county", place.level == "county", word)
            if place.level == "city" and place.kind in ("自治州", "盟", "地区"):
                return _Owner(place, "county", False, word)
        if level == "city":
            if place.level == "city":
                return _Owner(place, "city", True)
            if place.level == "county":
                above = self._places.above(place) or province
                return _Owner(above, "city", above.level == "city", word)
            return _Owner(place, "city", False, word)
        if level == "county" and place.level == "county":
            return _Owner(place, "county", True)
        return _Owner(place, level, False, word)

    def _single(self, text: str, issuer: _Owner, year: int | None) -> Agency | None:
        if len(text) < 2:
            return None
        central = _CENTRAL.search(text) is not None
        if text in self._roots and (central or issuer.level == "national"):
            for type_, is_national in self._pick_roots(self._roots[text], year):
                if is_national:
                    return self._national(type_, year)
        if text.startswith("中共") and len(text) > 4:
            text = text[2:]
        if match := _WHERE.match(text):
            text = text[match.end() :]
        found = self._body(text, issuer, year)
        if found is not None:
            return found
        for word, level in _LEVEL_WORDS:
            if text.startswith(word) and len(text) > len(word):
                owner = self._owner(word, level, issuer)
                found = None if owner is None else self._body(text[len(word) :], owner, year)
                if found is not None:
                    return found
        if text[0] in "团共" and (match := _LEAGUE.fullmatch(text)):
            level = dict(_LEVEL_WORDS).get(match.group(1) or "", "")
            owner = self._owner(match.group(1), level, issuer) if level else issuer
            if owner is not None:
                return self._body("团委", owner, year)
        found = self._branch(text, issuer, year) or self._seated(text, issuer, year)
        if found is not None:
            return found
        near = issuer.place
        if text[0] in "省市县区州" and text[1:3] in ("国家", "中国"):
            return self._single(text[1:], issuer, year)
        if text[0] == "本" and text[1] in "省市州县区盟旗":
            return self._single(text[1:], issuer, year)
        if text[0] in "省市县区州" and (found := self._placed(text[1:], issuer, year)):
            return found  # 市瑞金住房公积金分中心: a level before a region says nothing more
        if "公积金" in text and (match := _FUND.fullmatch(text)):
            found = self._fund(match, issuer, year)
            if found is not None:
                return found
        if (
            text.count("·") == 1 and text[:2].isalpha() and text[-2:].isalpha()
        ):  # 荆门高新区·掇刀区: two plates, the district is the government
            ours, _, plate = text.partition("·")
            return self._single(plate, issuer, year) or self._single(ours, issuer, year)
        for place, size, short in self._places.starts(text, near):
            rest = text[size:]
            if not rest:
                if short or place.level == "national":
                    continue
                return self._body("人民政府", _Owner(place, place.level, True), year)
            if place.level != "county":
                inner = next(
                    (x for x in self._places.starts(rest, place) if place.holds(x[0].code) and x[0] != place), None
                )
                if inner is not None and inner[1] < len(rest):
                    found = self._body(rest[inner[1] :], _Owner(inner[0], inner[0].level, True, named=inner[2]), year)
                    if found is not None:
                        return found
            found = self._body(rest, _Owner(place, place.level, True, named=short), year)
            if found is not None:
                return found
        if (match := _ZONE.match(text)) and (issuer.level != "national"):
            word, rest = match.group(1), match.group(2)
            if not rest.endswith(("管委会", "管理委员会")):
                found = self._body(rest, _Owner(near, "zone", False, word=word), year)
                if found is not None:
                    return found
        return self._nested(text, issuer, year) or self._township(text, issuer) or self._own_name(text, issuer, year)

    def _nested(self, text: str, issuer: _Owner, year: int | None) -> Agency | None:
        """A branch that says its parent first: 河北省通信管理局秦皇岛市通信发展管理办公室."""
        match = _NESTED.fullmatch(text)
        above = self._single(match.group(1), issuer, year) if match and text[-1] in "局办室心部队" else None
        if match is None or above is None:
            return None
        found = self._single(match.group(2), issuer, year)
        if found is None or found.id.partition("/")[2] != above.id.partition("/")[2] or found.id == above.id:
            return None
        return Agency(found.id, text, found.system, found.level, found.region, found.kind)

    def _township(self, text: str, issuer: _Owner) -> Agency | None:
        """A town (镇), township (乡) or subdistrict (街道): its government, which no table lists."""
        match = _TOWNSHIP.fullmatch(text)
        if match is None:
            return None
        name, body = match.groups()
        place, known = issuer.place, issuer.known
        region = next((r for r in self._places.starts(name, place) if not r[2] and r[1] < len(name) - 1), None)
        if region is not None:
            place, name, known = region[0], name[region[1] :], True
        if len(name) < 2 or _NO_TOWNSHIP.search(name) or _TRADE.fullmatch(name[:-1]):
            return None
        if place.level == "national" and not body:
            return None
        party = body in ("党委", "党工委")
        tail = ("党工委" if party else "办事处") if name.endswith("街道") else ("党委" if party else "人民政府")
        official = f"{'中共' if party else ''}{self._prefix(place) if known else ''}{name}{tail}"
        system, kind = ("党委", "party") if party else ("人民政府", "government")
        return Agency(f"{place.code}/{name}{tail}", official, system, "township", place.name or None, kind)

    def _placed(self, text: str, issuer: _Owner, year: int | None) -> Agency | None:
        """The body of a region near the issuer, by a name that begins with the region."""
        for place, size, short in self._places.starts(text, issuer.place):
            if size < len(text) and place.level != "national" and related(issuer.place, place):
                found = self._body(text[size:], _Owner(place, place.level, True, named=short), year)
                if found is not None:
                    return found
        return None

    def _body(self, rest: str, owner: _Owner, year: int | None) -> Agency | None:
        """The body of a government, by its name without region and level."""
        if rest.endswith(")") and not rest.startswith("("):
            found = self._department(rest, owner, year, False)
            return found or self._body(rest[: rest.index("(")], owner, year) if "(" in rest else None
        if rest.startswith(("委", "党委")) and rest not in ("委", "党委"):
            tail = rest[1:] if rest[0] == "委" else rest[2:]
            if tail.startswith("员会"):
                tail = tail[2:]
            if tail:
                return self._department(tail, owner, year, True)
        if rest == "委" and not owner.named and owner.level in _COLUMN and owner.level not in ("township", "zone"):
            return self._department(rest, owner, year, True)
        found = self._department(rest, owner, year, False)
        if found is None:
            for word in ("人民政府", "政府"):
                if rest.startswith(word) and len(rest) > len(word) + 1:
                    return self._department(rest[len(word) :], owner, year, False)
        return found

    def _department(self, rest: str, owner: _Owner, year: int | None, party: bool) -> Agency | None:
        for stem, suffix, written in _endings(rest):
            owners = self._stems.get((_key(stem), party))
            if owners is None:
                continue
            if (len(stem) == 1 and suffix not in ("委", "办", "")) or not stem:
                continue
            picked = self._pick(owners, stem, suffix, owner, year)
            if picked is not None:
                return self._made(picked, stem, suffix, written, owner, year)
        return None if party else self._merged(rest, owner, year)

    def _pick(
        self, owners: list[tuple[_Type, str, int]], stem: str, suffix: str, owner: _Owner, year: int | None
    ) -> tuple[_Type, str, int] | None:
        """The type that a stem meant in that year, None where none had begun."""
        best, best_rank = None, (-1, False, False, -1)
        for type_, full, index in owners:
            if suffix not in type_.suffixes and (suffix, type_.kind) not in _ALWAYS:
                continue
            if year is not None and year < type_.begin:
                continue
            if not self._fits(type_, suffix, owner):
                continue
            # a name written out is the old body's for a year more: reforms reach the provinces late
            force = 1 if year is None or year <= type_.end + (full == stem) else 0
            rank = (force, (type_.kind == "vertical") == owner.named, full == stem and year is not None, type_.begin)
            if rank > best_rank:
                best, best_rank = (type_, full, index), rank
        return best

    @staticmethod
    def _fits(type_: _Type, suffix: str, owner: _Owner) -> bool:
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
        cell = type_.local[_COLUMN[level]]
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

    def _merged(self, rest: str, owner: _Owner, year: int | None) -> Agency | None:
        """A bureau of two lines (教育体育局, 自然资源和规划局) not in the list: it belongs to the line named first."""
        for stem, suffix, written in _endings(rest):
            if not 4 <= len(stem) <= 14 or suffix not in ("局", "委", "厅"):
                continue
            for cut in range(len(stem) - 2, 1, -1):
                head, tail = stem[:cut], stem[cut:].lstrip("和与及、")
                if (_key(stem), False) in self._stems:
                    return None  # a body of its own, of other years
                first = self._stems.get((_key(head), False))
                if first is None or len(tail) < 2 or (_key(tail), False) not in self._stems:
                    continue
                picked = self._pick(first, head, suffix, owner, year)
                second = self._pick(self._stems[(_key(tail), False)], tail, suffix, owner, year)
                if picked and second and picked[0].kind == second[0].kind == "department":
                    return self._made((picked[0], stem, 1), stem, suffix, written, owner, year)
        return None

    def _made(
        self, picked: tuple[_Type, str, int], stem: str, suffix: str, written: str, owner: _Owner, year: int | None
    ) -> Agency | None:
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
            return self._national(type_, year)
        place, short = owner.place, owner.place.short
        if type_.seat and owner.known and level == "city" and (province := self._places.seat_of(place)):
            place, level = province, "province"
        elif type_.seat and owner.known and level == "province":
            short = self._places.capital_of(place).short
        cell = type_.cell(level, year)
        prefix = self._prefix(place) if owner.known else owner.word.removesuffix("级") or _WORD[level]
        if place.level == "province" and place.kind == MUNICIPALITY and level == "province" and cell == "厅":
            cell = "局"
        official = self._local_names(f"{place.code}/{type_.id}", year) if owner.known else ""
        official = official or self._by_pattern(picked, stem, suffix, written, owner, prefix, short, cell)
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
        code = place.code if owner.known else _Owner(place, level, False, owner.word).code
        return Agency(f"{code}/{type_.id}", official, type_.system, level, place.name or None, type_.kind)

    @staticmethod
    def _by_pattern(
        picked: tuple[_Type, str, int],
        stem: str,
        suffix: str,
        written: str,
        owner: _Owner,
        prefix: str,
        short: str,
        cell: str,
    ) -> str:
        """The official name of a body that every place calls alike: 国家税务总局{}税务局."""
        type_, _, index = picked
        if "{" not in cell or not (index == 0 or type_.kind in _FIXED):
            return ""
        if stem and not owner.known and type_.kind == "vertical":
            return ""  # whose it is not known: as written
        fixed = type_.kind in _FIXED and not cell.startswith("{}")  # one form for every branch, whatever is written
        if not (not written or fixed or cell.endswith(written) or type_.kind == "coordination"):
            return ""
        return cell.format(prefix, short=short if owner.known else prefix, c=_committee(prefix), l=prefix[-1])

    def _local_names(self, key: str, year: int | None) -> str:
        """How a place calls one of its agencies, where that is not what the grammar would say."""
        for begin, end, name in self._own.get(key, ()):
            if year is None or begin <= year <= end:
                return name
        return ""

    def _prefix(self, place: Place) -> str:
        """The region as official names write it: a city's district (市辖区) after its city."""
        if place.level == "county" and place.kind == "区":
            above = self._places.above(place)
            return f"{above.name if above else ''}{place.name}"
        return place.name

    def _national(self, type_: _Type, year: int | None) -> Agency:
        nation = self._places.nation
        official = (year is not None and self._local_names(f"{nation.code}/{type_.id}", year)) or type_.national[0]
        return Agency(f"{nation.code}/{type_.id}", official, type_.system, "national", nation.name, type_.kind)

    def _fund(self, match: re.Match[str], issuer: _Owner, year: int | None) -> Agency | None:
        """A housing fund centre (住房公积金管理中心) or its branch, whose region stands before or behind the name."""
        home, seat, what = match.group("home", "seat", "what")
        place = next(self._places.starts(seat, issuer.place), None) if seat else None
        if seat and (place is None or place[1] != len(seat)):
            return None
        owner: _Owner | None
        if place is not None:
            owner = _Owner(place[0], place[0].level, True)
        elif home in _ONE_LEVEL:
            owner = self._owner(home, dict(_LEVEL_WORDS)[home], issuer)
        else:
            near = home[1:] if home[:1] in _ONE_LEVEL else home
            named = next(self._places.starts(near, issuer.place), None)
            if named is not None and named[1] == len(near):
                owner = _Owner(named[0], named[0].level, True)
            else:  # 哈公积金中心 in a notice of 哈尔滨
                owner = issuer if issuer.known and len(home) < 2 and issuer.place.short.startswith(home) else None
        return None if owner is None else self._department(f"住房公积金{what or '中心'}", owner, year, False)

    # -- branches of central bodies: the body's name, the region, what kind of branch
    @staticmethod
    def _pick_roots(roots: list[tuple[_Type, bool]], year: int | None) -> list[tuple[_Type, bool]]:
        fit = [root for root in roots if year is None or root[0].begin <= year] or roots
        return sorted(fit, key=lambda root: (year is not None and year > root[0].end, -root[0].begin))

    def _branch(self, text: str, issuer: _Owner, year: int | None) -> Agency | None:
        for size in range(min(len(text) - 2, self._widest), 1, -1):
            roots = self._roots.get(text[:size])
            if roots is None:
                continue
            rest = text[size:]
            if not _BRANCH.search(rest):
                return None
            if "公司" in rest[2:-2] and next(self._places.starts(rest, issuer.place), None) is None:
                rest = rest[rest.index("公司", 2) + 2 :]  # 国网冀北电力有限公司秦皇岛供电公司
            for owner, tail, head in self._branch_places(rest, issuer):
                found = self._branch_of(self._pick_roots(roots, year), owner, head, tail, year)
                if found is not None:
                    return found
            return None
        return None

    def _branch_places(self, rest: str, issuer: _Owner) -> Iterator[tuple[_Owner, str, str]]:
        """Where a branch may be: the owner, the rest of the name, and the region as written."""
        for place, size, _short in self._places.starts(rest, issuer.place):
            yield _Owner(place, place.level, True), rest[size:], rest[:size]
        for word, level in _LEVEL_WORDS[-10:]:
            if rest.startswith(word):
                owner = self._owner(word, level, issuer)
                if owner is not None:
                    yield owner, rest[len(word) :], owner.place.name if owner.known else word

    def _branch_of(
        self, roots: list[tuple[_Type, bool]], owner: _Owner, head: str, tail: str, year: int | None
    ) -> Agency | None:
        if not tail:
            return None
        for stem, suffix, written in _endings(tail):
            owners = self._stems.get((_key(stem), False), [])
            inner = [item for item in owners if item[0].kind == "vertical"]
            picked = self._pick(inner, stem, suffix, _Owner(owner.place, owner.level, owner.known, named=True), year)
            if picked is not None:
                return self._made(picked, stem, suffix, written, owner, year)
        place = owner.place
        for type_, _ in roots:
            if type_.kind not in _FIXED:
                continue
            level = owner.level or "province"
            plain = _PLAIN_BRANCH.fullmatch(tail) is not None
            if _TWO_BRANCHES.search(tail):
                return None
            cell = type_.local[_COLUMN.get(level, 0)]
            made = self._made((type_, type_.national[0], 0), "", "", "", owner, year)
            if made is None:
                continue
            if plain and cell:
                return made
            if type_.id == "人民银行" and owner.known and not _CAPITAL_BRANCH.search(tail) and place.kind != "区":
                tail = tail.removeprefix("区") if place.level == "province" else tail  # 广西区分行
                seat = type_.seat and self._places.seat_of(place) is not None
                head = head if seat else place.name  # 人行淮北中心支行 is 中国人民银行淮北市中心支行
            official = f"{type_.national[0]}{head}{tail}"
            return Agency(made.id, official, made.system, made.level, made.region, made.kind)
        return None

    def _seated(self, text: str, issuer: _Owner, year: int | None) -> Agency | None:
        """A city's bureau in a district: 市生态环境局福清分局."""
        match = _SEATED.fullmatch(text)
        above = match and self._single(match.group(1), issuer, year)
        if match is None or above is None:
            return None
        for place, size, _short in self._places.starts(match.group(2), issuer.place):
            if size == len(match.group(2)) and place.level == "county":
                type_id, whole = above.id.partition("/")[2], above.official_name
                parent = self._places.above(place)
                if above.region == place.name and parent is not None:  # 宁国管理部: of the city around, not of 宁国
                    whole = whole.replace(place.name, parent.name, 1)
                official = whole + match.group(2) + match.group(3)
                return Agency(f"{place.code}/{type_id}", official, above.system, "county", place.name, above.kind)
        return None

    # -- bodies with a name of their own
    def _own_name(self, text: str, issuer: _Owner, year: int | None) -> Agency | None:
        if _ZONE_KIND.fullmatch(text) and len(text) > 2:
            return self._zone(text, text, issuer)
        if not _PLAIN.fullmatch(text) or _NOT_IN_NAMES.search(text) or text.startswith(("各", "有关", "相关", "其他")):
            return None
        text = text[: text.index("(")] if text.endswith(")") and "(" in text else text
        for pattern, kind, system in _NAMED:
            match = pattern.search(text)
            if match is None:
                continue
            found = self._where(text, match, issuer)
            if found is None:
                return None
            owner, label = found
            if kind == "zone":
                if (pair := _TWO_PLATES.match(text)) and (first := self._single(pair.group(1), issuer, year)):
                    return first
                return self._zone(text, label, owner)
            marked = owner.named or owner.word != ""
            own = label if marked else text
            if len(own) < (2 if own != text else 3) or (not marked and _TRADE.fullmatch(own)):
                return None
            if kind == "coordination" and _TRADE.fullmatch(own):
                return None
            if kind == "bank" and (root := self._roots.get(text[:2])) and root[0][0].kind in _FIXED:
                system = root[0][0].system  # 人行 and a place that is not known
            label = text if not owner.word else label
            place = owner.place
            official = f"{place.name if owner.known else owner.word}{label}" if owner.word else text
            level = "province" if system == "铁路" and owner.level == "national" else owner.level
            return Agency(f"{owner.code}/{label}", official, system, level, place.name or None, kind)
        return None

    def _where(self, text: str, match: re.Match[str], issuer: _Owner) -> tuple[_Owner, str] | None:
        """Whose a body with a name of its own is, and the name without region or level; None for a level not there."""
        if "铁路" in text and (inner := _RAILWAY_OFFICE.search(text)):
            region = next(self._places.starts(inner.group(1), issuer.place), None)
            if region is not None:
                place = self._places.seat_of(region[0]) or region[0]
                return _Owner(place, place.level, True, named=True), text
        if text.startswith("中国铁路") or (text.startswith("国铁") and len(text) > 4):
            for at in range(2, min(len(text), 6)):
                region = next(self._places.starts(text[at:], issuer.place), None)
                if region is not None and region[0].level != "county":
                    place = self._places.seat_of(region[0]) or region[0]
                    return _Owner(place, place.level, True, named=True), text
        if text.startswith(("中国", "国家", "全国", "中央")):
            return _Owner(self._places.nation, "national", True, named=True), text
        near = issuer.place
        for place, size, _short in self._places.starts(text, near):
            if (place.level != "county" or near.holds(place.code)) and size < match.end():
                return _Owner(place, place.level, True, named=True), text[size:]
        for word, level in _LEVEL_WORDS:
            if len(word) == 1 and text.startswith(word):
                owner = self._owner(word, level, issuer)
                if owner is None:
                    return None
                return _Owner(owner.place, owner.level, owner.known, word), text[len(word) :]
        return _Owner(near, issuer.level, issuer.known), text

    def _zone(self, text: str, label: str, owner: _Owner) -> Agency | None:
        """A development zone (开发区) by its committee: 高新区, 达州高新区 and 达州高新区管委会 are one in 达州."""
        place = owner.place
        if not (owner.named or owner.word) or not _ZONE_NAME.search(label):
            label = text
        stem = _COMMITTEE.sub("", label)
        if not _ZONE_KIND.fullmatch(stem):  # a name of its own, 两江新区: with the region where it is written so
            stem, label = _COMMITTEE.sub("", text), text
            if owner.word:
                stem, label = stem[len(owner.word) :], label[len(owner.word) :]
            elif owner.named:
                for region in (place.name, place.short):
                    if place.level == "province" and stem.startswith(region) and len(stem) > len(region) + 3:
                        stem = stem[len(region) :]  # 河北雄安新区 is 雄安新区
                        break
        if len(stem) < 2 or (not owner.known and not owner.word and stem in ("园区", "管委会")):
            return None
        kind = _ZONE_KIND.fullmatch(stem) is not None
        code = place.code if owner.known or (owner.named and place.code != "?") else _Owner(place, "zone", False).code
        official = f"{place.short if owner.known and kind else ''}{stem}管委会"
        return Agency(f"{code}/{stem}管委会", official, "开发区", "zone", place.name or None, "zone")

    # -- collectives
    def _every_level(self, text: str, owner: _Owner, year: int | None) -> Agency | None:
        """各级政务服务中心: one type of body at every level."""
        rest = text[text.index("级") + 1 :].removeprefix("以上").removeprefix("地方")
        sample = self._department(rest, _Owner(owner.place, "city", False), year, False)
        if sample is None:
            return None
        code, official = (
            f"{owner.place.code}:各级/{sample.id.partition('/')[2]}",
            f"{owner.place.name if owner.known else ''}{text}",
        )
        return Agency(code, official, sample.system, None, owner.place.name or None, sample.kind, True)

    def _each_level(self, match: re.Match[str], owner: _Owner, official: str, year: int | None) -> Agency | None:
        """各级财政部门: the bodies of one line at every level."""
        for party in (False, True):
            owners = self._stems.get((_key(match.group(1)), party)) or self._stems.get((_key(match.group()), party))
            for type_, _, _ in owners or ():
                if year is None or type_.begin <= year <= type_.end:
                    code, region = f"{owner.place.code}:各级/{type_.id}", owner.place.name or None
                    return Agency(code, official, type_.system, None, region, type_.kind, True)
        return None

    def _collective(self, text: str, issuer: _Owner, year: int | None) -> Agency | None:
        owner = issuer
        shape = read_collective(text)
        if shape is None and _MANY.search(text):
            for place, size, short in self._places.starts(text, issuer.place):
                if (not short or place.kind == "兵团") and size < len(text):
                    shape = read_collective(text[size:])
                    if shape is not None:
                        owner = _Owner(place, place.level, True)
                    break
        if shape is None:
            return self._every_level(text, owner, year) if text.startswith(EVERY_LEVEL) else None
        place = owner.place
        rest = text[len(place.name) :] if text.startswith(place.name) else text
        rest = rest[2:] if rest.startswith(("其他", "其它")) else rest
        own = next((w for w, _ in _LEVEL_WORDS if rest.startswith(w)), "") if shape.level is None else ""
        if own:
            named = self._owner(own, dict(_LEVEL_WORDS)[own], issuer)
            if named is not None:
                owner, place = named, named.place
                if shape.label.startswith(own):
                    shape = Shape(shape.label[len(own) :], None, shape.tail, shape.kind, shape.system)
                if named.known:
                    rest = rest[len(own) :]
        code = owner.code
        region = place.name or None
        plain = rest
        official = f"{place.name if owner.known and place.level != 'national' else ''}{plain}"
        if (
            text.startswith(EVERY_LEVEL)
            and (match := _EACH_LEVEL.fullmatch(shape.label))
            and (found := self._each_level(match, owner, official, year))
        ):
            return found
        if not shape.tail:
            level = owner.level if shape.level is None else shape.level
            return Agency(f"{code}:{shape.label}", official, shape.system, level, region, shape.kind, True)
        if shape.kind in ("government", "zone"):
            line = "人民政府" if shape.kind == "government" else "开发区"
            return Agency(f"{code}:{shape.label}/{shape.tail}", official, line, shape.level, region, shape.kind, True)
        for pattern, kind, system in GROUP_KINDS:
            if pattern.search(shape.tail):
                key = f"{code}:{shape.label}/{shape.tail}"
                return Agency(key, official, system, shape.level, region, kind, True)
        sample = self._body(shape.tail, _Owner(place, shape.level, False), year)
        if sample is None:
            return None
        type_id = sample.id.partition("/")[2]
        return Agency(
            f"{code}:{shape.label}/{type_id}", official, sample.system, shape.level, region, sample.kind, True
        )


_RAILWAY_OFFICE = re.compile("局(?:集团)?(?:有限)?(?:公司)?(.{2,}铁路.*)$")
_COMMITTEE = re.compile(r"(?:党工委)?[、及和]?(?:管委会|(?:规划建设|开发建设|建设)?管理委员会)$")
_ZONE_NAME = re.compile(r"(?:区|园|城|港|村|岛|山|湖|镇|桥)(?:党工委)?[、及和]?(?:管委会|管理委员会)?$")
_ZONE_KIND = re.compile(
    "(?:国家级|省级)?(?:高新|经开|开发|保税|综合保税|综保|度假|示范|新|合作|风景|旅游度假|自贸|经济|工业|产业|高新技术产业|高新技术|"
    "经济技术|经济|临港|临空|空港)+(?:开发)?(?:区|园区|园)"
)
_WHERE = re.compile(
    "(?:项目)?(?:所在地?|事发地|当地|属地)(?=[省市县区州])"
)  # 事发地市政府: the city's, which one is not said
_MANY = re.compile("各|有关|相关|其他|其它|所有|成员|县区|区县|市县|乡镇|机构|部门|单位|企业|政府")
_EACH_LEVEL = re.compile("([^各有相其]{2,}?)(?:行政|行业)?(?:主管|管理|监管)?(部门|机关)")
_AND_OTHERS = re.compile("(?<=.{2})等(?=(?:行政|行业)?(?:主管|管理)?部门$)")  # 通信管理等主管部门, cut from a list
_TOWNSHIP = re.compile(r"([\w]{1,7}(?:镇|乡|街道|苏木))(人民政府|政府|街道办事处|办事处|党委|党工委)?(?:[(].*[)])?")
_NO_TOWNSHIP = re.compile(
    "(?:城|乡|村|集|小|强|重点|各|中心|特色|街|名|市)镇$|(?:城|下|回|镇|各|家|返|入|兴)乡$|(?:镇|各|属地|相关|城区|乡)街道$"
)
_NESTED = re.compile("(.{2,9}?局)(.{4,})")
_TWO_PLATES = re.compile(r"(.{2,}?[委局办])(?=.{2,}(?:管委会|管理委员会)$)")
_SEATED = re.compile(
    r"(.{2,}?(?:分局|局|中心|总队|支队))(.{2,8}?)(分局|管理部|分中心|支队|大队|办事处|营业部|监管组|监管支局)"
)
_FUND = re.compile(
    r"(?P<home>\w{0,9}?)(?:住房)?公积金(?:管理)?(?:中心)?(?P<seat>\w{2,8}?)??(?P<what>分中心|管理部|办事处|营业部|中心|)"
)
_LEAGUE = re.compile(r"(?:共青团|团)(省|市|县|区|州|旗|自治区)(?:委|委员会)?")
_TWO_BRANCHES = re.compile("[支分]行.{2,}[行局组]$|局.{2,}[局组]$")  # a list without its 、: no one body's name
_CAPITAL_BRANCH = re.compile("营业|营管|总部|办")
_PLAIN_BRANCH = re.compile(
    r"(?:总队|支队|大队)|(?:市|省)?(?:监管|监察|管理)?(?:局|分局|支局|监管组)|电力(?:有限)?公司|供电(?:分)?公司"
)


def _years(row: Row, file: str) -> tuple[int, int]:
    try:
        return int(row["from"] or 0), int(row["to"] or 9999)
    except ValueError:
        raise LexiconError(file, None, f"{row['id']}: from and to are years or empty") from None


def _abbreviates(short: str, full: str) -> bool:
    """Whether a name is the full one with characters left out: 行政审批 of 行政审批服务."""
    rest = iter(full)
    return all(char in rest for char in short)


def _committee(prefix: str) -> str:
    """The party committee of a place: 河北省委, 内蒙古自治区委员会, 区委 where the place is not known."""
    if len(prefix) == 1:
        return prefix + "委"
    return prefix + ("委" if prefix[-1] in "省市县州" and "自治" not in prefix else "委员会")


def _endings(rest: str) -> Iterator[tuple[str, str, str]]:
    """The ways to cut a name into stem and suffix: whole, then by each suffix."""
    yield rest, "", ""
    for ending, suffix, written in _BY_LAST.get(rest[-1:], ()):
        if rest.endswith(ending) and len(rest) > len(ending):
            yield rest[: -len(ending)], suffix, written


@lru_cache(maxsize=8)
def _registry(lexicon: Lexicon) -> _Registry:
    return _Registry(lexicon)

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
from dataclasses import dataclass
from datetime import date as Date
from functools import lru_cache

from policy_extract.collectives import GROUP_KINDS, Shape, clean, is_collective, read_collective
from policy_extract.errors import LexiconError
from policy_extract.lexicon import Lexicon, Row

__all__ = ["Agency", "Place", "find_place", "is_collective", "resolve"]


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
class Place:
    """A region (行政区划) with its code in GB/T 2260, its level and kind (省, 直辖市, 地级市, 自治州, 区, 县 …)."""

    code: str
    name: str
    level: str
    kind: str
    parent: str
    short: str

    def holds(self, code: str) -> bool:
        """Whether the region with that code lies in this one, or is it."""
        if self.level == "national":
            return True
        size = {"province": 2, "city": 4}.get(self.level, 6)
        return code[:size] == self.code[:size]


@dataclass(frozen=True, slots=True)
class _Type:
    """A row of ``agencies.csv``."""

    id: str
    system: str
    kind: str
    suffixes: frozenset[str]
    national: tuple[str, ...]
    local: tuple[str, str, str]  # province, city, county
    seat: bool  # the branch in a provincial capital is the province's
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


_NOWHERE = Place("?", "", "national", "", "", "")
_LEVELS = ("national", "province", "city", "county", "township", "zone")
_WORD = {"national": "国", "province": "省", "city": "市", "county": "县", "township": "乡镇", "zone": "园区"}
_COLUMN = {"province": 0, "city": 1, "county": 2, "township": 2, "zone": 2}
_MUNICIPALITY = "直辖市"

# The level word before a name and its level; 区 and 市 depend on the issuer (see _Registry._owner).
_LEVEL_WORDS = (
    ("自治区", "province"), ("自治州", "city"), ("自治县", "county"), ("自治旗", "county"), ("国务院", "national"),
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
    ("部门", "部门", ""), ("系统", "部门", ""), ("主管部门", "部门", ""), ("行政部门", "部门", ""),
    ("管理部门", "部门", ""), ("行政主管部门", "部门", ""), ("行政管理部门", "部门", ""), ("管理局", "局", "管理局"),
    ("监管局", "监管局", "监管局"), ("分中心", "分中心", "分中心"), ("中心", "中心", "中心"),
    ("事务中心", "中心", "事务中心"), ("服务中心", "中心", "服务中心"), ("发展中心", "中心", "发展中心"),
    ("管理中心", "中心", "管理中心"), ("总队", "总队", "总队"), ("支队", "支队", "支队"), ("大队", "大队", "大队"),
    ("总站", "总站", "总站"), ("站", "站", "站"), ("总署", "署", "总署"), ("署", "署", "署"),
    ("管理部", "管理部", "管理部"), ("部", "部", "部"), ("机构", "机构", "机构"), ("监管组", "组", "监管组"),
    ("组", "组", "监管组"), ("院", "院", "院"), ("办事处", "办事处", "办事处"), ("处", "处", "处"), ("段", "段", "段"),
    ("台", "台", "台"), ("馆", "馆", "馆"), ("队", "队", "队"), ("会", "会", "会"),
)  # fmt: skip
_USUAL = {
    "department": frozenset(["厅", "局", "委", "办", "部", "总局", "署", "部门", "分局"]),
    "vertical": frozenset(["局", "分局", "部门"]),
    "institution": frozenset(["中心"]),
}
_FIXED = frozenset(["vertical", "bank", "enterprise"])
_CENTRAL_ONLY = frozenset(["总局", "署"])
_CENTRAL = re.compile(r"^(?:国家|国务院|中国|中央|中共中央|中华|全国|最高)|(?:总局|总署|[^法]署|监会)$|.部$")
_BRANCH = re.compile(
    r"(?:局|分局|支局|行|分行|支行|中心支行|管理部|营业部|公司|分公司|分署|队|总队|组|办|海关|集团|总部|社|院)$"
)

# Zones (开发区, 新区 …) stand between a county and a township and have agencies of their own.
_ZONE = re.compile(
    r"^((?:[^省市县州]{0,8}?(?:市|县|区))?[^省市县州区]{0,8}?"
    r"(?:高新区|经开区|开发区|新区|示范区|园区|保税区|度假区|功能区|工业区|试验区|合作区|港区|管理区|集聚区|经济区|景区|特区|名胜区|新城))"
    r"(.+)$"
)

# Bodies with a name of their own, by the word that they end in: kind, system.
_NAMED = (
    (re.compile(r"(?:区|园|城|港|村|岛|山|湖|镇|桥)(?:党工委)?[、及和]?(?:管委会|管理委员会)$"), "zone", "开发区"),
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
    name: str, *, region: str | None, level: str | None = None, date: Date | None = None, lexicon: Lexicon
) -> Agency | None:
    """The agency (机构) that a name stands for in a notice of that issuer and date, or None where it is not known.

    ``name`` is a mention completed from its list, ``region`` the issuer's province, city or county (the issuer's whole
    name will do), ``level`` the issuer's level where the region does not tell it.

    >>> from policy_extract.lexicon import load_lexicon
    >>> found = resolve("省质监局", region="河北省", date=Date(2015, 6, 24), lexicon=load_lexicon())
    >>> found.id, found.official_name, found.system
    ('130000/质量技术监督', '河北省质量技术监督局', '市场监管')
    >>> resolve("省梦想厅", region="河北省", lexicon=load_lexicon()) is None
    True
    """
    return _registry(lexicon).resolve(name, region, level, None if date is None else date.year)


def find_place(name: str, *, lexicon: Lexicon) -> Place | None:
    """The region (行政区划) that a name begins with, the smallest one written: 云南省昭通市人民政府办公室 gives 昭通市.

    >>> from policy_extract.lexicon import load_lexicon
    >>> place = find_place("云南省昭通市人民政府办公室", lexicon=load_lexicon())
    >>> place.code, place.name, place.level
    ('530600', '昭通市', 'city')
    """
    return _registry(lexicon).place(clean(name))


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
        "_cache",
        "_counties",
        "_lexicon",
        "_named",
        "_own",
        "_places",
        "_roots",
        "_stems",
        "_towns",
        "_widest",
    )

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._cache: dict[tuple[str, str | None, str | None, int | None], Agency | None] = {}
        self._places: dict[str, Place] = {}
        self._named: dict[str, list[tuple[Place, bool]]] = {}
        self._counties: dict[str, list[tuple[Place, bool]]] | None = None
        self._towns: dict[str, str] = {}  # capital -> its province
        for row in lexicon.table("regions"):
            self._add_region(row)
        self._stems: dict[tuple[str, bool], list[tuple[_Type, str, int]]] = {}
        self._roots: dict[str, list[tuple[_Type, bool]]] = {}
        for row in lexicon.table("agencies"):
            self._add_type(row)
        self._widest = max(map(len, self._roots))
        self._own: dict[str, list[tuple[int, int, str]]] = {}
        for row in lexicon.table("local_names"):
            years = _years(row, "local_names.csv")
            self._own.setdefault(row["id"], []).append((*years, row["name"]))

    def _add_region(self, row: Row) -> None:
        code, kind = row["code"], row["kind"]
        level = "national" if kind == "国家" else "province" if code.endswith("0000") else "city"
        shorts = [word for word in row["short"].split("|") if word]
        place = Place(code, row["name"], level, kind, row["parent"], shorts[0] if shorts else row["name"])
        self._places[code] = place
        self._named.setdefault(place.name, []).append((place, False))
        for word in shorts:
            self._named.setdefault(word, []).append((place, not word.endswith("州") or len(word) < 3))
        former = row["former"].partition("=")[0]
        if former:
            self._named.setdefault(former, []).append((place, False))
        if row["capital"]:
            self._towns[row["capital"]] = code

    def _add_type(self, row: Row) -> None:
        kind, given = row["kind"], row["suffix"]
        if given in ("-", "党"):
            suffixes = frozenset([""])
        else:
            suffixes = frozenset(given.split()) if given else _USUAL.get(kind, frozenset([""]))
        begin, end = _years(row, "agencies.csv")
        national = tuple(word for word in row["national"].split("=") if word)
        local = (row["province"], row["city"], row["county"])
        type_ = _Type(row["id"], row["system"], kind, suffixes, national, local, bool(row["capital"]), begin, end)
        party = kind == "party"
        for index, group in enumerate(row["names"].split("|")):
            full, *others = group.split("=")
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

    # -- regions
    def _load_counties(self) -> dict[str, list[tuple[Place, bool]]]:
        """Counties by name, read when a name needs them: most notices do not."""
        if self._counties is None:
            self._counties = {}
            for row in self._lexicon.table("counties"):
                name, kind = row["name"], row["kind"]
                short = name[: -len(kind)] if kind in ("市", "县", "区") and len(name) > 2 else name
                place = Place(row["code"], name, "county", kind, row["parent"], short)
                self._places.setdefault(place.code, place)
                self._counties.setdefault(name, []).append((place, False))
                if short != name and len(short) > 1:
                    self._counties.setdefault(short, []).append((place, True))
        return self._counties

    def _regions(self, text: str, near: Place | None) -> Iterator[tuple[Place, int, bool]]:
        """The regions that a text begins with, the likeliest first: region, length, whether it is a short form."""
        longest = min(len(text), 12)
        for size in range(longest, 1, -1):
            if text[:size] in self._named:
                yield from self._ranked(self._named[text[:size]], size, near)
        counties = self._load_counties()
        for size in range(longest, 1, -1):
            if text[:size] in counties:
                found = [
                    (place, short)
                    for place, short in counties[text[:size]]
                    if near is not None and near.level != "national" and _related(near, place)
                ]
                if not found and len(counties[text[:size]]) == 1:
                    found = counties[text[:size]]
                if len(found) == 1:
                    yield found[0][0], size, found[0][1]

    def _ranked(
        self, found: list[tuple[Place, bool]], size: int, near: Place | None
    ) -> Iterator[tuple[Place, int, bool]]:
        def rank(item: tuple[Place, bool]) -> tuple[bool, bool, str]:
            place = item[0]
            return (near is None or not _related(near, place), place.level != "province", place.code)

        for place, short in sorted(found, key=rank) if len(found) > 1 else found:
            yield place, size, short

    def place(self, text: str) -> Place | None:
        """The smallest region that a text begins with."""
        found, rest = None, text
        while rest:
            for place, size, _short in self._regions(rest, found):
                if found is None or (place.code != found.code and found.holds(place.code)):
                    found, rest = place, rest[size:]
                    break
            else:
                break
        return found

    # -- names
    def resolve(self, name: str, region: str | None, level: str | None, year: int | None) -> Agency | None:
        if len(name) > 200:
            return None
        key = (name, region, level, year)
        if key in self._cache:
            return self._cache[key]
        text = clean(name)
        found = None
        if 1 < len(text) <= 80:
            issuer = self._issuer(region, level)
            found = self._collective(text, issuer, year) or self._single(text, issuer, year)
        if len(self._cache) >= 65536:
            self._cache.clear()
        self._cache[key] = found
        return found

    def _issuer(self, region: str | None, level: str | None) -> _Owner:
        nation = self._places["000000"]
        place = self.place(clean(region)) if region else None
        if place is None:
            known = level == "national" or (region is not None and clean(region) in ("中央", "国家", "国务院"))
            if known:
                return _Owner(nation, "national", True)
            return _Owner(_NOWHERE, level if level in _LEVELS else None, False)
        if level not in _LEVELS or _LEVELS.index(level) <= _LEVELS.index(place.level):
            return _Owner(place, place.level, True)
        return _Owner(place, level, False)

    def _owner(self, word: str, level: str, issuer: _Owner) -> _Owner | None:
        """Whose a level word is in a notice of that issuer: 市 in a city's notice is the city itself."""
        place = issuer.place
        if level == "national":
            return _Owner(self._places["000000"], "national", True)
        if place.level == "national":
            return _Owner(place, level, False, word)
        province = self._places.get(place.code[:2] + "0000", place)
        if level == "province":
            fits = province.kind == "自治区" if word == "自治区" else province.kind != _MUNICIPALITY
            return _Owner(province, "province", True, word) if fits else None
        if word in ("区", "区级") and place.level == "province" and place.kind == "自治区" and issuer.known:
            return _Owner(place, "province", True, word)
        if word in ("市", "市级"):
            if province.kind == _MUNICIPALITY:
                return _Owner(province, "province", True)
            if (place.level == "county" and place.kind == "市") or (issuer.level == "county" and not issuer.known):
                return _Owner(place, "county", place.level == "county", word)
            if place.level == "city" and place.kind in ("自治州", "盟", "地区"):
                return _Owner(place, "county", False, word)
        if level == "city":
            if place.level == "city":
                return _Owner(place, "city", True)
            if place.level == "county":
                above = self._places.get(place.parent, province)
                return _Owner(above, "city", above.level == "city", word)
            return _Owner(place, "city", False, word)
        if level == "county" and place.level == "county":
            return _Owner(place, "county", True)
        return _Owner(place, level, False, word)

    def _single(self, text: str, issuer: _Owner, year: int | None) -> Agency | None:
        central = _CENTRAL.search(text) is not None
        if text in self._roots and (central or issuer.level == "national"):
            for type_, is_national in self._pick_roots(self._roots[text], year):
                if is_national:
                    return self._national(type_, type_.national[0])
        if text.startswith("中共") and len(text) > 4:
            text = text[2:]
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
        for place, size, short in self._regions(text, near):
            rest = text[size:]
            if not rest:
                if short or place.level == "national":
                    continue
                return self._body("人民政府", _Owner(place, place.level, True), year)
            if place.level != "county":
                inner = next((x for x in self._regions(rest, place) if place.holds(x[0].code) and x[0] != place), None)
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
        return self._own_name(text, issuer, year)

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
            if suffix not in type_.suffixes and not (suffix == "监管局" and type_.kind == "vertical"):
                continue
            if year is not None and year < type_.begin:
                continue
            if not self._fits(type_, suffix, owner):
                continue
            force = 1 if year is None or year <= type_.end else 0
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
            return suffix == "厅"
        cell = type_.local[_COLUMN[level]]
        if suffix == "部门":
            return True
        if not cell or suffix in _CENTRAL_ONLY:
            return False
        if suffix == "厅":
            return level == "province"
        if suffix == "分局" and type_.kind == "department":
            return level in ("county", "township", "zone")
        if suffix == "局" and cell == "厅" and level == "province" and not owner.word and owner.known:
            return owner.place.kind == _MUNICIPALITY or owner.named  # a bare 财政局 in a province's list is a city's
        return suffix != "部" or cell.endswith("部")

    def _merged(self, rest: str, owner: _Owner, year: int | None) -> Agency | None:
        """A bureau of two lines (教育体育局, 自然资源和规划局) not in the list: it belongs to the line named first."""
        for stem, suffix, written in _endings(rest):
            if not 4 <= len(stem) <= 14 or suffix not in ("局", "委", "厅"):
                continue
            for cut in range(len(stem) - 2, 1, -1):
                head, tail = stem[:cut], stem[cut:].lstrip("和与及、")
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
        type_, full, index = picked
        if len(stem) >= 4 and not type_.national and type_.kind == "department" and not _abbreviates(stem, full):
            full = stem  # local bodies of one line have many names: as written is right, the usual one a guess
        level = owner.level or "province"
        if level == "national":
            if suffix == "部门":
                nation = owner.place
                return Agency(
                    f"{nation.code}:各级/{type_.id}",
                    f"各级{stem}部门",
                    type_.system,
                    None,
                    nation.name,
                    type_.kind,
                    True,
                )
            return self._national(type_, type_.national[0])
        place = owner.place
        if type_.seat and owner.known and place.code in self._towns and level == "city":
            place = self._places[self._towns[place.code]]
            level = "province"
        cell = type_.local[_COLUMN[level]]
        prefix = self._prefix(place) if owner.known else owner.word.removesuffix("级") or _WORD[level]
        if place.level == "province" and place.kind == _MUNICIPALITY and level == "province" and cell == "厅":
            cell = "局"
        official = self._local_names(f"{place.code}/{type_.id}", year) if owner.known else ""
        fixed = type_.kind in _FIXED and not cell.startswith("{}")  # one form for every branch, whatever is written
        usual = not written or fixed or cell.endswith(written) or type_.kind == "coordination"
        if not official and usual and "{" in cell and (index == 0 or type_.kind in _FIXED):
            short = place.short if owner.known else prefix
            official = cell.format(prefix, short=short, c=_committee(prefix), l=prefix[-1])
        if not official:
            if not written and suffix != "部门":
                written = cell if "{" not in cell else ""
            elif not written:
                ours = type_.national or type_.kind != "department"
                written = cell if cell and "{" not in cell and ours else "部门"
            if written.startswith("管理") and full.endswith("管理"):
                written = written[2:]
            official = prefix + full + written
        if type_.kind == "coordination" and stem.endswith("办公室") and not official.endswith("办公室"):
            official += "办公室"
        code = place.code if owner.known else _Owner(place, level, False, owner.word).code
        return Agency(f"{code}/{type_.id}", official, type_.system, level, place.name or None, type_.kind)

    def _local_names(self, key: str, year: int | None) -> str:
        """How a place calls one of its agencies, where that is not what the grammar would say."""
        for begin, end, name in self._own.get(key, ()):
            if year is None or begin <= year <= end:
                return name
        return ""

    def _prefix(self, place: Place) -> str:
        """The region as official names write it: a city's district (市辖区) after its city."""
        if place.level == "county" and place.kind == "区":
            above = self._places.get(place.parent)
            return f"{above.name if above else ''}{place.name}"
        return place.name

    def _national(self, type_: _Type, official: str) -> Agency:
        nation = self._places["000000"]
        return Agency(f"{nation.code}/{type_.id}", official, type_.system, "national", nation.name, type_.kind)

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
            for owner, tail, head in self._branch_places(rest, issuer):
                found = self._branch_of(self._pick_roots(roots, year), owner, head, tail, year)
                if found is not None:
                    return found
            return None
        return None

    def _branch_places(self, rest: str, issuer: _Owner) -> Iterator[tuple[_Owner, str, str]]:
        """Where a branch may be: the owner, the rest of the name, and the region as written."""
        for place, size, _short in self._regions(rest, issuer.place):
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
        for type_, _ in roots:
            if type_.kind not in _FIXED:
                continue
            level = owner.level or "province"
            plain = _PLAIN_BRANCH.fullmatch(tail) is not None
            cell = type_.local[_COLUMN.get(level, 0)]
            made = self._made((type_, type_.national[0], 0), "", "", "", owner, year)
            if made is None:
                continue
            if plain and cell:
                return made
            official = f"{type_.national[0]}{head}{tail}"
            return Agency(made.id, official, made.system, made.level, made.region, made.kind)
        return None

    def _seated(self, text: str, issuer: _Owner, year: int | None) -> Agency | None:
        """A city's bureau in a district: 市生态环境局福清分局."""
        match = _SEATED.fullmatch(text)
        above = match and self._single(match.group(1), issuer, year)
        if match is None or above is None:
            return None
        for place, size, _short in self._regions(match.group(2), issuer.place):
            if size == len(match.group(2)) and place.level == "county":
                type_id = above.id.partition("/")[2]
                official = above.official_name + match.group(2) + match.group(3)
                return Agency(f"{place.code}/{type_id}", official, above.system, "county", place.name, above.kind)
        return None

    # -- bodies with a name of their own
    def _own_name(self, text: str, issuer: _Owner, year: int | None) -> Agency | None:
        if not _PLAIN.fullmatch(text) or _NOT_IN_NAMES.search(text) or text.startswith(("各", "有关", "相关", "其他")):
            return None
        text = text[: text.index("(")] if text.endswith(")") and "(" in text else text
        near = issuer.place
        for pattern, kind, system in _NAMED:
            match = pattern.search(text)
            if match is None:
                continue
            place, level, known, own, label = near, issuer.level, issuer.known, text, text
            marked = False
            if text.startswith(("中国", "国家", "全国", "中央")):
                place, level, known, marked = self._places["000000"], "national", True, True
            else:
                region = next(
                    (r for r in self._regions(text, near) if r[0].level != "county" or near.holds(r[0].code)), None
                )
                if region is not None and region[1] < match.start() + len(match.group()):
                    place, level, known, marked, own = region[0], region[0].level, True, True, text[region[1] :]
                else:
                    for word, word_level in _LEVEL_WORDS[-10:]:
                        if text.startswith(word):
                            owner = self._owner(word, word_level, issuer)
                            if owner is None:
                                return None
                            place, level, known, marked = owner.place, owner.level, owner.known, True
                            own = label = text[len(word) :]
                            break
            if len(own) < (2 if own != label else 3) or (not marked and _TRADE.fullmatch(own)):
                return None
            if kind == "coordination" and _TRADE.fullmatch(own):
                return None
            if kind == "zone":
                if (pair := _TWO_PLATES.match(text)) and (first := self._single(pair.group(1), issuer, year)):
                    return first
                level = "zone"
            official = text if label == text else (place.name if known else text[: -len(label)]) + label
            label = label.replace("管理委员会", "管委会")
            code = place.code if known else _Owner(place, level, False).code
            return Agency(f"{code}/{label}", official, system, level, place.name or None, kind)
        return None

    # -- collectives
    def _collective(self, text: str, issuer: _Owner, year: int | None) -> Agency | None:
        owner = issuer
        shape = read_collective(text)
        if shape is None:
            for place, size, short in self._regions(text, issuer.place):
                if not short and size < len(text):
                    shape = read_collective(text[size:])
                    if shape is not None:
                        owner = _Owner(place, place.level, True)
                    break
        if shape is None:
            return None
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


_TWO_PLATES = re.compile(r"(.{2,}?[委局办])(?=.{2,}(?:管委会|管理委员会)$)")
_SEATED = re.compile(
    r"(.{2,}?(?:分局|局|中心|总队|支队))(.{2,8}?)(分局|管理部|分中心|支队|大队|办事处|营业部|监管组|监管支局)"
)
_LEAGUE = re.compile(r"(?:共青团|团)(省|市|县|区|州|旗|自治区)(?:委|委员会)?")
_PLAIN_BRANCH = re.compile(r"(?:市|省)?(?:监管|监察|管理)?(?:局|分局|支局|监管组)|电力(?:有限)?公司|供电(?:分)?公司")


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
    """The party committee of a place: 河北省委, 内蒙古自治区委员会."""
    return prefix + ("委" if prefix[-1] in "省市县州" and "自治" not in prefix else "委员会")


def _related(near: Place, place: Place) -> bool:
    """Whether one of two regions lies in the other, or both in one city, or one is the other's province."""
    return (
        near.holds(place.code) or place.holds(near.code) or (near.level == "county" and near.code[:4] == place.code[:4])
    )


def _endings(rest: str) -> Iterator[tuple[str, str, str]]:
    """The ways to cut a name into stem and suffix: whole, then by each suffix."""
    yield rest, "", ""
    for ending, suffix, written in _SUFFIXES:
        if rest.endswith(ending) and len(rest) > len(ending):
            yield rest[: -len(ending)], suffix, written


@lru_cache(maxsize=8)
def _registry(lexicon: Lexicon) -> _Registry:
    return _Registry(lexicon)

"""Who an agency is: a name in a notice, with the issuer's region and the date, gives an :class:`Agency`.

Local governments name one line of government differently (厅, 局, 委; 发展和改革委员会, 发改委, 发改局), so names are not
listed but read: a region or level, a stem, a suffix. The stems are the types of ``lexicons/agencies.csv``, the regions
those of ``regions.csv`` and ``counties.csv``. What the grammar does not know resolves to None, never to a guess.

An id is a region code and a type, ``130000/质量技术监督``. Where the place is known only by its level, the code says so:
``130000:市/财政`` is the finance bureau of a city of Hebei that the notice does not name, ``130000:各市/人民政府`` the
governments of all its cities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date
from functools import lru_cache

from policy_extract.errors import LexiconError
from policy_extract.lexicon import Lexicon, Row
from policy_extract.text import compact, fold

__all__ = ["Agency", "Place", "find_place", "is_collective", "resolve"]


@dataclass(frozen=True, slots=True)
class Agency:
    """A body that is given work (责任单位), by its official name at the date.

    ``level`` is national, province, city, county, township or zone (开发区); ``region`` is the place that it belongs to,
    or the nearest one known around it. ``system`` (系统) is None for bodies between systems, such as leading groups.
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
        return self.place.code if self.known else f"{self.place.code}:{self.word or _WORD.get(self.level or '', '')}"


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

# What a name may end in, longest first, and what the official name writes for it; "" where it is no official ending.
_SUFFIXES = (
    ("行政主管部门", "部门", ""), ("行政管理部门", "部门", ""), ("主管部门", "部门", ""), ("行政部门", "部门", ""),
    ("管理部门", "部门", ""), ("委员会", "委", "委员会"), ("办公室", "办", "办公室"), ("监管局", "监管局", "监管局"),
    ("监管组", "组", "监管组"), ("管理部", "管理部", "管理部"), ("分中心", "分中心", "分中心"),
    ("事务中心", "中心", "事务中心"), ("服务中心", "中心", "服务中心"), ("发展中心", "中心", "发展中心"),
    ("办事处", "办事处", "办事处"), ("管理局", "局", "管理局"), ("总局", "总局", "总局"), ("部门", "部门", ""),
    ("系统", "部门", ""), ("分局", "分局", "分局"), ("支局", "支局", "支局"), ("总队", "总队", "总队"),
    ("支队", "支队", "支队"), ("大队", "大队", "大队"), ("总站", "总站", "总站"), ("总署", "署", "总署"),
    ("中心", "中心", "中心"), ("机构", "机构", "机构"), ("厅", "厅", "厅"), ("局", "局", "局"), ("委", "委", "委员会"),
    ("办", "办", "办公室"), ("部", "部", "部"), ("署", "署", "署"), ("院", "院", "院"), ("站", "站", "站"),
    ("处", "处", "处"), ("段", "段", "段"), ("台", "台", "台"), ("馆", "馆", "馆"), ("组", "组", "监管组"),
    ("队", "队", "队"), ("会", "会", "会"),
)  # fmt: skip
_USUAL = {
    "department": frozenset("厅 局 委 办 部 总局 署 部门 分局".split()),
    "vertical": frozenset("局 分局 部门".split()),
    "institution": frozenset(["中心"]),
}
_CENTRAL_ONLY = frozenset(["总局", "署"])
_CENTRAL = re.compile(r"^(?:国家|国务院|中国|中央|中共中央|中华|全国|最高)|(?:总局|总署|[^法]署|监会)$|.部$")
_BRANCH = re.compile(r"(?:局|分局|支局|行|分行|支行|中心支行|管理部|公司|分公司|分署|队|总队|组|办|海关|集团|总部|社|院)$")

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
    r"(?:房地产|开发|建设|施工|监理|勘察|设计|物业|服务|管理|投资|担保|保险|商业|股份|国有|民营|供水|供电|供气|供热|燃气|热力|电力|"
    r"水务|金融|证券|小额|贷款|融资|租赁|企业|有限|责任|集团|公司|电信|通信|运营|运输|平台|银行|行业|大型|中小|地方|控股|工程|科技|"
    r"国资|信托|期货|分|支|总|行|业|基金|发行|合作|政策性|开发性|公用|公共|交通|旅游|文化|农业|职业|技术|高等|普通|民办|公立|人民|"
    r"中心|附属|铁路|电网|高新|经济|示范|新|经开|区|委员会|办公室|领导|协调|工作|小组|机制|联席|会议|指挥部|专班|推进|组|"
    r"协会|商会|学会|促进会|基金会|研究会|大学|学院|研究院|研究所|研究|医院|担保|主要|重点|相关|有关|园)*"
)
_PLAIN = re.compile(r"[\w“”\"·.〈〉()+-]{4,40}")
_NOT_IN_NAMES = re.compile(r"[的将对把被其向或并]|以及|负责|牵头|要求|按照|通过")

# ---- collective bodies -------------------------------------------------------------------------------------------
_GROUP = (
    "设区的?市|省辖市|地级以上市|地级市|副省级城市|省直辖?管县|省直管市|县级市|市州|州市|地市|自治州|自治县|民族乡|街道办事处|"
    "乡镇街道|镇街|街镇|乡镇|县市区|区县市|县区市|区县|县区|市区|市县|旗县区|旗县|开发区|高新区|经开区|新区|功能区|园区|管理区|示范区|"
    "特区|林区|镇|乡|街道|街|市|州|盟|地区|地|县|区|旗|省"
)
_SEPARATOR = r"[、,()〈〉/及和与]|以及"
_BODY = "人民政府|政府|行政公署|行署|街道办事处|办事处|管委会|管理委员会|党委|党工委|园区管委会"
_EACH = "各级|各|有关|相关|属地|所在地|所属|其他|其它|涉及|全市|全省|全区|全县|辖区"
_LOCAL = re.compile(
    rf"(?P<each>(?:{_EACH})*)(?P<groups>(?:{_GROUP}|{_SEPARATOR}|各|直属)*?)(?P<body>(?:{_BODY}|{_SEPARATOR}|组织)*)"
)
_GROUPS = re.compile(_GROUP)
_OWN = r"(?:省委省政府|市委市政府|省政府|市政府|县政府|区政府|州政府|自治区政府|省级|市级|县级|区级|州级|省直|市直|县直|区直|州直|中央|国务院|"
_OWN += r"自治区|省|市|县|区|州|盟|旗|镇|乡)"
_OPEN = r"(?:各有关|各相关|有关|相关|其他|其它|各|所有|涉及|其余|各级|全省|全市|直属|驻地|责任|职能|行业|主管|部分|重点)"
_SORT = (
    r"(?:行业主管部门|行业监管部门|主管部门|行业部门|职能部门|责任部门|责任单位|职能单位|成员单位|组成部门|直属机构|工作部门|"
    r"部门(?:[和及、]单位|[(]单位[)]|单位)?|单位(?:[和及、]部门|[(]部门[)])?|机构|委办局|委局|企事业单位|事业单位)"
)
_SOME = re.compile(rf"(?:其他|其它)?{_OWN}?(?P<open>{_OPEN}*)(?P<sort>{_SORT}+)(?:负责人)?")
_KINDS = (
    (re.compile(r"(?:银行|金融|保险|信贷|担保|证券|融资|小额贷款).{0,8}(?:机构|企业|公司|银行|组织)?$"), "bank", "金融机构"),
    (re.compile(r"(?:企业|公司|集团|运营商|开发商|经营者|建设单位|施工单位|平台)$"), "enterprise", "企业"),
    (re.compile(r"(?:协会|商会|学会|社会组织)$"), "association", "社会组织"),
    (re.compile(r"(?:高校|院校|大学|学校|中小学|幼儿园)$"), "school", "学校"),
    (re.compile(r"(?:医院|医疗机构|医疗卫生机构)$"), "institution", "医院"),
    (re.compile(r"(?:科研院所|研究院所|科研机构|科研单位)$"), "institution", "科研院所"),
    (re.compile(r"(?:管委会|开发区|园区|高新区|经开区|新区|保税区|自贸片区|片区)$"), "zone", "开发区"),
)  # fmt: skip
_MANY = re.compile(rf"^(?:{_OWN}?(?:内|域|管|属)?{_OPEN}+|各)(?=.{{2}})")
_MEMBERS = re.compile(r".{2,}(?:成员单位|牵头单位|责任单位|组成单位|参与单位|配合单位)$")
_MEANT = re.compile(r"[,、]?(?:含|包括|不含)[^()]*(?=\))|[,、]?下同(?=\))")
_EMPTY = re.compile(r"\(\)")


def is_collective(name: str) -> bool:
    """Whether a name stands for several bodies at once, such as 各设区市人民政府 or 领导小组成员单位.

    >>> [is_collective(name) for name in ("各县（市、区）人民政府", "省有关部门", "省财政厅", "市政府")]
    [True, True, False, False]
    """
    return _collective_shape(_clean(name)) is not None


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
    return _registry(lexicon).place(_clean(name))


def _clean(name: str) -> str:
    """A name without white space, in half-width marks, its brackets all round."""
    text = name if name.isalnum() else compact(fold(name)).replace("〈", "(").replace("〉", ")").strip(",、;:。.")
    return text


def _key(stem: str) -> str:
    """A stem without what names add or leave out freely: 住房和城乡建设 and 住房城乡建设 are one."""
    if len(stem) < 4:
        return stem
    for word in ("和", "与", "及", "、"):
        stem = stem.replace(word, "")
    return stem.replace("监督管理", "监管")


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a collective name is made of."""

    label: str  # 各市+各县, 有关部门, 金融机构
    level: str | None
    tail: str = ""  # the agency of each: 人民政府, 住建局
    kind: str = "department"
    system: str | None = None


@lru_cache(maxsize=8192)
def _collective_shape(text: str) -> _Shape | None:
    """The shape of a collective name, or None for a single body."""
    if len(text) < 2 or len(text) > 80:
        return None
    if "(" in text:
        text = _EMPTY.sub("", _MEANT.sub("", text))
    if _MEMBERS.fullmatch(text) and not _SOME.fullmatch(text):
        return _Shape(text, None, kind="coordination")
    if match := _SOME.fullmatch(text):
        sort = match.group("sort")
        if "机构" in sort and not match.group("open") and "部门" not in sort:
            return None
        if not match.group("open") and sort == text:
            return None if text in ("机构", "单位", "部门") else _Shape(text, None)
        return _Shape(_some_label(match), None)
    groups = _local_groups(text)
    if groups is not None:
        return groups
    if match := _MANY.match(text):
        rest = text[match.end() :]
        for pattern, kind, system in _KINDS:
            if pattern.search(rest):
                return _Shape(rest, None, kind=kind, system=system)
        if rest.endswith(("部门", "单位", "机构")) and len(rest) <= 16:
            return _Shape(rest, None)
    return None


def _some_label(match: re.Match[str]) -> str:
    """有关部门 for every way of saying so; what kind they are stays."""
    sort = match.group("sort")
    sort = re.sub(r"[(及和、]|\)", "", sort)
    word = "各" if match.group("open").startswith(("各", "所有")) and "关" not in match.group("open") else "有关"
    return sort if "行业" in sort or "成员" in sort or "主管" in sort or "责任" in sort else f"{word}{sort}"


def _local_groups(text: str) -> _Shape | None:
    """各县(市、区)人民政府 and the like: which levels, and which body of each."""
    match = _LOCAL.match(text)
    if match is None or not (match.group("groups") or match.group("each")):
        return None
    each, written, rest = match.group("each"), match.group("groups"), text[match.end() :]
    body = match.group("body")
    # The lazy groups may have stopped early: take as much as reads as levels, then bodies.
    full = _LOCAL_FULL.match(text)
    if full is not None:
        each, written, body, rest = full.group("each"), full.group("groups"), full.group("body"), text[full.end() :]
    words = _GROUPS.findall(written)
    if not words and not re.search("政府|管委会|办事处", body):
        return _Shape("各地", None) if text in ("各地", "各地区") else None
    several = bool(each) and each not in ("全市", "全省", "全区", "全县") or len(words) > 1 or "各" in written
    if not several or (len(words) == 1 and not each and "各" not in written):
        return None
    if not each and not body and not (rest == "" and len(words) > 1):
        return None
    if body.strip("()") and rest:
        return None
    if not body and not each and written in _PAIRS_OF_ONE:
        return None
    label, level = _levels(words, written, body)
    if rest and not body:
        return _Shape(label, level, rest)
    if rest:
        return None
    kind, tail = ("zone", "管委会") if body.strip("()") in ("管委会", "管理委员会") else ("government", "人民政府")
    return _Shape(label, level, tail, kind)


_PAIRS_OF_ONE = frozenset(["街道", "地区", "乡镇", "市区", "开发区"])
_LOCAL_FULL = re.compile(
    rf"(?P<each>(?:{_EACH})*)(?P<groups>(?:(?:{_BODY})(?=[、,(])|{_GROUP}|{_SEPARATOR}|各|直属)*)"
    rf"(?P<body>(?:{_BODY}|{_SEPARATOR}|组织)*)"
)
_CITY = re.compile("设区的?市|省辖市|地级以上市|地级市|副省级城市|市州|州市|地市|自治州|州|盟|地区|地")
_COUNTY = re.compile("县|区|旗|县级市")
_TOWN = re.compile("镇|乡|街")
_ZONES = re.compile("开发区|高新区|经开区|新区|功能区|园区|管理区|示范区")


def _levels(words: list[str], written: str, body: str) -> tuple[str, str | None]:
    """Which levels the words of a collective name mean, and the highest of them.

    市 is a city where it stands first (各市、县), and a county-level city inside the list of counties (各县(市、区)).
    """
    found: dict[str, None] = {}
    for index, word in enumerate(words):
        if word == "省":
            found["省"] = None
        elif _ZONES.fullmatch(word):
            found["园区"] = None
        elif _TOWN.search(word):
            found["乡镇"] = None
        elif word == "市":
            following = written[written.find("市") + 1 :][:1]
            if "县" in found or index and "市" not in found:
                found["县"] = None
            elif following == "(" or (len(words) > 1 and following in "区县" and following):
                found["县"] = None
            else:
                found["市"] = None
        elif _CITY.fullmatch(word):
            found["市"] = None
        elif _COUNTY.search(word):
            found["县"] = None
    if not found:
        found["各地" if "政府" in body else "园区"] = None
    order = ("省", "市", "县", "乡镇", "园区", "各地")
    names = [name for name in order if name in found]
    level = {"省": "province", "市": "city", "县": "county", "乡镇": "township", "园区": "zone"}.get(names[0])
    return "+".join(name if name == "各地" else f"各{name}" for name in names), level


# ---- the registry ------------------------------------------------------------------------------------------------
class _Registry:
    """The tables of one lexicon as dictionaries, and what was resolved with them."""

    __slots__ = ("_cache", "_counties", "_lexicon", "_named", "_places", "_roots", "_stems", "_towns", "_widest")

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
        try:
            begin, end = int(row["from"] or 0), int(row["to"] or 9999)
        except ValueError:
            raise LexiconError("agencies.csv", None, f"{row['id']}: from and to are years or empty") from None
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
                if kind in ("vertical", "bank", "enterprise") and "" in suffixes:
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
        """The regions that a text begins with, the likeliest first: the region, its length, whether it is a short form."""
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
                if not found and len(counties[text[:size]]) == 1 and not counties[text[:size]][0][1]:
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
        key = (name, region, level, year)
        if key in self._cache:
            return self._cache[key]
        text = _clean(name)
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
        place = self.place(_clean(region)) if region else None
        if place is None:
            known = level == "national" or (region is not None and _clean(region) in ("中央", "国家", "国务院"))
            return _Owner(nation, "national" if known else level if level in _LEVELS else None, known)
        if level not in _LEVELS or _LEVELS.index(level) <= _LEVELS.index(place.level):
            return _Owner(place, place.level, True)
        return _Owner(place, level, False)

    def _owner(self, word: str, level: str, issuer: _Owner) -> _Owner | None:
        """Whose a level word is in a notice of that issuer: 市 in a city's notice is the city itself."""
        place = issuer.place
        if level == "national":
            return _Owner(self._places["000000"], "national", True)
        if place.level == "national":
            return _Owner(place, level, False)
        province = self._places.get(place.code[:2] + "0000", place)
        if level == "province":
            fits = province.kind == "自治区" if word == "自治区" else province.kind != _MUNICIPALITY
            return _Owner(province, "province", True) if fits else None
        if word in ("区", "区级") and place.level == "province" and place.kind == "自治区" and issuer.known:
            return _Owner(place, "province", True)
        if word in ("市", "市级"):
            if province.kind == _MUNICIPALITY:
                return _Owner(province, "province", True)
            if place.level == "county" and place.kind == "市" or issuer.level == "county" and not issuer.known:
                return _Owner(place, "county", place.level == "county")
            if place.level == "city" and place.kind in ("自治州", "盟", "地区"):
                return _Owner(place, "county", False)
        if level == "city":
            if place.level == "city":
                return _Owner(place, "city", True)
            if place.level == "county":
                above = self._places.get(place.parent, province)
                return _Owner(above, "city", above.level == "city")
            return _Owner(place, "city", False)
        if level == "county" and place.level == "county":
            return _Owner(place, "county", True)
        return _Owner(place, level, False)

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
                found = owner and self._body(text[len(word) :], owner, year)
                if found:
                    return found
        if text[0] in "团共" and (match := _LEAGUE.fullmatch(text)):
            level = dict(_LEVEL_WORDS).get(match.group(1) or "", "")
            owner = self._owner(match.group(1), level, issuer) if level else issuer
            if owner is not None:
                return self._body("团委", owner, year)
        found = self._branch(text, issuer, year)
        if found is not None:
            return found
        near = issuer.place
        for place, size, short in self._regions(text, near):
            rest = text[size:]
            if not rest:
                continue
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
        return self._own_name(text, issuer)

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
            if len(stem) == 1 and suffix not in ("委", "办", "") or not stem:
                continue
            picked = self._pick(owners, stem, suffix, owner, year)
            if picked is not None:
                return self._made(picked, stem, suffix, written, owner)
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
                    return self._made((picked[0], stem, 1), stem, suffix, written, owner)
        return None

    def _made(
        self, picked: tuple[_Type, str, int], stem: str, suffix: str, written: str, owner: _Owner
    ) -> Agency | None:
        type_, full, index = picked
        level = owner.level or "province"
        if level == "national":
            if suffix == "部门":
                nation = owner.place
                return Agency(
                    f"{nation.code}:各级/{type_.id}", f"各级{stem}部门", type_.system, None, nation.name, type_.kind, True
                )
            return self._national(type_, type_.national[0])
        place = owner.place
        if type_.seat and owner.known and place.code in self._towns and level == "city":
            place = self._places[self._towns[place.code]]
            level = "province"
        cell = type_.local[_COLUMN[level]]
        prefix = self._prefix(place) if owner.known else owner.word or _WORD[level]
        if place.level == "province" and place.kind == _MUNICIPALITY and level == "province" and cell == "厅":
            cell = "局"
        official = ""
        if "{" in cell and (index == 0 or type_.kind in ("vertical", "bank", "enterprise")):
            tail = written if suffix not in ("部门", "") else ""
            if not tail or cell.endswith(tail) or type_.kind in ("vertical", "bank", "enterprise"):
                short = place.short if owner.known else prefix
                committee = prefix + ("委" if prefix[-1] in "省市县州" and not prefix.endswith("自治州") and not
                                      prefix.endswith("自治县") else "委员会")  # fmt: skip
                official = cell.format(prefix, short=short, c=committee, l=prefix[-1])
        if not official:
            if not written:
                written = "部门" if not cell else cell if "{" not in cell else ""
            official = prefix + full + written
        code = place.code if owner.known else owner.code
        return Agency(f"{code}/{type_.id}", official, type_.system, level, place.name, type_.kind)

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
        fit = [root for root in roots if year is None or root[0].begin <= year]
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
                return self._made(picked, stem, suffix, written, owner)
        for type_, _ in roots:
            if type_.kind not in ("vertical", "bank", "enterprise"):
                continue
            level = owner.level or "province"
            plain = _PLAIN_BRANCH.fullmatch(tail) is not None
            cell = type_.local[_COLUMN.get(level, 0)]
            made = self._made((type_, type_.national[0], 0), "", "", "", owner)
            if made is None:
                continue
            if plain and cell:
                return made
            official = f"{type_.national[0]}{head}{tail}"
            return Agency(made.id, official, made.system, made.level, made.region, made.kind)
        return None

    # -- bodies with a name of their own
    def _own_name(self, text: str, issuer: _Owner) -> Agency | None:
        if not _PLAIN.fullmatch(text) or _NOT_IN_NAMES.search(text):
            return None
        text = text[: text.index("(")] if text.endswith(")") and "(" in text else text
        for pattern, kind, system in _NAMED:
            match = pattern.search(text)
            if match is None:
                continue
            place, level, known, own, label = issuer.place, issuer.level, issuer.known, text, text
            marked = False
            if text.startswith(("中国", "国家", "全国", "中央")):
                place, level, known, marked = self._places["000000"], "national", True, True
            else:
                region = next(self._regions(text, issuer.place), None)
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
            if len(own) < 3 or (not marked and _TRADE.fullmatch(own)):
                return None
            if kind == "coordination" and _TRADE.fullmatch(own):
                return None
            if kind == "zone":
                level = "zone"
            label = label.replace("管理委员会", "管委会")
            official = text if own != label or not marked else (place.name if known else "") + label
            code = place.code if known else _Owner(place, level, False).code
            return Agency(f"{code}/{label}", official, system, level, place.name, kind)
        return None

    # -- collectives
    def _collective(self, text: str, issuer: _Owner, year: int | None) -> Agency | None:
        owner, shape = issuer, _collective_shape(text)
        if shape is None:
            for place, size, short in self._regions(text, issuer.place):
                if not short and size < len(text):
                    shape = _collective_shape(text[size:])
                    if shape is not None:
                        owner = _Owner(place, place.level, True)
                    break
        if shape is None:
            return None
        place = owner.place
        rest = text[len(place.name) :] if text.startswith(place.name) else text
        own = next((w for w, _ in _LEVEL_WORDS if rest.startswith(w)), "") if shape.level is None else ""
        if own:
            named = self._owner(own, dict(_LEVEL_WORDS)[own], issuer)
            if named is not None:
                owner, place = named, named.place
                if named.known and shape.label.startswith(own):
                    shape = _Shape(shape.label[len(own) :], None, shape.tail, shape.kind, shape.system)
                rest = rest[len(own) :]
        code = owner.code
        region = place.name
        plain = rest.replace("其他", "").replace("其它", "")
        official = f"{place.name if owner.known else ''}{plain}" if place.level != "national" else text
        if not shape.tail:
            level = owner.level if shape.level is None else shape.level
            return Agency(f"{code}:{shape.label}", official, shape.system, level, region, shape.kind, True)
        if shape.kind in ("government", "zone"):
            system = "人民政府" if shape.kind == "government" else "开发区"
            return Agency(f"{code}:{shape.label}/{shape.tail}", official, system, shape.level, region, shape.kind, True)
        sample = self._body(shape.tail, _Owner(place, shape.level, False), year)
        if sample is None:
            return None
        type_id = sample.id.partition("/")[2]
        return Agency(f"{code}:{shape.label}/{type_id}", official, sample.system, shape.level, region, sample.kind, True)


_LEAGUE = re.compile(r"(?:共青团|团)(省|市|县|区|州|旗|自治区)(?:委|委员会)?")
_PLAIN_BRANCH = re.compile(r"(?:市|省)?(?:监管|监察|管理)?(?:局|分局|支局|监管组)|电力(?:有限)?公司|供电(?:分)?公司")


def _related(near: Place, place: Place) -> bool:
    """Whether one of two regions lies in the other, or both in one city, or one is the other's province."""
    return near.holds(place.code) or place.holds(near.code) or (near.level == "county" and near.code[:4] == place.code[:4])


def _endings(rest: str) -> Iterator[tuple[str, str, str]]:
    """The ways to cut a name into stem and suffix: whole, then by each suffix, the longest first."""
    yield rest, "", ""
    for ending, suffix, written in _SUFFIXES:
        if rest.endswith(ending) and len(rest) > len(ending):
            yield rest[: -len(ending)], suffix, written


@lru_cache(maxsize=8)
def _registry(lexicon: Lexicon) -> _Registry:
    return _Registry(lexicon)

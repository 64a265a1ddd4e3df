"""Bodies with a name of their own that no table lists: zones (开发区), townships, leading groups, banks, companies, schools."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from policy_extract.places import Place, related
from policy_extract.registry.bodies import FIXED, LEVEL_WORDS, Agency, Owner
from policy_extract.registry.official import prefix_of

if TYPE_CHECKING:
    from policy_extract.registry.resolver import Registry

__all__ = ["TRADE", "find_own_name", "find_township"]

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
TRADE = re.compile(
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
#: Kinds of bodies whose name may begin with a word that is a region's too.
_BRANDED = frozenset(["enterprise", "bank", "school", "institution"])
#: A kind of body and nothing else.
_BARE = re.compile("(?:股份|有限|责任|控股|总|公司|集团)+|银行|大学|学院|研究院|研究所|科学院|设计院")
#: What a county has of its own: its companies, its rural banks, its hospital.
_COUNTY_HAS = re.compile(
    "[县市区]|[城国交建产农文水旅]投|国资|国控|城建|城市建设|公交|水务|供[水热电]|燃气|农商|农信|农村|信用社|联社|村镇|支行|人民医院|中心医院|中医院"
)
#: Called after a person, not after the city.
_NOT_OF_PLACE = ("中山大学", "中山医")
#: Words that begin like a level and are none: 区块链研究院, 乡村振兴集团.
_NO_LEVEL = re.compile("区块|区域|市场|市政|市域|县域|乡村|镇海|镇江|省际|州际")
_PLAIN = re.compile(r"[\w“”\"·.〈〉()+-]{4,40}")
_NOT_IN_NAMES = re.compile(r"[的将对把被其向或并均需等]|以及|以下|负责|牵头|要求|按照|通过")
_RAILWAY_OFFICE = re.compile("局(?:集团)?(?:有限)?(?:公司)?(.{2,}铁路.*)$")
_COMMITTEE = re.compile(r"(?:党工委)?[、及和]?(?:管委会|(?:规划建设|开发建设|建设)?管理委员会)$")
_ZONE_NAME = re.compile(r"(?:区|园|城|港|村|岛|山|湖|镇|桥)(?:党工委)?[、及和]?(?:管委会|管理委员会)?$")
_ZONE_KIND = re.compile(
    "(?:国家级|省级)?(?:高新|经开|开发|保税|综合保税|综保|度假|示范|新|合作|风景|旅游度假|自贸|经济|工业|产业|高新技术产业|高新技术|"
    "经济技术|经济|临港|临空|空港)+(?:开发)?(?:区|园区|园)"
)
_TOWNSHIP = re.compile(r"([\w]{1,7}(?:镇|乡|街道|苏木))(人民政府|政府|街道办事处|办事处|党委|党工委)?(?:[(].*[)])?")
_NO_TOWNSHIP = re.compile(
    "(?:城|乡|村|集|小|强|重点|各|中心|特色|街|名|市)镇$|(?:城|下|回|镇|各|家|返|入|兴)乡$|(?:镇|各|属地|相关|城区|乡)街道$"
)
_TWO_PLATES = re.compile(r"(.{2,}?[委局办])(?=.{2,}(?:管委会|管理委员会)$)")


def find_township(registry: Registry, text: str, issuer: Owner) -> Agency | None:
    """A town (镇), township (乡) or subdistrict (街道): its government, which no table lists."""
    match = _TOWNSHIP.fullmatch(text)
    if match is None:
        return None
    name, body = match.groups()
    place, known = issuer.place, issuer.known
    region = next((r for r in registry.places.starts(name, place) if not r[2] and r[1] < len(name) - 1), None)
    if region is not None:
        place, name, known = region[0], name[region[1] :], True
    if len(name) < 2 or _NO_TOWNSHIP.search(name) or TRADE.fullmatch(name[:-1]):
        return None
    if place.level == "national" and not body:
        return None
    party = body in ("党委", "党工委")
    tail = ("党工委" if party else "办事处") if name.endswith("街道") else ("党委" if party else "人民政府")
    official = f"{'中共' if party else ''}{prefix_of(registry, place) if known else ''}{name}{tail}"
    system, kind = ("党委", "party") if party else ("人民政府", "government")
    return Agency(f"{place.code}/{name}{tail}", official, system, "township", place.name or None, kind)


def find_own_name(registry: Registry, text: str, issuer: Owner, year: int | None) -> Agency | None:
    """A body that no table lists, by the word that its name ends in; None for words of trade and phrases."""
    if _ZONE_KIND.fullmatch(text) and len(text) > 2:
        return _zone(registry, text, text, issuer)
    if not _PLAIN.fullmatch(text) or _NOT_IN_NAMES.search(text) or text.startswith(("各", "有关", "相关", "其他")):
        return None
    text = text[: text.index("(")] if text.endswith(")") and "(" in text else text
    for pattern, kind, system in _NAMED:
        match = pattern.search(text)
        if match is None:
            continue
        found = _where(registry, text, match, issuer, kind)
        if found is None:
            return None
        owner, label = found
        if kind == "zone":
            if (pair := _TWO_PLATES.match(text)) and (first := registry.single(pair.group(1), issuer, year)):
                return first
            return _zone(registry, text, label, owner)
        marked = owner.named or owner.word != ""
        own = label if marked else text
        if len(own) < (2 if own != text else 3) or (not marked and TRADE.fullmatch(own)):
            return None
        if kind == "coordination" and TRADE.fullmatch(own):
            return None
        if kind == "bank" and (root := registry.roots.get(text[:2])) and root[0][0].kind in FIXED:
            system = root[0][0].system  # 人行 and a place that is not known
        label = text if not owner.word else label
        place = owner.place
        official = f"{place.name if owner.known else owner.word}{label}" if owner.word else text
        level = "province" if system == "铁路" and owner.level == "national" else owner.level
        return Agency(f"{owner.code}/{label}", official, system, level, place.name or None, kind)
    return None


def _where(registry: Registry, text: str, match: re.Match[str], issuer: Owner, kind: str) -> tuple[Owner, str] | None:
    """Whose a body with a name of its own is, and the name without region or level; None for a level not there."""
    if "铁路" in text and (inner := _RAILWAY_OFFICE.search(text)):
        region = next(registry.places.starts(inner.group(1), issuer.place), None)
        if region is not None:
            place = registry.places.seat_of(region[0]) or region[0]
            return Owner(place, place.level, True, named=True), text
    if text.startswith("中国铁路") or (text.startswith("国铁") and len(text) > 4):
        for at in range(2, min(len(text), 6)):
            region = next(registry.places.starts(text[at:], issuer.place), None)
            if region is not None and region[0].level != "county":
                place = registry.places.seat_of(region[0]) or region[0]
                return Owner(place, place.level, True, named=True), text
    if text.startswith(("中国", "国家", "全国", "中央")):
        return Owner(registry.places.nation, "national", True, named=True), text
    near = issuer.place
    for place, size, short in registry.places.starts(text, near):
        if (place.level != "county" or near.holds(place.code)) and size < match.end():
            if short and kind in _BRANDED and _is_brand(text, size, place, near, kind):
                continue
            return Owner(place, place.level, True, named=True), text[size:]
    for word, level in LEVEL_WORDS:
        if len(word) == 1 and text.startswith(word) and not _NO_LEVEL.match(text):
            owner = registry.owner(word, level, issuer)
            if owner is None:
                return None
            return Owner(owner.place, owner.level, owner.known, word), text[len(word) :]
    return Owner(near, issuer.level, issuer.known), text


def _is_brand(text: str, size: int, place: Place, near: Place, kind: str) -> bool:
    """Whether the short form of a region at the head of a name is the name itself: 平安银行, 天河集团, 长安汽车集团.

    A province's is the province, and with 大学 or 银行 a city's is the city. A county's is the county only where more
    follows than the kind of body; and in a company's name, where the issuer is around it or counties have such (城投).
    """
    if text.startswith(_NOT_OF_PLACE):
        return True
    if place.level == "province":
        return False
    bare = _BARE.fullmatch(text, size) is not None
    nearby = near.level != "national" and related(near, place)
    if place.level == "city":
        return bare and kind == "enterprise" and not nearby
    return bare or (kind in ("enterprise", "bank") and not nearby and not _COUNTY_HAS.match(text, size))


def _zone(registry: Registry, text: str, label: str, owner: Owner) -> Agency | None:
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
    code = place.code if owner.known or (owner.named and place.code != "?") else Owner(place, "zone", False).code
    official = f"{place.short if owner.known and kind else ''}{stem}管委会"
    return Agency(f"{code}/{stem}管委会", official, "开发区", "zone", place.name or None, "zone")

"""Names of several bodies at once (各设区市人民政府, 省有关部门, 领导小组成员单位): what they are made of.

A name of local governments is levels and bodies in any order and any brackets (各县(市、区)人民政府(管委会)); a name of
departments is a word of number (各, 有关, 相关) and a word of kind (部门, 单位). Nothing here knows a region.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from policy_extract.text import compact, fold
from policy_extract.variants import SIMPLIFIED

__all__ = ["EVERY_LEVEL", "GROUP_KINDS", "Shape", "clean", "is_collective", "read_collective"]

_GROUP: Final = (
    "(?:设区的?市|师市|省辖市|地级以上市|地级市|副省级城市|省直辖?管县|省直管市|县级市|市州|州市|地市|自治州|自治县|民族乡|街道办事处|"
    "乡镇街道|镇街|街镇|乡镇|"
    "主城区|城市区|城区|郊区|县市区|区县市|县区市|区县|县区|市区|市县|旗县区|旗县|"
    "开发区|高新区|经开区|新区|功能区|园区|管理区|示范区|特区|林区|镇|乡|街道|街|市|州|盟|地区|地|县|区|旗|省)(?!场[监管]|监[局管])"
)
_SEPARATOR: Final = r"[、,()〈〉/及和与或]|以及"
_BODY: Final = "人民政府|政府|行政公署|行署|街道办事处|办事处|管委会|管理委员会|党委|党工委|园区管委会"
_EACH: Final = "地方各级|各级|各|有关|相关|属地|所在地|所属|其他|其它|涉及|全市|全省|全区|全县|辖区"
_GROUPS: Final = re.compile(_GROUP)
_OWN: Final = (
    "(?:省委省政府|市委市政府|省政府|市政府|县政府|区政府|州政府|自治区政府|省级|市级|县级|区级|州级|省直|市直|县直|区直|州直|"
    "地方各级人民政府|地方人民政府|地方政府|中央|国务院|自治区|省|市|县|区|州|盟|旗|镇|乡)"
)
_OPEN: Final = (
    "(?:各有关|各相关|各级政府|各级|有关|相关|其他|其它|各|所有|涉及|其余|全省|全市|直属|驻地|责任|职能|行业|主管|"
    "部分|重点)"
)
_SORT: Final = (
    r"(?:行业主管部门|行业监管部门|主管部门|行业部门|职能部门|责任部门|责任单位|职能单位|成员单位|组成部门|直属机构|工作部门|"
    r"部门(?:[和及、]单位|[(]单位[)]|单位)?|单位(?:[和及、]部门|[(]部门[)])?|机构|委办局|委局|企事业单位|事业单位)"
)
_SOME: Final = re.compile(rf"(?:其他|其它)?{_OWN}?(?P<open>{_OPEN}{{0,4}})(?P<sort>{_SORT}{{1,2}})(?:负责人)?")
GROUP_KINDS: Final = (
    (
        re.compile(r"(?:银行|金融|(?<!社会)(?<!养老)(?<!医疗)保险|信贷|担保|证券|融资|小额贷款)(?:.{0,6}(?:机构|企业|公司|银行|组织))?$"),
        "bank",
        "金融机构",
    ),
    (re.compile(r"(?:企业|公司|集团|运营商|开发商|经营者|建设单位|施工单位|平台)$"), "enterprise", "企业"),
    (re.compile(r"(?:协会|商会|学会|社会组织)$"), "association", "社会组织"),
    (re.compile(r"(?:高校|院校|大学|学校|中小学|幼儿园)$"), "school", "学校"),
    (re.compile(r"(?:医院|医疗机构|医疗卫生机构)$"), "institution", "医院"),
    (re.compile(r"(?:科研院所|研究院所|科研机构|科研单位)$"), "institution", "科研院所"),
    (re.compile(r"(?:专班|指挥部|领导小组|工作组|联席会议)(?:办公室)?$"), "coordination", None),
    (re.compile(r"(?:管委会|开发区|园区|高新区|经开区|新区|保税区|自贸片区|片区)$"), "zone", "开发区"),
)  # fmt: skip
_SOME_LABELS: Final = (
    (("行业", "主管", "监管"), "行业主管部门"),
    (("成员",), "成员单位"),
    (("责任",), "责任单位"),
    (("企事业", "事业单位"), "事业单位"),
)
_NUMBER: Final = "(?:地方各级|各有关|各相关|各级|有关|相关|其他|其它|各|所有|涉及|其余|全省|全市|驻地|部分)"
_MANY: Final = re.compile(rf"(?:{_OWN}(?:内|域|管|属)?)?{_NUMBER}{{1,3}}(?=.{{2}})")
EVERY_LEVEL: Final = ("各级", "地方各级", "县级以上")
_INSIDE: Final = re.compile("[市县区州](?:各|城区|辖区|主城区)")  # 市城区各区政府: the first word is the issuer's
_PROVINCES: Final = re.compile(
    "省(?:级|份)?(?:[(]?[、,]?(?:自治)?区[、,]?(?:直辖)?市[)]?)(?:[、,和及]*(?:计划单列市|新疆生产建设兵团))*|(?<=各)省级(?=人民政府|政府)"
)  # 各省(区、市): all of one level
_MEMBERS: Final = re.compile(r".{2,}(?:成员单位|牵头单位|责任单位|组成单位|参与单位|配合单位)$")
_MEANT: Final = re.compile(r"[,、]?(?:含|包括|不含)[^()]*(?=\))|[,、]?下同(?=\))")
_EMPTY: Final = re.compile(r"\(\)")


# Without the two that names of places write in simplified texts too: 乾县, 於潜镇.
_SIMPLIFIED: Final = {code: form for code, form in SIMPLIFIED.items() if chr(code) not in "乾於"}

_TRADITIONAL: Final = frozenset(map(chr, _SIMPLIFIED))


def is_collective(name: str) -> bool:
    """Whether a name stands for several bodies at once, such as 各设区市人民政府 or 领导小组成员单位.

    >>> [is_collective(name) for name in ("各县（市、区）人民政府", "省有关部门", "省财政厅", "市政府")]
    [True, True, False, False]
    """
    text = clean(name).removeprefix("兵团")
    return text.startswith(EVERY_LEVEL) or read_collective(text) is not None


def clean(name: str) -> str:
    """A name in simplified characters, without white space, in half-width marks, its brackets all round."""
    if not _TRADITIONAL.isdisjoint(name):
        name = name.translate(_SIMPLIFIED)
    if name.isalnum():
        return name
    text = compact(fold(name)).replace("〈", "(").replace("〉", ")").strip(",、;:。.")
    if text.endswith(")") and text.count(")") > text.count("("):
        return text[:-1]
    return text


@dataclass(frozen=True, slots=True)
class Shape:
    """What a collective name (集合名称) is made of."""

    label: str  # 各市+各县, 有关部门, 金融机构
    level: str | None
    tail: str = ""  # the agency of each: 人民政府, 住建局
    kind: str = "department"
    system: str | None = None


@lru_cache(maxsize=8192)
def read_collective(text: str) -> Shape | None:
    """The shape of a cleaned collective name, or None for a single body.

    >>> read_collective("各县(市、区)人民政府").label, read_collective("各市、县人民政府").label
    ('各县', '各市+各县')
    """
    if len(text) < 2 or len(text) > 80:
        return None
    if _INSIDE.match(text):
        text = text[1:]
    if "(" in text:
        text = _EMPTY.sub("", _MEANT.sub("", text))
    if "省" in text:
        text = _PROVINCES.sub("各省", text).replace("各各", "各")
    if _KINDS.fullmatch(text):
        return Shape(text, None, kind="bank", system="金融机构")
    if _MEMBERS.fullmatch(text) and not _SOME.fullmatch(text):
        return Shape(text, None, kind="coordination")
    if match := _SOME.fullmatch(text):
        sort = match.group("sort")
        if "机构" in sort and not match.group("open") and "部门" not in sort:
            return None
        if not match.group("open") and sort == text:
            return None if text in ("机构", "单位", "部门") else Shape(text, None)
        return Shape(_some_label(text), None)
    groups = _local_groups(text)
    if groups is not None:
        return groups
    if match := _MANY.match(text):
        rest = text[match.end() :]
        for pattern, kind, system in GROUP_KINDS:
            if pattern.search(rest):
                return Shape(rest, None, kind=kind, system=system)
        if rest.endswith(("部门", "单位", "机构")) and len(rest) <= 16:
            return Shape(rest, None)
    return None


def _some_label(text: str) -> str:
    """有关部门 for every way of saying so; what kind they are stays."""
    for words, label in _SOME_LABELS:
        if any(word in text for word in words):
            return label
    return "各部门" if re.search("各(?!有关|相关)", text) else "有关部门"


def _local_groups(text: str) -> Shape | None:
    """各县(市、区)人民政府 and the like: which levels, and which body of each."""
    match = _LOCAL.match(text)
    if match is None:
        return None
    each, written, body, rest = match.group("each"), match.group("groups"), match.group("body"), text[match.end() :]
    words = _GROUPS.findall(written)
    if not words:
        if not each or each in _WHOLE or rest or not re.search("政府|管委会|办事处", body):
            return Shape("各地", None) if text in ("各地", "各地区", "各地方") else None
    elif not ((each and each not in _WHOLE) or len(words) > 1 or "各" in written or written in _PAIRS | _PAIRS_OF_MANY):
        return None
    if not each and _OWN_ZONE.fullmatch(written):
        return None
    if not each and not body and (rest or written in _PAIRS_OF_ONE) and not (rest and written in _PAIRS_OF_MANY):
        return None
    if rest and re.search("[^(),、]", body):
        return None
    label, level = _levels(words, written, body)
    if rest:
        return Shape(label, level, rest)
    if re.search("党委|党工委", body) and "政府" not in text:
        return Shape(label, level, "党委", "party")
    zone = re.search("管委会|管理委员会", body) and not re.search("政府|行署|公署|办事处", text)
    zone = zone or (level == "zone" and "政府" not in text)
    kind, tail = ("zone", "管委会") if zone else ("government", "人民政府")
    return Shape(label, level, tail, kind)


_WHOLE: Final = frozenset(["全市", "全省", "全区", "全县"])
_KINDS: Final = re.compile(
    "(?:银行业?|非银行?|保险业?|地方)?(?:金融|银行|保险)(?:业)?(?:金融)?机构|商业银行|银行业机构"
)
_PAIRS: Final = frozenset(
    "县区 区县 市县 县市区 区县市 县市 乡镇 乡镇街道 镇街 街镇 园区".split()
)  # 县区政府 are several
_PAIRS_OF_MANY: Final = _PAIRS - {"园区", "乡镇"} | {
    "市州",
    "州市",
    "地市",
    "市(区)",
    "区(市)",
    "县(区)",
    "县(市)",
    "直辖市和计划单列市",
}
_OWN_ZONE: Final = re.compile(
    "[省市县区州](?:开发区|高新区|经开区|新区|示范区|功能区|管理区)"
)  # 县经开区: the one of the county
_PAIRS_OF_ONE: Final = frozenset(["街道", "地区", "乡镇", "市区", "开发区"])
_LOCAL: Final = re.compile(
    rf"(?P<each>(?:{_EACH})*)(?P<groups>(?:(?:{_BODY})(?=[、,(])|{_GROUP}|{_SEPARATOR}|各|直属)*)"
    rf"(?P<body>(?:{_BODY}|{_SEPARATOR}|组织)*)"
)
_CITY: Final = re.compile("设区的?市|师市|省辖市|地级以上市|地级市|副省级城市|市州|州市|地市|自治州|州|盟|地区|地")
_COUNTY: Final = re.compile("[县区旗]|县级市")
_TOWN: Final = re.compile("镇|乡|街")
_ZONES: Final = re.compile("开发区|高新区|经开区|新区|功能区|园区|管理区|示范区")


def _levels(words: list[str], written: str, body: str) -> tuple[str, str | None]:
    """Which levels the words of a collective name mean, and the highest of them.

    市 is a city where it stands first (各市、县), and a county-level city inside the list of counties (各县(市、区)).
    """
    found: dict[str, None] = {}
    for word in words:
        if word == "省":
            found["省"] = None
        elif _ZONES.fullmatch(word):
            found["园区"] = None
        elif _TOWN.search(word):
            found["乡镇"] = None
        elif word == "市":
            start = written.find("市") + 1
            inside = written[start : start + 1] == "("
            after = written[start + inside : start + inside + 1]
            county = "县" in found or (
                len(words) > 1 and after in ("区", "县", "旗") and (inside or "、" not in written)
            )
            found["县" if county else "市"] = None
        elif _CITY.fullmatch(word):
            found["市"] = None
        elif _COUNTY.search(word):
            found["县"] = None
    if not found:
        found["各地" if "政府" in written + body else "园区"] = None
    order = ("省", "市", "县", "乡镇", "园区", "各地")
    names = [name for name in order if name in found]
    level = {"省": "province", "市": "city", "县": "county", "乡镇": "township", "园区": "zone"}.get(names[0])
    return "+".join(name if name == "各地" else f"各{name}" for name in names), level

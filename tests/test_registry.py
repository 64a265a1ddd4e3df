"""Who an agency is: names, the issuer's region and the date on the left, what they stand for on the right."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path
from time import perf_counter

import pytest

from policy_extract.collectives import is_collective
from policy_extract.errors import LexiconError
from policy_extract.lexicon import load_lexicon
from policy_extract.registry import agency_of, expand, explain, find_place, resolve

LEXICON = load_lexicon()
Y2007, Y2012, Y2015, Y2017 = date(2007, 3, 1), date(2012, 3, 1), date(2015, 6, 24), date(2017, 3, 1)
Y2019, Y2022, Y2024 = date(2019, 5, 1), date(2022, 5, 1), date(2024, 5, 1)

# (region, date): {official name: (system, level, names)}
KNOWN = {
    ("河北省", Y2015): {
        "河北省质量技术监督局": ("市场监管", "province", ["省质监局", "省质量技术监督局", "河北省质量技术监督局"]),
        "河北省工商行政管理局": ("市场监管", "province", ["省工商局", "省工商行政管理局"]),
        "河北省食品药品监督管理局": ("市场监管", "province", ["省食品药品监管局", "省食药监局"]),
        "河北省发展和改革委员会": ("发展改革", "province", ["省发展改革委", "省发改委", "省发展和改革委员会"]),
        "河北省卫生和计划生育委员会": ("卫生健康", "province", ["省卫生计生委", "省卫计委"]),
        "河北省环境保护厅": ("生态环境", "province", ["省环保厅", "省环境保护厅"]),
        "河北省国土资源厅": ("自然资源", "province", ["省国土资源厅", "省国土厅"]),
        "河北省农业厅": ("农业农村", "province", ["省农业厅"]),
        "河北省林业厅": ("林业草原", "province", ["省林业厅"]),
        "河北省粮食局": ("粮食物资", "province", ["省粮食局"]),
        "河北省旅游局": ("文化旅游", "province", ["省旅游局"]),
        "河北省新闻出版广电局": ("广电", "province", ["省新闻出版广电局", "省广电局"]),
        "河北省安全生产监督管理局": ("应急管理", "province", ["省安全监管局", "省安监局"]),
        "河北省国家税务局": ("税务", "province", ["省国税局", "省国家税务局"]),
        "河北省地方税务局": ("税务", "province", ["省地税局"]),
        "中国保险监督管理委员会河北监管局": ("金融监管", "province", ["河北保监局"]),
        "中国银行业监督管理委员会河北监管局": ("金融监管", "province", ["河北银监局"]),
        "中国证券监督管理委员会河北监管局": ("证券", "province", ["河北证监局"]),
        "中国人民银行石家庄中心支行": ("人民银行", "province", ["人行石家庄中心支行", "人民银行石家庄中心支行"]),
        "中华人民共和国河北出入境检验检疫局": ("海关", "province", ["河北出入境检验检疫局"]),
        "河北省人民政府国有资产监督管理委员会": ("国资", "province", ["省国资委", "省政府国资委"]),
        "北京铁路局石家庄铁路办事处": ("铁路", "province", ["北京铁路局石家庄铁路办事处"]),
        "中共河北省委组织部": ("党委组织", "province", ["省委组织部", "中共河北省委组织部"]),
        "河北省人民政府办公厅": ("人民政府", "province", ["省政府办公厅", "省人民政府办公厅"]),
        "石家庄市财政局": ("财政", "city", ["石家庄市财政局"]),
        "国网河北省电力公司": ("电力", "province", ["国网河北省电力公司", "国网省电力公司"]),
    },
    ("河北省", Y2019): {
        "河北省市场监督管理局": ("市场监管", "province", ["省市场监管局", "省市场监督管理局"]),
        "河北省卫生健康委员会": ("卫生健康", "province", ["省卫生健康委", "省卫健委", "省卫生健康委员会"]),
        "河北省生态环境厅": ("生态环境", "province", ["省生态环境厅", "省环保厅"]),
        "河北省农业农村厅": ("农业农村", "province", ["省农业农村厅"]),
        "国家税务总局河北省税务局": ("税务", "province", ["省税务局", "国家税务总局河北省税务局"]),
        "中国银行保险监督管理委员会河北监管局": ("金融监管", "province", ["河北银保监局"]),
        "河北省地方金融监督管理局": ("金融监管", "province", ["省地方金融监管局"]),
        "河北省粮食和物资储备局": ("粮食物资", "province", ["省粮食和储备局", "省粮食和物资储备局"]),
        "河北省林业和草原局": ("林业草原", "province", ["省林业和草原局", "省林草局"]),
        "河北省文化和旅游厅": ("文化旅游", "province", ["省文化和旅游厅", "省文旅厅"]),
        "河北省应急管理厅": ("应急管理", "province", ["省应急管理厅", "省应急厅"]),
        "河北省退役军人事务厅": ("退役军人", "province", ["省退役军人厅"]),
    },
    ("河北省", Y2007): {
        "河北省劳动和社会保障厅": ("人力资源社会保障", "province", ["省劳动保障厅", "省劳动和社会保障厅"]),
        "河北省人事厅": ("人力资源社会保障", "province", ["省人事厅"]),
        "河北省建设厅": ("住房城乡建设", "province", ["省建设厅"]),
        "河北省交通厅": ("交通运输", "province", ["省交通厅"]),
        "河北省信息产业厅": ("工业和信息化", "province", ["省信息产业厅"]),
    },
    ("河北省", Y2024): {
        "国家金融监督管理总局河北监管局": ("金融监管", "province", ["河北金融监管局", "国家金融监管总局河北监管局"]),
        "中共河北省委金融委员会办公室": ("金融监管", "province", ["省委金融办"]),
        "中共河北省委社会工作部": ("社会工作", "province", ["省委社会工作部"]),
        "中国人民银行河北省分行": ("人民银行", "province", ["人行河北省分行", "人民银行河北省分行"]),
        "河北省国防动员办公室": ("国防动员", "province", ["省国防动员办", "省国动办"]),
    },
    ("石家庄市", Y2024): {
        "石家庄市住房和城乡建设局": ("住房城乡建设", "city", ["市住房城乡建设局", "市住建局", "住房城乡建设部门"]),
        "石家庄市人力资源和社会保障局": ("人力资源社会保障", "city", ["市人社局", "市人力资源社会保障局"]),
        "国家税务总局石家庄市税务局": ("税务", "city", ["市税务局", "国家税务总局石家庄市税务局"]),
        "石家庄市市场监督管理局": ("市场监管", "city", ["市市场监管局", "市场监管局", "市市场监督管理局"]),
        "河北省财政厅": ("财政", "province", ["省财政厅"]),
        "石家庄市中级人民法院": ("法院", "city", ["市中级人民法院", "市中院", "市法院"]),
        "共青团石家庄市委": ("共青团", "city", ["团市委", "共青团市委"]),
        "石家庄市妇女联合会": ("妇联", "city", ["市妇联"]),
        "石家庄市住房公积金管理中心": ("住房城乡建设", "city", ["市公积金中心", "市住房公积金管理中心"]),
        "石家庄市教育体育局": ("教育", "city", ["市教体局", "市教育体育局"]),
        "石家庄市自然资源和规划局": ("自然资源", "city", ["市自然资源和规划局", "市自然资源规划局", "市资规局"]),
        "石家庄市长安区人民政府": ("人民政府", "county", ["长安区政府", "长安区人民政府"]),
        "正定县人民政府": ("人民政府", "county", ["正定县人民政府"]),
        "财政部": ("财政", "national", ["财政部"]),
        "县财政局": ("财政", "county", ["县财政局"]),
    },
    ("福清市", Y2022): {
        "福清市发展和改革局": ("发展改革", "county", ["市发改局"]),
        "福清市文化体育和旅游局": ("文化旅游", "county", ["市文体旅局"]),
        "中国人民银行福清市支行": ("人民银行", "county", ["人行福清支行"]),
        "福清市人民法院": ("法院", "county", ["市法院", "市人民法院"]),
    },
    ("昭通市", Y2024): {
        "国家金融监督管理总局昭通监管分局": (
            "金融监管",
            "city",
            ["昭通金融监管分局", "国家金融监督管理总局昭通监管分局"],
        ),
        "中国人民银行昭通市分行": ("人民银行", "city", ["人行昭通市分行", "中国人民银行昭通市分行"]),
    },
    ("湖北省", Y2022): {
        "中国人民银行武汉分行": ("人民银行", "province", ["人行武汉分行"]),
        "湖北省经济和信息化厅": ("工业和信息化", "province", ["省经信厅", "省经济和信息化厅"]),
        "湖北省农业担保公司": ("金融机构", "province", ["省农业担保公司"]),
        "恩施土家族苗族自治州人民政府": ("人民政府", "city", ["恩施州人民政府", "恩施州政府"]),
    },
    ("北京市", Y2024): {
        "北京市教育委员会": ("教育", "province", ["市教委", "市教育部门"]),
        "北京市财政局": ("财政", "province", ["市财政局", "财政部门"]),
        "北京市住房和城乡建设委员会": ("住房城乡建设", "province", ["市住房城乡建设委", "市住建委"]),
        "北京市规划和自然资源委员会": ("自然资源", "province", ["市规划自然资源委"]),
        "北京市朝阳区人民政府": ("人民政府", "county", ["朝阳区政府", "北京市朝阳区人民政府"]),
        "北京市交通委员会": ("交通运输", "province", ["市交通委"]),
    },
    ("内蒙古自治区", Y2024): {
        "内蒙古自治区财政厅": ("财政", "province", ["自治区财政厅", "区财政厅", "内蒙古自治区财政厅", "财政厅"]),
        "内蒙古自治区农牧厅": ("农业农村", "province", ["自治区农牧厅"]),
        "中共内蒙古自治区委员会宣传部": ("党委宣传", "province", ["自治区党委宣传部"]),
    },
    ("中央", Y2019): {
        "国家发展和改革委员会": ("发展改革", "national", ["发展改革委", "国家发展改革委", "国家发改委"]),
        "科学技术部": ("科技", "national", ["科技部"]),
        "国家市场监督管理总局": ("市场监管", "national", ["市场监管总局"]),
        "中国人民银行": ("人民银行", "national", ["人民银行"]),
        "中国银行保险监督管理委员会": ("金融监管", "national", ["银保监会"]),
        "国务院国有资产监督管理委员会": ("国资", "national", ["国资委", "国务院国资委"]),
        "中国共产主义青年团中央委员会": ("共青团", "national", ["共青团中央"]),
        "最高人民法院": ("法院", "national", ["最高人民法院"]),
        "中共中央组织部": ("党委组织", "national", ["中央组织部"]),
    },
    ("中央", Y2012): {
        "卫生部": ("卫生健康", "national", ["卫生部"]),
        "铁道部": ("铁路", "national", ["铁道部"]),
        "国家人口和计划生育委员会": ("卫生健康", "national", ["人口计生委"]),
    },
    ("安徽省", Y2022): {
        "中国国际贸易促进委员会安徽省委员会": ("贸促", "province", ["省贸促会"]),
        "安徽省人民政府外事办公室": ("外事", "province", ["省外办"]),
        "国家外汇管理局安徽省分局": ("人民银行", "province", ["省外汇管理局"]),
        "中国出口信用保险公司安徽分公司": ("金融机构", "province", ["中国出口信用保险公司安徽分公司"]),
        "中华人民共和国合肥海关": ("海关", "province", ["合肥海关"]),
        "国家统计局安徽调查总队": ("统计", "province", ["国家统计局安徽调查总队"]),
    },
}

# What stays unknown: (name, region, date, why).
UNKNOWN = [
    ("省梦想厅", "河北省", Y2015, "no such stem"),
    ("省", "河北省", Y2015, "only a level"),
    ("局", "河北省", Y2015, "only a suffix"),
    ("", "河北省", Y2015, "nothing"),
    ("省财政部", "河北省", Y2015, "a province has no 部"),
    ("省税务总局", "河北省", Y2019, "a province has no 总局"),
    ("市财政厅", "石家庄市", Y2024, "a city has no 厅"),
    ("县科技厅", "石家庄市", Y2024, "a county has no 厅"),
    ("省税务局", "河北省", Y2015, "国税 or 地税 in 2015"),
    ("省医保局", "河北省", Y2015, "founded in 2018"),
    ("省退役军人厅", "河北省", Y2015, "founded in 2018"),
    ("河北银保监局", "河北省", Y2015, "founded in 2018"),
    ("省人力资源社会保障厅", "河北省", Y2007, "founded in 2008"),
    ("省委社会工作部", "河北省", Y2019, "founded in 2023"),
    ("省财政厅", "北京市", Y2024, "a municipality is no 省"),
    ("财政局", "河北省", Y2015, "a province has a 财政厅: whose 局 is not said"),
    ("分管副省长", "河北省", Y2015, "a person"),
    ("张三", "河北省", Y2015, "a person"),
    ("企业", "河北省", Y2015, "no body in particular"),
    ("房地产开发企业", "河北省", Y2015, "no body in particular"),
    ("房地产开发公司", "河北省", Y2015, "a trade"),
    ("物业服务公司", "石家庄市", Y2024, "a trade"),
    ("行业协会", "石家庄市", Y2024, "a trade"),
    ("领导小组", "石家庄市", Y2024, "whose is not said"),
    ("领导小组办公室", "石家庄市", Y2024, "whose is not said"),
    ("项目单位", "石家庄市", Y2024, "no body in particular"),
    ("社会公众", "石家庄市", Y2024, "the public"),
    ("教局", "石家庄市", Y2024, "one character only stands before 委 and 办"),
    ("市科局", "石家庄市", Y2024, "one character only stands before 委 and 办"),
    ("完成时限", "石家庄市", Y2024, "a label"),
    ("年底前完成", "石家庄市", Y2024, "a deadline"),
    ("按职责分工负责", "石家庄市", Y2024, "a role"),
    ("自然资源", "石家庄市", Y2024, "a subject, not a body"),
    ("财政", "石家庄市", Y2024, "a subject, not a body"),
    ("中央财政厅", "中央", Y2019, "no such ministry"),
    ("朝阳区政府", None, None, "two districts of that name"),
    ("将企业推荐给银行", "石家庄市", Y2024, "a phrase"),
]

# {(label in the id, level): [(name, region)]}
COLLECTIVES = {
    ("130000:各市/人民政府", "city"): [
        ("各设区市人民政府", "河北省"),
        ("各设区的市人民政府", "河北省"),
        ("各市人民政府", "河北省"),
        ("相关市人民政府", "河北省"),
        ("各市政府", "河北省"),
    ],
    ("440000:各市/人民政府", "city"): [("各地级以上市政府", "广东省"), ("各地级以上市人民政府", "广东省")],
    ("520000:各市/人民政府", "city"): [("各市〔州〕人民政府", "贵州省"), ("各市、州人民政府", "贵州省")],
    ("420000:各市+各县/人民政府", "city"): [
        ("各市、州、县人民政府", "湖北省"),
        ("各市(州)、县(市、区)人民政府", "湖北省"),
    ],
    ("520000:各市+各县/人民政府", "city"): [("各市〔州〕、各县〔市、区、特区〕人民政府", "贵州省")],
    ("530600:各县/人民政府", "county"): [
        ("各县（市、区）人民政府", "昭通市"),
        ("各县(市、区)", "昭通市"),
        ("各县市区政府", "昭通市"),
        ("各县(市、区,含高新区,下同)人民政府(管委会)", "昭通市"),
        ("县、区政府", "昭通市"),
        ("各县区", "昭通市"),
    ],
    ("110000:各县/人民政府", "county"): [("各区政府", "北京市"), ("各区人民政府", "北京市")],
    ("350181:各乡镇/人民政府", "township"): [("各镇(街)人民政府(办事处)", "福清市"), ("各乡镇人民政府", "福清市")],
    ("350181:各园区/管委会", "zone"): [("各园区管委会", "福清市"), ("园区管委会", "福清市"), ("各园区", "福清市")],
    ("540000:各市/住房城乡建设", "city"): [("各地(市)住建局", "西藏自治区")],
    ("130100:各地/人民政府", None): [("属地人民政府(管委会)", "石家庄市"), ("属地政府", "石家庄市")],
    ("130000:有关部门", "province"): [
        ("省有关部门", "河北省"),
        ("省直有关部门", "河北省"),
        ("省政府有关部门", "河北省"),
        ("其他省直有关部门和单位", "河北省"),
        ("有关部门", "河北省"),
    ],
    ("130000:质量与名牌战略领导小组成员单位", "province"): [("省质量与名牌战略领导小组成员单位", "河北省")],
    ("130100:金融机构", "city"): [("各金融机构", "石家庄市"), ("相关金融机构", "石家庄市"), ("金融机构", "石家庄市")],
    ("340600:各县/人民政府", "county"): [("县区政府", "淮北市"), ("各县区", "淮北市")],
    ("130100:各县/党委", "county"): [("县(市、区)党委", "石家庄市")],
    ("130100:各县/教育", "county"): [("各县区教育局", "石家庄市"), ("县区教育部门", "石家庄市")],
    ("130000:各级/财政", None): [("各级财政部门", "河北省"), ("县级以上财政部门", "河北省")],
    ("000000:各省/人民政府", "province"): [
        ("各省、自治区、直辖市人民政府", "国家"),
        ("各省(区、市)人民政府", "国家"),
        ("省、自治区、直辖市人民政府", "国家"),
    ],
    ("659000:各市/人民政府", "city"): [("各师市", "新疆生产建设兵团"), ("兵团各师市", "新疆维吾尔自治区")],
}

HERE = Path(__file__).parent


def rows_of(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# One row a name in a notice of a region and year: what it stands for, nothing where it must not resolve, and why.
TABLE = rows_of("agency_cases.csv")
# A random 300 of the mentions of annotated notices, each checked by hand.
CHECKED = rows_of("agency_checked.csv")


def test_the_table_is_large_and_gives_its_reasons() -> None:
    sorts = Counter(row["sort"] for row in TABLE)
    assert len(TABLE) >= 300
    assert sorts["reform"] >= 80
    assert sorts["unknown"] + sorts["ambiguous"] >= 60
    assert [row for row in TABLE if not row["reason"]] == []


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['region']}-{row['year']}-{row['name']}")
def test_names_of_the_table(row: dict[str, str]) -> None:
    day = date(int(row["year"]), 6, 1)
    found = resolve(row["name"], region=row["region"] or None, date=day, lexicon=LEXICON)
    said = (found.official_name, found.system or "", found.level or "") if found else ("", "", "")
    assert said == (row["official_name"], row["system"], row["level"]), row["reason"]
    why = explain(row["name"], region=row["region"] or None, date=day, lexicon=LEXICON)
    assert (why is None) == (found is not None)


def test_the_checked_mentions_stay_right() -> None:
    wrong = []
    for row in CHECKED:
        day = date.fromisoformat(row["date"]) if row["date"] else None
        region, level = row["region"] or None, row["level"] or None
        found = resolve(row["name"], region=region, level=level, date=day, lexicon=LEXICON)
        said = (found.official_name, found.system or "", found.level or "") if found else ("", "", "")
        if said != (row["official_name"], row["system"], row["agency_level"]):
            wrong.append((row["name"], said))
    assert wrong == []
    assert sum(row["verdict"] == "right" for row in CHECKED) >= 0.98 * len(CHECKED) >= 0.98 * 300


CASES = [
    pytest.param(name, region, day, official, system, level, id=f"{region}-{day.year}-{name}")
    for (region, day), agencies in KNOWN.items()
    for official, (system, level, names) in agencies.items()
    for name in names
]


@pytest.mark.parametrize("name,region,day,official,system,level", CASES)
def test_known_names(name: str, region: str, day: date, official: str, system: str, level: str) -> None:
    found = resolve(name, region=region, date=day, lexicon=LEXICON)
    assert found is not None
    assert (found.official_name, found.system, found.level, found.collective) == (official, system, level, False)


@pytest.mark.parametrize("name,region,day,why", UNKNOWN)
def test_unknown_names_stay_unknown(name: str, region: str | None, day: date | None, why: str) -> None:
    assert resolve(name, region=region, date=day, lexicon=LEXICON) is None, why


@pytest.mark.parametrize(
    "name,region,id,level",
    [(name, region, id, level) for (id, level), names in COLLECTIVES.items() for name, region in names],
)
def test_collective_names(name: str, region: str, id: str, level: str | None) -> None:
    found = resolve(name, region=region, date=Y2024, lexicon=LEXICON)
    assert found is not None
    assert (found.id, found.level, found.collective) == (id, level, True)
    assert is_collective(name)


@pytest.mark.parametrize(
    "name",
    [
        "县市监局",
        "县经开区管委会",
        "市市场监管局",
        "县市场监管局",
        "省财政厅",
        "市政府",
        "市人民政府",
        "县委组织部",
        "街道办事处",
        "乡镇",
        "中国银行",
        "公安机关",
    ],
)
def test_single_names_are_not_collective(name: str) -> None:
    assert not is_collective(name)


@pytest.mark.parametrize(
    "name,region,level,id",
    [
        ("省质监局", "河北省", None, "130000/质量技术监督"),
        ("省市场监管局", "河北省", None, "130000/市场监管"),
        ("市财政局", "河北省", "city", "130000:市/财政"),
        ("市财政局", "石家庄市", None, "130100/财政"),
        ("县财政局", "石家庄市", None, "130100:县/财政"),
        ("市财政局", "石家庄市正定县", None, "130100/财政"),
        ("县财政局", "石家庄市正定县", None, "130123/财政"),
        ("市财政局", None, "city", "?:市/财政"),
        ("财政部", None, None, "000000/财政"),
        ("省财政厅", "中央", None, "000000:省/财政"),
        ("市财政局", "福建省福清市人民政府办公室", None, "350181/财政"),
        ("区财政局", "上海市", None, "310000:县/财政"),
        ("市财政局", "上海市浦东新区", None, "310000/财政"),
        ("高新区税务局", "石家庄市", None, "130100:高新区/税务"),
        ("达州高新区管委会", "达州市", None, "511700/高新区管委会"),
        ("高新区", "达州市", None, "511700/高新区管委会"),
        ("县经开区管委会", "石家庄市正定县", None, "130123/经开区管委会"),
        ("河北雄安新区管理委员会", "河北省", None, "130000/雄安新区管委会"),
        ("财政局", None, None, "?/财政"),
        ("省教育廳", "四川省", None, "510000/教育"),
        ("省電力公司", "四川省", None, "510000/供电"),
        ("乾县财政局", "陕西省", None, "610424/财政"),
        ("各縣（市、區）人民政府", "四川省", None, "510000:各县/人民政府"),
        ("兵团发展改革委", "新疆维吾尔自治区", None, "659000/发展改革"),
        ("白塔镇人民政府", "仙居县", None, "331024/白塔镇人民政府"),
        ("达州水务集团有限公司", "达州市", None, "511700/达州水务集团有限公司"),
        ("市生态环境局福清分局", "福州市", None, "350181/生态环境"),
    ],
)
def test_ids_say_place_and_type(name: str, region: str | None, level: str | None, id: str) -> None:
    found = resolve(name, region=region, level=level, date=None, lexicon=LEXICON)
    assert found is not None
    assert found.id == id


@pytest.mark.parametrize(
    "name,region,place",
    [
        # a company, bank or school called like a place is not of that place
        ("天河集团", None, None),
        ("天河集团", "广东省", "广东省"),
        ("平安银行", None, None),
        ("平安保险公司", None, None),
        ("平安集团", "河北省", "河北省"),
        ("长安汽车集团", "重庆市", "重庆市"),
        ("泰山集团", None, None),
        ("朝阳集团", "石家庄市", "石家庄市"),
        ("中山集团有限公司", None, None),
        ("中山大学", None, None),
        ("中山大学附属医院", "广东省", "广东省"),
        ("天河大学", None, None),
        ("天河研究院", None, None),
        # nor is one whose name begins like a level
        ("区块链研究院", "石家庄市", "石家庄市"),
        ("乡村振兴集团", "正定县", "正定县"),
        ("市政集团", "正定县", "正定县"),
        # where more is said, or the place is the issuer's, it is
        ("天河集团", "广州市天河区", "天河区"),
        ("天河区城投集团", None, "天河区"),
        ("天河城投集团", "广州市", "天河区"),
        ("安吉农商行", None, "安吉县"),
        ("昆山杜克大学", None, "昆山市"),
        ("天河人民医院", None, "天河区"),
        ("朝阳银行", None, "朝阳市"),
        ("河北银行", None, "河北省"),
        ("河北建投集团", "河北省", "河北省"),
        ("浙江大学", None, "浙江省"),
        ("石家庄学院", None, "石家庄市"),
        ("青岛啤酒集团", None, "青岛市"),
        ("市城投集团", "石家庄市", "石家庄市"),
    ],
)
def test_a_name_like_a_place_is_not_of_the_place(name: str, region: str | None, place: str | None) -> None:
    found = resolve(name, region=region, lexicon=LEXICON)
    assert found is not None
    assert found.region == place


def test_a_line_keeps_its_system_through_the_reforms() -> None:
    systems = {
        resolve(name, region="河北省", date=day, lexicon=LEXICON).system  # type: ignore[union-attr]
        for name, day in [("省质监局", Y2015), ("省工商局", Y2017), ("省市场监管局", Y2019)]
    }
    assert systems == {"市场监管"}


def test_an_agency_of_an_unknown_region_has_no_region() -> None:
    found = resolve("市财政局", region=None, level="city", lexicon=LEXICON)
    assert found is not None
    assert (found.region, found.level, found.official_name) == (None, "city", "市财政局")


@pytest.mark.parametrize(
    "text,code",
    [
        ("云南省昭通市人民政府办公室", "530600"),
        ("河北", "130000"),
        ("恩施州政府", "422800"),
        ("襄樊市人民政府", "420600"),
        ("石家庄市长安区", "130102"),
        ("吉林市", "220200"),
        ("吉林省", "220000"),
        ("无此地市", None),
    ],
)
def test_places(text: str, code: str | None) -> None:
    place = find_place(text, lexicon=LEXICON)
    assert (place.code if place else None) == code


# ---- the tables ---------------------------------------------------------------------------------------------------
TYPES = LEXICON.table("agencies")
REGIONS = LEXICON.table("regions")


def years(row: dict[str, str]) -> tuple[int, int]:
    return int(row["from"] or 0), int(row["to"] or 9999)


@pytest.mark.parametrize(
    "name", ["agencies", "aliases", "successions", "systems", "regions", "counties", "local_names"]
)
def test_every_row_has_a_source_and_its_place(name: str) -> None:
    text = (LEXICON.folders[0] / f"{name}.csv").read_text("utf-8")
    keys = [line.split(",", 1)[0] for line in text.splitlines()[1:]]
    assert keys == sorted(set(keys))
    assert [row for row in LEXICON.table(name) if not row["source"].strip()] == []


def test_every_type_has_a_known_system_and_ordered_years() -> None:
    systems = {row["system"] for row in LEXICON.table("systems")}
    assert {row["system"] for row in TYPES} <= systems
    assert [row["id"] for row in TYPES if years(row)[0] > years(row)[1]] == []


def test_no_alias_has_two_owners_in_the_same_years() -> None:
    usual = {"department": "厅 局 委 办 部 总局 署 部门 分局", "vertical": "局 分局 部门", "institution": "中心"}
    owners = defaultdict(set)
    for row in TYPES:
        suffixes = (row["suffix"] or usual.get(row["kind"], "-")).split()
        # 河北金融监管局 is the central body's branch, 省金融监管局 the province's own: the name of the region tells.
        side = row["kind"] if row["kind"] in ("party", "vertical") else ""
        for alias in row["names"].replace("|", "=").split("="):
            for suffix in suffixes:
                owners[alias, suffix, side].add((*years(row), row["id"]))
    clashes = [
        (alias, first[2], second[2])
        for (alias, _, _), rows in owners.items()
        for first, second in pairwise(sorted(rows))
        if alias and second[0] < first[1]
    ]
    assert clashes == []


def test_local_names_and_aliases_name_what_there_is() -> None:
    for row in LEXICON.table("local_names"):
        assert agency_of(row["id"], date=date(int(row["to"] or 2024), 6, 1), lexicon=LEXICON) is not None, row["id"]
        assert years(row)[0] <= years(row)[1]
    systems = {row["system"] for row in LEXICON.table("systems")}
    for row in LEXICON.table("aliases"):
        assert row["system"] in systems | {""}
        assert row["type"] in {kind["id"] for kind in TYPES} | {""}


def test_regions_hang_together() -> None:
    codes = {row["code"]: row for row in REGIONS}
    for row in (*REGIONS, *LEXICON.table("counties")):
        assert row["code"].isdigit()
        assert len(row["code"]) == 6
        assert row["parent"] in codes or row["code"] == "000000"
        assert row["code"] == "000000" or row["parent"] == "000000" or row["parent"][:2] == row["code"][:2]
    provinces = [row for row in REGIONS if row["parent"] == "000000"]
    cities = [row for row in REGIONS if row["parent"] not in ("", "000000") and not row["to"] and row["kind"] != "兵团"]
    assert (len(provinces), len(cities)) == (34, 333)
    for row in provinces:
        assert not row["capital"] or codes[row["capital"]]["parent"] == row["code"]


def test_resolving_is_cheap() -> None:
    names = [name for agencies in KNOWN.values() for _, _, listed in agencies.values() for name in listed][:100]
    for name in names:
        resolve(name, region="河北省", date=Y2019, lexicon=LEXICON)
    start = perf_counter()
    for name in names:
        resolve(name, region="河北省", date=Y2019, lexicon=LEXICON)
    assert perf_counter() - start < 0.01


@pytest.mark.parametrize(
    "name",
    ["部门单位" * 19, "市(县" * 26, "房地产行业" * 15 + "司", "县、区" * 26 + "局", "各" * 80, "公积金" * 26, "局" * 80,
     "市镇" * 39 + "府", "管委会" * 26, "等部门" * 26, "公司局" * 26, "·" * 80, "市" * 79 + "·", "省自治区直辖市" * 11],
)  # fmt: skip
def test_hostile_names_cost_nothing(name: str) -> None:
    start = perf_counter()
    resolve(name, region="河北省", lexicon=LEXICON)
    assert perf_counter() - start < 0.05


# ---- collectives, reasons, renamed places ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name,region,count,first",
    [
        ("各设区市人民政府", "河北省", 11, "石家庄市人民政府"),
        ("130000:各市/人民政府", None, 11, "石家庄市人民政府"),
        ("各县(市、区)人民政府", "昭通市", 11, "昭通市昭阳区人民政府"),
        ("各县(市、区)", "昭通市", 11, "昭通市昭阳区人民政府"),
        ("各县区教育局", "石家庄市", 22, "石家庄市长安区教育局"),
        ("各区政府", "北京市", 16, "北京市东城区人民政府"),
        ("各地(市)住建局", "西藏自治区", 7, "拉萨市住房和城乡建设局"),
        ("各市〔州〕、各县〔市、区、特区〕人民政府", "贵州省", 97, "贵阳市人民政府"),
        ("各省、自治区、直辖市人民政府", "国家", 31, "北京市人民政府"),
        ("省财政厅", "河北省", 1, "河北省财政厅"),
        ("省有关部门", "河北省", 0, None),
        ("各金融机构", "河北省", 0, None),
        ("各乡镇人民政府", "福清市", 0, None),
        ("省梦想厅", "河北省", 0, None),
        ("990000:各市/人民政府", None, 0, None),
    ],
)
def test_collectives_expand(name: str, region: str | None, count: int, first: str | None) -> None:
    found = expand(name, region=region, lexicon=LEXICON)
    assert len(found) == count
    assert (found[0].official_name if found else None) == first


def test_the_cities_of_a_province_are_those_of_the_year() -> None:
    names = {
        year: {a.region for a in expand("各市人民政府", region="安徽省", date=date(year, 1, 1))}
        for year in (2010, 2020)
    }
    assert names[2010] - names[2020] == {"巢湖市"}


@pytest.mark.parametrize(
    "name,region,year,words",
    [
        ("省医保局", "河北省", 2015, "not yet in 2015"),
        ("朝阳区政府", None, 2024, "several places"),
        ("财政局", "河北省", 2024, "whose it is"),
        ("县科技厅", "石家庄市", 2024, "no government of that level has a 厅"),
        ("房地产开发公司", "石家庄市", 2024, "a kind of body"),
        ("省梦想厅", "河北省", 2024, "no type of agency"),
        ("局", "河北省", 2024, "too short"),
    ],
)
def test_the_reason_is_said(name: str, region: str | None, year: int, words: str) -> None:
    assert words in (explain(name, region=region, date=date(year, 1, 1), lexicon=LEXICON) or "")


def test_a_filled_row_is_read_and_a_blank_one_is_not(tmp_path: Path) -> None:
    header = "alias,mentions,notices,example,official_name,type,kind,system,level,from,to,source"
    lines = [header, "石家庄市/市梦想中心,,,,石家庄市梦想中心,,institution,科技,,,,", "市幻想中心,9,3,…,,,,,,,,"]
    (tmp_path / "aliases.csv").write_text("\n".join(lines) + "\n", "utf-8-sig")
    lexicon = load_lexicon(extra=tmp_path)
    found = resolve("市梦想中心", region="石家庄市", lexicon=lexicon)
    assert found is not None
    assert (found.id, found.system, found.level) == ("130100/梦想中心", "科技", "city")
    assert resolve("市梦想中心", region="唐山市", lexicon=lexicon) is None
    assert resolve("市幻想中心", region="石家庄市", lexicon=lexicon) is None


@pytest.mark.parametrize(
    "row,words",
    [
        ("无此市/市梦想中心,,,,某中心,,,,,,,", "no region"),
        ("市梦想中心,,,,,梦想,,,,,,", "no type"),
        ("市梦想中心,,,,某中心,,,,town,,,", "a level is one of"),
    ],
)
def test_a_wrong_row_is_refused(row: str, words: str, tmp_path: Path) -> None:
    header = "alias,mentions,notices,example,official_name,type,kind,system,level,from,to,source"
    (tmp_path / "aliases.csv").write_text(f"{header}\n{row}\n", "utf-8")
    with pytest.raises(LexiconError, match=words):
        resolve("市财政局", region="石家庄市", lexicon=load_lexicon(extra=tmp_path))


def test_the_registry_loads_fast_and_only_when_asked() -> None:
    code = """
import sys, time, policy_extract
assert "policy_extract.registry" not in sys.modules
from policy_extract.lexicon import Lexicon, load_lexicon
from policy_extract.registry import resolve
times = []
for _ in range(7):
    lexicon = Lexicon(load_lexicon().folders)
    start = time.perf_counter()
    assert resolve("省财政厅", region="河北省", lexicon=lexicon)
    times.append(time.perf_counter() - start)
print(min(times))
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert float(said) < 0.03

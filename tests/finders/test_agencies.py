"""Agencies in a list: where each name begins and ends, and what the list leaves unsaid.

Texts are folded and without white space, as the finder hands them over. An expectation is written with a blank between
the names, ``written=name`` where a name is completed from its neighbours.
"""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from policy_extract.finders.agencies import _names_of, is_agency, is_collective, split_parties
from policy_extract.lexicon import load_lexicon

LEXICON = load_lexicon()


def shown(text: str) -> str:
    """The parties of a list, in the notation of the expectations."""
    mentions = split_parties(text, LEXICON)
    written = [text[m.start : m.end] for m in mentions]
    return " ".join(w if w == m.name else f"{w}={m.name}" for w, m in zip(written, mentions, strict=True))


# Where a list is cut: at 、 , ; and at 和 与 及 以及 between names, never inside a name or a bracket.
CUTS: dict[str, list[str]] = {
    "市科技局 市财政局": [
        "市科技局、市财政局",
        "市科技局,市财政局",
        "市科技局;市财政局",
        "市科技局和市财政局",
        "市科技局与市财政局",
        "市科技局及市财政局",
        "市科技局以及市财政局",
        "市科技局、市财政局。",
        "市科技局、、市财政局",
        "市科技局、市财政局等",
        "市科技局、市财政局等部门",
        "市科技局、市财政局等有关部门",
        "市科技局、市财政局等单位",
        "市科技局、和市财政局",
    ],
    # two whole names of one level without a mark between them
    "市体育局 市档案局": ["市体育局市档案局"],
    "县司法局 县信访局 县医保局": [
        "县司法局县信访局、县医保局",
        "县司法局、县信访局县医保局",
        "县司法局县信访局县医保局",
    ],
    "省委办公厅 省政府办公厅": ["省委办公厅省政府办公厅", "省委办公厅、省政府办公厅"],
    "市卫生健康委 市残联": ["市卫生健康委市残联"],
    "市应急管理局 市消防救援支队": ["市应急管理局市消防救援支队"],
    # … but a name may hold the level a second time
    "市委市政府督查室": ["市委市政府督查室"],
    "省财政厅省级国库支付中心": ["省财政厅省级国库支付中心"],
    "市政府办市长热线办公室": ["市政府办市长热线办公室"],
    "市商务局市场运行科": ["市商务局市场运行科"],
    "国网某省电力公司某市供电公司": ["国网某省电力公司某市供电公司"],
    "省通信管理局某市通信发展办公室": ["省通信管理局某市通信发展办公室"],
    # the group that an agency works in is none of its name
    "省水利厅": ["物资保障组省水利厅"],
    "市公安局 市司法局": ["秩序维护组市公安局、市司法局"],
    "省防汛抗旱领导小组 省水利厅": ["省防汛抗旱领导小组省水利厅"],
    "市科技局": ["市科技局", "市科技局、", ",市科技局", "市科技局等", "市科技局等单位"],
    "市自然资源和规划局": ["市自然资源和规划局"],
    "市自然资源和规划局 市财政局": [
        "市自然资源和规划局、市财政局",
        "市自然资源和规划局和市财政局",
        "市自然资源和规划局与市财政局",
    ],
    "市财政局 市自然资源和规划局": ["市财政局和市自然资源和规划局", "市财政局及市自然资源和规划局"],
    "省住房和城乡建设厅 省文化和旅游厅": ["省住房和城乡建设厅、省文化和旅游厅", "省住房和城乡建设厅和省文化和旅游厅"],
    "省工业和信息化厅 省退役军人事务厅": ["省工业和信息化厅、省退役军人事务厅"],
    "省发展和改革委员会 省财政厅": ["省发展和改革委员会、省财政厅"],
    "示范区发展改革和统计局(商务局) 市税务局": ["示范区发展改革和统计局(商务局)、市税务局"],
    "市住建局〈市人防办〉 市税务局": ["市住建局〈市人防办〉、市税务局", "市住建局〈市人防办〉,市税务局"],
    "县规划和自然资源局(林业局) 各镇政府(管委会)": ["县规划和自然资源局(林业局)、各镇政府(管委会)"],
    "市财政局 市审计局": ["市财政局、市审计局)", "市财政局市审计局等"],
    "市商务局 市供销社": ["市场保供组市商务局、市供销社"],
    "市住房公积金管理中心市分中心": ["市住房公积金管理中心市分中心"],
    "省农业农村厅 省级有关部门": ["省农业农村厅省级有关部门"],
    "省委宣传部(省政府新闻办) 省公安厅": ["新闻工作组省委宣传部(省政府新闻办)、省公安厅"],
    "省财政厅 省审计厅": ["资金监管工作专班省财政厅、省审计厅"],
    "市资金监管工作专班 市财政局": ["市资金监管工作专班、市财政局"],
    "市商务局 市财政局": ["市商务局〈会展联盟秘书处〉、市财政局"],
    "市城市更新和物业管理办公室 市供销合作总社": ["市城市更新和物业管理办公室、市供销合作总社"],
    "市财政局 各区人民政府": [
        "市财政局、各区人民政府〈含开发区、风景区管委会,下同〉",
        "市财政局,各区人民政府(不含开发区)",
    ],
    "市委人才办 市总工会 团市委 市妇联": ["市委人才办、市总工会、团市委、市妇联"],
    "国家税务总局甲市税务局 甲海关": ["国家税务总局甲市税务局、甲海关"],
    "甲市中级人民法院 甲市人民检察院": ["甲市中级人民法院、甲市人民检察院", "甲市中级人民法院和甲市人民检察院"],
}

# The level, or the place, that later names leave to the first.
PREFIXES: dict[str, list[str]] = {
    "省发展改革委 卫生健康委=省卫生健康委": [
        "省发展改革委、卫生健康委",
        "省发展改革委,卫生健康委",
        "省发展改革委和卫生健康委",
        "省发展改革委、卫生健康委等部门",
    ],
    "市农业农村局 公安局=市公安局 教育局=市教育局": ["市农业农村局、公安局、教育局"],
    "县财政局 林业局=县林业局": ["县财政局、林业局"],
    "区教育局 卫生健康局=区卫生健康局": ["区教育局、卫生健康局"],
    "自治区财政厅 水利厅=自治区水利厅": ["自治区财政厅、水利厅"],
    "州财政局 林草局=州林草局": ["州财政局、林草局"],
    "旗财政局 农牧局=旗农牧局": ["旗财政局、农牧局"],
    "盟财政局 农牧局=盟农牧局": ["盟财政局、农牧局"],
    "市住房城乡建设局 自然资源和规划局=市自然资源和规划局": ["市住房城乡建设局、自然资源和规划局"],
    "各地(市)住建局 财政局=各地(市)财政局": ["各地(市)住建局、财政局"],
    "甲县财政局 教育局=甲县教育局": ["甲县财政局、教育局"],
    "石家庄市财政局 教育局=石家庄市教育局": ["石家庄市财政局、教育局"],
    "北京市税务局 财政局=北京市财政局": ["北京市税务局、财政局"],
    "省教育厅 财政厅=省财政厅 各设区市人民政府": ["省教育厅、财政厅,各设区市人民政府"],
    "省商务厅 公安厅=省公安厅 市场监管局=省市场监管局": ["省商务厅、公安厅、市场监管局"],
    "省委组织部 宣传部=省委宣传部": ["省委组织部、宣传部"],
    "市委宣传部 网信办=市委网信办 市教育局": ["市委宣传部、网信办,市教育局", "市委宣传部、网信办、市教育局"],
    "省委政法委 省公安厅 司法厅=省司法厅": ["省委政法委、省公安厅、司法厅"],
    "市政府金融办 人民银行市中心支行 银保监分局=市银保监分局": ["市政府金融办、人民银行市中心支行、银保监分局"],
    "市政府办公室 财政局=市财政局": ["市政府办公室、财政局"],
    "省质监局 工业和信息化厅=省工业和信息化厅 省政府国资委": ["省质监局、工业和信息化厅、省政府国资委"],
    "各县市区人民政府 园区管委会=各园区管委会": ["各县市区人民政府、园区管委会"],
    "市财政局 土地发展中心=市土地发展中心": ["市财政局、土地发展中心"],
    "市财政局 城投集团=市城投集团": ["市财政局、城投集团"],
    "市网信=市网信部门 公安=市公安部门 保密=市保密部门": ["市网信、公安、保密等部门"],
    "市网信=市网信主管部门 公安=市公安主管部门 保密=市保密主管部门": ["市网信、公安、保密等主管部门"],
}

# Names that stand for themselves: organs under a ministry, companies, associations, whole bodies.
WHOLE: dict[str, list[str]] = {
    "省财政厅 人民银行甲市中心支行": ["省财政厅、人民银行甲市中心支行"],
    "省通信管理局 国网甲省电力公司": ["省通信管理局、国网甲省电力公司"],
    "市财政局 国家金融监督管理总局甲监管分局": ["市财政局、国家金融监督管理总局甲监管分局"],
    "市交通运输局 中国铁路甲局集团有限公司": ["市交通运输局、中国铁路甲局集团有限公司"],
    "省商务厅 石家庄海关": ["省商务厅、石家庄海关"],
    "省能源局 中国石油甲销售公司": ["省能源局、中国石油甲销售公司"],
    "省工商局 河北保监局 河北银监局": ["省工商局、河北保监局、河北银监局"],
    "省质监局 河北出入境检验检疫局": ["省质监局、河北出入境检验检疫局"],
    "市财政局 各县(市、区)人民政府": ["市财政局、各县(市、区)人民政府"],
    "省财政厅 国家开发银行甲省分行": ["省财政厅、国家开发银行甲省分行"],
    "市国资委 市城投集团": ["市国资委、市城投集团"],
    "县行政审批局 云峦集团 县供电公司": ["县行政审批局、云峦集团、县供电公司"],
    "省住房城乡建设厅 各商业银行": ["省住房城乡建设厅、各商业银行"],
    "市住建局 相关金融机构": ["市住建局、相关金融机构"],
    "省教育厅 省有关部门": ["省教育厅、省有关部门"],
    "国家发展改革委 财政部 教育部": ["国家发展改革委、财政部、教育部"],
    "市税务局 市住建局 住房公积金管理中心 各县(市、区)人民政府": [
        "市税务局、市住建局、住房公积金管理中心、各县(市、区)人民政府",
    ],
    "人力资源社会保障部 国家医保局 全国妇联": ["人力资源社会保障部、国家医保局、全国妇联"],
    "商务部 市场监管总局": ["商务部、市场监管总局"],
    "中央宣传部 教育部": ["中央宣传部、教育部"],
}

# The kind of body that earlier names leave to the last.
TAILS: dict[str, list[str]] = {
    "广州=广州市政府 深圳市政府": ["广州、深圳市政府"],
    "杭州=杭州市人民政府 宁波市人民政府": ["杭州、宁波市人民政府"],
    "大理市=大理市人民政府 洱源县人民政府": ["大理市、洱源县人民政府"],
    "商务=商务部门 文旅=文旅部门": ["商务、文旅等部门", "商务、文旅等有关部门"],
    "商务=商务部门 文旅部门": ["商务、文旅部门"],
    "市发展改革=市发展改革部门 财政部门=市财政部门": ["市发展改革、财政部门"],
    "市发展改革=市发展改革部门 财政=市财政部门": ["市发展改革、财政等部门"],
    "教育=教育部门 公安=公安部门 民政=民政部门": ["教育、公安、民政等部门", "教育、公安、民政等政府相关职能部门"],
    "民政部门 农业登记管理机关": ["民政部门、农业登记管理机关等登记部门"],
    "省财政厅 港航=港航部门 铁路=铁路部门": ["省财政厅、港航、铁路等部门"],
}

# Bodies that are many and are one mention.
COLLECTIVE: dict[str, list[str]] = {
    "各设区市人民政府": ["各设区市人民政府"],
    "各市、县人民政府": ["各市、县人民政府"],
    "各市、州、县人民政府": ["各市、州、县人民政府"],
    "各县(市、区)人民政府": ["各县(市、区)人民政府"],
    "各市(州)、各县(市、区、特区)人民政府": ["各市(州)、各县(市、区、特区)人民政府"],
    "县、区政府": ["县、区政府"],
    "市、区政务服务局": ["市、区政务服务局"],
    "市、区公安机关": ["市、区公安机关"],
    "各省、自治区、直辖市": ["各省、自治区、直辖市"],
    "各省、自治区、直辖市和计划单列市税务局": ["各省、自治区、直辖市和计划单列市税务局"],
    "各省、自治区、直辖市人民政府 国务院各部门": ["各省、自治区、直辖市人民政府,国务院各部门"],
    "市、区政务服务局 市财政局": ["市、区政务服务局,市财政局"],
    "省、自治区、直辖市人民政府管理水利工作的部门": ["省、自治区、直辖市人民政府管理水利工作的部门"],
    "各镇人民政府 街道办事处 园区管委会": ["各镇人民政府、街道办事处、园区管委会(以下简称镇(街)、园区)"],
    "各市、县(市、区)政府": ["各市、县(市、区)政府"],
    "各区政府(管委会)": ["各区政府(管委会)"],
    "各地(市)行署(人民政府)": ["各地(市)行署(人民政府)"],
    "省质量与名牌战略领导小组成员单位": ["省质量与名牌战略领导小组成员单位"],
    "省有关部门": ["省有关部门"],
    "市政府各部门": ["市政府各部门"],
    "各金融机构": ["各金融机构"],
    "各市人民政府 各有关部门": ["各市人民政府、各有关部门", "各市人民政府和各有关部门"],
    "省有关部门和单位": ["省有关部门和单位"],
    "各地 各部门": ["各地、各部门"],
}

# Persons hold no task.
PERSONS: dict[str, list[str]] = {
    "": ["分管副省长", "分管副市长、市政府秘书长", "省政府分管领导同志"],
    "省科技厅": ["分管副省长,省科技厅", "分管副省长、协管副秘书长,省科技厅"],
}


def rows(*tables: dict[str, list[str]]) -> list[object]:
    """One test for each phrasing."""
    return [pytest.param(text, want, id=text) for table in tables for want, texts in table.items() for text in texts]


@pytest.mark.parametrize(("text", "want"), rows(CUTS, PREFIXES, WHOLE, TAILS, COLLECTIVE, PERSONS))
def test_split_parties(text: str, want: str) -> None:
    assert shown(text) == want


@pytest.mark.parametrize(
    ("name", "want"),
    [
        ("市科技局", True),
        ("省发展改革委", True),
        ("各县(市、区)人民政府", True),
        ("市住建局〈市人防办〉", True),
        ("甲市城投集团", True),
        ("团市委", True),
        ("省有关部门", True),
        ("市场监管总局", True),
        ("推进平台建设", False),
        ("长期坚持", False),
        ("2024年底前", False),
        ("此件公开发布", False),
        ("见附件", False),
        ("试行", False),
    ],
)
def test_is_agency(name: str, want: bool) -> None:
    assert is_agency(name) is want


@pytest.mark.parametrize(
    ("name", "want"),
    [
        ("各设区市人民政府", True),
        ("省有关部门", True),
        ("各金融机构", True),
        ("市质量工作领导小组成员单位", True),
        ("市政府各部门", True),
        ("相关金融机构", True),
        ("属地政府", True),
        ("省科技厅", False),
        ("市人民政府", False),
        ("市住建局〈市人防办〉", False),
        ("市城投集团", False),
    ],
)
def test_is_collective(name: str, want: bool) -> None:
    assert is_collective(name) is want


@pytest.mark.parametrize(
    "text", [text for table in (CUTS, PREFIXES, WHOLE, TAILS, COLLECTIVE) for ts in table.values() for text in ts]
)
def test_mentions_stand_in_order_and_apart(text: str) -> None:
    mentions = split_parties(text, LEXICON)
    assert mentions
    assert all(m.start < m.end <= len(text) for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


def test_a_list_goes_on_from_the_one_before() -> None:
    assert [m.name for m in split_parties("财政厅、各市人民政府", LEXICON, before="省科技厅")] == [
        "省财政厅",
        "各市人民政府",
    ]
    assert [m.name for m in split_parties("宣传部、省财政厅", LEXICON, before="省委组织部")] == [
        "省委宣传部",
        "省财政厅",
    ]


def test_without_a_lexicon_levels_still_complete() -> None:
    assert [m.name for m in split_parties("省教育厅、财政厅")] == ["省教育厅", "省财政厅"]


def test_what_is_remembered_changes_nothing_and_is_bounded() -> None:
    text = "省教育厅、财政厅和各县(市、区)人民政府"
    first = split_parties(text, LEXICON)
    first.pop()  # the reader's own copy
    for number in range(20_000):
        split_parties(f"甲{number}局、乙{number}局", LEXICON)
    assert [m.name for m in split_parties(text, LEXICON)] == ["省教育厅", "省财政厅", "各县(市、区)人民政府"]
    known = _names_of(LEXICON)
    assert len(known._lists) <= 1024
    assert max(len(known._pieces), len(known._names)) <= 8192


def test_a_list_goes_on_from_the_level_of_the_one_before() -> None:
    for before, want in (("省科技厅", "省财政厅"), ("", "财政厅"), ("市科技局", "市财政厅"), ("", "财政厅")):
        assert [m.name for m in split_parties("财政厅", LEXICON, before=before)] == [want]


@pytest.mark.parametrize("unit", ["市科技局、", "和", "各市、", "(", "〈市", "省委", "甲", "及市", "等部门、"])
def test_hostile_lists_stay_linear(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        begin = time.perf_counter()
        split_parties(text, LEXICON)
        return time.perf_counter() - begin

    seconds(1_000)
    small, large = seconds(10_000), seconds(80_000)
    assert large < 24 * small + 0.5

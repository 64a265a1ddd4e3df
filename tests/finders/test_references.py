"""References: which documents a passage names, their numbers, and what the notice does with each."""

from __future__ import annotations

import time

import pytest

from policy_extract.finders.references import (
    ShortNames,
    declared_names,
    find_header_references,
    find_references,
    issuer_of_number,
    names_itself,
)
from policy_extract.lexicon import load_lexicon
from policy_extract.model import Reference, Span
from policy_extract.text import Passage, compact, fold

LEXICON = load_lexicon()


def find(text: str, *, in_header: bool = False) -> tuple[Reference, ...]:
    references = find_references(Passage.of(text), LEXICON, in_header=in_header)
    for reference in references:
        assert text[reference.start : reference.end] == reference.text
    return references


# What the notice does with the only document, or with every document, of a sentence.
RELATIONS: dict[str, list[str]] = {
    "basis": [
        "根据《质量促进条例》,制定本办法。",
        "依据《标准化法》等法律法规,制定本计划。",
        "按照《国务院关于加强计量工作的意见》（国发〔2013〕10号）要求，现就有关事项通知如下：",
        "依照《行政许可法》的规定办理。",
        "为贯彻落实《中长期质量规划》,加快建设质量强省,制定本方案。",
        "为深入贯彻《计量发展规划》精神，经市政府同意，现提出如下意见：",
        "第一条 为进一步落实《专利法》,根据《专利法实施细则》,结合本市实际,制定本办法。",
        "为加快全面对接《边境贸易协定》(BTA)新规则,引导企业走出去。",
        "为全面推进质量工作,深入实施名牌战略,落实《质量规划》(国发〔2012〕9号)、省政府《实施意见》要求,制定以下措施。",
        "深入贯彻《计量法》,特制定本办法。",
        "补贴标准按《人才安居办法》(东府〔2020〕4号)规定执行。",
        "所需手续按最高人民法院、住房城乡建设部联合印发的《资金监管通知》(法〔2022〕3号)文件执行。",
        "各县要严格按照《消防法》以及三方协议约定,压实责任。",
        "见习人员指已按《就业登记办法》办理登记的人员。",
        "根据省住建厅、发改委等9部门印发的《政策工具》、省财政厅印发的《消费措施》(财发〔2023〕5号)精神,支持住房需求。",
        "各市按照2023年3月25日印发《若干政策》(藏政办函〔2023〕2号)要求,精心组织。",
        "依据国务院《住房意见》、财政部、税务总局《换购公告》、河北省人民政府《一揽子措施》等政策规定,防范风险。",
        "商品房预售资金账户被冻结的,依据《保全通知》(法〔2022〕12号),按程序办理。",
        "根据《甲条例》第三条、《乙条例》第五条规定处理。",
        "以网签备案的《买卖合同》为依据,给予补贴。",
        "严格按照国办函〔2020〕10号文件精神办理。",
        "政策依据:《住房条例》《租赁条例》。",
        "手续费按川价发〔2006〕22号文件标准收取。",
        "按照国家发展改革委 财政部关于印发《价格规则》的通知(发改价格〔2017〕7号)要求,规范收费。",
        "根据国务院办公厅转发《收费意见》(国办函〔2020〕12号)精神,清理收费。",
        "根\n据《民用航空法》,制定本规定。",
    ],
    "implement": [
        "全面落实《工业创新方案(2015-2017年)》,启动新一轮技术改造。",
        "贯彻落实《社会信用规划(2014-2020年)》。",
        "实施《大气污染物排放标准(DB13/2169-2015)》、《玻璃工业排放标准(DB13/2168-2015)》。",
        "新建项目应严格执行《住宅规范》和绿色建筑标准。",
        "认真落实住房城乡建设部、中国人民银行、金融监管总局《关于优化套数认定标准的通知》要求,居民家庭可享受政策。",
        "持续落实好《若干政策》规定的缓缴措施。",
        "各地认真落实2023年8月31日《信贷政策通知》,降低首付比例。",
        "严格落实新修订《信息公开条例》要求,明确公开标准。",
        "深入贯彻落实《农机化促进法》等法律法规,完善考核。",
        "细化落实《质量措施》各项任务,制定本部门工作方案。",
        "年底前出台《质量条例》实施细则。",
        "制定《质量规划》的配套政策。",
        "在园区推广《服务指南》。",
        "切实推动《人口集聚措施》(张政办发〔2024〕15号)落实落细。",
        "推动落实《职业教育法》,营造良好氛围。",
        "严格遵循《城乡规划法》和《居住区设计标准》(GB 50180),做好建设。",
        "数据开放应当遵守《保密法》《网络安全法》等相关规定。",
        "滚动实施《都市圈三年行动方案》,推进重点任务。",
        "重点做好贯彻落实《信息公开条例》业务培训。",
        "继续执行《联席会议纪要》(松房联纪〔2021〕1号),妥善处理。",
        "明码标价要符合《价格欺诈规定》要求。",
        "新建项目必须符合《建筑节能标准》。",
    ],
    "draft": [
        "研究制定《标准化工作规划》、《地方标准管理办法》、《标准化资助办法》。",
        "研究编制《名优产品培育规划》。",
        "推动出台《开发区促进条例》,完善考核。",
        "2016年底前发布《质量状况白皮书》。",
        "6月30日前印发《任务分解表》。",
        "按照职责分工制定《应急预案》。",
        "推进《数据要素办法》编制工作。",
        "起草《数据条例》。",
        "年底前编制完成《空间规划》。",
        "推动《数据条例》立法。",
        "力争《数据条例》尽快出台。",
        "报请市政府印发《质量措施》。",
        "《评价细则》由市市场监管局另行制定。",
        "制定实施《质量奖办法》。",
        "制定《质量奖办法》等配套文件。",
    ],
    "amend": [
        "修订完善《城乡规划技术规定》(2021年版),鼓励绿色发展。",
        "加快修订《服务机构等级划分》国家标准。",
        "修订《健身条例》、《指导员管理办法》等规章。",
        "对《工作方案》进行了修改完善。",
        "及时对《事项目录》进行动态调整。",
        "推进《行业目录》修订工作。",
        "取消《房地产实施意见》(昭政发〔2014〕8号)中关于施工进度的相关要求。",
        "不再执行《市场调控通知》(融政办〔2017〕9号)中的限售政策。",
        "调整《安置办法》(瑞府办发〔2023〕2号)中的结算方式。",
        "《奖励办法》第十二条同时废止。",
        "将《奖励办法》第九条修改为:“奖励每年评定一次。”",
        "删去《奖励办法》第七条第二款。",
        "《补贴通知》(甲政办〔2021〕8号)中的补贴比例由10%调整为20%。",
    ],
    "repeal": [
        "本办法自印发之日起施行,有效期5年。《基地管理办法》(穗人社发〔2015〕7号)同时废止。",
        "自本通知实施之日起,《项目费用通知》(穗人社发〔2014〕2号)、《药费通知》(穗人社发〔2015〕8号)及《病种通知》同时废止。",
        "废止《行政收费目录》。",
        "《安家补贴通知》(宁政办秘〔2022〕1号)停止执行。",
        "原《提取细则》(丹金发〔2018〕5号)同时废止。",
        "本意见自下发之日起试行,义政发〔2011〕9号文件同时废止。",
        "2016年修订的《许可规定》自本规定施行之日起废止。",
        "《补贴通知》(甲政办〔2021〕8号)自本办法施行之日起失效。",
    ],
    "issue": [
        "现将《质量行动计划》印发给你们,请认真贯彻执行。",
        "《质量行动计划》已经省政府同意,现印发给你们,请认真贯彻执行。",
        "《公共租赁住房办法》业经市人民政府同意,现印发给你们。",
        "《质量意见》现印发给你们,请认真贯彻执行。",
        "《接诉即办条例》已由市人民代表大会常务委员会第三十三次会议于2021年9月24日通过,现予公布。",
        "现公布修订后的《专利代理条例》,自2019年3月1日起施行。",
        "现将修订后的《专利代理条例》公布,自2019年3月1日起施行。",
        "现将《积分入户办法的通知》(穗府办规〔2023〕1号)重新发布,有效期调整至2026年12月31日。",
        "市发展改革委《质量意见》已经市政府同意,现转发给你们。",
        "经中心研究,制定《提取细则》,现印发给你们,请遵照执行。",
        "我们共同制定了《改造方案》。现印发你们,请遵照执行。",
        "《规范服务方案》《规范收费方案》等2个方案已经省政府同意,现印发给你们。",
        "各部门拟定的《转制规定》和《支持规定》已经国务院同意,现印发给你们。",
        "结合我市实际,特制定《质量实施方案》。",
        "本《通知》自印发之日起施行。",
        "现发布《场景需求清单》(附件1),并同步启动揭榜工作。",
        "9月9日,某市人民政府办公室印发《稳市场措施》的通知。",
        "4月24日,某市住房公积金管理中心发布《使用政策通知》。",
    ],
    "mention": [
        "继续将名优品牌列入《名优产品目录》。",
        "根据国家要求做好《质量规划(2012-2020年)》贯彻落实情况中期评估。",
        "参照《考评标准》(详见附件1)进行考核。",
        "符合《楼宇实施意见(试行)》(昆政办〔2024〕6号)条件的,享受支持。",
        "即可申报《规划许可证》,支持项目开工。",
        "按时报送《费用申报表》。",
        "出具《补正通知书》;",
        "你乡《关于调整村规模的请示》(官政〔2013〕7号)收悉。",
        "2018年11月,党中央、国务院印发《学前教育意见》,提出规范配套幼儿园建设。",
        "省发展改革委印发《独立运行意见》(发改体改〔2020〕4号)。",
        "先后出台《人才办法》《创业办法》,成效明显。",
        "我委对《工作方案》明确了各项措施的责任单位。",
        "《规划》指出,要夯实基础。",
        "看房安排以《配售公告》为准。",
        "第十三条 《办法》第五条中的在职人才,应提供证明。",
        "除上述政策外,《若干措施的通知》(于府办字〔2023〕5号)中的其他政策延续执行。",
        "附件:1.《质量统计表》",
        "经审议通过后提交《审议报告》。",
        "对合规事项,及时补充更新到《事项目录》。",
        "使用示范文本《物业合同》。",
        "今年是深入贯彻落实《质量纲要》的收官之年。",
        "2024年是实施《质量规划》的第二年。",
        "自贯彻落实《质量条例》以来,成效明显。",
        "申报入户须符合《积分办法》第五条。",
        "在门户网站设《质量条例》专栏。",
        "2018年12月18日国务院令第707号第四次修订",
        "修订《质量条例》实施细则。",
        "享受补贴以《买卖合同》备案时间为准。",
    ],
}


@pytest.mark.parametrize("relation, text", [(r, text) for r, texts in RELATIONS.items() for text in texts])
def test_relation(relation: str, text: str) -> None:
    references = find(text)
    assert references
    assert {(r.text, r.relation) for r in references} == {(r.text, relation) for r in references}


# Several documents of a passage, each by its own verb.
MIXED: list[tuple[str, list[tuple[str, str]]]] = [
    (
        "为贯彻落实《人才办法》,提高效率,现将《人才实施细则》印发给你们。",
        [("人才办法", "basis"), ("人才实施细则", "issue")],
    ),
    (
        "研究编制《培育规划》,制定《评价目录》。督促各地将品牌列入《特新产品目录》。",
        [("培育规划", "draft"), ("评价目录", "draft"), ("特新产品目录", "mention")],
    ),
    (
        "根据《拆迁条例》有关规定,修订《补偿办法》,《安置办法》同时废止。",
        [("拆迁条例", "basis"), ("补偿办法", "amend"), ("安置办法", "repeal")],
    ),
    (
        "按照《意见》(国办发〔2015〕9号,以下简称《总体意见》)要求,落实《总体意见》各项任务。",
        [("意见", "basis"), ("总体意见", "mention"), ("总体意见", "implement")],
    ),
    (
        "在购房人执行《良性循环措施》(达市府办发〔2023〕5号)“每平方米补贴200元”的基础上,参照《人才办法》增加补贴。",
        [("良性循环措施", "implement"), ("人才办法", "mention")],
    ),
    (
        "根据《投资管理办法》编制《可研报告》,报送《请示》。",
        [("投资管理办法", "basis"), ("可研报告", "draft"), ("请示", "mention")],
    ),
    (
        "严格执行《通用目录》。凡未纳入《通用目录》的事项,不得受理。",
        [("通用目录", "implement"), ("通用目录", "mention")],
    ),
    (
        "三、抓好贯彻落实\n《章程》规定的人员担任法定代表人。",
        [("章程", "mention")],
    ),
]


@pytest.mark.parametrize("text, expected", MIXED)
def test_each_by_its_own_verb(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(r.title, r.relation) for r in find(text)] == expected


# The title lines of a notice, where 《…》 is what it issues unless a verb says otherwise.
HEADERS: dict[str, list[str]] = {
    "issue": [
        "关于印发《质量行动计划》的通知",
        "省发展改革委关于商请会签《储备能力方案(2021-2025年)》的函",
        "国务院办公厅转发《清理整顿意见》的通知",
        "《质量行动计划》",
        "关于《质量行动计划》的公告",
        "关于发布《行业标准》",
        "关于重新印发《质量办法》的通知",
    ],
    "amend": ["关于修改《出租汽车办法》的决定"],
    "repeal": ["关于废止《出租汽车办法》的通知", "关于宣布失效《出租汽车办法》的决定"],
    "implement": ["关于贯彻落实《质量纲要》的实施意见"],
    "mention": [
        "《人才入户办法》的政策解读",
        "关于做好《教师证书》发放工作的通知",
        "关于《质量办法》有效期延期的通知",
        "关于组织申报《产品目录》的通知",
        "关于同意《园区规划》的批复",
    ],
}


@pytest.mark.parametrize("relation, text", [(r, text) for r, texts in HEADERS.items() for text in texts])
def test_header(relation: str, text: str) -> None:
    assert [r.relation for r in find(text, in_header=True)] == [relation]


# The number of the only document, as written without white space.
NUMBERS: dict[str | None, list[str]] = {
    "国办发〔2015〕19号": [
        "按照《行动计划》（国办发〔2015〕19号）执行",
        "按照《行动计划》（国办发〔2015〕19号，以下简称计划）执行",
        "按照《行动计划》（以下简称《计划》）（国办发〔2015〕19号）执行",
        "按照《行动计划》（国办发〔2015〕 19 号）执行",
        "按照《行动计划》\n（国办发〔2015〕19号）执行",
        "按照《行动计划》(试行)（国办发〔2015〕19号）执行",
        "按照《行动计划》国办发〔2015〕19号文件执行",
        "按照国办发〔2015〕19号《行动计划》执行",
        "按照《行动计划》（文号：国办发〔2015〕19号）执行",
        "按照《行动计划（国办发〔2015〕19号）》执行",
        "按照印发《行动计划》的通知（国办发〔2015〕19号）执行",
        "按照国办发〔2015〕19号文件执行",
    ],
    "国办发[2015]19号": ["根据《行动计划》(国办发[2015]19号)"],
    "国办发(2015)19号": ["根据《行动计划》(国办发(2015)19号)"],
    "辽政办【2022】30号": ["根据《若干措施》（辽政办【2022】30号）精神"],
    "鄂政发〔2024〕第11号": ["根据《若干措施》(鄂政发〔2024〕第11号)"],
    "住房城乡建设部令第11号": ["根据《公租房办法》(住房城乡建设部令第11号)"],
    "国务院令第427号": ["根据《劳动监察条例》(国务院令第427号)", "以国务院令第427号公布"],
    "住房和城乡建设部令第11号": ["该办法由住房和城乡建设部令第11号公布"],
    "中华人民共和国主席令第六十五号": ["根据《劳动合同法》（中华人民共和国主席令第六十五号）"],
    "省第十一届人民代表大会常务委员会公告第35号": ["根据《见习条例》（省第十一届人民代表大会常务委员会公告第35号）"],
    "财政部税务总局公告2023年第28号": ["落实《税收公告》(财政部税务总局公告2023年第28号)的规定"],
    "财政部税务总局公告2023年第12号": ["按照财政部 税务总局公告2023年第12号规定执行"],
    "税务总局公告2023年第12号": ["有效期三年 税务总局公告2023年第12号"],
    "2022年第21号": ["按《征管公告》(2022年第21号)执行"],
    "商服贸函2026年第322号": ["落实《家政措施》(商服贸函2026年第322号)", "见商服贸函2026年第322号"],
    "铜发〔2018〕28号": ["按照《人才办法》(铜发〔2018〕28号,2021年8月9日修订版)文件执行"],
    "自然资规〔2019〕1号": ["按照自然资规〔2019〕1号有关规定办理"],
    "东府办发〔2022〕6号": ["在落实好东府办发〔2022〕6号文件的基础上", "继续参照东府办发〔2022〕6号文件"],
    None: [
        "修订《技术规定》(2021年版)",
        "对接《区域协定》（RCEP）新规则",
        "填写《申请表》(附件3)",
        "依据《水法》(2016年修订)",
        "提交《申请表》(一式两份)",
        "评审《可研报告》(办761)",
        "《行动计划》。\n(三)会同编号为15号的企业",
    ],
}


@pytest.mark.parametrize("number, text", [(n, text) for n, texts in NUMBERS.items() for text in texts])
def test_number(number: str | None, text: str) -> None:
    references = [r for r in find(text) if r.rule != "short_name"]
    assert [r.number for r in references] == [number]


def test_number_belongs_to_the_title_and_not_to_its_span() -> None:
    text = "贯彻《省政府关于〈质量纲要〉的通知》（冀政发〔2012〕3号）精神"
    (reference,) = find(text)
    assert reference.text == "《省政府关于〈质量纲要〉的通知》"
    assert reference.title == "省政府关于〈质量纲要〉的通知"
    assert reference.number == "冀政发〔2012〕3号"


def test_number_alone_has_no_title() -> None:
    text = "具体标准按照国办函〔2020〕9号文件执行。"
    (reference,) = find(text)
    assert (reference.title, reference.text, reference.number) == (None, "国办函〔2020〕9号", "国办函〔2020〕9号")


# The titles of a text, outermost pair only.
TITLES: list[tuple[str, list[str]]] = [
    ("印发《关于〈质量纲要〉的通知》", ["关于〈质量纲要〉的通知"]),
    ("印发《关于《质量纲要》的通知》", ["关于《质量纲要》的通知"]),
    ("《〈质量纲要〉实施细则》", ["〈质量纲要〉实施细则"]),
    ("《关于印发<质量纲要>的通知》", ["关于印发<质量纲要>的通知"]),
    ("落实《国务院关于\n加强质量工作　的意见》", ["国务院关于加强质量工作的意见"]),
    ("落实《甲办法》《乙办法》、《丙办法》", ["甲办法", "乙办法", "丙办法"]),
    ("《根据《人才办法》,本市设有通道。", ["人才办法"]),
    ("《关于印发《质量方案的通知》(冀政发〔2015〕3号)。另《乙办法》", ["关于印发《质量方案的通知", "乙办法"]),
    ("按照《就业促进办法,给予补贴。按照《乙办法》执行", ["就业促进办法", "乙办法"]),
    ("《甲办法。第二条。》《乙办法》", ["甲办法", "乙办法"]),
    ("》《乙办法》》", ["乙办法"]),
    ("按照<安全生产法>执行", ["安全生产法"]),
    ("按照<安全生产法><消防法>执行", ["安全生产法", "消防法"]),
    ("印发《“十四五”规划（2021—2025年）》", ["“十四五”规划（2021—2025年）"]),
]


@pytest.mark.parametrize("text, titles", TITLES)
def test_titles(text: str, titles: list[str]) -> None:
    assert [r.title for r in find(text)] == titles


# Standards, in a title, in its bracket, before it, and alone.
STANDARDS: list[tuple[str, str | None, str]] = [
    ("实施《钢铁排放标准(DB13/2169-2015)》", "钢铁排放标准(DB13/2169-2015)", "DB13/2169-2015"),
    ("落实《知识产权管理规范》（GB/T 29490-2013）", "知识产权管理规范", "GB/T29490-2013"),
    ("按照《事项编码规范》（DB11/T1901—2021）编码", "事项编码规范", "DB11/T1901—2021"),
    ("遵循《居住区设计标准》(GB 50180)", "居住区设计标准", "GB50180"),
    ("执行《防火设计规范》GB 50016-2014", "防火设计规范", "GB50016-2014"),
    ("参考GBT36000—2015《社会责任指南》", "社会责任指南", "GBT36000—2015"),
    ("推行GB/T 29490-2013,鼓励贯标", None, "GB/T29490-2013"),
    ("执行HJ 2025-2012要求", None, "HJ2025-2012"),
    ("执行DBJ/T 13-118-2021要求", None, "DBJ/T13-118-2021"),
    ("执行DBJ50-071-2020要求", None, "DBJ50-071-2020"),
    ("参照Q/GDW 1799.1-2013执行", None, "Q/GDW1799.1-2013"),
    ("执行《防火规范》（GB 50016—2014，2018年版）", "防火规范", "GB50016—2014"),
    ("执行GB 3095-2012二级标准", None, "GB3095-2012"),
]


@pytest.mark.parametrize("text, title, standard", STANDARDS)
def test_standard(text: str, title: str | None, standard: str) -> None:
    (reference,) = find(text)
    assert (reference.title, reference.standard, reference.number) == (title, standard, None)


# Nothing here names a document.
NOTHING = [
    "",
    "质量第一,安全至上。",
    "在《人民日报》刊发专版,组织学习《习近平谈治国理政》第四卷,排演《红楼梦》。",
    "《河北日报》开设专栏。",
    "《求是》杂志刊文。",
    "在《科学》杂志发表论文,开设《质量之窗》栏目,拍摄《河北品牌》专题片。",
    "排演话剧《白毛女》,组织观看电影《长津湖》。",
    "地址:解放东路16号C21号窗口",
    "位于范屋路145、147、149号",
    "粤ICP备15016469号-2 粤公网安备 44010602000147号",
    "四次会议第2996号建议的答复",
    "第2741号提案",
    "染色体分析检查15号染色体",
    "1号楼5016室",
    "12月15号前报送",
    "2026年第18号国务院公报",
    "(2021)冀01民初123号判决",
    "三十一号村党支部书记",
    "《》",
    "《……》",
    "<市人防办>牵头",
    "责任单位:市住建局<市房管局>",
    "中断治疗<6个月,缴存时间>24个月",
    "16GB 512GB内存,5G基站,PM2.5浓度",
    "ISO9001质量管理体系认证",
    "全面贯彻落实党中央决策部署,制定配套政策。",
    "以下简称意见",
    "联系电话0311-66660000",
    "统一编号:GZ0320190148",
    "》》》",
    "《" * 50,
]


@pytest.mark.parametrize("text", NOTHING)
def test_nothing(text: str) -> None:
    assert find(text) == ()


def test_offsets_are_the_documents() -> None:
    source = "第一章 总则\n根据《计量法》，制定本办法。"
    begin = source.index("根据")
    whole = Passage.of(source)
    passage = Passage(whole.text[begin:], source, begin)
    (reference,) = find_references(passage, LEXICON)
    assert source[reference.start : reference.end] == reference.text == "《计量法》"
    assert reference.clause == ""


def test_what_is_blanked_is_not_found() -> None:
    text = "冀政办字〔2015〕84号\n各市:按照冀政字〔2014〕3号文件执行"
    passage = Passage.of(text).without([Span(0, text.index("\n"))])
    assert [r.number for r in find_references(passage, LEXICON)] == ["冀政字〔2014〕3号"]


def test_references_come_in_order() -> None:
    references = find("落实《甲意见》（以下简称《意见》）、《乙意见》（国发〔2015〕3号）和国发〔2016〕4号文件")
    assert [r.start for r in references] == sorted(r.start for r in references)
    assert [r.relation for r in references] == ["implement", "mention", "implement", "implement"]


ARTICLES: dict[str | None, list[str]] = {
    "第十二条": ["根据《计量条例》第十二条规定", "根据《计量条例》(国务院令第7号)第十二条的规定", "按照《计量条例》 第十二条"],
    "第十二条第二款": ["根据《计量条例》第十二条第二款规定", "根据《计量条例》第十二条\n第二款规定"],
    "第三条、第五条": ["根据《计量条例》第三条、第五条规定"],
    "第三条至第五条": ["根据《计量条例》第三条至第五条规定"],
    "第5条": ["根据《计量条例》第5条规定"],
    "第三章": ["按照《计量条例》第三章有关规定"],
    "第五条第（六）项": ["符合《计量条例》第五条第（六）项条件的"],
    None: ["根据《计量条例》的规定", "根据《计量条例》第三批目录", "落实《计量条例》第一年", "第三条 根据《计量条例》", "《计量条例》。\n第三条 本办法"],
}  # fmt: skip


@pytest.mark.parametrize("article, text", [(a, text) for a, texts in ARTICLES.items() for text in texts])
def test_articles_cited(article: str | None, text: str) -> None:
    assert [r.article for r in find(text)] == [article]


# What each later mention stands for, clause by clause: (title, full title).
FOLLOWED: list[tuple[list[str], list[tuple[str, str | None]]]] = [
    (
        ["落实《全省质量意见》(以下简称《意见》)。", "各市要落实《意见》要求。"],
        [("全省质量意见", None), ("意见", "全省质量意见"), ("意见", "全省质量意见")],
    ),
    (
        ["根据《甲市促进条例》(以下简称《条例》)和《乙市奖励办法》(以下简称“《办法》”)。", "《条例》和《办法》另有规定的除外。"],
        [
            ("甲市促进条例", None),
            ("条例", "甲市促进条例"),
            ("乙市奖励办法", None),
            ("办法", "乙市奖励办法"),
            ("条例", "甲市促进条例"),
            ("办法", "乙市奖励办法"),
        ],
    ),
    (
        ["《意见》印发以来。", "按照《甲市意见》(以下简称《意见》)。", "按照《乙市意见》(以下简称《意见》)。", "落实《意见》。"],
        [
            ("意见", None),
            ("甲市意见", None),
            ("意见", "甲市意见"),
            ("乙市意见", None),
            ("意见", "乙市意见"),
            ("意见", "乙市意见"),
        ],
    ),
    (["按照《质量意见》执行。", "落实《意见》。"], [("质量意见", None), ("意见", None)]),
    (
        ["落实《全省质量措施》(甲质发〔2020〕1号,以下简称“措施”)。", "《措施》印发之日起受理。"],
        [("全省质量措施", None), ("措施", "全省质量措施")],
    ),
    (
        ["落实《全省质量条例》(以下称条例)、《全省质量规划》(含附表)。", "《规划》和《条例》另有规定的除外。"],
        [("全省质量条例", None), ("全省质量规划", None), ("规划", None), ("条例", "全省质量条例")],
    ),
    (
        ["落实《全省质量措施》,各县区(以下简称“措施”)。", "《措施》印发之日起受理。"],
        [("全省质量措施", None), ("措施", None)],
    ),
    (["按照国发〔2015〕9号文件。", "落实《意见》。"], [("", None), ("意见", None)]),
]  # fmt: skip


@pytest.mark.parametrize("clauses, expected", FOLLOWED)
def test_short_names_are_followed_through_the_notice(
    clauses: list[str], expected: list[tuple[str, str | None]]
) -> None:
    names = ShortNames()
    found = [r for text in clauses for r in names.join(find(text), Passage.of(text))]
    assert [(r.title or "", r.full_title) for r in found] == expected


@pytest.mark.parametrize(
    "text, title, number, itself",
    [
        ("《质量行动计划》解读", "质量行动计划", None, True),
        ("《质量行动计划(2020—2022年)》解读", "质量行动计划（2020—2022年）", None, True),
        ("冀政办字〔2015〕84号", None, "冀政办字[2015]84号", True),
        ("现将《质量行动计划》印发给你们", "质量行动计划", None, False),  # what it issues
        ("落实《质量行动计划》", "关于印发质量行动计划的通知", None, False),
        ("按照国发〔2015〕9号文件执行", None, "冀政办字〔2015〕84号", False),
        ("落实《质量意见》(冀政办字〔2015〕84号)", "质量行动计划", "冀政办字〔2015〕84号", False),
        ("《质量行动计划》(冀政办字〔2015〕84号)解读", "质量行动计划", "冀政办字[2015]84号", True),
        ("原《质量行动计划》(冀政办字〔2012〕3号)同时废止", "质量行动计划", "冀政办字〔2015〕84号", False),
        ("《质量行动计划》(冀政办字〔2012〕3号)实施以来", "质量行动计划", None, False),  # the one before it
        ("原《质量行动计划》同时废止", "质量行动计划", "冀政办字〔2015〕84号", False),
        ("落实《质量意见》", None, None, False),
    ],
)
def test_a_notice_does_not_cite_itself(text: str, title: str | None, number: str | None, itself: bool) -> None:
    assert names_itself(find(text)[0], title, number) is itself


def test_what_is_printed_is_as_long_folded() -> None:
    """Titles of two lengths are not folded to be compared, as no printed character but & becomes a space."""
    printed = "".join(c for c in map(chr, range(0x10000)) if c.isprintable() and c not in " &")
    assert len(compact(fold(printed))) == len(printed)


def lines(text: str) -> list[Span]:
    """The lines of a header as spans."""
    spans, place = [], 0
    for line in text.split("\n"):
        if line:
            spans.append(Span(place, place + len(line)))
        place += len(line) + 1
    return spans


HEADER_LINES: list[tuple[str, list[tuple[str, str]]]] = [
    ("关于印发《质量提升\n行动计划》的通知", [("质量提升行动计划", "《质量提升\n行动计划》")]),
    ("甲市人民政府\n关于印发《质量提升行动计划》的通知\n甲政发〔2020〕3号", [("质量提升行动计划", "《质量提升行动计划》")]),
    ("关于印发《质量提升\n\n行动计划》的通知", [("质量提升行动计划", "《质量提升\n\n行动计划》")]),
    ("关于印发《质量提升\n行动\n计划》的通知", [("质量提升行动计划", "《质量提升\n行动\n计划》")]),
    ("关于质量工作的通知\n甲政发〔2020〕3号", []),
    ("关于印发《质量提升\n各市人民政府", []),
]  # fmt: skip


@pytest.mark.parametrize("text, expected", HEADER_LINES)
def test_titles_broken_over_the_lines_of_a_header(text: str, expected: list[tuple[str, str]]) -> None:
    found = find_header_references(fold(text), text, lines(text), LEXICON, "甲政发〔2020〕3号")
    assert [(r.title, text[r.start : r.end]) for r in found] == expected


def test_a_line_printed_twice_is_no_part_of_a_title() -> None:
    text = "关于印发《质量提升\n关于印发《质量提升\n行动计划》的通知"
    folded = Passage(fold(text), text).without([Span(10, 19)]).text  # the second copy, blanked as the reader does
    (found,) = find_header_references(folded, text, [Span(0, 9), Span(20, 28)], LEXICON)
    assert (found.title, found.text) == ("质量提升行动计划", "《质量提升\n行动计划》")
    assert text[found.start : found.end] == found.text


def test_short_names() -> None:
    text = "根据《促进条例》（以下简称《条例》）和《见习基地办法》（穗府〔2018〕1号，以下简称“《办法》”），现通知如下"
    references = find(text)
    assert declared_names(references) == {"条例": "促进条例", "办法": "见习基地办法"}
    colon = "按照《质量行动计划》（以下简称：《计划》）执行"
    assert declared_names(find(colon)) == {"计划": "质量行动计划"}
    assert declared_names(()) == {}


@pytest.mark.parametrize(
    "number, issuer",
    [
        ("国发〔2015〕9号", "国务院"),
        ("冀政办字（2015）84号", "河北省人民政府办公厅"),
        ("国办函[2020]109号", "国务院办公厅"),
        ("某政发〔2015〕9号", None),
        ("", None),
    ],
)
def test_issuer_of_number(number: str, issuer: str | None) -> None:
    assert issuer_of_number(number, LEXICON) == issuer


@pytest.mark.parametrize(
    "unit",
    [
        "《",
        "》",
        "《甲》、",
        "《甲",
        "〈甲〉",
        "(国发(2015)1号)",
        "号1",
        "《甲》(",
        "根据",
        "GB/T 1-",
        "《甲办法》和",
        "令第1号",
    ],
)
def test_hostile_text_costs_linear_time(unit: str) -> None:
    def cost(size: int) -> float:
        passage = Passage.of(unit * (size // len(unit)))
        begin = time.perf_counter()
        find_references(passage, LEXICON)
        return time.perf_counter() - begin

    cost(1_000)
    small = min(cost(5_000) for _ in range(3))
    large = min(cost(40_000) for _ in range(2))
    assert large < 0.05 + 24 * small

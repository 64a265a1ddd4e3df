"""Actions: the verb and the object of each commanded piece, and the many pieces that command nothing."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from policy_extract.errors import LexiconError
from policy_extract.finders.actions import ACTION_CLASSES, PATTERNS, find_actions
from policy_extract.finders.pieces import cut
from policy_extract.finders.verbs import BODY, PAIRED, PAIRING, WHO, grammar_of
from policy_extract.lexicon import load_lexicon
from policy_extract.model import Action, Span
from policy_extract.text import Passage

Pairs = list[tuple[str, str | None]]


def found(text: str) -> tuple[Action, ...]:
    """What is found in a text whose 《titles》 and （responsibility brackets） are blanked, as in the pipeline."""
    spans = [
        Span(*match.span())
        for match in re.finditer(r"《[^》]*》|[（(〔][^（()）]*(?:负责|牵头)[^（()）]*[）)〕]", text)
    ]
    actions = find_actions(Passage.of(text).without(spans), load_lexicon())
    for action in actions:
        assert text[action.start : action.end] == action.text
        assert text[action.verb_start : action.verb_end] == action.verb
        assert action.object is None or text[action.object_start : action.object_end] == action.object
    return actions


def pairs(text: str) -> Pairs:
    return [(action.verb, action.object) for action in found(text)]


ONE: list[tuple[str, str, list[str]]] = [
    # what is made is named by what it is for
    ("细化", "保障措施", ["细化保障措施", "要细化保障措施"]),
    ("制定", "奖励办法", ["制定奖励办法"]),
    ("研究制定", "扶持政策", ["研究制定扶持政策", "抓紧研究制定扶持政策"]),
    ("推行", "并联审批", ["推行并联审批", "全面推行并联审批"]),
    ("组织实施", "增殖放流方案", ["组织实施增殖放流方案"]),
    # 严格 and 统一 before 按照 are adverbs of the verb behind the phrase
    ("拨付", "补助资金", ["严格按照规定程序拨付补助资金", "统一按照核定标准拨付补助资金"]),
    ("开展", "按季轮换等业务", ["大力开展按季轮换等业务"]),
    # what is done for somebody, where it is no effect
    ("提供", "上门办证服务", ["为行动不便人员提供上门办证服务"]),
    ("提供", "咨询服务", ["为农户扩大生产提供咨询服务"]),
    # what a notice sets itself is no effect
    ("公布", "抽检结果", ["多渠道公布抽检结果", "特别是及时准确公布抽检结果"]),
    # a thing of which something is commanded
    ("实行", "分级管理", ["储备物资实行分级管理", "储备资金实行分级管理"]),
    ("限制", "新增产能", ["沿江地区严格限制新增产能"]),
    ("推行", "电子证照", ["资格审查全面推行电子证照"]),
    # who does it, then what is done
    (
        "编制",
        "事项清单",
        ["由主管部门负责编制事项清单", "负责编制事项清单", "市数据局牵头编制事项清单", "牵头编制事项清单"],
    ),
    ("提高", "收费标准", ["各地不得擅自提高收费标准"]),
    ("启动", "应急预案", ["第一时间启动应急预案"]),
    ("建成", "三座泵站", ["年底前建成三座泵站"]),
    # adverbs and auxiliaries stay out of the verb
    (
        "完善",
        "社区养老网络",
        [
            "完善社区养老网络。",
            "进一步完善社区养老网络。",
            "要加快完善社区养老网络。",
            "应当积极稳妥地完善社区养老网络。",
            "持续完善社区养老网络;",
            "各乡镇要逐步完善社区养老网络。",
            "市民政局应抓紧完善社区养老网络,",
            "2026年底前,各县(市、区)要全面完善社区养老网络。",
            "到2027年全面完善社区养老网络。",
            "二是完善社区养老网络。",
            "(3)完善社区养老网络。",
            "——完善社区养老网络。",
            "并完善社区养老网络",
            "　　完善社区养老网络。",
        ],
    ),
    # joined verbs are one verb
    ("研究制定", "仓储用地准入目录", ["研究制定仓储用地准入目录。", "抓紧研究制定仓储用地准入目录。"]),
    ("压缩和取消", "不必要的盖章环节", ["压缩和取消不必要的盖章环节。", "要进一步压缩和取消不必要的盖章环节。"]),
    ("收集、整理", "古树名木档案", ["收集、整理古树名木档案。", "各林场要收集、整理古树名木档案。"]),
    ("探索建立", "水权交易平台", ["探索建立水权交易平台。", "在流域上游探索建立水权交易平台。"]),
    ("组织开展", "渡口安全大检查", ["组织开展渡口安全大检查。", "近期组织开展渡口安全大检查。"]),
    ("保护、传承", "民间木版年画", ["保护、传承民间木版年画。"]),
    ("建立健全", "校车管理台账", ["建立健全校车管理台账。"]),
    ("支持、引导", "返乡农民工创办合作社", ["支持、引导返乡农民工创办合作社。"]),
    # a verb of degree takes the noun made of a verb
    ("加强", "监督管理", ["加强监督管理。", "切实加强监督管理。"]),
    ("开展", "清理欠薪专项行动", ["开展清理欠薪专项行动。"]),
    ("加大", "对非法采砂的打击力度", ["加大对非法采砂的打击力度。", "持续加大对非法采砂的打击力度。"]),
    ("做好", "汛期值班备勤工作", ["做好汛期值班备勤工作。", "提前做好汛期值班备勤工作。"]),
    # 加快 is an adverb before a verb, the verb before a noun
    ("建设", "北部物流园区", ["加快建设北部物流园区。", "抓紧建设北部物流园区。"]),
    ("加快", "老旧管网更新步伐", ["加快老旧管网更新步伐。"]),
    ("加快", "建设进度", ["加快建设进度。"]),
    ("规范", "审批行为", ["进一步规范审批行为。"]),
    ("控制", "新增地方债务", ["严格控制新增地方债务。"]),
    ("严格", "落户条件", ["严格落户条件。"]),
    # whom and what they do, up to the comma
    (
        "鼓励",
        "保险机构开发茶叶气象指数保险",
        ["鼓励保险机构开发茶叶气象指数保险。", "积极鼓励保险机构开发茶叶气象指数保险。"],
    ),
    ("支持", "企业将厂房屋顶纳入光伏试点并按规定备案", ["支持企业将厂房屋顶纳入光伏试点并按规定备案。"]),
    ("督促", "施工单位足额缴存工资保证金", ["督促施工单位足额缴存工资保证金。"]),
    ("允许", "摊贩在划定区域夜间经营", ["允许摊贩在划定区域夜间经营。"]),
    ("严禁", "超范围发放补贴", ["严禁超范围发放补贴。", "坚决严禁超范围发放补贴。"]),
    # 对X进行V, 对X实施Y, 对X依法V
    ("抽检", "散装食用油", ["对散装食用油进行抽检。", "定期对散装食用油进行抽检。", "每季度对散装食用油进行抽检。"]),
    ("复核", "低保对象的家庭收入", ["对低保对象的家庭收入进行全面复核。"]),
    ("查处", "违规收费行为", ["对违规收费行为依法查处。", "对违规收费行为严肃查处。"]),
    ("实施", "动态监测", ["对库区滑坡体实施动态监测。"]),
    ("给予", "贷款贴息", ["对符合条件的养殖场户给予贷款贴息。", "按规定对采购本地粮食的加工厂给予贷款贴息。"]),
    ("实行", "挂牌督办", ["对久拖不决的隐患实行挂牌督办。"]),
    ("加强", "日常巡护", ["对水源保护区加强日常巡护。"]),
    # 将X列入Y, 把X分解到Y
    ("列入", "危房改造任务", ["将危房改造任务列入年度民生实事。", "要将危房改造任务列入年度民生实事。"]),
    ("纳入", "护林员补助", ["将护林员补助统一纳入县级预算。", "各县要把护林员补助纳入财政预算。"]),
    ("分解到", "减排指标", ["把减排指标分解到重点排污单位。"]),
    ("加大", "对乡村医生的培训力度", ["将加大对乡村医生的培训力度。"]),
    # 由X
    ("制定", "实施细则", ["由市水务局制定实施细则。", "由市水务局会同市财政局制定实施细则。"]),
    ("制定", "具体补助标准", ["具体补助标准由各县另行制定。", "具体补助标准由市财政局会同市教育局制定。"]),
    ("给予", "一次性奖励", ["由同级财政给予一次性奖励。"]),
    # place, ground, target and means before the verb
    ("设立", "便民服务点", ["在偏远行政村设立便民服务点。", "在条件成熟的前提下设立便民服务点。"]),
    ("确定", "保底收购价", ["按照随行就市的原则合理确定保底收购价。", "根据市场行情合理确定保底收购价。"]),
    ("编制", "应急疏散预案", ["结合本地实际编制应急疏散预案。", "对照国家标准编制应急疏散预案。"]),
    (
        "公布",
        "抽查结果",
        ["向社会公布抽查结果。", "每月向社会公布抽查结果。", "通过政府网站等渠道向社会公布抽查结果。"],
    ),
    ("开设", "夜间门诊", ["通过增派医师等方式开设夜间门诊。"]),
    ("推进", "灌区现代化改造", ["以节水增效为目标推进灌区现代化改造。"]),
    ("提供", "上门认证服务", ["积极为失能老人提供上门认证服务。", "要为行动不便的居民提供上门认证服务。"]),
    # bodies that act without a cue
    ("开发", "碳汇质押贷款产品", ["各类金融机构开发碳汇质押贷款产品。"]),
    ("报送", "月度进展情况", ["县级水利部门按季度报送月度进展情况。", "项目单位应当于每月5日前报送月度进展情况。"]),
    ("建立", "服药登记簿", ["养老机构应建立服药登记簿。", "养老机构必须建立服药登记簿。"]),
    # titles are objects
    ("修订", "《乡村公路养护办法》", ["修订《乡村公路养护办法》。", "抓紧修订《乡村公路养护办法》。"]),
    ("落实", "《河湖长制条例》要求", ["严格落实《河湖长制条例》要求。"]),
    ("制定", "《村规民约范本》、《红白理事章程》", ["制定《村规民约范本》、《红白理事章程》。"]),
    ("印发", "《考评细则》", ["印发《考评细则》（市考评办负责）。"]),
    # where the object ends
    ("遴选", "一批小微水体治理项目", ["遴选一批小微水体治理项目列入下年度计划。"]),
    ("组建", "驻村工作队", ["组建驻村工作队。（县委组织部牵头负责）"]),
    ("用好", "闲置校舍", ["用好闲置校舍。", "切实用好闲置校舍。"]),
    ("运用好", "远程会诊平台", ["运用好远程会诊平台。"]),
    ("组织好", "春季造林", ["组织好春季造林。"]),
    ("采取", "有力措施", ["采取有力措施。"]),
    ("化解", "邻里矛盾", ["采取上门调解等方式化解邻里矛盾。", "采取有力措施化解邻里矛盾。"]),
    # quotes, brackets and thousands do not end a piece
    ("开展", "“进村,入户,到田”技术服务", ["开展“进村,入户,到田”技术服务。"]),
    ("推广", "冷链车(含厢式,罐式)共享模式", ["推广冷链车(含厢式,罐式)共享模式。"]),
    ("新建", "高标准农田12,500亩", ["新建高标准农田12,500亩。"]),
    # the first verb only says when
    ("支付", "履约保证金", ["签订协议时支付履约保证金。"]),
    # a result that opens its sentence, or is commanded, is a step of its own
    ("提升", "窗口人员业务能力", ["提升窗口人员业务能力。", "清理证明事项,着力提升窗口人员业务能力。"][:1]),
    ("促进", "产学研合作", ["促进产学研合作。", "各高校要促进产学研合作。"]),
]


@pytest.mark.parametrize(
    ("verb", "thing", "text"), [(verb, thing, text) for verb, thing, texts in ONE for text in texts]
)
def test_one_action(verb: str, thing: str, text: str) -> None:
    assert pairs(text) == [(verb, thing)]


SEVERAL: list[tuple[Pairs, str]] = [
    ([("搭建", "服务平台")], "搭建服务平台,为园区发展提供有力支撑,为产业升级拓宽通道。"),
    ([("优化", "业务流程"), ("提高", "贷款额度")], "优化业务流程,合理提高贷款额度,提高群众获得感。"),
    (
        [("细化", "任务"), ("压实", "责任"), ("明确", "时限")],
        "各单位要细化任务,压实责任,明确时限。",
    ),
    (
        [("整合", "涉农数据"), ("建设", "统一的农情平台")],
        "整合涉农数据,以县为单位加快建设统一的农情平台,提高调度效率。",
    ),
    ([("报送", "整改方案"), ("告知", "举报人")], "及时报送整改方案并告知举报人。"),
    ([("编制", "用水计划"), ("组织实施", "取水许可")], "编制用水计划并组织实施取水许可。"),
    ([("推广", "节水器具"), ("开展", "水平衡测试")], "推广节水器具（市水务局负责）开展水平衡测试。"),
    (
        [("建立", "巡河制度"), ("配备", "巡河员"), ("对接", "气象预警平台")],
        "一是建立巡河制度;二是配备巡河员;三是对接气象预警平台。",
    ),
    (
        [("清理", "“僵尸”公众号"), ("公开", "办事指南"), ("纳入", "网站运维经费")],
        "清理“僵尸”公众号,向社会公开办事指南,把网站运维经费纳入预算。",
    ),
]


@pytest.mark.parametrize(("expected", "text"), SEVERAL)
def test_one_for_each_piece(expected: Pairs, text: str) -> None:
    assert pairs(text) == expected


NOTHING: dict[str, list[str]] = {
    "whose office it is": ["本细则由市住建局负责解释", "总清单由审改办负责管理"],
    "what was or was not done": ["老旧管网尚未全面改造完成", "相关企业未严格履行申报义务", "一般不实行双岗制"],
    "when": ["在方案审查阶段", "在核发许可证阶段"],
    "the reasons for issuing": [
        "为贯彻落实国务院部署,加强水利建设,提升防洪能力,结合我县实际,制定本方案。",
        "为规范网约车经营,推动行业健康发展,特制定以下措施。",
        "现将《夏粮收购方案》印发给你们,请结合实际抓好落实。",
        "现就加强渔港管理有关事项通知如下。",
    ],
    "a purpose": ["为推进城乡供水一体化,", "为进一步优化窗口服务,", "巡查河道,为沿线企业提供用水保障。"][:2],
    "a condition": [
        "对新建标准厂房的,",
        "开展技术改造的,",
        "对在园区购置设备的企业,",
        "符合条件的合作社,",
        "完成竣工验收后,",
        "办理转移登记时,",
        "实施期限届满之日起,",
        "在推进项目建设过程中,",
        "每完成投资1000万元,",
    ],
    "a ground, a place or a means": [
        "以县城为重要载体,",
        "依托现有的村级活动场所,",
        "按照“谁审批、谁监管”的原则,",
        "结合推进农村厕所革命,",
        "采取集中轮训等方式,",
        "通过建设冷库、开展直播等方式,",
        "在重点流域和库区,",
        "围绕产业链上下游,",
    ],
    "a target": [
        "自来水普及率达到95%以上,",
        "力争农家乐总数突破50家,",
        "确保按期完成任务,",
        "实际利用外资不低于2亿美元,",
    ],
    "a result or an object left out": [
        "统筹协调,",
        "集中攻坚,",
        "认真贯彻落实。",
        "严肃处理。",
        "抓好落实。",
        "及时整改到位。",
    ],
    "what somebody may have, not what anybody must do": [
        "申请人提交书面材料。",
        "可享受同等购房待遇,",
        "双职工贷款最高额度提高到80万元,",
        "最长不超过36个月,",
        "缴存职工可申请提取公积金。",
        "自2026年1月1日起施行,有效期三年。",
        "国家另有规定的,从其规定。",
    ],
    "a noun that opens like a verb": [
        "服务质量是企业的生命。",
        "管理机构名录见附件。",
        "培训内容包括法律法规。",
        "检查结果作为评先评优的依据。",
        "宣传部门另有安排。",
        "自治区有关单位。",
        "经济下行压力较大。",
        "规划红线应当符合规范。",
    ],
    "a definition or a negation": [
        "本办法所称共享,是指数据的交换使用。",
        "原则上不再新建楼堂馆所,",
        "不再收取贷款保证金,",
        "无需提交纸质证明,",
        "乡镇政府不再收取年检费用,",
    ],
    "a title or a label": [
        "关于促进夜间消费的若干规定",
        "加强组织保障:",
        "推进农村客运发展若干措施\n",
        "责任单位:市交通局",
    ],
}


@pytest.mark.parametrize(("why", "text"), [(why, text) for why, texts in NOTHING.items() for text in texts])
def test_no_action(why: str, text: str) -> None:
    assert pairs(text) == [], why


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ([("清理", "楼道杂物")], "清理楼道杂物,提升居住品质。"),
        ([("清理", "楼道杂物")], "清理楼道杂物,促进邻里和谐,营造安全环境。"),
        ([("清理", "楼道杂物"), ("提升", "居住品质")], "清理楼道杂物。提升居住品质。"),
        ([("清理", "楼道杂物"), ("提升", "居住品质")], "清理楼道杂物,着力提升居住品质。"),
    ],
)
def test_a_result_is_no_task_where_it_trails(expected: Pairs, text: str) -> None:
    assert pairs(text) == expected


MODALITIES: dict[str | None, list[str]] = {
    None: ["开通夜班公交线路。", "加快开通夜班公交线路。"],
    "obligation": [
        "要开通夜班公交线路。",
        "应当开通夜班公交线路。",
        "公交企业须开通夜班公交线路。",
        "务必开通夜班公交线路。",
        "公交企业必须按要求开通夜班公交线路。",
        "要支持公交企业开通夜班线路。",
    ],
    "encouragement": ["鼓励公交企业开通夜班线路。", "支持公交企业开通夜班线路。", "引导公交企业开通夜班线路。"],
    "permission": ["可开通夜班公交线路。", "公交企业可以开通夜班公交线路。", "允许公交企业开通夜班线路。"],
    "prohibition": [
        "不得取消夜班公交线路。",
        "公交企业不得取消夜班公交线路。",
        "严禁擅自停运夜班公交线路。",
        "禁止拆除候车亭。",
    ],
}


@pytest.mark.parametrize(
    ("modality", "text"), [(modality, text) for modality, texts in MODALITIES.items() for text in texts]
)
def test_modality_is_what_is_written(modality: str | None, text: str) -> None:
    assert [action.modality for action in found(text)] == [modality]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("verb", "公布权责清单。"),
        ("subject", "各部门要公布权责清单。"),
        ("phrase", "在门户网站公布权责清单。"),
        ("target", "对权责清单进行调整。"),
        ("disposal", "将权责清单纳入目录管理。"),
        ("agent", "由编办公布权责清单。"),
        ("tagged", "要切实呵责上述行为中的失职人员。"),
    ],
)
def test_the_rule_says_how_it_was_found(rule: str, text: str) -> None:
    assert [action.rule for action in found(text)] == [rule]


def test_offsets_are_those_of_the_document() -> None:
    text = "一、总则\n完善应急预案。\n建立物资储备库。"
    start = text.index("建立")
    passage = Passage(text[start:], text, start)
    (action,) = find_actions(passage, load_lexicon())
    assert (action.start, action.verb_end, action.object_start, action.end) == (start, start + 2, start + 2, start + 7)
    assert action.clause == ""


def test_an_object_before_its_verb_starts_the_text() -> None:
    (action,) = found("将山洪灾害点位列入巡查清单。")
    assert action.text == "山洪灾害点位列入"
    assert (action.object_start, action.verb_start) == (1, 7)


@pytest.mark.parametrize("end", ["\n", "\r\n", " \n"])
def test_a_hard_wrapped_line_goes_on(end: str) -> None:
    text = f"各县区要在汛期来临之前对辖区内所有的小型水库开展拉网式隐患排查,全面落{end}实巡查责任人。"
    assert pairs(text) == [("开展", "拉网式隐患排查"), (f"落{end}实", "巡查责任人")]


@pytest.mark.parametrize(
    "text", ["推进农村供水\n完善管护机制。", "推进农村供水\n\n完善管护机制。", "推进农村供水　　完善管护机制。"]
)
def test_a_short_line_or_a_gap_does_not(text: str) -> None:
    assert pairs(text) == [("推进", "农村供水"), ("完善", "管护机制")]


def test_a_blanked_heading_is_no_part_of_the_first_piece() -> None:
    text = "(二)强化要素保障。统筹用地指标。"
    passage = Passage.of(text).without([Span(0, 9)])
    assert [(a.verb, a.object) for a in find_actions(passage, load_lexicon())] == [("统筹", "用地指标")]


def test_widths_do_not_matter() -> None:
    wide, narrow = "对困境儿童进行走访，建立“一人一档”；", "对困境儿童进行走访,建立“一人一档”;"
    assert pairs(wide) == pairs(narrow) == [("走访", "困境儿童"), ("建立", "“一人一档”")]


def test_a_verb_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "verbs.csv").write_text("verb,action_class,pattern,note\n智改,产业发展,,\n", "utf-8")
    lexicon = load_lexicon(tmp_path)
    assert [a.verb for a in find_actions(Passage.of("智改纺织产线。"), lexicon)] == ["智改"]
    assert pairs("智改纺织产线。") == []


def test_a_lexicon_without_its_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "verbs.csv").write_text("verb\n智改\n", "utf-8")
    with pytest.raises(LexiconError, match=r"verbs\.csv"):
        find_actions(Passage.of("智改纺织产线。"), load_lexicon(tmp_path))


def test_the_tables_use_the_declared_values() -> None:
    lexicon = load_lexicon()
    verbs = lexicon.table("verbs")
    assert len(verbs) > 600
    assert {row["action_class"] for row in verbs} <= set(ACTION_CLASSES)
    assert {row["pattern"] for row in verbs} <= set(PATTERNS)
    idle = {row["verb"] for row in verbs if row["pattern"] in ("state", "noun")}
    assert idle == {row["verb"] for row in verbs if row["action_class"] == "非举措"}
    adverbs = lexicon.table("adverbs")
    assert {row["kind"] for row in adverbs} <= {
        "manner",
        "urging",
        "connective",
        "obligation",
        "permission",
        "prohibition",
    }
    assert {row["adverb"] for row in adverbs}.isdisjoint(row["verb"] for row in verbs)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("完善制度,培训人员;严格考核。", ["完善制度", "培训人员", "严格考核"]),
        ("推广“一窗受理,集成服务”模式,压缩时限", ["推广“一窗受理,集成服务”模式", "压缩时限"]),
        ("支持企业(含分支机构(办事处,网点))入驻,减免租金", ["支持企业(含分支机构(办事处,网点))入驻", "减免租金"]),
        ("执行《粮食,油料收储办法》。", ["执行《粮食,油料收储办法》"]),
        ("补助1,200,000元,奖励3,5项", ["补助1,200,000元", "奖励3", "5项"]),
        ("推广“一窗”(试点)模式,压缩“时限,减少材料", ["推广“一窗”(试点)模式", "压缩“时限", "减少材料"]),
        ('加强"双随机,一公开"监管,', ['加强"双随机,一公开"监管']),
        ("组织(“培训,考核)”竞赛,评比", ["组织(“培训,考核)”竞赛", "评比"]),
    ],
)
def test_a_stop_within_brackets_quotes_and_numbers_ends_no_piece(text: str, pieces: list[str]) -> None:
    assert [piece for piece in cut(text, 0) if piece] == pieces
    for begin in range(1, 5):
        assert len("\n".join(cut(text, begin))) == len(text) - begin


def test_every_word_is_found_and_the_longest_of_those_that_fit() -> None:
    lexicon = load_lexicon()
    grammar = grammar_of(lexicon)
    words = {row["verb"] for row in lexicon.table("verbs")} | {row["adverb"] for row in lexicon.table("adverbs")}
    for word in words:
        known = grammar.word(f"鑫{word}鑫", 1)
        assert known is not None
        assert known.text == word
        if len(word) > 1:
            assert grammar.pairs[(ord(word[0]) * PAIRING + ord(word[1])) & PAIRED]
        for size in range(len(word) - 1, 0, -1):  # cut short it is the longest known word that is left, or none
            cut = grammar.word(f"鑫{word[:size]}鑫", 1)
            fitting = [word[:n] for n in range(size, 0, -1) if word[:n] in words]
            assert cut is None or cut.text == word[: cut.size]
            assert not fitting or (cut is not None and cut.size >= len(fitting[0]))


@pytest.mark.parametrize("word", WHO)
def test_what_shows_who_acts_is_met_whole(word: str) -> None:
    who = grammar_of(load_lexicon()).who
    match = who.search(f"鑫{word}应当完善")
    assert match is not None
    assert match.span() == (1, 1 + len(word))
    for other, kind in WHO.items():
        if kind != WHO[word]:
            assert not any(other.startswith(word[at:]) for at in range(len(word))), (
                "a word of one kind hides one of another"
            )


@pytest.mark.parametrize("text", ["需要经费", "供应链", "许可证", "理由书", "必须", "学者名单", "实行的制度"])
def test_what_is_part_of_another_word_shows_nobody(text: str) -> None:
    match = grammar_of(load_lexicon()).who.search(text)
    assert match is None or match.group() == "必须"


@pytest.mark.parametrize("text", ["该部门鑫", "管委会鑫", "采购办鑫"])
def test_a_body_counts_before_a_known_word_only(text: str) -> None:
    who = grammar_of(load_lexicon()).who
    match = who.search(text)
    assert match is None or text == "管委会鑫", "委 within it would be met otherwise"
    match = who.search(f"{text[:-1]}完善")
    assert match is not None
    assert WHO[match.group()] == BODY


@pytest.mark.parametrize(
    "unit", ["按照原则", "推进建设并", "(", "“", "《", "对A给予", "现将如下", "部门要依法", "以方式", "、", "要"]
)
def test_the_time_is_linear_on_hostile_text(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    passage = Passage.of(text)
    start = time.perf_counter()
    find_actions(passage, load_lexicon())
    assert time.perf_counter() - start < 5

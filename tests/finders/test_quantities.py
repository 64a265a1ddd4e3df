"""Quantities: the expected values first, then every phrasing of them; counterexamples beside them."""

from __future__ import annotations

import csv
import time
from datetime import date
from pathlib import Path

import pytest

from policy_extract.finders.quantities import find_quantities
from policy_extract.lexicon import load_lexicon
from policy_extract.text import Passage

Value = int | float | None
LEXICON = load_lexicon()


def read(text: str) -> list[tuple[Value, Value, str]]:
    return [(q.low, q.high, q.unit) for q in find_quantities(Passage.of(text), LEXICON)]


def only(text: str) -> tuple[Value, Value, str]:
    found = read(text)
    assert len(found) == 1, f"{text}: {found}"
    return found[0]


SAME: list[tuple[tuple[Value, Value, str], list[str]]] = [
    (
        (300, None, "家"),
        [
            "新增示范企业300家以上",
            "新增示范企业不少于300家",
            "新增示范企业不少于 300 家",
            "示范企业达到３００家以上",
            "示范企业超过300家",
            "示范企业突破300家",
            "至少培育300家",
            "示范企业达三百家以上",
            "示范企业300余家",
            "示范企业300多家",
            "建成300家及以上",
            "示范企业300家（含）以上",
        ],
    ),
    (
        (None, 2_000_000, "元"),
        [
            "给予不超过200万元补助",
            "最高不超过200万元",
            "给予最高200万元",
            "最高奖励200万元",
            "最高可给予200万元",
            "补助上限200万元",
            "单笔200万元以下",
            "控制在200万元以内",
            "不得超过２００万元",
            "奖励金额未超过200万元",
            "每家最多补贴200万元",
            "给予不超过 200\n万元的补助",
            "最高二百万元",
        ],
    ),
    (
        (40_000_000_000, 40_000_000_000, "元"),
        ["完成投资400亿元", "完成投资400 亿元", "完成投资四百亿元", "投资0.04万亿元"],
    ),
    ((500_000, 500_000, "元"), ["贷款最高额度50万元", "最高贷款额度调整为50万元", "最高额度提高至50万元"]),
    ((20, 20, "%"), ["最低首付款比例为20%", "最低首付比例统一调整为20％", "比例为百分之二十", "比例为百分之20"]),
    (
        (20, None, "%"),
        ["保证金最低按照起拍价的20%缴纳", "不低于合同金额的20%", "预付款不低于合同金额20%", "占比20%以上"],
    ),
    ((None, 20, "%"), ["不得超过项目总投资的20%", "不高于展位费总额20%的补助", "降幅在20%以内"]),
    ((5, 8, "%"), ["增长5%—8%", "增长5%-8%", "增长5-8%", "增长5%至8%", "增长5%～8%", "增长5%到8%"]),
    ((3, 5, "年"), ["用3至5年时间", "用3—5年时间", "用三至五年时间", "用三到五年时间", "期限3年至5年"]),
    ((10_000, 30_000, "元"), ["罚款1万元—3万元", "罚款1—3万元", "罚款1万元以上3万元以下", "罚款1万元至3万元"]),
    ((1200, 2500, "元"), ["月缴存额1200元以上至2500元（含）以下", "月缴存额1200元至2500元"]),
    ((18, 36, "个月"), ["周期在18个月（不含）—36个月之间", "周期18至36个月"]),
    ((1, 5, "个工作日"), ["将在1个至5个工作日内完成", "1—5个工作日"]),
    ((16, 24, "岁"), ["16—24岁青年", "16-24岁青年"]),
    (
        (None, 3, "个工作日"),
        ["3个工作日内办结", "三个工作日内办结", "3 个工作日之内", "在 3 个\n工作日内办结", "不超过3个工作日"],
    ),
    ((None, 1, "个月"), ["合同签订后一个月内缴清", "合同签订后1个月内缴清", "签订合同后的一个月之内", "不超过一个月"]),
    ((None, 95, "%"), ["不超过资金总额的95%", "但不超资金总额的95%", "不超资金总额95%", "不超95%"]),
    ((30, 30, "个批次"), ["抽检30个批次", "抽检三十个批次"]),
    ((20, 20, "个基点"), ["平均利率低于上年20个基点", "利率下降20个基点", "利率加20个基点"]),
    ((None, 2, "年"), ["毕业两年内", "毕业2年内", "毕业2年以内", "近2年内", "不满2年", "未满两年"]),
    ((0.5, 0.5, "年"), ["开展为期半年的整治", "失业半年的人员"]),
    ((0.5, None, "年"), ["失业半年以上人员"]),
    ((1.5, 1.5, "年"), ["为期一年半的试点", "为期1年半的试点"]),
    (
        (0.5, 0.5, ""),
        ["按投影面积的一半计算", "按二分之一计算", "按投影面积的1/2计算", "完成主体结构1/2", "主体结构1/2、封顶后"],
    ),
    ((0.75, 0.75, ""), ["增设主体结构3/4和外立面", "进度达到3/4"]),
    ((0.25, None, ""), ["进度达到1/4以上", "进度达到四分之一以上"]),
    ((0.5, None, ""), ["占总课时一半以上", "占比二分之一以上", "成员半数以上"]),
    ((1 / 3, 1 / 3, ""), ["压减三分之一", "压减了三分之一"]),
    ((2, 2, "倍"), ["规模翻一番", "规模翻番", "提高至2倍", "提高到两倍"]),
    ((4, 4, "倍"), ["规模翻两番"]),
    ((0.8, None, "倍"), ["不得低于规划配比要求的0.8倍", "0.8倍以上"]),
    ((None, 0.8, "%"), ["担保费率不超过0.8%", "费率0.8%以下"]),
    ((3, None, "年"), ["获奖满3年的单位", "获奖满三年的单位", "具有3年以上经验", "具有三年以上经验", "从业3年多"]),
    ((None, 18, "周岁"), ["未满18周岁", "不满十八周岁", "18周岁以下"]),
    ((18, None, "周岁"), ["年满18周岁", "年满十八周岁"]),
    ((36, None, "个月"), ["去化周期超36个月的", "去化周期大于36个月的"]),
    ((1, None, "所"), ["每县至少建成一所", "每县至少建有1所", "至少一所中心校", "一所以上"]),
    ((20, 20, "BP"), ["利率加点20BP", "按LPR+20BP执行"]),
    ((2, 2, "个百分点"), ["高于全国平均水平2个百分点", "提高2个百分点", "低于全省平均水平2个百分点左右"]),
    ((2, None, "个百分点"), ["提高2个百分点以上"]),
    ((5, 5, "%"), ["增长5%左右", "增长约5%", "年均增长5%", "比上年增长5%"]),
    ((3, 3, "成"), ["压减三成左右", "压减3成左右"]),
    ((716_075, 716_075, "吨"), ["产量716,075吨", "产量716075吨"]),
    ((45.5, 45.5, "元/平方米"), ["租金45.5元/平方米", "租金每月45.5元/平方米"]),
    ((32, 32, "元/平方米/月"), ["租金32元/平方米/月"]),
    ((2000, 2000, "元/人·月"), ["补贴2000元/人·月"]),
    ((500_000, 500_000, "吨/年"), ["50万吨/年聚酯项目", "产能50万吨/年"]),
    ((120_000_000, 120_000_000, "千瓦"), ["装机1.2亿千瓦", "装机12000万千瓦"]),
    ((5, 5, "千瓦"), ["装机5千瓦", "装机五千瓦"]),
    ((52_000_000_000, None, "千瓦时"), ["发电520亿千瓦时以上"]),
    ((4, 4, "档"), ["由现行四档调整", "由现行4档调整"]),
    ((100_000_000, None, "元"), ["亿元以上项目", "1亿元以上项目", "超亿元项目"]),
    ((1000, None, "名"), ["培训千名以上骨干", "培训1000名以上骨干"]),
    ((1, 1, "次"), ["每季度召开一次例会", "每年组织1次"]),
    ((None, 500, "米"), ["步行500米内", "步行500米以内"]),
    ((48, 48, "小时"), ["放行时间48小时", "放行时间四十八小时"]),
    ((60, 60, "ml/min"), ["滤过率60ml/min"]),
    ((16, 16, "条"), ["落实好16条措施"]),
    ((7, 7, "折"), ["实行7折优惠", "实行七折优惠"]),
    ((150, None, "cm"), ["公示栏不小于150cm"]),
    ((10_000, 10_000, "家"), ["推动1万家企业改造"]),
    ((None, 90, "%"), ["执行进度未达到90%的", "开工率不足90%的"]),
    ((60, 60, "分"), ["60分为合格"]),
    ((None, 15, "日"), ["收到之日起15日内", "收到之日起十五日内"]),
    ((5, 5, "日"), ["公示期5日", "公示期为五日"]),
    ((18_000, 18_000, "人次"), ["培训1.8万人次"]),
    ((80, 80, "元/列"), ["按80元/列奖补"]),
    ((300_000, None, "人口"), ["30万人口以上的县"]),
]


@pytest.mark.parametrize("expected, text", [(value, text) for value, texts in SAME for text in texts])
def test_one_quantity(expected: tuple[Value, Value, str], text: str) -> None:
    low, high, unit = only(text)
    assert (low, high, unit) == (pytest.approx(expected[0]), pytest.approx(expected[1]), expected[2])


MANY: list[tuple[str, list[tuple[Value, Value, str]]]] = [
    ("考试用时90分钟,得分40分", [(90, 90, "分钟"), (40, 40, "分")]),
    ("分别达到30%、20%和10%", [(30, 30, "%"), (20, 20, "%"), (10, 10, "%")]),
    ("分别达到30%、20%和10%以上", [(30, None, "%"), (20, None, "%"), (10, None, "%")]),
    ("分别不低于30%和20%", [(30, None, "%"), (20, None, "%")]),
    ("锅炉800台、2650蒸吨", [(800, 800, "台"), (2650, 2650, "蒸吨")]),
    (
        "建成场馆20个、示范广场50个以上",
        [(20, 20, "个"), (50, None, "个")],
    ),  # nouns between: the bound is the last one's
    ("100人以上、300人以下", [(100, None, "人"), (None, 300, "人")]),
    ("由四档调整为三档", [(4, 4, "档"), (3, 3, "档")]),
    ("从8%提高到10%以上", [(8, 8, "%"), (10, None, "%")]),
    ("最高额度由20万调整为30万元", [(200_000, 200_000, ""), (300_000, 300_000, "元")]),
    ("投资从3亿增加到5亿元", [(300_000_000, 300_000_000, ""), (500_000_000, 500_000_000, "元")]),
    ("奖励20 \n万元—50 万元", [(200_000, 500_000, "元")]),
    ("产值20\n亿元", [(2_000_000_000, 2_000_000_000, "元")]),
    ("按30%给予补助,最高不超过500万元", [(30, 30, "%"), (None, 5_000_000, "元")]),
    ("每招用1人补贴1500元", [(1, 1, "人"), (1500, 1500, "元")]),
    ("1000万元以上的企业200家", [(10_000_000, None, "元"), (200, 200, "家")]),
    ("对超过50人的单位每人奖励300元", [(50, None, "人"), (300, 300, "元")]),
    ("对高于市场价格的给予300元", [(300, 300, "元")]),
    ("超出规定部分的20%收回", [(20, 20, "%")]),
    ("60%以上（含60%）", [(60, None, "%")]),
    ("超过50人（含50人）", [(50, None, "人")]),
    ("1.100家企业", [(100, 100, "家")]),  # the marker of item 1
    ("措施如下。\n2.35个项目", [(35, 35, "个")]),
    ("费率降至\n1.5%", [(1.5, 1.5, "%")]),  # a hard-wrapped line
    ("罚款5万元以\n上20万元以下", [(50_000, 200_000, "元")]),
    ("新建充电桩30万个,其中公共桩15万个", [(300_000, 300_000, "个"), (150_000, 150_000, "个")]),
    ("尺寸不小于30cm×40cm", [(30, None, "cm"), (40, 40, "cm")]),
    ("投资500平方米一1000平方米", [(500, 1000, "平方米")]),  # what OCR makes of a dash
    ("职级前10名的单位共3家", [(3, 3, "家")]),
]


@pytest.mark.parametrize("text, expected", MANY)
def test_several_quantities(text: str, expected: list[tuple[Value, Value, str]]) -> None:
    assert read(text) == expected


NONE = [
    "上午8时40分召开",
    "晚8点35分30秒有震感",
    "附件：1．2022年计划表",
    "2.2023年名单",
    # dates and years
    "2025年",
    "2025 年建成",
    "二〇二五年",
    "2025—2027年",
    "6月30日前",
    "3月至5月",
    "自2024年1月1日起",
    "二〇〇五年三月三日",
    "每月15日前",
    "12月底前",
    "乾隆四十年（1775）",
    "三季度",
    "上半年",
    "下半年",
    "80年代",
    # ordinals, documents, clauses
    "第三十六次会议",
    "第10个品牌日",
    "第 3 批",
    "第二十条",
    "第2号",
    "京政发〔2024〕15号",
    "附件3",
    "前10名",
    "前三名",
    "十五届94次常务会议",
    "5.3处置评估",
    "1.1编制目的",
    "2、加强统筹",
    "（3）完善机制",
    # names and set phrases
    "“十四五”规划",
    "十五五时期",
    "5G基站",
    "4S店",
    "12345热线",
    "拨打12315",
    "“1+3+8”体系",
    "33条+19条",
    "三包服务",
    "一带一路",
    "双随机、一公开",
    "世界500强",
    "5A级景区",
    "A级景区",
    "PM2.5浓度",
    "GB55038标准",
    "三年行动",
    "3年行动计划",
    "九年义务教育",
    "最多跑一次",
    "一次性退还",
    "最后一公里",
    "最先一公里",
    "后一阶段",
    "2021 \n年修正",
    "附件1/2",
    "第1/6页",
    "图3/4",
    "1/2号楼",
    "表1/3",
    "7×24小时服务",
    "5年期以上贷款利率",
    "一成不变",
    "十分重要",
    "元旦",
    # determiners
    "培育一批企业",
    "建设一个平台",
    "两个中心",
    "四大行动",
    "一站式服务",
    "双百工程",
    "三方协议",
    "市县两级",
    "实施百项工程",
    "十大产业链",
    "几十家企业",
    "数百名干部",
    "上一年",
    "每两年评估",
    # telephone numbers and notations
    "电话：0371-65901234",
    "比例为4:3:2:1",
    "9:30开会",
    "编号086 对照",
    "索引号11440106718120458W",
    "4月16日至18日",
    "4部门联合印发",
]


@pytest.mark.parametrize("text", NONE)
def test_no_quantity(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text, written",
    [
        ("企业达到500家以上,适时", "500家以上"),
        ("给予最高不超过 100 万元补助", "最高不超过 100 万元"),
        ("满６个月（含）以上的", "满６个月（含）以上"),
        ("在18个月（不含）—36个月之间", "18个月（不含）—36个月"),
        ("不得低于配比的0.8倍", "0.8倍"),  # a bound that stands apart is not in the span
        ("压减三分之一左右", "三分之一"),
    ],
)
def test_span_is_the_text_as_written(text: str, written: str) -> None:
    passage = Passage.of(text)
    (found,) = find_quantities(Passage(passage.text, "前文" + text, 2), LEXICON)
    assert found.text.startswith(written)
    assert ("前文" + text)[found.start : found.end] == found.text


@pytest.mark.parametrize(
    "text, indicator, base",
    [
        ("到2025年,森林覆盖率达到35%", "森林覆盖率", None),
        ("力争单位产值能耗比2020年下降13.5%", "单位产值能耗", "比2020年"),
        ("规模以上工业增加值同比增长6%以上", "规模以上工业增加值", "同比"),
        ("其中公共机构占比提高到40%", "公共机构占比", None),
        ("将城镇调查失业率控制在5.5%以内", "城镇调查失业率", None),
        ("每套补贴最高不超过2万元", "每套补贴", None),
        ("（三）粮食产量稳定在500万吨以上", "粮食产量", None),
        ("全市高新技术企业突破300家", "全市高新技术企业", None),
        ("组织300场活动", "活动", None),
        ("给予企业不超过50万元奖励", "奖励", None),
        ("一般为3人", None, None),
    ],
)
def test_what_is_measured_and_against_what(text: str, indicator: str | None, base: str | None) -> None:
    found = find_quantities(Passage.of(text), LEXICON)[-1]
    assert (found.indicator, found.base) == (indicator, base)


def test_clause_and_latest_are_left_to_the_caller() -> None:
    (found,) = find_quantities(Passage.of("建成10个园区"), LEXICON, date(2024, 5, 1))
    assert (found.clause, found.latest, found.rule) == ("", None, "digits")


def test_a_blanked_deadline_leaves_the_quantity() -> None:
    assert read("           建成10个以上园区") == [(10, None, "个")]


def test_a_row_of_a_researcher_is_a_unit(tmp_path: Path) -> None:
    with (tmp_path / "units.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["unit", "kind", "numerals", "not_before", "note"])
        rows.writerow(["蒲式耳", "volume", "yes", "", ""])
    found = find_quantities(Passage.of("进口大豆30万蒲式耳"), load_lexicon(tmp_path))
    assert [(q.low, q.unit) for q in found] == [(300_000, "蒲式耳")]
    assert read("进口大豆30万蒲式耳") == []


@pytest.mark.parametrize(
    "piece", ["1,", "1.", "1", "一", "一二", "1—", "5分之", "1/", "不低于", "1万", "(含", "1个、", "1 "]
)
def test_hostile_text_takes_time_in_proportion(piece: str) -> None:
    def seconds(length: int) -> float:
        passage = Passage.of(piece * (length // len(piece)))
        begin = time.perf_counter()
        find_quantities(passage, LEXICON)
        return time.perf_counter() - begin

    short, long = seconds(20_000), seconds(160_000)
    assert long < 40 * short + 0.5


@pytest.mark.parametrize("name", ["units", "bounds"])
def test_the_tables_are_sorted_and_known(name: str) -> None:
    rows = LEXICON.table(name)
    path = LEXICON.folders[0] / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        keys = [row[0] for row in csv.reader(file)][1:]
    assert keys == sorted(set(keys))
    if name == "units":
        kinds = {"money", "ratio", "time", "length", "area", "volume", "mass", "energy", "power", "heat", "data"}
        assert {row["kind"] for row in rows} <= kinds | {"people", "count", "per"}
        assert {row["numerals"] for row in rows} == {"yes", "no"}
    else:
        assert {(row["place"], row["bound"], row["apart"]) for row in rows} <= {
            (place, bound, apart)
            for place in ("before", "after")
            for bound in ("low", "high", "exact")
            for apart in ("", "noun", "verb")
        }

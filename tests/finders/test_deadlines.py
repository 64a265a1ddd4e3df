"""Deadlines: the last day first, then every phrasing of it; what is no deadline beside them."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest

from policy_extract.finders.deadlines import find_deadlines, govern
from policy_extract.finders.quantities import find_quantities
from policy_extract.lexicon import load_lexicon
from policy_extract.model import Span
from policy_extract.text import Passage

LEXICON = load_lexicon()
WRITTEN = date(2024, 2, 19)


def read(text: str, written: date | None = WRITTEN) -> list[tuple[str, date | None]]:
    return [(d.text, d.latest) for d in find_deadlines(Passage.of(text), LEXICON, written)]


SAME: list[tuple[date, list[str]]] = [
    (
        date(2024, 12, 31),
        [
            "【年内】出台管理办法",
            "力争【年内】开工",
            "【年底前】全部建成",
            "【年底】建成高标准农田20万亩",
            "【2024年底前】完成",
            "【2024年年底前】完成",
            "【2024 年 12 月底前】完成",
            "【2024年12月31日前】报送",
            "【12月31日之前】报送",
            "【到2024年】,覆盖率达到80%",
            "【到2024年底】,覆盖率达到80%",
            "【今年年底前】完成",
            "【今年底】完成",
            "【二〇二四年底前】完成",
            "【全年】组织50场以上活动",
            "【四季度】发电量增长8%",
            "【第四季度】发电量增长8%",
            "【2024年第四季度】全面推广",
            "【2024年】建成10个基地",
            "(省财政厅负责,【2024年12月底前】完成)",
            "完成时限:【2024年12月】",
            "完成时限：【2024年12月底】",
            "完成时间:【2024年底】",
            "【下半年】开展评估",
            "政策延续【至2024年12月31日】",
            "最长可延【至2024年12月31日】",
            "执行期限【至2024年12月31日】",
            "【自2024年1月1日至2024年12月31日】,免征租金",
            "【自2024年1月1日起至12月31日】,免征租金",
            "【2024年3月—12月】,集中整治",
            "【2024年10―12月】,由主管部门审查",
            "建设期限截止【至 2024 年】 ,分两步实施",
            "【自2024年1月1日（含当日）至2024年12月31日】,减半收取",
            "【2024年12月】全部办结",
            "【截至2024年底】,建成5G基站1000个",
            "“十三五”后,【2024年底前】完成",
            "【2023年和2024年】每年改造2万户",
            "【2023—2024年】,每年安排专项资金",
            "【自印发之日起至2024年12月31日】,免收保证金",
            "【从本措施印发之日起至2024年12月31日】,免收保证金",
            "【自本措施印发之日起至2024年12月31日期间】,免收保证金",
            "【自发文之日至2024年12月31日】,免收保证金",
            "【发文之日起至2024年12月31日】,免收保证金",
            "【即日起至2024年12月31日】,免收保证金",
            "【本通知印发之日起至2024年12月31日】,对新引进人才给予补贴",
            "该条政策【自发文之日起执行至2024年12月31日止】",
            "活动【从2024年5月1日持续到2024年12月31日】",
            "政策实施期限【截至2024年12月31日】",
            "实施时限暂定【至2024年底】",
            "政策执行期为【2024年8月1日至2024年12月31日】",
            "最迟【不超过2024年12月31日】完成装修",
            "最迟【不得超过2024年12月31日】完成装修",
            "应【不晚于2024年12月31日】完成装修",
            "【2024年12月31日(含)前】申报",
            "分别于【2024年7月10日和12月31日前】报送报告",
            "开工率【2024年第四季度】分别达到70%、50%",
        ],
    ),
    (
        date(2024, 6, 30),
        [
            "【6月底前】印发方案",
            "【六月底前】印发方案",
            "【2024年6月底前】印发方案",
            "【6月30日前】印发方案",
            "【６月３０日前】印发方案",
            "【六月三十日前】印发方案",
            "【2024年6月30日以前】印发方案",
            "请于【6月30日前】反馈意见",
            "【上半年】印发方案",
            "【二季度】印发方案",
            "【第二季度】印发方案",
            "【一、二季度】形成实物工作量",
            "【2024年第二季度内】印发方案",
            "【2024年上半年】印发方案",
            "【2024年6月】全部出台",
            "一、动员部署阶段(【2024年3月—6月】)",
            "(二)集中清理(【4月—6月】)。组织各镇开展",
            "(二)集中清理(【2024年4月—6月】)",
            "报名截止时间为:【2024年6月30日】",
            "清理整顿的完成时限是【2024年6月】",
        ],
    ),
    (date(2024, 10, 10), ["【10月上旬】召开会议", "【10月10日前】复工"]),
    (date(2024, 9, 30), ["【前三季度】完成投资80%", "【三季度前】完成", "【9月末】贷款余额增长10%"]),
    (date(2024, 2, 29), ["【2月底前】报送", "【2024年2月底前】报送"]),
    (
        date(2025, 12, 31),
        ["【明年】建成投产", "【明年年底前】建成投产", "到【“十四五”末】,翻一番", "【到2025年】,翻一番"],
    ),
    (date(2026, 3, 31), ["【2024年3月1日至2026年3月31日】,减半收取", "实施期限【至2026年3月31日】"]),
    (
        date(2027, 12, 31),
        ["【2025—2027年】省财政每年安排1亿元", "【2025-2027年】，每年新增2万套", "【2025年至2027年】，每年新增2万套"],
    ),
    (date(2030, 12, 31), ["【2030年前】实现碳达峰", "【到“十五五”末】基本建成"]),
]


@pytest.mark.parametrize("latest, marked", [(latest, text) for latest, texts in SAME for text in texts])
def test_one_deadline(latest: date, marked: str) -> None:
    text = marked.replace("【", "").replace("】", "")
    found = read(text + "。")
    assert [day for _, day in found] == [latest]
    meant = re.findall("【(.*?)】", marked)[0]
    assert meant in found[0][0] or found[0][0] in meant


NONE = [
    # measures, procedures and recurring terms without a due day
    "三年内不再受理",
    "5个工作日内办结",
    "收到申请之日起30日内",
    "毕业2年内的高校毕业生",
    "用5年时间培养1万人",
    "每年评估一次",
    "每季度通报",
    "每月调度",
    "逐年提高",
    "近年来",
    "当年各级计划",
    "上年末贷款余额",
    "历年底数",
    "去年底",
    # starts, history, comparison
    "自2024年5月1日起施行",
    "2024年5月1日起执行",
    "2020年以来",
    "从2024年开始",
    "比2020年下降18%",
    "较2023年提高5个百分点",
    "2021年,全县获评示范县",
    "2019年12月31日前取得的许可",
    "截至2023年底,建成20个",
    "增速比三季度提高2个百分点",
    "会议于2024年1月8日召开",
    "2024年2月已完成备案",
    "2024年1月启动了编制工作",
    "2024年1月末,贷款余额增长9%",
    "2023年7月至目前,月缴存额3500元",
    # who qualifies
    "对2024年3月31日之前供应的土地",
    "2024年出让的商住用地,保证金减半",
    "对于2024年6月30日前竣工的项目",
    "对2024年—2025年期间购置的汽车",
    "2024年6月30日前已转制的企业",
    # names and dates of documents
    "2024年工作要点",
    "实施2024年重点任务",
    "(2023—2025年)",
    "印发2024年度计划",
    "2024年度省级重点项目",
    "2024年版目录",
    "2024年第10号公告",
    "2024年2月19日",
    "2024年2月19日印发",
    "2024年2月19日\n前 言",
    "附件:2024年示范企业名单",
    "“2024年质量月”活动",
    "2024年是关键一年",
    "做好2024年高校毕业生就业工作",
    "2024年全县民生实事项目清单",
    # validity of the document
    "有效期至2026年12月31日",
    "本办法自印发之日起施行,有效期至2026年12月31日",
    "本通知执行至2026年12月31日",
    "本通知自印发之日起至2026年12月31日有效",
    "本办法自发布之日起施行至2026年12月31日",
    "自印发之日起至2026年12月31日有效",
    "有效期自印发之日起至2026年12月31日",
    "有效期为2024年5月1日至2026年12月31日",
    "自本措施印发之日起施行",
    "收到通知之日起30日内",
    "(4月—6月的数据)",
    "统计数据(2024年3月)",
    "累计不超过36个月",
    "截至2024年1月底,建成20个",
    # no date at all
    "持续推进",
    "长期坚持",
    "目前",
    "日前",
    "此前",
    "半年",
    "月度调度",
    "全年目标",
    "第一季",
]


@pytest.mark.parametrize("text", NONE)
def test_no_deadline(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text, written, expected",
    [
        # without the notice's date only what names its year can be worked out
        ("6月底前印发", None, [("6月底前", None)]),
        ("年内印发", None, [("年内", None)]),
        ("2025年6月底前印发", None, [("2025年6月底前", date(2025, 6, 30))]),
        ("到2025年建成", None, [("到2025年", date(2025, 12, 31))]),
        # a year named earlier in the sentence holds for what follows, up to its end
        (
            "2026年6月底前试点,10月底前推广",
            WRITTEN,
            [("2026年6月底前", date(2026, 6, 30)), ("10月底前", date(2026, 10, 31))],
        ),
        (
            "2026年6月底前试点。10月底前推广",
            WRITTEN,
            [("2026年6月底前", date(2026, 6, 30)), ("10月底前", date(2024, 10, 31))],
        ),
        (
            "2026年6月底前试点,10月底前推广",
            None,
            [("2026年6月底前", date(2026, 6, 30)), ("10月底前", date(2026, 10, 31))],
        ),
        # a notice of late in the year means the coming spring; one known by its year alone does not
        ("3月底前报送", date(2024, 12, 5), [("3月底前", date(2025, 3, 31))]),
        ("一季度开工。", date(2024, 11, 20), [("一季度", date(2025, 3, 31))]),
        ("3月底前报送", date(2024, 12, 31), [("3月底前", date(2024, 3, 31))]),
        ("年底前报送", date(2024, 12, 5), [("年底前", date(2024, 12, 31))]),
        ("9月底开工", date(2024, 10, 1), [("9月底", date(2024, 9, 30))]),
        # what recurs, or hangs on another date, has no last day
        ("每年3月底前报送报告", WRITTEN, [("每年3月底前", None)]),
        ("每月10日前报送进度", WRITTEN, []),
        ("次年1月底前完成清算", WRITTEN, [("次年1月底前", None)]),
        ("当年12月底前完成清算", WRITTEN, [("当年12月底前", None)]),
    ],
)
def test_what_a_relative_deadline_counts_from(
    text: str, written: date | None, expected: list[tuple[str, date | None]]
) -> None:
    assert read(text, written) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        (
            "2024年确保达到800万吨,力争达到1000万吨;2025年确保达到1300万吨",
            [("2024年", date(2024, 12, 31)), ("2025年", date(2025, 12, 31))],
        ),
        (
            "到2025年建成20个,到2027年建成50个",
            [("到2025年", date(2025, 12, 31)), ("到2027年", date(2027, 12, 31))],
        ),
        (
            "6月底前下达60%以上、9月底前下达80%以上、11月底前全部下达",
            [("6月底前", date(2024, 6, 30)), ("9月底前", date(2024, 9, 30)), ("11月底前", date(2024, 11, 30))],
        ),
        ("二、三季度开展评估", [("二、三季度", date(2024, 9, 30))]),
    ],
)
def test_several_deadlines(text: str, expected: list[tuple[str, date]]) -> None:
    assert read("按照要求," + text) == expected


# The last day of each number of a passage, by the deadline that governs it.
GOVERNED: list[tuple[str, list[str | None]]] = [
    ("到2025年,产值达到500亿元,企业超过30家", ["2025-12-31", "2025-12-31"]),
    ("到2025年,产值达到500亿元;企业超过30家。开展培训20场", ["2025-12-31", "2025-12-31", None]),
    ("年底前建成30个;改造50个", ["2024-12-31", None]),
    ("2024年新增30家,2025年新增50家", ["2024-12-31", "2025-12-31"]),
    ("6月底前下达60%以上、9月底前下达80%以上", ["2024-06-30", "2024-09-30"]),
    ("建设站点300个(2025年底前完成)", ["2025-12-31"]),
    ("建设站点300个,2025年底前全部投用", ["2025-12-31"]),
    ("建设站点300个,每站配备车辆、器材和管理人员,2025年底前全部投用", [None]),
    ("培育企业30家。开展培训20场。(完成时限:2024年10月)", ["2024-10-31", "2024-10-31"]),
    ("每年3月底前抽查30家", [None]),
    ("培育企业30家。", [None]),
    ("到2025年,建成30个。\n培训20场", ["2025-12-31", None]),
    ("到2025年,全市\n建成30个", ["2025-12-31"]),
]


@pytest.mark.parametrize("text, expected", GOVERNED)
def test_the_deadline_that_governs_a_number(text: str, expected: list[str | None]) -> None:
    passage = Passage.of(text)
    deadlines = find_deadlines(passage, LEXICON, WRITTEN)
    rest = passage.without([Span(d.start, d.end) for d in deadlines])
    found = govern(find_quantities(rest, LEXICON), deadlines, passage)
    assert [q.latest.isoformat() if q.latest else None for q in found] == expected


def test_section_two_is_no_quarter() -> None:
    assert read("二、三季度重点工作安排") == []


def test_offsets_are_those_of_the_document() -> None:
    text = "（一）完善制度。２０２５年６月底前，出台细则。"
    (found,) = find_deadlines(Passage.of(text), LEXICON, WRITTEN)
    assert (text[found.start : found.end], found.text) == ("２０２５年６月底前",) * 2
    part = Passage(Passage.of(text).text[8:], text, 8)
    assert [d.start for d in find_deadlines(part, LEXICON, WRITTEN)] == [found.start]


def test_cues_match_their_examples_alone() -> None:
    for name, cue in LEXICON.cues("deadlines").items():
        before = cue["place"] == "before"
        source = cue.get("pattern") or "|".join(map(re.escape, cue["words"]))
        pattern = re.compile(f"(?:{source})$" if before else f"(?:{source})")
        for example in cue["examples"]:
            assert pattern.search(example) if before else pattern.match(example), (name, example)
        for example in cue["counterexamples"]:
            assert not (pattern.search(example) if before else pattern.match(example)), (name, example)


@pytest.mark.parametrize(
    "piece", ["2024年", "年底", "十四五末", "6月", "一二三季度", "2024年至", "到", "年", "2024 ", "每年"]
)
def test_hostile_text_takes_time_in_proportion(piece: str) -> None:
    def seconds(length: int) -> float:
        passage = Passage.of(piece * (length // len(piece)))
        begin = time.perf_counter()
        find_deadlines(passage, LEXICON, WRITTEN)
        return time.perf_counter() - begin

    short, long = seconds(20_000), seconds(160_000)
    assert long < 40 * short + 0.5

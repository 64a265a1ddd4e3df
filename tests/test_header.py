"""The header: title, document number, issuers, date, recipients, and the region and genre read from them.

Each row is the text around a short body and what a reader writes down; a field that a row leaves out is not compared.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from policy_extract import Header, parse
from policy_extract.header import read_date
from tests.laws import broken_laws

BODY = "现就有关事项通知如下：\n一、加强领导。各镇要落实专人。\n二、加强督查。各镇要逐月通报。"
PLAIN = "一、加强领导。各镇要落实专人。\n二、加强督查。各镇要逐月通报。"
TITLE = "某州市人民政府关于加强农村供水工作的通知"
ISSUER = "某州市人民政府"
NOTHING: dict[str, Any] = {
    "title": None,
    "document_number": None,
    "issuers": (),
    "date": None,
    "recipients": None,
    "region": None,
    "genre": None,
}

Row = tuple[str, str, dict[str, Any]]

# --- titles ----------------------------------------------------------------------------------------------------------

TITLES: list[Row] = [
    (
        "one line",
        f"{TITLE}\n各镇人民政府：\n{BODY}",
        {"title": TITLE, "genre": "通知", "issuers": (ISSUER,), "recipients": "各镇人民政府"},
    ),
    ("two lines", f"某州市人民政府\n关于加强农村供水工作的通知\n各镇人民政府：\n{BODY}", {"title": TITLE}),
    (
        "two lines, cut inside the matter",
        f"某州市人民政府关于加强农村\n供水工作的通知\n各镇人民政府：\n{BODY}",
        {"title": TITLE},
    ),
    (
        "three lines",
        f"某州市人民政府办公室\n关于印发某州市农村供水\n三年行动方案的通知\n各镇人民政府：\n{BODY}",
        {"title": "某州市人民政府办公室关于印发某州市农村供水三年行动方案的通知", "genre": "通知"},
    ),
    (
        "four lines, the plan's name inside 《》",
        f"某州市人民政府办公室\n关于印发《某州市农村供水\n三年行动方案（2021—2023年）》\n的通知\n各镇人民政府：\n{BODY}",
        {"title": "某州市人民政府办公室关于印发《某州市农村供水三年行动方案（2021—2023年）》的通知"},
    ),
    (
        "spaces between the lines",
        f"　　某州市人民政府\n\n　　关于加强农村供水工作的通知\n\n各镇人民政府：\n{BODY}",
        {"title": TITLE},
    ),
    ("a site's prefix", f"【某州市】{TITLE}\n各镇人民政府：\n{BODY}", {"title": TITLE}),
    (
        "a letterhead above",
        f"某州市人民政府文件\n某政发〔2021〕5号\n{TITLE}\n各镇人民政府：\n{BODY}",
        {"title": TITLE, "document_number": "某政发〔2021〕5号"},
    ),
    (
        "printed twice",
        f"{TITLE}\n某政发〔2021〕5号\n{TITLE}\n各镇人民政府：\n{BODY}",
        {"title": TITLE, "document_number": "某政发〔2021〕5号"},
    ),
    (
        "a bracket at its end",
        f"某州市人民政府关于加强农村供水工作的意见（试行）\n各镇人民政府：\n{PLAIN}",
        {"title": "某州市人民政府关于加强农村供水工作的意见（试行）", "genre": "意见"},
    ),
    (
        "measures without a cover",
        f"某州市促进农村供水若干措施\n为加强农村供水，制定以下措施。\n{PLAIN}",
        {"title": "某州市促进农村供水若干措施", "issuers": ()},
    ),
    (
        "a plan without a cover",
        f"某州市农村供水实施方案\n为加强农村供水，制定本方案。\n{PLAIN}",
        {"title": "某州市农村供水实施方案", "genre": "方案", "recipients": None},
    ),
    (
        "rules",
        "某州市农村供水管理办法\n第一条 为了规范农村供水，制定本办法。\n第二条 本办法由市水利局解释。",
        {"title": "某州市农村供水管理办法", "genre": "办法"},
    ),
    (
        "the issuing title rules over the plan's",
        f"某州市人民政府办公室关于印发某州市农村供水实施方案的通知\n各镇人民政府：\n《某州市农村供水实施方案》已经市政府同意，现印发给你们，请认真贯彻执行。\n某州市人民政府办公室\n2021年3月2日\n某州市农村供水实施方案\n{PLAIN}",
        {
            "title": "某州市人民政府办公室关于印发某州市农村供水实施方案的通知",
            "issuers": ("某州市人民政府办公室",),
            "date": date(2021, 3, 2),
        },
    ),
    (
        "only in 印发《》",
        f"某州市人民政府办公室印发《某州市农村供水实施方案》，要求各镇抓好落实。\n{PLAIN}",
        {"title": "某州市农村供水实施方案"},
    ),
    # titles that are none
    ("a body alone", PLAIN, NOTHING),
    ("articles alone", "第一条 为了规范农村供水，制定本办法。\n第二条 本办法由市水利局解释。", NOTHING),
    ("prose alone", "各镇要加强领导，落实专人，逐月通报进展情况。", NOTHING),
    ("a decimal scheme alone", "1 总则\n1.1 编制目的\n规范应急处置。\n1.2 适用范围\n适用于全市。", {"title": None}),
    ("numbers with spaces alone", "一 、加强领导。各镇要落实专人。\n二 、加强督查。各镇要逐月通报。", {"title": None}),
    (
        "a heading that ends like a title",
        "一、健全管理制度\n各镇要落实专人。\n二、编制工作方案\n各镇要逐月通报。",
        {"title": None, "genre": None},
    ),
]

# --- document numbers ------------------------------------------------------------------------------------------------

NUMBERS: list[Row] = [
    (
        f"number {form}",
        f"{TITLE}\n{form}\n各镇人民政府：\n{BODY}",
        {"document_number": number, "title": TITLE, "recipients": "各镇人民政府"},
    )
    for form, number in [
        ("某政发〔2021〕5号", "某政发〔2021〕5号"),
        ("某政发[2021]5号", "某政发[2021]5号"),
        ("某政发［2021］5号", "某政发［2021］5号"),
        ("某政发(2021)5号", "某政发(2021)5号"),
        ("某政发（2021）5号", "某政发（2021）5号"),
        ("某政发【2021】5号", "某政发【2021】5号"),
        ("某政发﹝2021﹞5号", "某政发﹝2021﹞5号"),
        ("（某政发〔2021〕5号）", "某政发〔2021〕5号"),
        ("(某政发〔2021〕5号)", "某政发〔2021〕5号"),
        ("某政办字〔2021〕105号", "某政办字〔2021〕105号"),
        ("某政规〔２０２１〕５号", "某政规〔２０２１〕５号"),
        ("某政发〔2021〕第5号", "某政发〔2021〕第5号"),
        ("第105号", "第105号"),
    ]
]
NUMBERS += [
    (
        "before the title",
        f"某政发〔2021〕5号\n{TITLE}\n各镇人民政府：\n{BODY}",
        {"document_number": "某政发〔2021〕5号", "title": TITLE},
    ),
    (
        "before the title in 《》, on its line",
        f"某政发〔2021〕5号《{TITLE}》\n各镇人民政府：\n{BODY}",
        {"document_number": "某政发〔2021〕5号", "title": TITLE},
    ),
    (
        "in brackets behind the title",
        f"{TITLE}（某政发〔2021〕5号）\n各镇人民政府：\n{BODY}",
        {"document_number": "某政发〔2021〕5号", "title": TITLE},
    ),
    (
        "the first of several",
        f"{TITLE}\n某政发〔2021〕5号\n各镇人民政府：\n根据上级文件（国发〔2020〕1号）精神，现通知如下：\n{PLAIN}",
        {"document_number": "某政发〔2021〕5号"},
    ),
    # a number that is somebody else's
    (
        "a basis is no number of the notice",
        f"{TITLE}\n各镇人民政府：\n根据上级文件（国发〔2020〕1号）精神，现通知如下：\n{PLAIN}",
        {"document_number": None, "title": TITLE},
    ),
    (
        "a repealed document",
        f"{TITLE}\n各镇人民政府：\n{BODY}\n三、其他事项。某政发〔2011〕8号同时废止。",
        {"document_number": None},
    ),
]

# --- issuers and dates -----------------------------------------------------------------------------------------------

_SIGNED = f"{TITLE}\n各镇人民政府：\n{BODY}\n"
SIGNED: list[Row] = [
    ("name and date", f"{_SIGNED}某州市人民政府\n2021年3月2日", {"issuers": (ISSUER,), "date": date(2021, 3, 2)}),
    (
        "name and date on one line",
        f"{_SIGNED}某州市人民政府 2021年3月2日",
        {"issuers": (ISSUER,), "date": date(2021, 3, 2)},
    ),
    (
        "name and date run together",
        f"{_SIGNED}某州市人民政府2021年3月2日",
        {"issuers": (ISSUER,), "date": date(2021, 3, 2)},
    ),
    ("spaces in the date", f"{_SIGNED}某州市人民政府\n2021 年 3 月 2 日", {"date": date(2021, 3, 2)}),
    ("full width", f"{_SIGNED}某州市人民政府\n２０２１年３月２日", {"date": date(2021, 3, 2)}),
    (
        "indented",
        f"{_SIGNED}　　　　　　某州市人民政府　　\n　　　　　　2021年3月2日　　",
        {"issuers": (ISSUER,), "date": date(2021, 3, 2)},
    ),
    ("Chinese numerals", f"{_SIGNED}某州市人民政府\n二〇一五年六月二十四日", {"date": date(2015, 6, 24)}),
    (
        "Chinese numerals, circles for nought",
        f"{_SIGNED}某州市人民政府\n二○○九年十二月三十一日",
        {"date": date(2009, 12, 31)},
    ),
    ("Chinese numerals, letters for nought", f"{_SIGNED}某州市人民政府\n二OO九年十月一日", {"date": date(2009, 10, 1)}),
    ("Chinese numerals, 零", f"{_SIGNED}某州市人民政府\n二零一九年十一月十二日", {"date": date(2019, 11, 12)}),
    (
        "a note behind it",
        f"{_SIGNED}某州市人民政府\n2021年3月2日\n（此件公开发布）",
        {"issuers": (ISSUER,), "date": date(2021, 3, 2)},
    ),
    (
        "a note before it",
        f"{_SIGNED}（此件公开发布）\n某州市人民政府\n2021年3月2日",
        {"issuers": (ISSUER,), "date": date(2021, 3, 2)},
    ),
    (
        "a print line behind it",
        f"{_SIGNED}某州市人民政府\n2021年3月2日\n抄送：市委各部门。\n某州市人民政府办公室 2021年3月5日印发",
        {"issuers": (ISSUER,), "date": date(2021, 3, 2)},
    ),
    (
        "one issuer per line",
        f"某州市财政局 某州市教育局关于发放助学金的通知\n各镇财政所：\n{BODY}\n某州市财政局\n某州市教育局\n2021年3月2日",
        {"issuers": ("某州市财政局", "某州市教育局")},
    ),
    (
        "several issuers on a line",
        f"某州市财政局 某州市教育局关于发放助学金的通知\n各镇财政所：\n{BODY}\n某州市财政局　　某州市教育局\n某州市民政局\n2021年3月2日",
        {"issuers": ("某州市财政局", "某州市教育局", "某州市民政局")},
    ),
    (
        "issuers run together",
        f"关于发放助学金的通知\n各镇财政所：\n{BODY}\n某州市财政局某州市教育局\n2021年3月2日",
        {"issuers": ("某州市财政局", "某州市教育局"), "title": "关于发放助学金的通知"},
    ),
    (
        "national issuers, one per line",
        f"财政部 教育部关于发放助学金的通知\n各省、自治区、直辖市财政厅（局）：\n{BODY}\n财政部\n教育部\n2021年3月2日",
        {"issuers": ("财政部", "教育部"), "date": date(2021, 3, 2), "region": None},
    ),
    (
        "stamped for another",
        f"{TITLE}\n各镇人民政府：\n{BODY}\n某州市人民政府\n（某州市人民政府办公室代章）\n2021年3月2日",
        {"issuers": (ISSUER,), "date": date(2021, 3, 2)},
    ),
    (
        "an office stamps",
        f"某州市水利局关于校验水表的通知\n各镇水利站：\n{BODY}\n某州市水利局（代章）\n2021年3月2日",
        {"date": date(2021, 3, 2)},
    ),
    (
        "the office signs the office's notice",
        f"某州市人民政府办公室关于校验水表的通知\n各镇人民政府：\n{BODY}\n某州市人民政府办公室\n2021年3月2日",
        {"issuers": ("某州市人民政府办公室",)},
    ),
    ("no signature: from the title", f"{TITLE}\n各镇人民政府：\n{BODY}", {"issuers": (ISSUER,), "date": None}),
    # dates that are none of the notice
    ("a news date", f"{TITLE}\n发布时间：2021-03-09 10:20\n各镇人民政府：\n{BODY}", {"date": None, "title": TITLE}),
    (
        "a date of coming into force",
        f"{TITLE}\n各镇人民政府：\n{BODY}\n三、其他事项。本通知自2021年5月1日起施行。",
        {"date": None},
    ),
    ("a print date alone", f"{TITLE}\n各镇人民政府：\n{BODY}\n某州市人民政府办公室 2021年3月5日印发", {"date": None}),
]

# --- recipients ------------------------------------------------------------------------------------------------------

RECIPIENTS: list[Row] = [
    (f"to {address[:12]}", f"{TITLE}\n{address}{colon}\n{BODY}", {"recipients": address, "title": TITLE})
    for address, colon in [
        ("各镇人民政府，市政府各部门、各直属机构", "："),
        ("各镇人民政府,市政府各部门,各有关单位", ":"),
        ("各县（市、区）人民政府，各开发区管委会，市直有关单位", "："),
        ("各省、自治区、直辖市人民政府，国务院各部委、各直属机构", "："),
        ("各镇中心学校，市直各学校", "："),
        ("有关企业", "："),
        ("市水利局", "："),
    ]
]
RECIPIENTS += [
    (
        "over two lines",
        f"{TITLE}\n各镇人民政府，各街道办事处，市政府各部门，\n各直属机构，各有关单位：\n{BODY}",
        {"recipients": "各镇人民政府，各街道办事处，市政府各部门，各直属机构，各有关单位"},
    ),
    (
        "persons",
        "某州市水利局对市政协第12号提案的答复\n张某某委员：\n您提出的提案收悉，现答复如下：\n一、基本情况。全市已通水。\n二、下步打算。扩建水厂。\n某州市水利局\n2021年3月2日",
        {
            "recipients": "张某某委员",
            "title": "某州市水利局对市政协第12号提案的答复",
            "genre": "答复",
            "date": date(2021, 3, 2),
        },
    ),
    (
        "two persons",
        "某州市水利局关于对市政协第12号提案的复函\n张某某、李某委员：\n你们提出的提案收悉，现答复如下：\n一、基本情况。全市已通水。\n二、下步打算。扩建水厂。",
        {"recipients": "张某某、李某委员", "genre": "复函"},
    ),
    (
        "an approval of a request",
        "某州市人民政府关于同意设立供水站的批复\n石桥镇人民政府：\n你镇《关于设立供水站的请示》（石政〔2021〕3号）收悉。经研究，现批复如下：\n一、同意设立供水站。人员自行调剂。\n二、核定经费。列入预算。\n某州市人民政府\n2021年3月2日",
        {"recipients": "石桥镇人民政府", "genre": "批复", "document_number": None, "issuers": (ISSUER,)},
    ),
    # lines with a colon that address nobody
    ("an opening sentence", f"{TITLE}\n{BODY}", {"recipients": None}),
    (
        "a list of documents",
        "某州市用水申请指南\n申请人应当提交以下材料：\n一、申请表。一式两份。\n二、用水计划。加盖公章。",
        {"recipients": None},
    ),
    ("a label", f"某州市农村供水实施方案\n责任单位：\n市水利局\n{PLAIN}", {"recipients": None}),
]

# --- the whole -------------------------------------------------------------------------------------------------------

ONE_LINE = (
    "石家庄市人民政府办公室关于加强农村供水工作的通知 石政办〔2021〕5号 各县（市、区）人民政府，市政府各部门： "
    + "为加强农村供水工作，经市政府同意，现就有关事项通知如下： "
    + " ".join(
        f"{n}、{name}。各县要落实专人，建立台账，逐村逐户核查供水设施运行情况，对发现的问题限期整改，整改结果逐级上报并向群众公开。"
        for n, name in zip(
            "一二三四五六七八",
            ("加强领导", "建设水厂", "改造管网", "监测水质", "收缴水费", "储备物资", "开展培训", "加强督查"),
            strict=True,
        )
    )
    + " 石家庄市人民政府办公室 2021年3月2日"
)
WHOLE: list[Row] = [
    (
        "everything",
        "河北省人民政府办公厅\n关于加强农村供水工作的通知\n冀政办字〔2021〕5号\n各设区市人民政府，省政府有关部门：\n"
        f"{BODY}\n河北省人民政府办公厅\n2021年3月2日\n（此件公开发布）",
        {
            "title": "河北省人民政府办公厅关于加强农村供水工作的通知",
            "document_number": "冀政办字〔2021〕5号",
            "issuers": ("河北省人民政府办公厅",),
            "date": date(2021, 3, 2),
            "recipients": "各设区市人民政府，省政府有关部门",
            "region": "河北省",
            "genre": "通知",
        },
    ),
    (
        "one line",
        ONE_LINE,
        {
            "title": "石家庄市人民政府办公室关于加强农村供水工作的通知",
            "document_number": "石政办〔2021〕5号",
            "issuers": ("石家庄市人民政府办公室",),
            "date": date(2021, 3, 2),
            "recipients": "各县（市、区）人民政府，市政府各部门",
            "genre": "通知",
        },
    ),
    (
        "one line without a space",
        ONE_LINE.replace(" ", ""),
        {
            "title": "石家庄市人民政府办公室关于加强农村供水工作的通知",
            "document_number": "石政办〔2021〕5号",
            "issuers": ("石家庄市人民政府办公室",),
            "date": date(2021, 3, 2),
            "recipients": "各县（市、区）人民政府，市政府各部门",
            "genre": "通知",
        },
    ),
    (
        "a traditional copy",
        "河北省人民政府辦公廳關於加強農村供水工作的通知\n冀政辦字〔2021〕5號\n各設區市人民政府，省政府有關部門：\n"
        "現就有關事項通知如下：\n一、加強領導。各縣要落實責任。\n二、加強督查。各縣要逐月通報。\n河北省人民政府辦公廳\n2021年3月2日",
        {
            "title": "河北省人民政府辦公廳關於加強農村供水工作的通知",
            "document_number": "冀政辦字〔2021〕5號",
            "issuers": ("河北省人民政府辦公廳",),
            "date": date(2021, 3, 2),
            "recipients": "各設區市人民政府，省政府有關部門",
            "region": "河北省",
            "genre": "通知",
        },
    ),
    (
        "a page's furniture around it",
        "首页 > 政务公开\n索引号：000014349/2021-00005\n发文机关：河北省人民政府办公厅\n【字体：大 中 小】 打印\n"
        "河北省人民政府办公厅关于加强农村供水工作的通知\n冀政办字〔2021〕5号\n各设区市人民政府，省政府有关部门：\n"
        f"{BODY}\n河北省人民政府办公厅\n2021年3月2日\n分享到：\n主办单位：河北省人民政府办公厅",
        {
            "title": "河北省人民政府办公厅关于加强农村供水工作的通知",
            "document_number": "冀政办字〔2021〕5号",
            "issuers": ("河北省人民政府办公厅",),
            "date": date(2021, 3, 2),
            "recipients": "各设区市人民政府，省政府有关部门",
        },
    ),
    (
        "date in brackets under the title",
        f"某州市农村供水实施方案\n(2021年3月2日)\n为加强农村供水，制定本方案。\n{PLAIN}",
        {"title": "某州市农村供水实施方案", "date": date(2021, 3, 2)},
    ),
    (
        "passed by a congress",
        f"政府工作报告\n（2021年3月2日在某州市第五届人民代表大会第一次会议上通过）\n为加强农村供水，制定本报告。\n{PLAIN}",
        {"genre": "报告"},
    ),
    (
        "a region by its name",
        f"云南省农村供水实施方案\n为加强农村供水，制定本方案。\n{PLAIN}",
        {"region": "云南省", "issuers": ()},
    ),
    (
        "a municipality",
        f"上海市人民政府关于加强供水工作的意见\n各区人民政府：\n{BODY}",
        {"region": "上海市", "genre": "意见"},
    ),
    (
        "an autonomous region",
        f"内蒙古自治区人民政府关于加强供水工作的意见\n各盟行政公署：\n{BODY}",
        {"region": "内蒙古自治区", "recipients": "各盟行政公署"},
    ),
    (
        "a central notice has no region",
        f"国务院办公厅关于加强供水工作的意见\n各省、自治区、直辖市人民政府：\n{BODY}",
        {"region": None, "issuers": ("国务院办公厅",)},
    ),
]

WHOLE += [
    (
        "branches of national bodies among the issuers",
        f"关于发放补贴的通知\n各镇人民政府：\n{BODY}\n某州市财政局国家税务总局某州市税务局\n中国人民银行某州市中心支行\n2021年3月2日",
        {"issuers": ("某州市财政局", "国家税务总局某州市税务局", "中国人民银行某州市中心支行")},
    ),
    (
        "a branch on the next line",
        f"关于发放补贴的通知\n各镇人民政府：\n{BODY}\n某州市财政局\n中国银行保险监督管理委员会\n某州监管分局\n2021年3月2日",
        {"issuers": ("某州市财政局", "中国银行保险监督管理委员会某州监管分局")},
    ),
    (
        "national issuers with single spaces between",
        f"商务部等5部门关于发放补贴的通知\n各省、自治区、直辖市商务厅（局）：\n{BODY}\n商务部 国家发展改革委 教育部\n财政部 国家医保局\n2021年3月2日",
        {"issuers": ("商务部", "国家发展改革委", "教育部", "财政部", "国家医保局")},
    ),
    ("a name with spaces inside", f"{_SIGNED}某 州 市 人 民 政 府\n2021年3月2日", {"issuers": (ISSUER,)}),
    (
        "recipients broken inside a name",
        f"{TITLE}\n各镇人民政府，各街道办事处，市发展改革局、教育局、财政\n局、水利局，各供水公司，市住房和城乡建设局，各开发区管理委\n员会，各有关单位：\n{BODY}",
        {
            "title": TITLE,
            "recipients": "各镇人民政府，各街道办事处，市发展改革局、教育局、财政局、水利局，各供水公司，市住房和城乡建设局，"
            "各开发区管理委员会，各有关单位",
        },
    ),
    (
        "the text itself behind a letter",
        f"各镇人民政府：\n现将有关措施印发给你们，请认真执行。\n某州市人民政府\n2021年3月2日\n全文如下\n某州市促进农村供水\n若干措施（试行）\n{PLAIN}",
        {"title": "某州市促进农村供水若干措施（试行）", "date": date(2021, 3, 2)},
    ),
    (
        "the number stands before the title and behind it, on one line",
        "某政发〔2021〕5号《某州市人民政府关于加强农村供水工作的通知》某州市人民政府关于加强农村供水工作的通知某政发〔2021〕5号各镇人民政府：现就有关事项通知如下："
        + "".join(f"{n}、加强督查。" + "各镇要逐村核查供水设施，建立台账，限期整改。" * 6 for n in "一二三四")
        + "某州市人民政府2021年3月2日",
        {
            "title": TITLE,
            "document_number": "某政发〔2021〕5号",
            "date": date(2021, 3, 2),
            "recipients": "各镇人民政府",
        },
    ),
]

_WORK = "各镇要逐村核查供水设施，建立台账，限期整改，整改结果逐级上报。" * 20
RUN_ON_HEADS: list[Row] = [
    (
        "recipients at the very start",
        f"各村党支部、村委会、镇各有关单位：为加强供水，现通知如下：一、加强领导。{_WORK}二、加强督查。{_WORK}",
        {"recipients": "各村党支部、村委会、镇各有关单位", "title": None},
    ),
    (
        "letterhead, two numbers, two issuers",
        f"中共石桥省委办公厅发电等级特急，明电石办发电（2021）64号石机发43号中共石桥省委办公厅石桥省人民政府办公厅关于召开供水工作会议的通知"
        f"各市党委和人民政府，省直各部门:省委、省政府决定召开会议。一、会议内容。{_WORK}二、报名。{_WORK}附件:1.参会单位2.报到证"
        "中共石桥省委办公厅石桥省人民政府办公厅2021年3月2日附件1参会单位省水利厅",
        {
            "title": "中共石桥省委办公厅石桥省人民政府办公厅关于召开供水工作会议的通知",
            "document_number": "石办发电（2021）64号",
            "recipients": "各市党委和人民政府，省直各部门",
            "issuers": ("中共石桥省委办公厅", "石桥省人民政府办公厅"),
            "date": date(2021, 3, 2),
        },
    ),
    (
        "the letterhead of two bodies in front of the number",
        f"石桥省发展和改革委员会石桥省林业局文件石发改电力[2021] 34号石桥省发展和改革委员会石桥省林业局关于印发《林场供水方案》的通知"
        f"各设区市林业局，省林科院:为加强供水，现印发方案。{_WORK}石桥省发展和改革委员会    石桥省林业局2021年3月2日《林场供水方案》为加强供水，制定本方案。{_WORK}",
        {
            "title": "石桥省发展和改革委员会石桥省林业局关于印发《林场供水方案》的通知",
            "document_number": "石发改电力[2021] 34号",
            "recipients": "各设区市林业局，省林科院",
            "issuers": ("石桥省发展和改革委员会", "石桥省林业局"),
            "date": date(2021, 3, 2),
        },
    ),
    (
        "the issuer's name in front of the number, recipients that begin with a department",
        f"石桥省交通运输厅石交城市函（2021）9号关于商请会签《供水预案》的函省委宣传部(省政府新闻办)，省水利厅，国网石桥电力公司:根据安排，现请会签。{_WORK}"
        f"石桥省交通运输厅2021年3月2日（此件公开发布）",
        {
            "title": "关于商请会签《供水预案》的函",
            "document_number": "石交城市函（2021）9号",
            "recipients": "省委宣传部(省政府新闻办)，省水利厅，国网石桥电力公司",
            "date": date(2021, 3, 2),
        },
    ),
    (
        "a title alone in front of the first marker",
        f"关于城区供水项目有关情况的报告一、基本情况。{_WORK}二、有关建议。{_WORK}",
        {"title": "关于城区供水项目有关情况的报告"},
    ),
    (
        "a number behind a cited title is another document's",
        f"根据《石桥省事业单位招聘办法》（石人社发〔2011〕155号）、《非实名人员招聘规定》（石农人〔2021〕17号）规定，经同意，现公布如下：　　一、单位简介　　"
        f"某校创办于某年。{_WORK}　　附件：1.岗位表.xlsx　　          2.健康承诺书.docx　　石桥农业学校　　2021年11月19日　　本公告转自石桥农业学校网站。",
        {"document_number": None, "issuers": ("石桥农业学校",), "date": date(2021, 11, 19)},
    ),
    (
        "a date alone behind a wide gap, after the attachments",
        f"石桥市人社局关于供水津贴的通知 各区人社局，有关单位： 为发放津贴，现通知如下： 一、范围。{_WORK} 二、标准。{_WORK} 附件：1．办事指南 2．申请表            2021年11月17日",
        {"date": date(2021, 11, 17), "recipients": "各区人社局，有关单位", "issuers": ("石桥市人社局",)},
    ),
]
WHOLE += [
    (
        "a national decree",
        f"中华人民共和国国务院令\n第70号\n《供水条例》已经通过，现予公布。\n{PLAIN}",
        {"issuers": ("国务院",)},
    ),
    (
        "a city's decree under the title of its page",
        "石桥市供水管理办法\n石桥市人民政府令\n（第16号）\n《石桥市供水管理办法》已经审议通过，现予公布。\n市长 王某\n2021年3月2日\n石桥市供水管理办法\n"
        "第一条 为了规范供水，制定本办法。\n第二条 本办法自公布之日起施行。",
        {"title": "石桥市人民政府令", "issuers": ("石桥市人民政府",), "document_number": "第16号"},
    ),
    (
        "what a newspaper says of two issuers",
        "新华社北京3月2日电 近日，中共中央、国务院印发《全国供水规划》，并发出通知，要求各地区贯彻落实。\n供水是民生之本。",
        {"title": "全国供水规划", "issuers": ("中共中央", "国务院")},
    ),
    (
        "a title whose first line ends in 关于",
        f"某州市人民政府办公室关于\n印发某州市供水办法的通知\n各镇人民政府：\n{BODY}",
        {"title": "某州市人民政府办公室关于印发某州市供水办法的通知", "issuers": ("某州市人民政府办公室",)},
    ),
    (
        "attachments above the signature",
        f"{TITLE}\n各镇人民政府：\n{BODY}\n附件：\n1．自查清单\n2．2021年度项目清单\n石桥市水利局\n2021年3月2日",
        {"issuers": ("石桥市水利局",)},
    ),
    (
        "a letterhead on the number's line",
        f"某州市人民政府文件 某政发〔2021〕5号\n{TITLE}\n各镇人民政府：\n{BODY}",
        {"document_number": "某政发〔2021〕5号", "title": TITLE},
    ),
    (
        "the note under the title of rules, over two lines",
        "石桥市供水管理规定\n（2021年3月2日石桥市政府常务会议通过\n2021年3月9日石桥市人民政府令\n第5号公布）\n第一条 为了规范供水，制定本规定。\n第二条 本规定自公布之日起施行。",
        {"title": "石桥市供水管理规定"},
    ),
]


def test_an_opening_broken_in_mid_sentence_is_text() -> None:
    """No 。 ends its first lines, and yet they are the body's."""
    opening = "新华社北京3月2日电 近日，国务院印发了《全国\n供水规划》，并发出通知，要求各地区、各部门\n结合实际认真贯彻落实。"
    notice = parse(f"国务院印发《全国供水规划》\n{opening}\n供水是民生之本。")
    assert notice.text_of(notice.clause("0")).startswith(opening)


ALL = [*RUN_ON_HEADS, *TITLES, *NUMBERS, *SIGNED, *RECIPIENTS, *WHOLE]


@pytest.mark.parametrize("text, expected", [pytest.param(t, e, id=i) for i, t, e in ALL])
def test_header(text: str, expected: dict[str, Any]) -> None:
    notice = parse(text)
    assert {name: getattr(notice.header, name) for name in expected} == expected
    assert broken_laws(notice) == []


TAILS: list[tuple[str, str, str]] = [  # the end of a text, the end of its last body, why
    ("二、排水\n为用户办理备案。", "办理备案。", "a sentence with a word of web pages"),
    ("二、排水\n到窗口登录\n2.用户持证到镇政府注册登记", "注册登记", "an item with a word of web pages"),
    ("二、排水\n举办节水周。\n(主办单位:县水利局)", "(主办单位:县水利局)", "who holds an event"),
    ("二、排水\n举办节水周。\n主办单位：县水利局", "主办单位：县水利局", "who holds an event, on a line of its own"),
    ("二、排水\n逐户核查。\n主办单位：某县人民政府\n网站标识码：1300000000", "逐户核查。", "a page's footer"),
    (
        "二、排水\n逐户核查。\n浏览次数：\n分享\n取消\n回到\n顶部\n关于\n我们\n隐私\n安全\n使用\n帮助\n版权所有：某县\n某ICP备1号\n返回\n首页\n政务\n微信\n智能\n问答\n市民\n网页",
        "逐户核查。",
        "the foot of a page whose buttons stand far apart",
    ),
]


@pytest.mark.parametrize("tail, end", [pytest.param(t, e, id=why) for t, e, why in TAILS])
def test_the_end_of_the_body(tail: str, end: str) -> None:
    notice = parse(f"一、供水\n新建水厂。\n{tail}")
    last = [*notice.walk()][-1]
    assert notice.text[last.body_start : last.body_end].endswith(end)
    assert broken_laws(notice) == []


def test_a_head_in_cells() -> None:
    """索引号|…|发文机关|… on one line: each cell is read as a line, the bars by nobody."""
    notice = parse(
        f"索引号|000014349/2021-00005|发文机关|某州市人民政府|成文日期|2021年3月2日\n标题|{TITLE}|发文字号|某政发〔2021〕5号\n各镇人民政府：\n{BODY}"
    )
    assert (notice.header.title, notice.header.document_number) == (TITLE, "某政发〔2021〕5号")
    assert notice.header.recipients == "各镇人民政府"
    assert broken_laws(notice) == []
    listed = parse(f"2021-03-02 00:00:00 | 某州市 | {TITLE} | 各镇人民政府，各有关单位：\n{BODY}")
    assert (listed.header.title, listed.header.recipients) == (TITLE, "各镇人民政府，各有关单位")


def test_an_opening_that_runs_over_lines_without_a_comma_is_text() -> None:
    notice = parse(
        "为深入贯彻落实《中共中央 国务院关于做好农村供水工作》\n和《某省人民政府办公厅关于促进城乡供水一体化发展的意见》\n"
        "要求,积极应对用水需求增长的新形势,制定如下措施。\n一、供水\n新建水厂。"
    )
    assert notice.unread == ()
    assert notice.header.spans == ()
    assert notice.text_of(notice.clause("0")).startswith("为深入贯彻")


def test_the_table_is_large() -> None:
    assert len(ALL) >= 50


GENRES: list[tuple[str, str]] = [
    ("某州市人民政府关于加强供水工作的通知", "通知"),
    ("某州市人民政府关于加强供水工作的通告", "通告"),
    ("某州市人民政府关于加强供水工作的决定", "决定"),
    ("某州市人民政府关于设立供水站的请示", "请示"),
    ("某州市人民政府关于加强供水工作的若干意见（试行）", "意见"),
    ("某州市供水条例", "条例"),
    ("某州市供水管理实施细则", "细则"),
    ("某州市供水“十四五”规划", "规划"),
    ("某州市供水三年行动计划（2021—2023年）", "计划"),
    ("某州市供水突发事件应急预案", "预案"),
]


@pytest.mark.parametrize("title, genre", GENRES)
def test_genre(title: str, genre: str) -> None:
    assert parse(f"{title}\n为加强农村供水，制定本文件。\n{PLAIN}").header.genre == genre


DATES: list[tuple[date | None, list[str]]] = [
    (
        date(2015, 6, 24),
        [
            "2015年6月24日",
            "2015 年 6 月 24 日",
            "2015年06月24日",
            "二〇一五年六月二十四日",
            "二○一五年六月二十四日",
            "于2015年6月24日印发",
        ],
    ),
    (date(2009, 10, 1), ["二OO九年十月一日", "2009年10月1日"]),
    (None, ["2015年6月", "2015年2月30日", "2015年13月1日", "15年6月24日", "六月二十四日", "", "2015-06-24号文"]),
]


@pytest.mark.parametrize("expected, text", [pytest.param(d, t, id=t or "empty") for d, texts in DATES for t in texts])
def test_read_date(expected: date | None, text: str) -> None:
    assert read_date(text) == expected


def test_a_body_alone_has_an_empty_header() -> None:
    assert parse(PLAIN).header == Header()


def test_the_pieces_of_the_header_are_claimed_once() -> None:
    """Nothing of the signature or the title is left in the clauses."""
    notice = parse(f"{TITLE}\n某政发〔2021〕5号\n各镇人民政府：\n{BODY}\n某州市人民政府\n2021年3月2日")
    claimed = [notice.text_of(span) for span in notice.header.spans]
    assert claimed == [TITLE, "某政发〔2021〕5号", "各镇人民政府：", "某州市人民政府", "2021年3月2日"]
    assert notice.unread == ()


@pytest.mark.parametrize(
    "lines, cited",
    [
        (  # reasons on hard lines without a comma before the last
            "为深入贯彻落实《某省人民政府关于加强农村供水\n保障工作的意见》(某政发〔2021〕3号)和《农村供水工\n程管理办法》(某水发〔2021〕8号)等部署\n要求,结合我市实际,现制定以下政策措施。",
            ["某省人民政府关于加强农村供水保障工作的意见", "农村供水工程管理办法"],
        ),
        (  # how a regulation came about
            "某州市农村供水管理办法\n(2011年12月15日某州市人民政府令第61号公布,\n根据2015年9月30日《某州市人民政府关于修改部分\n政府规章的决定》第一次修订)",
            [None, "某州市人民政府关于修改部分政府规章的决定"],
        ),
    ],
)
def test_a_sentence_on_hard_lines_before_the_body_is_read(lines: str, cited: list[str | None]) -> None:
    notice = parse(f"{lines}\n{PLAIN}")
    assert [r.title for r in notice.references] == cited
    assert notice.unread == ()

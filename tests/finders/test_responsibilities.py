"""Responsibilities: who must do the work of a clause, in which role, and which words of a notice say so.

An expectation is written ``role name name; role name``; ``written=name`` where the list leaves a part of the name out.
"""

from __future__ import annotations

import time

import pytest

from policy_extract import parse
from policy_extract.finders.responsibilities import find_conventions, find_responsibilities
from policy_extract.lexicon import load_lexicon
from policy_extract.model import Notice, Responsibility, Role
from policy_extract.text import Passage, compact, fold

LEXICON = load_lexicon()
ROLES: dict[str, Role] = {"lead": "lead", "responsible": "responsible", "cooperate": "cooperate", "guide": "guide"}


def read(text: str) -> Notice:
    """The text as the body of a first section, unless it brings its own numbering."""
    notice = parse(text if text.startswith("一、") else f"一、健全服务体系\n{text}", id="row")
    for r in notice.responsibilities:
        assert notice.text[r.start : r.end] == r.text
        assert r.scope_start <= r.scope_end
    return notice


def shown(found: tuple[Responsibility, ...]) -> str:
    """What was found, in the notation of the expectations."""
    groups: list[tuple[str, list[str]]] = []
    for r in found:
        written, name = compact(fold(r.text)), compact(fold(r.name))
        if not groups or groups[-1][0] != r.role:
            groups.append((r.role, []))
        groups[-1][1].append(name if written == name else f"{written}={name}")
    return "; ".join(f"{role} {' '.join(names)}" for role, names in groups)


# Brackets: every form of label and verb, every shape of bracket.
BRACKETS: dict[str, list[str]] = {
    "responsible 市科技局 市财政局": [
        "建设公共平台。(责任单位:市科技局、市财政局)",
        "建设公共平台。（责任单位：市科技局、市财政局）",
        "建设公共平台。〔责任单位:市科技局、市财政局〕",
        "建设公共平台。[责任单位:市科技局、市财政局]",
        "建设公共平台。［责任单位：市科技局、市财政局］",
        "建设公共平台。【责任单位：市科技局、市财政局】",
        "建设公共平台。(责任部门:市科技局、市财政局)",
        "建设公共平台。(落实单位:市科技局、市财政局)",
        "建设公共平台。(责任单位:市科技局、市财政局按职责分工负责)",
        "建设公共平台。(市科技局、市财政局按职责分工负责)",
        "建设公共平台。(市科技局、市财政局按照职责分工负责)",
        "建设公共平台。(市科技局、市财政局按各自职责负责)",
        "建设公共平台。(市科技局、市财政局按分管领域负责)",
        "建设公共平台。(市科技局、市财政局分别负责)",
        "建设公共平台。(市科技局、市财政局负责)",
        "建设公共平台。【市科技局、市财政局负责】",
        "建设公共平台。［市科技局、市财政局负责落实］",
        "建设公共平台。(由市科技局、市财政局负责)",
        "建设公共平台。(市科技局、市财政局)",
        "建设公共平台。〔市科技局、市财政局〕",
        "建设公共平台(责任单位:市科技局、市财政局)。",
        "建设公共平台(责任单位:市科技局、市财政局)",
        "建设公共平台。(责任单位:市科技局、市财政局)。",
        "建设公共平台。 ( 责任单位 : 市科技局 、 市财政局 )",
        "建设公共平台。\n(责任单位:市科技局、市财政局)",
        "建设公共平台。\n　　（市科技局、市财政局负责）",
        "建设公共平台。(责任单位:市科技局、市财政局)推动数据共享。",
        "建设公共平台。(责任单位:市科技局,市财政局)",
        "建设公共平台。(责任单位:市科技局;市财政局)",
        "建设公共平台。(责任单位:市科技局和市财政局)",
        "建设公共平台。(责任单位:市科技局及市财政局)",
        "建设公共平台。(责任单位:市科技局以及市财政局)",
    ],
    "responsible 市科技局": [
        "建设公共平台。(市科技局)",
        "建设公共平台。(市科技局负责)",
        "建设公共平台。(市科技局负责落实)",
        "建设公共平台。(市科技局负责组织实施)",
        "建设公共平台。（责任单位：市科技局）",
        "建设公共平台。(责任单位:市科技局)鼓励企业上云。",
    ],
    "lead 市科技局": [
        "建设公共平台。(市科技局牵头)",
        "建设公共平台。(市科技局牵头负责)",
        "建设公共平台。(牵头单位:市科技局)",
        "建设公共平台。(牵头部门:市科技局)",
        "建设公共平台。（主办单位：市科技局）",
        "建设公共平台。(由市科技局牵头落实)",
        "建设公共平台。(市科技局主办)",
    ],
    "lead 省人力资源社会保障厅 科技厅=省科技厅 教育厅=省教育厅": [
        "扩大见习规模。(省人力资源社会保障厅、科技厅、教育厅牵头负责)",
        "扩大见习规模。(牵头单位:省人力资源社会保障厅、科技厅、教育厅)",
    ],
    "lead 市科技局; cooperate 市财政局 市教育局": [
        "建设公共平台。(牵头单位:市科技局;配合单位:市财政局、市教育局)",
        "建设公共平台。(牵头单位:市科技局,配合单位:市财政局、市教育局)",
        "建设公共平台。(牵头单位:市科技局。配合单位:市财政局、市教育局)",
        "建设公共平台。(牵头单位:市科技局 配合单位:市财政局、市教育局)",
        "建设公共平台。(牵头部门:市科技局;配合部门:市财政局、市教育局)",
        "建设公共平台。(牵头单位:市科技局;参与单位:市财政局、市教育局)",
        "建设公共平台。(牵头单位:市科技局;参加单位:市财政局、市教育局)",
        "建设公共平台。(牵头单位:市科技局;协同单位:市财政局、市教育局)",
        "建设公共平台。(主办单位:市科技局;协办单位:市财政局、市教育局)",
        "建设公共平台。(主办:市科技局;协办:市财政局、市教育局)",
        "建设公共平台。(牵头:市科技局;配合:市财政局、市教育局)",
        "建设公共平台。(市科技局牵头,市财政局、市教育局配合)",
        "建设公共平台。(市科技局牵头;市财政局、市教育局配合)",
        "建设公共平台。(市科技局牵头,市财政局、市教育局参与)",
        "建设公共平台。(市科技局牵头,市财政局、市教育局参加)",
        "建设公共平台。(市科技局牵头,市财政局、市教育局协同)",
        "建设公共平台。(市科技局牵头,市财政局、市教育局协助)",
        "建设公共平台。(市科技局牵头,市财政局、市教育局协同配合)",
        "建设公共平台。(市科技局牵头,市财政局、市教育局按职责分工配合)",
        "建设公共平台。(市科技局牵头,市财政局、市教育局等配合)",
        "建设公共平台。(市科技局牵头,市财政局、市教育局等有关部门配合)",
        "建设公共平台。(市科技局牵头,会同市财政局、市教育局)",
        "建设公共平台。(市科技局牵头,会同市财政局、市教育局落实)",
        "建设公共平台。(市科技局会同市财政局、市教育局负责)",
        "建设公共平台。(市科技局主办,市财政局、市教育局协办)",
        "建设公共平台。(由市科技局牵头,市财政局、市教育局配合)",
        "建设公共平台。【牵头单位：市科技局；配合单位：市财政局、市教育局】",
    ],
    "lead 市科技局; responsible 市财政局 市教育局": [
        "建设公共平台。(牵头单位:市科技局;责任单位:市财政局、市教育局)",
        "建设公共平台。(牵头单位:市科技局;落实单位:市财政局、市教育局)",
        "建设公共平台。(牵头部门:市科技局;责任部门:市财政局、市教育局)",
        "建设公共平台。(市科技局牵头,市财政局、市教育局按职责分工负责)",
        "建设公共平台。(市科技局牵头,市财政局、市教育局负责落实)",
        "建设公共平台。(市科技局牵头,市财政局、市教育局等按职责分工负责)",
        "建设公共平台。(市科技局牵头,市财政局、市教育局等部门按照各自职责分工负责)",
        "建设公共平台。(市科技局牵头,市财政局、市教育局分别负责)",
    ],
    "lead 人行甲市分行; cooperate 甲金融监管分局; responsible 各县(市、区)人民政府": [
        "扩大信贷投放。〔牵头单位:人行甲市分行;配合单位:甲金融监管分局;责任单位:各县(市、区)人民政府〕",
        "扩大信贷投放。(牵头部门:人行甲市分行;配合部门:甲金融监管分局;落实单位:各县(市、区)人民政府)",
        "扩大信贷投放。(人行甲市分行牵头,甲金融监管分局配合,各县(市、区)人民政府负责落实)",
    ],
    "responsible 省商务厅; cooperate 省供销社": [
        "畅通农产品流通。(省商务厅负责,省供销社参与)",
        "畅通农产品流通。(责任单位:省商务厅;配合单位:省供销社)",
        "畅通农产品流通。(责任单位省商务厅,配合单位∶省供销社)",
    ],
    "guide 商务部; cooperate 供销合作总社": ["发展农村电商。（商务部指导，供销合作总社参与）"],
    "responsible 各区政府; guide 市商务局 市教育局": [
        "开展岗前培训。(各区政府负责,市商务局、市教育局指导)",
        "开展岗前培训。(责任单位:各区政府;指导单位:市商务局、市教育局)",
        "开展岗前培训。(责任单位:各区政府;督导单位:市商务局、市教育局)",
        "开展岗前培训。(责任单位:各区政府;监督单位:市商务局、市教育局)",
        "开展岗前培训。(责任单位:各区政府;考核单位:市商务局、市教育局)",
        "开展岗前培训。(各区政府负责落实,市商务局、市教育局督导)",
    ],
    "lead 县住建局; guide 县纪委监委": ["清理拖欠账款。(县住建局牵头,县纪委监委监督)"],
}

# When the work is due stands inside the bracket, before or behind the parties.
DATED: dict[str, list[str]] = {
    "lead 市科技局; responsible 市财政局": [
        "建设公共平台。（市科技局牵头，市财政局负责落实，完成时限：2022年10月）",
        "建设公共平台。(市科技局牵头,市财政局负责落实;完成时限:2022年10月底前)",
        "建设公共平台。(牵头单位:市科技局;责任单位:市财政局;完成时限:2022年10月)",
        "建设公共平台。(牵头单位:市科技局;责任单位:市财政局;时间节点:持续推进)",
        "建设公共平台。(完成时限:2022年10月;牵头单位:市科技局;责任单位:市财政局)",
        "建设公共平台。(牵头单位:市科技局;完成时限:2022年10月;责任单位:市财政局)",
    ],
    "responsible 市科技局 市财政局": [
        "建设公共平台。（市科技局、市财政局按分管领域负责，2023年12月底前完成）",
        "建设公共平台。(市科技局、市财政局负责,2023年10月底前完成并持续推进)",
        "建设公共平台。(责任单位:市科技局、市财政局,完成时限:长期坚持)",
        "建设公共平台。(责任单位:市科技局、市财政局;完成时间:2023年年底前)",
        "建设公共平台。(持续推进,责任单位:市科技局、市财政局)",
        "建设公共平台。(2023年6月底前完成,责任单位:市科技局、市财政局)",
    ],
    "lead 市科技局": [
        "建设公共平台。（持续推进，牵头单位：市科技局）",
        "建设公共平台。(长期坚持;牵头单位:市科技局)",
        "建设公共平台。(2024年底前,市科技局牵头)",
    ],
}

# Names with brackets of their own, collective bodies, companies, lists left open, persons.
PARTIES: dict[str, list[str]] = {
    "responsible 各县(市、区)人民政府": [
        "开展排查。(责任单位:各县(市、区)人民政府)",
        "开展排查。〔责任单位:各县(市、区)人民政府〕",
        "开展排查。(责任单位:各县[市、区]人民政府)",
        "开展排查。(各县(市、区)人民政府负责)",
        "开展排查。(各县(市、区)人民政府)",
    ],
    "responsible 市住建局〈市人防办〉 示范区发展改革和统计局(商务局)": [
        "开展排查。(责任单位:市住建局〈市人防办〉、示范区发展改革和统计局(商务局))",
        "开展排查。〔责任单位:市住建局<市人防办>、示范区发展改革和统计局(商务局)〕",
    ],
    "responsible 县规划和自然资源局(林业局) 各镇政府(管委会)": [
        "开展排查。(责任单位:县规划和自然资源局(林业局)、各镇政府(管委会))",
        "开展排查。（县规划和自然资源局（林业局）、各镇政府（管委会）负责）",
    ],
    "responsible 市农业农村局 公安局=市公安局 房地产事务中心=市房地产事务中心 各县区人民政府": [
        "开展排查。(责任单位:市农业农村局、公安局、房地产事务中心,各县区人民政府)",
        "开展排查。(市农业农村局、公安局、房地产事务中心,各县区人民政府按职责分工负责)",
    ],
    "responsible 省住房城乡建设厅 事管局=省事管局 各市(州)人民政府": [
        "开展排查。(责任单位:省住房城乡建设厅、事管局;各市(州)人民政府)",
        "开展排查。(省住房城乡建设厅、事管局,各市〔州〕人民政府按职责分工负责)",
    ],
    "responsible 各市、县人民政府": [
        "开展排查。(责任单位:各市、县人民政府)",
        "开展排查。(各市、县人民政府负责)",
    ],
    "responsible 各市人民政府 各有关部门": ["开展排查。(责任单位:各市人民政府、各有关部门)"],
    "responsible 省财政厅 各设区市人民政府": [
        "开展排查。(责任单位:省财政厅,各设区市人民政府)",
        "开展排查。(省财政厅、各设区市人民政府按职责分工负责)",
        "开展排查。(省财政厅等和各设区市人民政府负责)",
        "开展排查。(责任单位:省财政厅等,各设区市人民政府)",
    ],
    "responsible 市税务局": [
        "开展排查。(责任单位:市税务局等)",
        "开展排查。(市税务局等负责)",
        "开展排查。(责任单位:市税务局等部门)",
        "开展排查。(市税务局等有关单位按职责分工负责)",
    ],
    "responsible 市国资委 甲市城投集团 国家开发银行甲省分行 各商业银行": [
        "盘活存量。(责任单位:市国资委、甲市城投集团、国家开发银行甲省分行、各商业银行)",
        "盘活存量。(市国资委,甲市城投集团、国家开发银行甲省分行、各商业银行按职责分工负责)",
    ],
    "responsible 团市委 市妇联 市总工会 市中级人民法院": ["关爱青年。(责任单位:团市委、市妇联、市总工会、市中级人民法院)"],
    "responsible 省委宣传部 网信办=省委网信办 省通信管理局": ["净化网络。(责任单位:省委宣传部、网信办,省通信管理局)"],
    "responsible 国家金融监督管理总局甲监管分局 人民银行甲市中心支行": [
        "优化服务。(国家金融监督管理总局甲监管分局、人民银行甲市中心支行负责)"
    ],
    "responsible 市自然资源和规划局 市文化和旅游局": [
        "保护古村。(责任单位:市自然资源和规划局、市文化和旅游局)",
        "保护古村。(责任单位:市自然资源和规划局和市文化和旅游局)",
        "保护古村。(市自然资源和规划局与市文化和旅游局负责)",
    ],
    "responsible 市有关部门": [
        "保护古村。(责任单位:市有关部门)",
        "保护古村。(市有关部门按职责分工负责)",
    ],
    "responsible 市质量强市领导小组成员单位": ["开展评价。(市质量强市领导小组成员单位按职责分工负责)"],
    "responsible 市政府各部门": ["优化流程。(市政府各部门负责)", "优化流程。(责任单位:市政府各部门)"],
    "lead 省科技厅": [
        "攻克关键技术。(分管副省长、协管副秘书长负责,省科技厅牵头)",
        "攻克关键技术。(牵头领导:分管副省长;牵头单位:省科技厅)",
    ],
    "responsible 省科技厅": ["攻克关键技术。(分管副省长,省科技厅负责)", "攻克关键技术。(责任领导:王某某;责任单位:省科技厅)"],
}

# A list cut by line ends, a bracket that never closes, stray marks before the end.
BROKEN: dict[str, list[str]] = {
    "responsible 市自然资源局 市住建局": [
        "开展整治。(责任单位:市自然资源局、市住建局",
        "开展整治。(责任单位:市自然资源局、市住建局\n加强宣传引导。",
        "开展整治。(责任单位:市自然资源\n局、市住建局)",
        "开展整治。(责任\n单位:市自然资源局、市住建局)",
        "开展整治。(责任单位:市自然资源局、\n市住建局)",
        "开展整治。(责任\n单位:市自然\n资源局、\n市住\n建局)",
        "开展整治。(责任单位:市自然资源局、市住建局。)",
        "开展整治。(责任单位:市自然资源局、市住建局;)",
        "开展整治。(责任单位:市自然资源局、市住建局、)",
        "开展整治。(责任单位市自然资源局、市住建局)",
        "开展整治。(责任单位∶市自然资源局、市住建局)",
        "开展整治。(责任单位: 市自然资源局, 市住建局)",
        "开展整治。(责任单位:市自然资源局、 市住建局 )",
        "开展整治。(责任单位:\n市自然资源局、市住建局)",
        "开展整治。(市自然资源局、市住建局按职责分工\n负责)",
        "开展整治。(市自然资源局、市住建局\n按职责分工负责)",
        "开展整治。（市自然资源局、市住建局负责)",
    ],
    "lead 市城管局; cooperate 市公安局": [
        "开展整治。(牵头单位市城管局;配合单位市公安局)",
        "开展整治。(牵头单位:市城管局;配合\n单位:市公安局)",
        "开展整治。(市城管局牵\n头,市公安局配合)",
        "开展整治。(牵头单位:市城管局,配合单位:市公安局",
    ],
    # A printer's bold is two layers of ink: each line of the bracket comes twice.
    "responsible 商务部 财政部": [
        "拓展养老服务。（商务部、财政部按职\n（商务部、财政部按职\n责分工负责）\n责分工负责）",
    ],
}

# Labels in running text and on lines of their own, bare lines, governing lines.
LINES: dict[str, list[str]] = {
    "responsible 市商务局 市财政局": [
        "发放消费券。责任单位:市商务局、市财政局",
        "发放消费券。责任单位：市商务局、市财政局。",
        "发放消费券。\n责任单位:市商务局、市财政局",
        "发放消费券。\n责任单位:市商务局、市财政局。",
        "发放消费券。\n责任单位∶市商务局、市财政局",
        "发放消费券。\n责任单位: 市商务局、 市财政局",
        "发放消费券。\n责任部门:市商务局、市财政局",
        "发放消费券。\n落实单位:市商务局、市财政局",
        "发放消费券。\n\n责任单位:\n市商务局、市财政局",
        "发放消费券。\n市商务局、市财政局负责落实。",
        "发放消费券。\n市商务局、市财政局按职责分工负责。",
        "发放消费券。\n(市商务局、市财政局)",
        "发放消费券。\n责任单位 市商务局、市财政局",
        "发放消费券。\n责 任 单 位:市商务局、市财政局",
    ],
    "lead 市金融局; responsible 甲区管委会 市统计局": [
        "扩大融资。\n牵头单位:市金融局\n责任单位:甲区管委会、市统计局",
        "扩大融资。\n\n牵头单位：市金融局\n\n责任单位：甲区管委会、市统计局",
        "扩大融资。牵头单位:市金融局;责任单位:甲区管委会、市统计局",
        "扩大融资。牵头单位:市金融局。责任单位:甲区管委会、市统计局。",
    ],
    "lead 省审改办 省司法厅; cooperate 省级有关部门": [
        "清理证明事项。\n牵头部门：省审改办、省司法厅\n参与部门：省级有关部门\n完成时限：2019年6月底前",
        "清理证明事项。\n牵头单位：省审改办、省司法厅\n配合单位：省级有关部门",
        "清理证明事项。\n完成时限：2019年6月底前\n牵头单位：省审改办、省司法厅；配合单位：省级有关部门",
    ],
    "responsible 各地(市)行署(人民政府); responsible 各地(市)住建局 财政局=各地(市)财政局": [
        "优化土地供应。\n属地责任:各地(市)行署(人民政府)\n责任单位:各地(市)住建局、财政局"
    ],
    "lead 省发展改革委; cooperate 各地 各部门": [
        "降低成本。\n部门分工:省发展改革委牵头,各地、各部门配合。",
        "降低成本。\n责任分工:省发展改革委牵头,各地、各部门配合。",
    ],
    "responsible 省质监局 工业和信息化厅=省工业和信息化厅 科技厅=省科技厅 省政府国资委": [
        "培育品牌。\n省质监局、工业和信息化厅、科技厅、省政府国资委负责落实。",
        "培育品牌。\n省质监局、工业和信息化厅、科技厅、省政府国资委负责。",
    ],
    "responsible 各镇人民政府": ["加强巡查。\n责任单位:各镇人民政府", "加强巡查。责任单位:各镇人民政府", "加强巡查。\n各镇人民政府负责落实。"],
}
LINES["responsible 各地(市)行署(人民政府) 各地(市)住建局 财政局=各地(市)财政局"] = LINES.pop(
    "responsible 各地(市)行署(人民政府); responsible 各地(市)住建局 财政局=各地(市)财政局"
)

# Sentences that give a task to somebody.
SENTENCES: dict[str, list[str]] = {
    "lead 市科技局; cooperate 市财政局 市教育局": [
        "由市科技局牵头,会同市财政局、市教育局制定实施方案。",
        "由市科技局牵头,市财政局、市教育局配合,建立联合工作机制。",
        "由市科技局会同市财政局、市教育局制定实施方案。",
        "市科技局会同市财政局、市教育局做好资金监管工作。",
        "市科技局要会同市财政局、市教育局做好资金监管工作。",
        "市科技局牵头,会同市财政局、市教育局等部门建立工作台账。",
        "建立由市科技局牵头,市财政局、市教育局等部门参加的联席会议制度。",
        "以上任务由市科技局牵头,会同市财政局、市教育局推进。",
        "具体办法由市科技局会同市财政局、市教育局另行制定。",
        "由市科技局牵头,市财政局、市教育局参与,组建工作专班。",
    ],
    "lead 市科技局": [
        "由市科技局牵头组织实施。",
        "方案由市科技局牵头落实。",
        "市科技局要牵头建立协调推进机制。",
        "市科技局牵头负责平台建设。",
        "建立由市科技局牵头的工作专班。",
    ],
    "lead 省市场监管局 省建设厅": [
        "建立由省市场监管局、省建设厅牵头的工作专班。",
        "由省市场监管局、省建设厅牵头推进。",
    ],
    "responsible 市住房城乡建设局": [
        "具体办法由市住房城乡建设局制定实施。",
        "具体实施细则由市住房城乡建设局制定。",
        "具体实施细则由市住房城乡建设局另行制定。",
        "由市住房城乡建设局负责组织实施。",
        "由市住房城乡建设局统筹安排保障性住房房源。",
        "补贴申请由市住房城乡建设局负责受理。",
        "补贴资金由市住房城乡建设局负责发放。",
        "申报材料由市住房城乡建设局负责审核。",
        "本计划由市住房城乡建设局负责实施。",
        "房源筹集由市住房城乡建设局负责。",
    ],
    "responsible 所在区教育部门": ["随迁子女入学由所在区教育部门根据实际情况统筹安置。"],
    "responsible 各县(市、区)人民政府": [
        "各县(市、区)人民政府对本地区住房保障工作负主体责任。",
        "各县(市、区)人民政府对本行政区域耕地保护工作负总责。",
        "奖补标准由各县(市、区)人民政府自行制定。",
        "各县(市、区)人民政府负责组织实施。",
    ],
    "responsible 县级人民政府 乡(镇)人民政府": ["县级人民政府对巡护工作负总责,乡(镇)人民政府负责组织实施。"],
    "responsible 自然资源规划部门 财政部门": ["优惠细则由自然资源规划部门、财政部门制定。"],
    "responsible 住房城乡建设部门 城管执法部门": ["优惠细则由住房城乡建设部门、城管执法部门与企业商议确定。"],
    "guide 市教育局": ["由市教育局指导各学校做好课后服务。"],
    "lead 财政部门; cooperate 相关部门": [
        "实施细则由财政部门会同相关部门制定。",
        "财政部门会同相关部门制定实施细则。",
    ],
    "cooperate 商务=商务部门 文旅=文旅部门": ["加大宣传力度,会同商务、文旅等部门开展系列推介活动。"],
    "lead 省教育厅; cooperate 省公安厅 省应急厅": [
        "2023年9月至11月,省教育厅会同省公安厅、省应急厅对山区校车进行抽查。",
        "9月底前,由省教育厅牵头,会同省公安厅、省应急厅开展检查。",
    ],
}

# Rows of a table, cells parted by tabs.
TABLES: dict[str, list[str]] = {
    "lead 市科技局; cooperate 市财政局 市教育局; lead 市商务局; cooperate 市税务局": [
        "序号\t任务\t牵头单位\t配合单位\t完成时限\n1\t建设公共平台\t市科技局\t市财政局、市教育局\t2024年底前\n"
        "2\t发放消费券\t市商务局\t市税务局\t2024年9月底前",
        "任务\t牵头部门\t配合部门\n建设公共平台\t市科技局\t市财政局、市教育局\n发放消费券\t市商务局\t市税务局",
    ],
    "responsible 市科技局 市商务局 市税务局": [
        "任务\t责任单位\t完成时限\n建设公共平台\t市科技局\t2024年底前\n发放消费券\t市商务局、市税务局\t持续推进",
    ],
    "lead 市科技局; responsible 市财政局": ["重点任务\t牵头单位\t责任单位\n建设公共平台\t市科技局\t市财政局"],
}

# Conventions that a notice declares once and that hold for every later bracket.
CONVENTIONS: dict[str, list[str]] = {
    "lead 税务总局; responsible 财政部; lead 科技部; responsible 教育部": [
        "落实税收优惠。（税务总局、财政部负责，排在第一位的部门为牵头部门，下同）\n二、加强研究\n建设实验室。（科技部、教育部负责）",
        "落实税收优惠。（税务总局、财政部负责，列第一位者为牵头单位，下同）\n二、加强研究\n建设实验室。（科技部、教育部负责）",
        "落实税收优惠。（税务总局、财政部负责。列在首位的为牵头单位，下同）\n二、加强研究\n建设实验室。（科技部、教育部负责）",
        "列第一位的责任单位为牵头单位。\n落实税收优惠。（责任单位：税务总局、财政部）\n二、加强研究\n建设实验室。（责任单位：科技部、教育部）",
    ],
    "lead 市住建局; responsible 市财政局 各区人民政府; lead 市教育局 市民政局; responsible 市卫健委": [
        "开展改造。〔责任单位:市住建局,市财政局、各区人民政府,逗号前为牵头单位,下同〕\n"
        "二、办好实事\n增加学位。〔责任单位:市教育局、市民政局,市卫健委〕",
        "开展改造。〔责任单位:市住建局,市财政局、各区人民政府,逗号前面的为牵头单位,下同〕\n"
        "二、办好实事\n增加学位。〔责任单位:市教育局、市民政局,市卫健委〕",
    ],
    "lead 省财政厅": ["列第一位的为牵头单位,下同。\n统筹资金。(省财政厅负责)"],
    "responsible 省科技厅 省教育厅": [
        "建设平台。(省科技厅负责。以下任务均需各市落实,不再列出)\n二、培养人才\n开展培训。(省教育厅负责)",
        "建设平台。(责任单位:省科技厅。以下各项工作均需各县、区人民政府落实,不再列出)\n二、培养人才\n开展培训。(责任单位:省教育厅)",
    ],
}

# Look-alikes: agencies and words of responsibility that give nobody the work of a clause.
NOTHING: dict[str, list[str]] = {
    "who interprets": [
        "本办法由市住房城乡建设局负责解释。",
        "本措施由市财政局会同市税务局负责解释。",
        "本细则由市科技局负责解释和修订。",
        "具体解释工作由市发展改革委承担。",
        "以上政策由市住房城乡建设局、市财政局按职责负责解释。",
        "本意见自印发之日起施行,由县住建局负责解释。",
        "本规定由市人民政府负责解释,具体工作由市司法局承担。",
    ],
    "who leads a group, and where its office stands": [
        "组 长:王某某 市政府副市长\n副组长:李某某 市科技局局长\n成 员:张某 市财政局副局长",
        "成员单位:市科技局、市财政局、市教育局。",
        "组长由市长担任,副组长由市科技局局长担任。",
        "办公室主任由市财政局局长兼任。",
        "领导小组办公室设在市科技局。",
        "成员由市科技局、市财政局负责同志组成。",
    ],
    "contacts": [
        "联系单位:市住房城乡建设局;联系电话:00-1234567",
        "咨询电话:市住房城乡建设局 00-1234567",
        "联系人:市科技局 张某",
        "(联系人:张某,联系电话:1234567)",
        "监督电话:市纪委监委 12388",
        "受理地点:市政务服务中心一楼",
    ],
    "those who are inspected": [
        "督查单位:甲镇、乙镇、丙街道",
        "检查对象:各县(市、区)人民政府、市直各部门",
        "被考核单位:各县人民政府",
        "对市科技局、市财政局开展专项督查。",
        "重点督查各县(市、区)人民政府落实情况。",
        "通报表扬市科技局、市财政局等单位。",
        "评价范围包括市科技局、市财政局。",
    ],
    "consent, reports and applications": [
        "经市政府同意,制定如下措施。",
        "经市科技局、市财政局审核同意后,按程序拨付。",
        "报市财政局备案。",
        "及时报送市发展改革委。",
        "企业可向市科技局提出申请。",
        "申报材料报送至市商务局。",
        "由所在单位提出推荐意见。",
        "经市住房城乡建设局认定的企业可以享受。",
        "市科技局、市财政局联合印发的文件继续有效。",
        "符合省科技厅、省财政厅规定条件的,给予奖励。",
        "以市税务局核定的金额为准。",
        "抄送:市委各部门,市人大常委会办公室。",
    ],
    "brackets that explain": [
        "市住房城乡建设局(以下简称市住建局)发布目录。",
        "有关单位(以下简称“成员单位”)定期会商。",
        "全市(含各县、区)范围内实行。",
        "政府投资项目(含市直部门、国有企业项目)优先采购。",
        "省属国有企业(不含金融企业)适用。",
        "国有企业(不含省属企业)参照执行。",
        "公共场所(学校、医院、车站)全面覆盖。",
        "创新主体(企业、高校、科研机构)广泛参与。",
        "用人单位(包括企业、社会组织)按规定缴费。",
        "健全三级(市、县、乡)服务网络。",
        "推广先进地区(杭州、宁波)做法。",
        "支持汽车经销店(4S店)开展促销。",
        "按照管理办法(试行)执行。",
        "发布行动方案(征求意见稿)。",
        "建立清单(2021年版)。",
        "任务分工(见附件)。",
        "(此件公开发布)",
        "(此件依申请公开)",
        "投资情况(单位:万元)如下。",
        "新增就业情况(数据来源:市统计局)良好。",
        "资质证书(由市住房城乡建设局核发)在有效期内。",
        "按照国家标准(GB/T 29490-2013)执行。",
        "实施计划(国办发〔2015〕19号)。",
        "用水定额(市水务局发布)执行到位。",
        "不动产权证(或购房合同)原件。",
        "(一)加强组织领导。",
        "建立台账。(完成时限:2024年12月底前)",
        "建立台账。(长期坚持)",
        "工资性收入(税前)稳定增长。",
    ],
    "words of responsibility without a party": [
        "责任人:企业法定代表人。",
        "落实安全生产责任制。",
        "项目负责人应当签字确认。",
        "各责任单位要于每月底前报送进展。",
        "牵头单位和责任单位要压实责任。",
        "明确责任单位、完成时限和工作要求。",
        "责任单位主要负责同志为第一责任人。",
        "责任单位未按期完成的,予以通报。",
        "实行行业主管部门负责制。",
        "严格落实企业主体责任。",
        "建立部门协同、上下联动的工作格局。",
        "加强部门协作配合。",
        "按照职责分工负责的原则推进。",
        "支持龙头企业牵头组建创新联合体。",
        "鼓励高校牵头承担重大项目。",
        "支持有条件的企业参与标准制定。",
    ],
    "footers of web pages and signatures": [
        "主办单位:甲市人民政府办公室 承办单位:甲市大数据中心",
        "主办单位：甲市人民政府办公厅\n版权所有",
        "版权所有:甲市人民政府 技术支持:某某公司",
        "发布机构:市住房城乡建设局",
        "信息来源:市人民政府办公室",
        "完善服务。\n\n甲市人民政府办公室\n2023年5月6日",
        "信息公开选项:主动公开\n索引号:000014349",
    ],
    "how a procedure runs": [
        "由不动产登记机构出具查询证明。",
        "申请人持证明材料到不动产登记机构办理。",
        "由购房人向银行提出申请。",
        "公积金中心核实后出具证明。",
        "评审结果由专家组签字确认。",
    ],
    "history and praise": [
        "近年来,全市质量水平明显提升,市场监管部门作用充分发挥。",
        "2014年,市科技局获得全省先进单位称号。",
        "去年以来,市财政局累计拨付资金2亿元。",
    ],
}


def rows(table: dict[str, list[str]]) -> list[object]:
    """One test for each phrasing."""
    return [pytest.param(text, want, id=f"{want[:24]}|{text[-40:]}") for want, texts in table.items() for text in texts]


def check(text: str, want: str) -> None:
    assert shown(read(text).responsibilities) == want


@pytest.mark.parametrize(("text", "want"), rows(BRACKETS))
def test_brackets(text: str, want: str) -> None:
    check(text, want)


@pytest.mark.parametrize(("text", "want"), rows(DATED))
def test_deadline_inside_the_bracket(text: str, want: str) -> None:
    check(text, want)


@pytest.mark.parametrize(("text", "want"), rows(PARTIES))
def test_parties(text: str, want: str) -> None:
    check(text, want)


@pytest.mark.parametrize(("text", "want"), rows(BROKEN))
def test_broken_brackets(text: str, want: str) -> None:
    check(text, want)


@pytest.mark.parametrize(("text", "want"), rows(LINES))
def test_labels_and_lines(text: str, want: str) -> None:
    check(text, want)


@pytest.mark.parametrize(("text", "want"), rows(SENTENCES))
def test_sentences(text: str, want: str) -> None:
    check(text, want)


@pytest.mark.parametrize(("text", "want"), rows(TABLES))
def test_tables(text: str, want: str) -> None:
    check(text, want)


@pytest.mark.parametrize(("text", "want"), rows(CONVENTIONS))
def test_conventions(text: str, want: str) -> None:
    check(text, want)


@pytest.mark.parametrize("text", [pytest.param(t, id=f"{why[:12]}|{t[:40]}") for why, ts in NOTHING.items() for t in ts])
def test_look_alikes(text: str) -> None:
    check(text, "")


# Which clause an assignment governs: marker of the clause -> text whose only list belongs to it.
GOVERNED: list[tuple[str | None, str]] = [
    ("(一)", "一、优化环境\n(一)精简流程。压缩审批时间。(责任单位:市科技局)\n(二)减轻负担。清理收费。"),
    ("(二)", "一、优化环境\n(一)精简流程。压缩审批时间。\n(二)减轻负担。清理收费。(责任单位:市科技局)"),
    ("1.", "一、优化环境\n(一)精简流程\n1.压缩审批时间。(市科技局负责)\n2.公开办事指南。"),
    ("一、", "一、优化环境(市科技局总牵头)\n(一)精简流程。压缩审批时间。\n(二)减轻负担。清理收费。"),
    ("一、", "一、优化环境。压缩审批时间。(责任单位:市科技局)"),
    ("一、", "一、优化环境\n压缩审批时间。\n责任单位:市科技局"),
    ("一、", "一、优化环境\n责任单位:市科技局\n(一)精简流程。压缩审批时间。\n(二)减轻负担。清理收费。"),
    ("一、", "一、优化环境(责任单位:市科技局)\n1.压缩审批时间。\n2.公开办事指南。"),
    ("2.", "一、优化环境\n1.压缩审批时间。\n2.公开办事指南。\n责任单位:市科技局\n二、加强保障\n加大投入。"),
    ("(二)", "一、优化环境\n(一)精简流程。压缩时间。\n(二)减轻负担。清理收费。以上工作要落细落实。由市科技局牵头推进。"),
    ("第二条", "第一条 为规范管理,制定本办法。\n第二条 市科技局负责本办法的组织实施。"),
    (None, "各单位要高度重视。(责任单位:市科技局)"),
]


@pytest.mark.parametrize(("marker", "text"), GOVERNED)
def test_governing_clause(marker: str | None, text: str) -> None:
    notice = parse(text, id="row")
    assert [r.name for r in notice.responsibilities] == ["市科技局"]
    found = notice.responsibilities[0]
    if marker is None:
        assert found.clause_start == -1
        return
    clause = notice.clause(found.clause)
    assert clause.marker == marker
    assert clause.start == found.clause_start
    assert found in clause.responsibilities


def test_list_behind_the_last_item_governs_the_section() -> None:
    text = (
        "一、优化环境\n1.压缩审批时间。\n2.公开办事指南。\n(以上任务由市科技局负责)\n"
        "二、加强保障\n1.加大投入。\n2.强化宣传。\n(以上任务由市财政局负责)"
    )
    notice = parse(text, id="row")
    assert [(r.name, notice.clause(r.clause).marker) for r in notice.responsibilities] == [
        ("市科技局", "一、"),
        ("市财政局", "二、"),
    ]


# What an assignment covers: (text, for each list what its scope holds, what it must not hold).
SCOPES: list[tuple[str, list[tuple[str, str]]]] = [
    ("建设公共平台。(责任单位:市科技局)发放消费券。(责任单位:市商务局)", [("建设公共平台", "消费券"), ("发放消费券", "平台")]),
    ("建设公共平台,推动共享。(市科技局负责)", [("建设公共平台,推动共享", "市科技局负责")]),
    ("建设公共平台。推动共享。(市科技局负责)加大投入。", [("推动共享", "加大投入")]),
    ("建设公共平台。\n推动共享。\n责任单位:市科技局", [("推动共享", "责任单位")]),
    ("由市科技局牵头组织实施平台建设。加大投入。", [("组织实施平台建设", "加大投入")]),
    ("加大投入。由市科技局牵头组织实施平台建设。", [("组织实施平台建设", "加大投入")]),
    ("一、优化环境\n(一)压缩时间。(市科技局负责)\n(二)清理收费。(市商务局负责)", [("压缩时间", "清理"), ("清理收费", "压缩")]),
    ("一、优化环境(市科技局总牵头)\n(一)压缩时间。\n(二)清理收费。\n二、加强保障\n加大投入。", [("清理收费", "加大投入")]),
    ("任务\t责任单位\n建设公共平台\t市科技局\n发放消费券\t市商务局", [("建设公共平台", "消费券"), ("发放消费券", "平台")]),
    ("第一条 市科技局负责平台建设。\n第二条 市商务局负责消费券发放。", [("平台建设", "消费券"), ("消费券发放", "平台")]),
    ("建设公共平台。〔责任单位:市科技局〕\n发放消费券。〔责任单位:市商务局〕", [("建设公共平台", "消费券"), ("发放消费券", "平台")]),
    ("建设公共平台(责任单位:市科技局);发放消费券(责任单位:市商务局)。", [("建设公共平台", "消费券"), ("发放消费券", "平台")]),
]


@pytest.mark.parametrize(("text", "scopes"), SCOPES)
def test_scope(text: str, scopes: list[tuple[str, str]]) -> None:
    notice = parse(text, id="row")
    covered = [notice.text[r.scope_start : r.scope_end] for r in notice.responsibilities]
    assert len(covered) == len(scopes)
    for scope, (holds, lacks) in zip(covered, scopes, strict=True):
        assert holds in scope
        assert lacks not in scope


def test_groups_count_lists_and_orders_count_places() -> None:
    notice = read("建平台。(市科技局牵头,市财政局、市教育局配合)\n二、促消费\n发消费券。(责任单位:市商务局、市税务局)")
    assert [(r.name, r.group, r.order) for r in notice.responsibilities] == [
        ("市科技局", 1, 1),
        ("市财政局", 1, 2),
        ("市教育局", 1, 3),
        ("市商务局", 2, 1),
        ("市税务局", 2, 2),
    ]


# Whether a list says that it is not complete (等), and whether a party is many.
OPEN: dict[str, list[bool]] = {
    "建平台。(市科技局、市财政局负责)": [False, False],
    "建平台。(市科技局、市财政局等负责)": [True, True],
    "建平台。(市科技局、市财政局等部门按职责分工负责)": [True, True],
    "建平台。(市科技局牵头,市财政局等配合)": [False, True],
}
COLLECTIVE: dict[str, list[bool]] = {
    "建平台。(责任单位:市科技局、各县(市、区)人民政府)": [False, True],
    "建平台。(责任单位:市财政局、市有关部门)": [False, True],
    "建平台。(责任单位:各金融机构、市税务局)": [True, False],
    "建平台。(责任单位:市质量工作领导小组成员单位)": [True],
    "建平台。(责任单位:市住建局〈市人防办〉)": [False],
}


@pytest.mark.parametrize(("text", "want"), OPEN.items())
def test_open_ended(text: str, want: list[bool]) -> None:
    assert [r.open_ended for r in read(text).responsibilities] == want


@pytest.mark.parametrize(("text", "want"), COLLECTIVE.items())
def test_collective(text: str, want: list[bool]) -> None:
    assert [r.collective for r in read(text).responsibilities] == want


def test_found_in_a_passage_with_its_offsets() -> None:
    text = "序言\n建设平台。（市科技局牵头，财政局配合）"
    passage = Passage(fold(text)[3:], text, 3)
    found = find_responsibilities(passage, LEXICON, find_conventions(fold(text)), clause="1", clause_start=3)
    assert [(r.text, r.name, r.clause, r.clause_start) for r in found.responsibilities] == [
        ("市科技局", "市科技局", "1", 3),
        ("财政局", "市财政局", "1", 3),
    ]
    assert all(text[r.start : r.end] == r.text for r in found.responsibilities)
    assert [text[s.start : s.end] for s in found.spans] == ["（市科技局牵头，财政局配合）"]


def test_in_traditional_characters_the_words_stay_as_written() -> None:
    notice = read("建設公共平臺。（責任單位：省教育廳、財政廳）")
    assert [(r.text, r.role) for r in notice.responsibilities] == [("省教育廳", "responsible"), ("財政廳", "responsible")]


@pytest.mark.parametrize(
    "unit",
    ["(", "(责任单位:", "责任单位:", "由市科技局", "市科技局、", "牵头,", "(各县(市、", "会同", "市科技局会同", "，负责", "局\t", "各市、县、"],
)
def test_hostile_text_stays_linear(unit: str) -> None:
    def seconds(length: int) -> float:
        passage = Passage.of(unit * (length // len(unit)))
        begin = time.perf_counter()
        find_responsibilities(passage, LEXICON)
        return time.perf_counter() - begin

    seconds(2_000)
    small, large = seconds(20_000), seconds(160_000)
    assert large < 24 * small + 0.5

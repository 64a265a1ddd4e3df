"""Sentences that assign work: 由省科技厅牵头,会同省财政厅…; 省公安厅负责….

Each cue (由, 会同, 负责, 职责 …) has a rule that tells where the list beside it begins and ends; what is named in there is
told by :mod:`policy_extract.finders.agencies`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from policy_extract.finders.agencies import is_agency, says_place, split_parties
from policy_extract.finders.duty_items import MARKER, NAMED, duty_items, shut_brackets
from policy_extract.finders.duty_lists import Party, role_of
from policy_extract.lexicon import Lexicon
from policy_extract.model import Role

__all__ = ["assigned_parties"]

_Lists = list[tuple[int, int, Role]]
#: Which bodies of a list count: any, those with a name of their own, or those and no 有关部门 either.
_Bodies = Literal["any", "named", "single"]
#: How far from its verb a list of parties may begin or end.
_REACH: Final = 160
_STOPS: Final = ("。", ";", ",", ":", "\n", "—")
_BODY_END: Final = r"[局厅委办部院署府会行门)]"
# Every branch begins with its own characters, so that the scan passes over all others.
_CUES: Final = re.compile(
    r"由|会同(?![意志学类等时样期步])|牵头(?:单位|部门)?|责任(?:单位|部门|主体)|配合(?:单位|部门)|主办(?:单位|部门)|承办(?:单位|部门)|参与(?:单位|部门)|"
    rf"主体责任|负总责|负责|职[责能]|商(?<={_BODY_END}商)(?=国务院|省|市(?!场)|自治区|国家|中央|财政)|"
    rf"联合(?<={_BODY_END[:-2]}]联合)(?=[一-鿿]{{2,20}}[局厅委部办行门])"
)
# What a body behind 由 does; a body that 负责受理 counts only where it is named, for any office may handle a request.
_OTHERWISE: Final = r"另行(?:制[定订]|规定|明确|确定|公布|发布)"
_BY: Final = re.compile(
    # what any branch begins with, so that all other characters are passed over
    r"(?=[总牵主商指会制另修组承抓统与研负具联直分共起拟编建完推落督开明对按确实提,;。:])(?:"
    rf"(?P<lead>总?牵头|主办(?!的)|商(?=(?:相关|有关)[一-鿿]{{0,4}}(?:部门|单位))|(?<={_BODY_END})商(?=国务院|省|市(?!场)|自治区|国家|中央|财政))|"
    r"(?P<guide>指导(?!中心|站|委员会|小组))|(?P<with>会同)|"
    rf"(?P<any>制[定订](?!的)|{_OTHERWISE}|修订完善|组织实施|承担主体责任|抓好落实|统筹(?:安排|安置|推进|协调|实施|配建|解决|建设(?!局|部门)|管理(?!局|部门))|(?:与[一-鿿]{{1,8}})?(?:商议|研究)后?确定|"
    r"负责(?:落实|组织|实施|推进|统筹))|"
    r"(?P<named>(?:统筹)?负责(?=(?:具体|日常)?(?:受理|审核|审查|发放|拨付|核发|办理|管理|监管|协调|制定|起草|编制|建设|运营|考核|公开|公布|认定|核实|核查|提供|做好|直接|发布)|[,;。]|\s*$)|"
    r"确定(?!的|[一-鿿]{0,2}的)|实施(?=[,;。]|\s*$)|提供(?=[一-鿿]{2,10}服务)|按照?(?:各自)?(?:职责|职能)(?:分工)?(?=审[核查批]|办理|受理|管理|核定|执行))|"
    # the tasks themselves; what an office does for an applicant (出具, 颁发, 办理, 组织专家评审) is none
    r"(?P<single>(?:具体|统一|联合|直接|分别|共同)(?:实施|组织|办理|承担|推进|落实)(?!的)|(?:统筹|具体)(?:协调推进|维护)|组织(?:(?:开展|编制|推进|协调|有关部门|相关部门|各|公开|调查(?!组))(?!的)|(?=[,;。]|\s*$))|"
    r"(?:起草|拟[定订]|编制(?![办委部等、管])|修订|建立|完善|推进(?![办委会组领]|工作)|推动|落实|督促|开展|明确)(?!的|[一-鿿]{0,2}的)|"
    r"对(?=[^,。;:]{2,60}予以公[示布]))|"
    r"(?P<stop>[,;。:]))"
)
# How it does it: 根据实际自行制定, 在公告中明确.
_HOW: Final = re.compile(
    r"(?:根据[一-鿿]{2,8}|结合[一-鿿]{2,8}|按照?[一-鿿]{2,8}|在[一-鿿]{2,16}[中内]|自行|具体|统一|分别|共同|另行|联合|进行|负责|直接|依法|同步|进一步|,)+$"
)
_BESIDE: Final = re.compile(r"[一-鿿]{0,6}?[,、]?\s*与(?=[^,;。]{2,80}?(?:共同|联合))")
_HELPS: Final = re.compile(
    r"(?:按照?[^,;。]{2,10})?(?:予以|积极|共同|密切)?(?:配合|参与|参加|协助|协同)|(?P<stop>[,;。])"
)
# The same behind what X leads or answers for: X负责《规划》的组织实施,各有关部门积极配合.
_HELPS_LATER: Final = re.compile(
    r"(?:抓总、|[^,。;:\n]{1,60},)(?P<who>[一-鿿()、\x00]{2,60}?)(?:要|应|应当)?(?:予以|积极|共同|密切|做好)?(?:配合|协助)(?=[,。;\n]|$|工作|实施|做好)"
)
_ASKS: Final = re.compile(r"商(?=省|市(?!场)|自治区|国家|中央|财政)")
_IN_FULL: Final = re.compile(r"负责(?=[,;。]|\s*$)")
_MODAL: Final = re.compile(
    r"(?:要|应当|应|须|必须|可以?|需|负责|具体|统一|分别|共同|统筹|主要|直接|全面|依法|并|也|还|及时|积极|主动)+$"
)
_MODAL_LETTERS: Final = "要应当须必可以需负责具体统一分别共同筹主直接全面依法并也还及时积极动\n"
# Where a list behind 会同 ends: a mark, the next paragraph, or what the bodies do together.
_DONE_TOGETHER: Final = re.compile(
    r"[,;。:]|\n\s*[\n(一二三四五六七八九十第\d]|建立|制定|制订|拟定|拟订|起草|印发|研究(?!中心|院|室|所)|负责|抓好|做好|共同|开展|推进|组织(?!部)|提出|加强|"
    r"编制(?<!机构编制)(?!办|委)|完善|及时|尽快|抓紧|按|依(?!法治)|根据|结合|对(?!外|口)|另行|统筹|推动|落实|会同|实施(?!部门|单位|主体|机构)|定期|联合|每[年季月半]|"
    r"加快|加大|指导(?!中心|站|委|小组)|督促|督导|核[查实]|审核|进行|出台|明确|确定|细化|健全|提供|探索|强化|严格|统一(?!战线)|组建|成立|评估|[公发]布|予以|(?<!所)在(?![京校线])|"
    r"处理(?!局|中心)|解决|核定|推荐|筛选|遴选|选定|举办|召开|测算|修订|梳理|汇总|下达|分配|采取|打造|搭建|筹集|设立|清理|打击|查处|征求|听取|形成|"
    r"安排|拨付|通报|引导|鼓励|深入|大力|积极|认真|充分|稳妥|持续|逐步|适时|主动|切实|构建|围绕|针对|"
    r"全面(?!深化|依法)|解释|协调(?!局|小组|办|机制)|办理"
)
_CLOSES_LIST: Final = re.compile(
    r"等(?:\d{1,2}|[一二三四五六七八九十]{1,2})?个?(?:有关|相关|职能|主管|行业|成员|市级|省级)*(?:部门|单位|机构)(?![、和及与以])"
)
# What an office does for those who apply: 会同有关部门进行初审.
_EXAMINES: Final = re.compile(r"(?:共同|联合|实地|现场|进行){0,3}(?:初审|复审|审核|审查|复核|踏勘|评审)")
# X联合印发, X联合举办了: what has been done gives no task.
_DONE_BEFORE: Final = re.compile(r"[^,。;]{0,4}(?:印发|下发|举办|主办|召开|[了过])")
# X会同Y对方案进行了评审, 国办已会同Y起草了意见: it has been done too.
_HAS_DONE: Final = re.compile(r"[^。;:\n]{0,40}?[行展成织发定订草开](?<!执行)了(?!解)")
_MAIN_CHARGE: Final = re.compile(
    r"\s*(?P<who>[一-鿿()、\x00]{2,40}?)要?(?:对[^,。;]{2,40})?(?:扛实|压实|落实|负|承担|履行|切实担负)起?(?:属地)?[^,。;]{0,14}$"
)
_WHOLE_CHARGE: Final = re.compile(r"\s*(?P<who>[一-鿿()、\x00]{2,40}?)要?(?:对[^,。;]{2,60})?$")
_BEARER: Final = re.compile(r"\s*(?P<who>(?!各)[一-鿿()、\x00]{2,40}?)(?:是|为|作为)[^,。;:]{0,40}$")
_BEARS: Final = re.compile(r"\s*(?P<who>(?!各)[一-鿿()、\x00]{2,40}?)(?:承担|履行)[^,。;:]{2,30}$")
# 省林业局为责任单位, 省林业局为全省改造的总牵头单位.
_IS_UNIT: Final = re.compile(r"\s*(?P<who>[一-鿿()、\x00]{2,80}?)(?:是|作?为)(?:[^、,。;:]{0,30}的)?总?$")
# With what such a text ends before 单位; a line may end there too.
_BEFORE_UNIT: Final = "是为的总\n"
# 各部门要强化配合,切实担负主体责任: the subject stands at the start of the sentence.
_LEFT_TO_SUBJECT: Final = re.compile(r"\s*(?:切实|认真)?(?:担负|承担|扛起|扛牢|履行)")
_SUBJECT: Final = re.compile(r"\s*(?P<who>[一-鿿()、\x00]{2,40}?)要")
# 省卫生健康委应当建立…机制,会同省民政厅编制…
_DOER: Final = re.compile(
    r"(?:[^,。;:]{1,30}[前内起年月中下后],)?\s*(?P<who>[一-鿿()、〈〉\x00]{3,60}?)(?:\([^()]*\))?(?:应当|应(?!急)|要|可以|必须|须|负责|牵头|加强|建立|制[定订]|完善|开展|做好|"
    r"组织(?!部)|统筹(?!办)|加快|推进(?!办)|推动|结合|根据|按照|定期|及时|依法(?!治)|对(?!外|口)|在)"
)
_REQUEST: Final = re.compile(r"申请|异议|工作日|之日起")
_IN_CHARGE_OF: Final = re.compile(
    r"\s*(?P<who>[一-鿿()、\x00]{2,60}?)(?:是|作?为)[^,。;]{2,40}(?:主管部门|管理部门|管理机构|牵头部门|责任部门|责任主体),$"
)
# 发展改革、财政、水利等部门按照各自职责做好…
_ON_DUTY: Final = re.compile(
    r"(?:职责|职能)(?:权限)?(?:和?任务)?(?:分工)?,?(?:依法)?(?:予以)?(?P<act>(?:协同|协助|配合)(?=做好|实施|开展|落实)|负责|做好|抓好|落实|开展|加强|推进|实施|组织实施|承担|各司其职|各负其责)"
)
_BY_DUTY: Final = re.compile(r"(?:要|应当|应|须|分别)?(?:按照?|根据|依据|依照|在)(?:各自)?(?:的)?(?:法定|工作|部门)?$")
_NOT_IN_CHARGE: Final = re.compile(r"解释|人(?!才|事|力|口|员)|同志|制(?![定订作])|的|任|通知|报名")
# What an office does in a procedure, whichever office it is.
_PROCEDURE: Final = re.compile(r"受理|审[核查]|核[实查]|发放|出具|办理|取消|追回|登记|拨付")
# 公共数据主管部门 at the head of a sentence: a department that is named by its field.
_BY_FIELD: Final = re.compile(
    r"(?!各|有关|相关|其他|上述|牵头|责任|承办|主办|主管|行业主管|审批|受理|职能|政府|本|该|业务|执法|监管部|认定|地方|[单多]个|行政机|国家机|上级|登记机|发证)[一-鿿]{2,12}(?:部门|机关)$"
)
# 省级政府负责统筹的投入体制: how things are, and nobody's task.
_SYSTEM: Final = re.compile(r"(?!建立|健全|完善|构建|制定)[一-鿿]{0,4}的[一-鿿]{0,6}(?:体制|机制|格局|体系|模式|原则)")
_EXPLAINS: Final = re.compile(r"(?:牵头)?(?:负责)?(?:具体)?(?:进行)?解释")
# X会同Y等部门拟定的《方案》: who wrote a document has no task in this one.
_DRAFTED: Final = re.compile(r"[^,;。]{0,12}?(?:拟定|拟订|制定|制订|起草|编制|提出|印发)的")
_OVERALL: Final = ("组织实施", "具体实施", "统筹协调", "统筹推进", "牵头推进", "抓好落实")


def _sentence_lists(text: str) -> list[tuple[_Lists, _Bodies]]:
    """The lists of each sentence that assigns, with their roles, and which of their bodies count."""
    assigning: list[tuple[_Lists, _Bodies]] = []
    for item in duty_items(text):
        assigning.append(([item], "single"))
    shut = ""
    end = 0
    # Asking again and again is faster than an iterator, for most texts have no cue.
    while cue := _CUES.search(text, end):
        at, end = cue.span()
        word = cue.group()
        if word[-1] in "位门" and (not at or text[at - 1] not in _BEFORE_UNIT):
            continue  # the label of a list, mostly
        shut = shut or shut_brackets(text)
        body: _Bodies = "any"
        lists: _Lists = []
        marks = text if shut[at] == "\x00" else shut
        match word:
            case "由":
                lists, body = _by(marks, at)
            case "会同":
                lists = _together(marks, at, end)
            case "商" | "联合":
                lists, body = _together(marks, at, end), "single"
                if _DONE_BEFORE.match(text, end) or (lists and _DONE_BEFORE.match(text, lists[-1][1])):
                    continue
            case "牵头" if "由" not in text[_begin(marks, at) : at]:
                begin = _begin(marks, at)
                stop = _before_modal(text, begin, at)
                if text[begin:stop].strip():
                    lists = [(begin, stop, "lead"), *_beside(marks, end)]
                    body = "named" if stop == at and not _BY_FIELD.match(text, begin, stop) else "any"
                else:
                    lists, body = _doer(marks, at), "single"
            case "负责":
                lists, body = _in_charge(marks, at)
            case "职责" | "职能":
                lists, body = _on_duty(marks, at)
            case "主体责任" | "负总责":
                rule = _MAIN_CHARGE if word == "主体责任" else _WHOLE_CHARGE
                charge = rule.match(marks, _begin(marks, at), at)
                if _LEFT_TO_SUBJECT.match(text, _begin(marks, at), at):
                    charge = _SUBJECT.match(marks, _begin(marks, at, ("。", ";", "\n")), at)
                lists = [(*charge.span("who"), "responsible")] if charge else []
            case "责任主体":
                charge = _BEARER.match(marks, _begin(marks, at), at)
                lists, body = [(*charge.span("who"), "responsible")] if charge else [], "single"
            case unit if unit.endswith(("单位", "部门")):
                lists, body = _is_unit(marks, at, unit), "single"
        if lists:
            assigning.append((lists, body))
    return assigning


def _begin(text: str, at: int, stops: tuple[str, ...] = _STOPS) -> int:
    """Where the piece of a sentence begins that runs up to ``at``, behind the marker of its unit."""
    begin = reach = max(0, at - _REACH)
    for stop in stops:
        found = text.rfind(stop, begin, at)
        if found >= 0:
            begin = found + 1
    if begin > reach and text[begin - 1] == "\n" and _runs_over(text, begin):
        begin, before = reach, begin - 1
        for stop in stops:
            begin = max(begin, text.rfind(stop, begin, before) + 1)
    marker = MARKER.match(text, begin, at)
    begin = marker.end() if marker else begin
    while begin < at and text[begin] == " ":
        begin += 1
    return begin


_OPENS_NAME: Final = re.compile(r"[省市县区州旗盟各有相]|国[家务]|中[央国共]|自治区")


def _runs_over(text: str, line: int) -> bool:
    """Whether a line goes on in the middle of the sentence before it: 国务院水行⏎政部门负责."""
    if not "一" <= text[line : line + 1] <= "鿿" or _OPENS_NAME.match(text, line) or MARKER.match(text, line):
        return False
    reach = max(0, line - 1 - _REACH)
    begin = max(reach, text.rfind("\n", reach, line - 1) + 1)
    before = text[begin : line - 1].strip()
    if len(before) < 18 or not ("一" <= before[-1] <= "鿿" or before[-1] == "、"):
        return False
    heading = begin == 0 or MARKER.match(before) is not None
    return not heading or any(mark in before for mark in ",;。")


def _before_modal(text: str, begin: int, at: int) -> int:
    modal = _MODAL.search(text, begin + len(text[begin:at].rstrip(_MODAL_LETTERS)), at)
    return modal.start() if modal else at


def _by(text: str, at: int) -> tuple[_Lists, _Bodies]:
    """由X牵头, 由X制定实施, 由X指导, 由X统筹安置, 由X负责受理, 由X具体实施."""
    act = _BY.search(text, at + 3, at + _REACH)
    if act and act.group() == "," and "根据" in text[at : act.start()]:
        act = _BY.match(text, act.end())  # 由X根据每个项目实际,指导Y
    if not act or act.lastgroup in ("stop", "with"):
        return [], "any"
    if _EXPLAINS.match(text, act.end()) or "解释" in text[_begin(text, at) : at]:
        return [], "any"
    how = _HOW.search(text, at + 1, act.start())
    low, high = at + 1, how.start() if how else act.start()
    if act.lastgroup == "lead":
        beside = _consulted(text, act) or _beside(text, act.end())
        explains = beside and _EXPLAINS.match(text, beside[-1][1])
        return [] if explains else [(low, high, "lead"), *beside], "any"
    if act.lastgroup == "guide":
        return [(low, high, "guide")], "any"
    if act.lastgroup == "single":
        return [(low, high, "responsible")], "single"
    if act.lastgroup != "named":
        return [(low, high, "responsible")], "any"
    # 数据由民政部门、乡镇人民政府负责: the whole of it, and so a department that is named by its field will do.
    field = _IN_FULL.match(text, act.start()) and _BY_FIELD.match(text[low:high].strip().split("、")[0])
    return [(low, high, "responsible"), *_beside(text, act.end())], "any" if field else "named"


def _consulted(text: str, act: re.Match[str]) -> _Lists:
    """由X商省财政厅另行制定."""
    if act.group() != "商" or text.startswith(("相关", "有关"), act.end()):
        return []
    return [(act.end(), _done(text, act.end()), "cooperate")]


def _done(text: str, start: int) -> int:
    """Where the list ends of those with whom it is done."""
    done = _DONE_TOGETHER.search(text, start, start + _REACH)
    stop = done.start() if done else min(len(text), start + _REACH)
    closing = _CLOSES_LIST.search(text, start, min(len(text), stop + 12))
    return closing.end() if closing and closing.start() < stop else stop


def _together(text: str, at: int, end: int) -> _Lists:
    """X会同Y、Z建立…; X应当建立…,会同Y编制…"""
    begin, stop = _begin(text, at, (*_STOPS, "由")), _done(text, end)
    if _EXPLAINS.match(text, stop) or _DRAFTED.match(text, stop) or _EXAMINES.match(text, stop):
        return []
    if _HAS_DONE.match(text, stop):
        return []
    high = _before_modal(text, begin, at)
    if text[begin:high].strip():
        return [(begin, high, "lead"), (end, stop, "cooperate")]
    if _REQUEST.search(text, _begin(text, at, ("。", ";", "\n")), at):
        return []
    doer = [] if _SOME.match(text, end) else _doer(text, at)
    return [*doer, (end, stop, "cooperate")]


def _doer(text: str, at: int) -> _Lists:
    """The subject of a sentence, a comma or more before its second verb."""
    begin = _begin(text, at, ("。", ";", "\n"))
    doer = _DOER.match(text, begin, at)
    return [(*doer.span("who"), "lead")] if doer else []


def _beside(text: str, end: int) -> _Lists:
    """Who helps the body that leads: 由X牵头,Y、Z配合; 由X牵头与Y共同建立; 由X牵头商Y提出; X负责制定方案,Y配合."""
    joined = _BESIDE.match(text, end)
    if joined:
        done = _DONE_TOGETHER.search(text, joined.end(), joined.end() + _REACH)
        return [(joined.end(), done.start(), "cooperate")] if done else []
    asked = _ASKS.match(text, end)
    if asked:
        return [(asked.end(), _done(text, asked.end()), "cooperate")]
    if text[end : end + 1] != ",":
        later = _HELPS_LATER.match(text, end)
        return [(*later.span("who"), "cooperate")] if later else []
    helps = _HELPS.search(text, end + 1, end + 1 + 2 * _REACH)
    return [(end + 1, helps.start(), "cooperate")] if helps and not helps["stop"] else []


def _in_charge(text: str, at: int) -> tuple[_Lists, _Bodies]:
    """X负责组织实施; X负责,Y配合; X是…主管部门,负责…."""
    if _NOT_IN_CHARGE.match(text, at + 2) or _SYSTEM.match(text, at + 2):
        return [], "any"
    begin = _begin(text, at)
    if "由" in text[begin:at]:
        return [], "any"
    if begin == at and text[at - 1 : at] == ",":
        charge = _IN_CHARGE_OF.match(text, _begin(text, at - 1), at)
        return [(*charge.span("who"), "responsible")] if charge else [], "any"
    body: _Bodies = "any" if text.startswith(_OVERALL, at + 2) else "named"
    if _BY_FIELD.match(text, begin, _before_modal(text, begin, at)) and not _PROCEDURE.match(text, at + 2):
        body = "any" if _opens_sentence(text, begin) else body
    return [(begin, _before_modal(text, begin, at), "responsible"), *_beside(text, at + 2)], body


def _opens_sentence(text: str, at: int) -> bool:
    """Whether a sentence begins here, or its unit."""
    return text[max(0, at - 8) : at].rstrip(" ")[-1:] in ("", "。", ";", "\n", ")", "、", ".", "条")


def _on_duty(text: str, at: int) -> tuple[_Lists, _Bodies]:
    """X、Y等部门按照各自职责做好…; X按职责分工配合; X承担…职责."""
    begin = _begin(text, at)
    bears = text.find("承担", begin, at) >= 0 or text.find("履行", begin, at) >= 0
    bearer = _BEARS.match(text, begin, at) if bears else None
    if bearer and _PROSE_END.search(bearer["who"]):
        return [(*bearer.span("who"), "responsible")], "single"
    duty = _ON_DUTY.match(text, at)
    if not duty or _EXPLAINS.match(text, duty.start("act")):
        return [], "any"
    if duty["act"] in ("协同", "协助", "配合"):
        return [(begin, at, "cooperate")], "any"
    how = _BY_DUTY.search(text, begin, at)
    if not how or (begin == how.start()) or _SOME.search(text, begin, how.start()):
        return [], "any"
    if not _PROSE_END.search(text, begin, how.start()) or text.startswith(("各部门", "各单位"), begin):
        return [], "any"
    return [(begin, how.start(), "responsible")], "any"


def _is_unit(text: str, at: int, unit: str) -> _Lists:
    """X为牵头单位、Y为责任单位; X为全省改造的总牵头单位."""
    begin = _begin(text, at)
    begin = max(begin, text.rfind("单位、", begin, at) + 3) if "单位、" in text[begin:at] else begin
    told = _IS_UNIT.match(text, begin, at)
    return [(*told.span("who"), role_of(unit))] if told else []


# No body in particular, or none that the document gives a task: who applies, who is in trouble.
_VAGUE_FROM: Final = re.compile(
    r"我|本(?![省市县区州级])|该|其|各?(?:牵头|责任|承办|主办|主管|起草|其|其他|政策制定|认定|受理|审批|执法)(?:部门|单位|机构)$|[县市区]?[党政]?主要|"
    r"(?:企业|单位|政府)$|报|经(?![开信发济])|将|到|按|送|请|并|为|设立|成立|组建|建立|搭建"
)
# Every branch begins with its own character, so that the scan passes over all others.
_VAGUE: Final = re.compile(
    r"当地|申请|建设单位|业主(?!管)|开发企业|经营者|承租|事故|项目|"
    # words of a sentence that no name holds
    r"向|把|或|应当|担任|领导(?!小组)|单个|多个|要(?<![重主]要)(?!素|闻|害)|的(?!部门$)|第一|首位"
)
_SOME: Final = re.compile(r"(?:有关|相关)")
_SOME_OF: Final = ("有关", "相关")
_PROSE_END: Final = re.compile(
    r"(?:部|委|局|厅|总局|部门|政府|管委会|办公室|委员会|办事处|机构|机关|集团)(?:\([^()]*\))?$"
)


def assigned_parties(text: str, lexicon: Lexicon) -> list[list[Party]]:
    """The bodies to which each sentence of a folded text assigns work, with their roles.

    >>> from policy_extract.lexicon import load_lexicon
    >>> [[(p.name, p.role) for p in parties] for parties in assigned_parties("由省科技厅会同省财政厅制定细则。", load_lexicon())]
    [[('省科技厅', 'lead'), ('省财政厅', 'cooperate')]]
    """
    assigning = _sentence_lists(text)
    if not assigning:  # as in most texts
        return []
    return [
        [party for low, high, role in lists for party in _named_in(text, low, high, role, lexicon, body)]
        for lists, body in assigning
    ]


# 支持税务部门会同住建部门…: who is urged is a party, the urging none of its name.
_URGES: Final = re.compile(r"\s*(?:支持|鼓励|督促|要求|引导|允许|授权|委托)(?=.{3})")
# Up to the last bracket that nothing closes.
_UNCLOSED: Final = re.compile(r".*\((?!\x00*\))", re.DOTALL)


def _named_in(text: str, low: int, high: int, role: Role, lexicon: Lexicon, body: _Bodies) -> Iterator[Party]:
    """The bodies of a list in running text; a name that a line end cuts is read as one."""
    if role != "cooperate":  # behind the last word or mark that cannot belong to the list
        shut = shut_brackets(text[low:high])
        opened = _UNCLOSED.match(shut) if "(" in shut else None
        low += max(opened.end() if opened else 0, shut.rfind("由") + 1, shut.rfind(",") + 1)
        urges = _URGES.match(text, low, high)
        low = urges.end() if urges else low
    dense = "".join(text[low:high].split())
    kept: Sequence[int] = range(low, high)
    if len(dense) < high - low:
        kept = [i for i in kept if not text[i].isspace()]
    for order, m in enumerate(split_parties(dense, lexicon)):
        name = m.name
        named = NAMED.match(name) is not None or says_place(name, lexicon)
        if body != "any" and not order and not named:
            return
        if len(name) > 24:
            continue
        if role != "cooperate":
            if name.startswith(_SOME_OF) or (body == "single" and _SOME.search(name)):
                continue
            fits = named or _PROSE_END.search(name)
        else:
            fits = named or name.startswith(_SOME_OF) or _LEVELS_ONLY.match(name) or _PROSE_END.search(name)
        if not fits or _VAGUE_FROM.match(name) or _VAGUE.search(name):
            continue
        if is_agency(name) or _LEVELS_ONLY.match(name):
            yield Party(kept[m.start], kept[m.end - 1] + 1, name, role, False)


_LEVELS_ONLY: Final = re.compile(
    r"各省(?:、(?:自治区|直辖市|计划单列市))+$|"
    r"(?:各)?(?:省|市|县|区|州|地|旗|县区|地\(市\)|县\(市、区\)|区县)+$|各(?:乡镇|镇|乡|街道|村|社区)(?:\([^()]*\))?$|"
    r"(?:各|所属|属地|所在|有关|相关|辖区)?(?:园区|镇街|街镇|乡镇|街道)(?:\([^()]*\))?$"
)

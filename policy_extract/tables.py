"""Notices as data frames: one table a layer, one row a finding, every row beginning with ``notice``.

:data:`COLUMNS` declares every column once: name, type, meaning, Chinese term, unit. The tables, their types when empty,
the legend of the Excel file and :func:`data_dictionary` all come from it. Names are those of the record format
(``Notice.to_dict()``), flattened.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, get_args

from policy_extract.model import ACTION_CLASSES, Clause, Kind, Modality, Notice, Relation, Role
from policy_extract.targets import Use, find_targets

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "COLUMNS",
    "LAYERS",
    "Column",
    "add_rows",
    "as_days",
    "as_float",
    "data_dictionary",
    "empty_columns",
    "encodable",
    "to_frame",
    "to_tables",
]

Type = Literal["string", "category", "int64", "Int64", "Float64", "boolean", "datetime64[ns]"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its pandas type, what it says, the official Chinese term, and its unit.

    ``choices`` are the values of a closed list, in order; a ``category`` without them takes the values it meets.
    """

    name: str
    type: Type
    meaning: str
    chinese: str
    unit: str = ""
    choices: tuple[str, ...] = ()


_OFFSET = "code point of the text"
_NOTICE = Column("notice", "string", "id of the notice, the key that joins the tables", "公文标识")
_CLAUSE = Column("clause", "string", "id of the clause that holds it, `id` in clauses; empty in the header", "所属条款")
_START = Column("start", "int64", "where it begins in the text", "起始位置", _OFFSET)
_END = Column("end", "int64", "where it ends in the text, the last character not included", "结束位置", _OFFSET)
_TEXT = Column("text", "string", "the characters as written, from start to end", "原文")
_RULE = Column("rule", "string", "name of the rule that found it", "识别规则")
_INDICATOR = Column("indicator", "string", "what is measured, as written; empty where the words do not show it", "指标")
_INDICATOR_SPAN = (
    Column("indicator_start", "Int64", "where the indicator begins", "指标起始位置", _OFFSET),
    Column("indicator_end", "Int64", "where the indicator ends", "指标结束位置", _OFFSET),
)
_BASE = Column("base", "string", "what the number is compared with", "基期")
_CUE = Column(
    "cue", "string", "word that makes the number a target: 达到, 新增; empty where none or only a bound", "目标用语"
)
_LATEST = Column("latest", "datetime64[ns]", "last day that it allows; empty outside 1678 to 2261", "完成时限", "day")

#: Every column of every table, by table.
COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "notices": (
        _NOTICE,
        Column("path", "string", "file that the notice was read from", "文件路径"),
        Column("sha256", "string", "SHA-256 of the bytes as they were read", "文件校验值", "hexadecimal"),
        Column("title", "string", "title of the notice itself", "标题"),
        Column("document_number", "string", "document number as written", "发文字号"),
        Column("issuers", "string", "issuing bodies, joined by ;", "发文机关"),
        Column("date", "datetime64[ns]", "day of signature; empty outside 1678 to 2261", "成文日期", "day"),
        Column("recipients", "string", "to whom the notice is addressed, as written", "主送机关"),
        Column("region", "string", "region whose government speaks", "地区"),
        Column("genre", "string", "kind of document: 通知, 意见, 方案 …", "文种"),
        Column("characters", "int64", "length of the text", "字数", "code points"),
        Column("clauses", "int64", "number of clauses", "条款数", "clauses"),
        Column("tasks", "int64", "number of clauses that carry a responsibility", "任务数", "clauses"),
        Column("mentions", "int64", "number of agency mentions that carry work", "责任单位次数", "mentions"),
        Column("warnings", "int64", "number of places that look wrong", "警告数", "warnings"),
        Column("unread", "int64", "length of what no rule claimed", "未识别字数", "code points"),
    ),
    "clauses": (
        _NOTICE,
        Column("id", "string", "place in the notice, 1.3; 2/1.3 in a second part", "条款标识"),
        Column(
            "kind", "category", "sort of clause; preamble and closing have no number", "条款类型", "", get_args(Kind)
        ),
        Column("level", "int64", "depth in the numbering, 1 for the outermost", "层级", "levels"),
        Column("marker", "string", "number as written: 一、 (一) 1. 第一条", "序号"),
        Column("heading", "string", "title words of the clause", "条款标题"),
        Column("start", "int64", "where the clause with everything under it begins", "起始位置", _OFFSET),
        Column("end", "int64", "where the clause with everything under it ends", "结束位置", _OFFSET),
        Column("body_start", "int64", "where its own text begins", "正文起始位置", _OFFSET),
        Column("body_end", "int64", "where its own text ends, before its first child", "正文结束位置", _OFFSET),
        Column("parent", "string", "id of the clause above it", "上级条款"),
        Column("text", "string", "its own text as written, from body_start to body_end", "正文"),
        Column("is_task", "boolean", "whether it carries a responsibility", "是否任务"),
    ),
    "responsibilities": (
        _NOTICE,
        _CLAUSE,
        Column("clause_start", "int64", "where the governing clause begins; -1 without one", "条款位置", _OFFSET),
        Column("clause_heading", "string", "heading of the clause", "条款标题"),
        _START,
        _END,
        _TEXT,
        Column("name", "string", "the mention completed from its list: 卫生健康委 becomes 省卫生健康委", "单位名称"),
        Column(
            "role",
            "category",
            "lead 牵头, responsible 负责, cooperate 配合 or guide 指导",
            "职责分工",
            "",
            get_args(Role),
        ),
        Column("agency", "string", "full official name at the date of the notice", "机构全称"),
        Column("agency_id", "string", "key of the agency in the registry", "机构标识"),
        Column("system", "category", "line of government, the same in every province: 科技, 市场监管 …", "系统"),
        Column("level", "category", "level of government of the agency", "行政层级"),
        Column("region", "string", "region of the agency", "地区"),
        Column("collective", "boolean", "whether it names several bodies at once: 各设区市人民政府", "统称"),
        Column("open_ended", "boolean", "whether its list is left open by 等", "未尽列举"),
        Column("scope_start", "int64", "where the text that the assignment covers begins", "任务起始位置", _OFFSET),
        Column("scope_end", "int64", "where the text that the assignment covers ends", "任务结束位置", _OFFSET),
        Column("group", "int64", "which list of the notice it stands in, from 1", "责任清单序号", "lists"),
        Column("order", "int64", "its place in that list, from 1", "排序", "places"),
        _RULE,
    ),
    "actions": (
        _NOTICE,
        _CLAUSE,
        _START,
        _END,
        _TEXT,
        Column("verb", "string", "the verb, or joined verbs, without adverbs", "动词"),
        Column("verb_start", "int64", "where the verb begins", "动词起始位置", _OFFSET),
        Column("verb_end", "int64", "where the verb ends", "动词结束位置", _OFFSET),
        Column("object", "string", "what the verb acts on; empty where it needs none", "宾语"),
        Column("object_start", "Int64", "where the object begins", "宾语起始位置", _OFFSET),
        Column("object_end", "Int64", "where the object ends", "宾语结束位置", _OFFSET),
        Column(
            "modality",
            "category",
            "obligation 应当, encouragement 鼓励, permission 可以 or prohibition 不得",
            "语气",
            "",
            get_args(Modality),
        ),
        Column(
            "action_class",
            "category",
            "the kind of measure: 机制建设, 监管执法, 资金支持 …; empty where the verb may be of any",
            "举措类别",
            "",
            ACTION_CLASSES,
        ),
        _RULE,
    ),
    "quantities": (
        _NOTICE,
        _CLAUSE,
        _START,
        _END,
        _TEXT,
        Column("low", "Float64", "lower bound, 万 亿 multiplied out; empty where open", "下限", "as in unit"),
        Column("high", "Float64", "upper bound, 万 亿 multiplied out; empty where open", "上限", "as in unit"),
        Column("unit", "string", "measure word or unit as written", "单位"),
        _INDICATOR,
        _BASE,
        _LATEST,
        _RULE,
        *_INDICATOR_SPAN,
        _CUE,
    ),
    "targets": (
        _NOTICE,
        _CLAUSE,
        Column("clause_heading", "string", "heading of the clause", "条款标题"),
        _START,
        _END,
        _TEXT,
        Column(
            "use",
            "category",
            "goal 目标, limit 时限 (how long an act may take) or condition 条件 (who or what qualifies)",
            "用途",
            "",
            get_args(Use),
        ),
        _INDICATOR,
        *_INDICATOR_SPAN,
        Column("low", "Float64", "lower bound, 万 亿 multiplied out; empty where open", "下限", "as in unit"),
        Column("high", "Float64", "upper bound, 万 亿 multiplied out; empty where open", "上限", "as in unit"),
        Column("unit", "string", "measure word or unit as written", "单位"),
        _BASE,
        _CUE,
        _LATEST,
        Column(
            "name", "string", "agency whose assignment covers it, the mention completed; empty without one", "单位名称"
        ),
        Column("role", "category", "part of the agency in the task", "职责分工", "", get_args(Role)),
        Column("agency", "string", "full official name at the date of the notice", "机构全称"),
        Column("agency_id", "string", "key of the agency in the registry", "机构标识"),
        Column("system", "category", "line of government, the same in every province: 科技, 市场监管 …", "系统"),
        Column("level", "category", "level of government of the agency", "行政层级"),
        Column("region", "string", "region of the agency", "地区"),
        _RULE,
    ),
    "deadlines": (_NOTICE, _CLAUSE, _START, _END, _TEXT, _LATEST, _RULE),
    "references": (
        _NOTICE,
        _CLAUSE,
        _START,
        _END,
        _TEXT,
        Column("title", "string", "what stands inside the outermost 《》", "文件名称"),
        Column("number", "string", "document number of the document named", "发文字号"),
        Column("standard", "string", "number of the standard named: DB13/2169-2015", "标准编号"),
        Column(
            "relation",
            "category",
            "basis 依据, implement 落实, draft 制定, amend 修订, repeal 废止, issue 印发 or mention",
            "引用关系",
            "",
            get_args(Relation),
        ),
        _RULE,
        Column("full_title", "string", "title that a short name stands for: 以下简称《意见》", "文件全称"),
        Column("article", "string", "articles cited behind the title: 第十二条第二款", "条款"),
    ),
    "warnings": (
        _NOTICE,
        Column("code", "string", "sort of oddity", "警告代码"),
        Column("message", "string", "what looks wrong, in a sentence", "警告说明"),
        _START,
    ),
    "organisations": (
        _NOTICE,
        _CLAUSE,
        _START,
        _END,
        _TEXT,
        Column("label", "category", "what the model calls it: ORGANIZATION, ORG, nt", "实体类别"),
        Column("agency", "string", "full official name at the date of the notice", "机构全称"),
        Column("agency_id", "string", "key of the agency in the registry", "机构标识"),
        _RULE,
    ),
    "agency_measures": (
        Column("agency_node", "string", "key of the agency's node in the graph", "节点标识"),
        Column("name", "string", "name of the agency", "单位名称"),
        Column("system", "category", "line of government, the same in every province", "系统"),
        Column("level", "category", "level of government of the agency", "行政层级"),
        Column("region", "string", "region of the agency", "地区"),
        Column("collective", "boolean", "whether it names several bodies at once", "统称"),
        Column("mentions", "int64", "number of mentions that carry work", "责任单位次数", "mentions"),
        Column("tasks", "int64", "number of tasks it has a part in", "任务数", "tasks"),
        Column("lead", "int64", "number of tasks that it leads", "牵头任务数", "tasks"),
        Column("responsible", "int64", "number of tasks that it is responsible for", "负责任务数", "tasks"),
        Column("cooperate", "int64", "number of tasks that it cooperates in", "配合任务数", "tasks"),
        Column("guide", "int64", "number of tasks that it guides", "指导任务数", "tasks"),
        Column("lead_share", "Float64", "tasks that it leads, divided by its tasks", "牵头比例", "0 to 1"),
        Column("partners", "int64", "number of agencies it shares a task with", "协作单位数", "agencies"),
        Column("strength", "int64", "tasks shared, summed over its partners", "协作强度", "tasks"),
        Column(
            "betweenness", "Float64", "share of shortest paths through it; n shared tasks are 1/n long", "中介中心性"
        ),
        Column("component", "int64", "which connected part of the graph it is in, 1 the largest", "连通分量"),
        Column(
            "constraint",
            "Float64",
            "Burt's constraint, low for a broker between others; empty without partners",
            "结构洞约束",
        ),
        Column("community", "int64", "which community of Louvain it is in, 1 the largest", "社群"),
    ),
}

#: The tables that :func:`to_tables` gives, in order: organisations are of the deep engine, measures of the graph.
LAYERS = tuple(name for name in COLUMNS if name not in ("organisations", "agency_measures"))
_COMPUTED = {("responsibilities", "clause_heading")}


def _getters(table: str) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    return tuple(
        (c.name, attrgetter(c.name)) for c in COLUMNS[table] if c.name != "notice" and (table, c.name) not in _COMPUTED
    )


_FINDINGS = {name: _getters(name) for name in LAYERS if name not in ("notices", "clauses")}
_CLAUSES = tuple(getter for getter in _getters("clauses") if getter[0] not in ("text", "is_task"))


def to_tables(notices: Notice | Iterable[Notice]) -> dict[str, pd.DataFrame]:
    """The notices as data frames, one a layer (数据表): clauses, responsibilities, actions, quantities …

    Rows keep the order of the notices and, inside a notice, of the document. :func:`data_dictionary` says what each
    column means. Types never depend on the rows, so that tables of many runs can be joined.

    >>> tables = to_tables([])
    >>> print(*tables)
    notices clauses responsibilities actions quantities targets deadlines references warnings
    >>> tables["responsibilities"][["name", "role", "order"]].dtypes.astype(str).to_list()
    ['string', 'category', 'int64']
    """
    if isinstance(notices, Notice):
        notices = (notices,)
    values = empty_columns()
    for notice in notices:
        add_rows(values, notice)
    return {name: to_frame(name, columns) for name, columns in values.items()}


def empty_columns() -> dict[str, dict[str, list[Any]]]:
    """The columns of every table that the rules fill, as empty lists."""
    return {name: {c.name: [] for c in COLUMNS[name]} for name in LAYERS}


def add_rows(values: dict[str, dict[str, list[Any]]], notice: Notice) -> None:
    """Appends the rows of one notice, column by column: a data frame a notice would cost more than reading it."""
    clauses = notice.clauses
    responsibilities = [(r, c.heading) for c in clauses for r in c.responsibilities]
    responsibilities.sort(key=lambda pair: pair[0].start)
    found: dict[str, Sequence[Any]] = {
        "responsibilities": [r for r, _ in responsibilities],
        "actions": [a for c in clauses for a in c.actions],
        "quantities": [q for c in clauses for q in c.quantities],
        "targets": find_targets(notice),
        "deadlines": [d for c in clauses for d in c.deadlines],
        "references": notice.references,
        "warnings": notice.warnings,
    }
    for name, things in found.items():
        columns = values[name]
        columns["notice"].extend([notice.id] * len(things))
        for field, getter in _FINDINGS[name]:
            columns[field].extend(map(getter, things))
    values["responsibilities"]["clause_heading"].extend(heading for _, heading in responsibilities)
    _add_clauses(values["clauses"], notice, clauses)
    for field, value in _facts(notice, clauses).items():
        values["notices"][field].append(value)


def _add_clauses(columns: dict[str, list[Any]], notice: Notice, clauses: Sequence[Clause]) -> None:
    text = notice.text
    columns["notice"].extend([notice.id] * len(clauses))
    columns["text"].extend(text[c.body_start : c.body_end] for c in clauses)
    columns["is_task"].extend(bool(c.responsibilities) for c in clauses)
    for field, getter in _CLAUSES:
        columns[field].extend(map(getter, clauses))


def _facts(notice: Notice, clauses: Sequence[Clause]) -> dict[str, Any]:
    header = notice.header
    return {
        "notice": notice.id,
        "path": notice.source.path,
        "sha256": notice.source.sha256,
        "title": header.title,
        "document_number": header.document_number,
        "issuers": ";".join(header.issuers) or None,
        "date": header.date,
        "recipients": header.recipients,
        "region": header.region,
        "genre": header.genre,
        "characters": len(notice.text),
        "clauses": len(clauses),
        "tasks": sum(1 for c in clauses if c.responsibilities),
        "mentions": sum(len(c.responsibilities) for c in clauses),
        "warnings": len(notice.warnings),
        "unread": sum(len(span) for span in notice.unread),
    }


def to_frame(table: str, values: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """The columns of one table of :data:`COLUMNS`, given as lists, as a data frame of the declared types."""
    import pandas as pd

    return pd.DataFrame({column.name: _series(values[column.name], column) for column in COLUMNS[table]}, copy=False)


def data_dictionary() -> pd.DataFrame:
    """What every column of every table means: table, column, type, meaning, Chinese term, unit, values (数据字典).

    >>> legend = data_dictionary().set_index(["table", "column"])
    >>> legend.loc[("notices", "document_number"), "chinese"]
    '发文字号'
    """
    import pandas as pd

    rows = [(table, column) for table, columns in COLUMNS.items() for column in columns]
    return pd.DataFrame(
        {
            "table": [table for table, _ in rows],
            "column": [column.name for _, column in rows],
            "type": [column.type for _, column in rows],
            "meaning": [column.meaning for _, column in rows],
            "chinese": [column.chinese for _, column in rows],
            "unit": [column.unit for _, column in rows],
            "values": [", ".join(column.choices) for _, column in rows],
        },
        dtype="string",
    )


_SURROGATE = re.compile("[\ud800-\udfff]")
# The first and last whole days of datetime64[ns].
_FIRST, _LAST = date(1677, 9, 22), date(2262, 4, 11)
_EPOCH = date(1970, 1, 1).toordinal()
_NO_DAY = -(2**63)


def _series(values: Sequence[Any], column: Column) -> Any:
    """The values as a series or array of the declared type: through Arrow, five times as fast as ``pd.array``."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    match column.type:
        case "string":
            return _arrow(encodable(values), pa.large_string(), pd.StringDtype("pyarrow"))
        case "category":
            return _categorical(encodable(values), column.choices)
        case "int64":
            return np.array(values, dtype="int64")
        case "Int64":
            return _arrow(values, pa.int64(), pd.Int64Dtype())
        case "Float64":
            return _arrow([None if v is None else as_float(v) for v in values], pa.float64(), pd.Float64Dtype())
        case "boolean":
            return _arrow(values, pa.bool_(), pd.BooleanDtype())
        case "datetime64[ns]":
            days = [_NO_DAY if day is None else day for day in as_days(values)]
            return np.array(days, dtype="int64").view("datetime64[D]").astype("datetime64[ns]")


def as_days(values: Sequence[date | None]) -> list[int | None]:
    """The days as numbers from 1970 on; None for those that datetime64[ns] does not hold."""
    return [None if day is None or not _FIRST <= day <= _LAST else day.toordinal() - _EPOCH for day in values]


def _arrow(values: Sequence[Any], arrow_type: Any, dtype: Any) -> Any:
    import pyarrow as pa

    return pa.array(values, type=arrow_type).to_pandas(types_mapper=lambda _: dtype)


def _categorical(values: Sequence[str | None], choices: tuple[str, ...]) -> Any:
    """A category with the closed list first: a value outside it, from a researcher's own rule, is kept, not emptied."""
    import pandas as pd

    known = dict.fromkeys(choices)
    others = sorted({v for v in values if v is not None and v not in known})
    categories = [*choices, *others]
    codes = {value: code for code, value in enumerate(categories)}
    return pd.Categorical.from_codes(
        [-1 if v is None else codes[v] for v in values],
        categories=pd.Index(categories, dtype=pd.StringDtype("pyarrow")),
    )


def encodable(values: Sequence[str | None]) -> Sequence[str | None]:
    """The texts with halves of surrogate pairs, which no file format holds, replaced one for one by U+FFFD."""
    try:
        "".join(filter(None, values)).encode()
    except UnicodeEncodeError:
        return [None if v is None else _SURROGATE.sub("\ufffd", v) for v in values]
    return values


def as_float(value: float) -> float:
    """The number as a float; a whole number beyond the largest float is infinite."""
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")

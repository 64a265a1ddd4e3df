"""Notices as networkx graphs: which agency has which task (职责网络), and which agencies share tasks (协作网络).

What the graphs guarantee:

1. every mention of an agency that carries work is in the graph: the weights of the edges add up to the mentions;
2. nodes and edges come in the order of the notices, agencies before tasks, so that two runs give equal files;
3. every attribute is a str, int, float or bool, and what is not known is left out, so that GraphML and GEXF take it;
4. graphs built apart can be joined with :func:`networkx.compose`: the same agency and the same task have the same key
   (what a node counts, its mentions, is then that of one graph; what its edges weigh holds).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, Literal, get_args

from policy_extract.citations import Document, cite
from policy_extract.model import Clause, Notice, Responsibility, Role

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

__all__ = [
    "Merge",
    "Weighting",
    "agency_graph",
    "agency_key",
    "agency_measures",
    "agency_task_graph",
    "citation_graph",
    "projection",
    "task_node",
]

#: What makes two mentions one agency: the name as written, the agency of the registry as it was, its line through the
#: reforms, or its system.
Merge = Literal["name", "agency", "lineage", "system"]

#: How two nodes of a projection are weighed: what they share counted, counted by Newman, or divided by what either has.
Weighting = Literal["count", "newman", "jaccard"]

#: For each task, its agencies in the order of mention, with the roles they have in it.
_Shares = Sequence[dict[str, set[str]]]


def agency_task_graph(notices: Notice | Iterable[Notice], *, merge: Merge = "name") -> nx.MultiDiGraph[str]:
    """Agencies and the tasks they carry (职责网络): a directed bipartite graph, agency → task.

    There is one edge for each agency, task and role, its key being the role: an agency that leads one list of a task
    and cooperates in another has two edges, each with its ``order`` (place in its list) and ``group`` (which list);
    ``weight`` counts the mentions. ``merge`` says what makes two mentions one agency:

    - ``"name"``: the same name in the same region, 河北省/省科技厅;
    - ``"agency"``: the same agency of the registry, however it is written; without one, as for ``"name"``;
    - ``"lineage"``: the same agency through the reforms (沿革), 省质监局 of 2015 and 省市场监管局 of 2019 being one, the
      key being the agency that carries the line today; without one, as for ``"name"``;
    - ``"system"``: the same line of government (系统), 科技, in every region; without one, as for ``"agency"``.

    A task's key is the document number and the clause, 冀政办字〔2015〕84号#2.3; a notice without a number, or with one
    that another notice has, gives its id instead. Agencies have ``bipartite`` 0, tasks 1. Raises ValueError for another
    ``merge``.

    >>> agency_task_graph([]).number_of_nodes()
    0
    """
    import networkx as nx

    _check(merge)
    mentions: dict[str, list[Responsibility]] = {}
    tasks: dict[str, dict[str, Any]] = {}
    edges: dict[tuple[str, str, str], dict[str, Any]] = {}
    for key, notice, clause in _tasks(notices):
        tasks[key] = task_node(notice, clause)
        for r in clause.responsibilities:
            agency = agency_key(r, notice, merge)
            mentions.setdefault(agency, []).append(r)
            edge = edges.get((agency, key, r.role))
            if edge is None:
                edges[agency, key, r.role] = {"role": r.role, "order": r.order, "group": r.group, "weight": 1}
            else:
                edge["weight"] += 1
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(kind="agency-task", merge=merge)
    graph.add_nodes_from((key, {"bipartite": 0, **_agency_node(key, rs, merge)}) for key, rs in mentions.items())
    graph.add_nodes_from(tasks.items())
    keyed: Any = ((agency, task, role, data) for (agency, task, role), data in edges.items())
    graph.add_edges_from(keyed)
    return graph


def agency_graph(
    notices: Notice | Iterable[Notice], *, merge: Merge = "name", directed: bool = False
) -> nx.Graph[str] | nx.DiGraph[str]:
    """Agencies that share tasks (协作网络): ``weight`` counts the tasks that two agencies have in common.

    Undirected, an edge also has ``led``: the tasks among them that one of the two leads and the other does not. With
    ``directed=True`` an edge runs from an agency that leads (牵头) a task to each one that takes part without leading
    it, and ``cooperate``, ``responsible`` and ``guide`` count the tasks by the part of the second. Agencies have
    ``tasks`` and ``leads``, the number of tasks they carry and lead. ``merge`` is that of :func:`agency_task_graph`.

    >>> agency_graph([], directed=True).is_directed()
    True
    """
    import networkx as nx

    _check(merge)
    mentions: dict[str, list[Responsibility]] = {}
    shares: list[dict[str, set[str]]] = []
    for _, notice, clause in _tasks(notices):
        share: dict[str, set[str]] = {}
        for r in clause.responsibilities:
            key = agency_key(r, notice, merge)
            mentions.setdefault(key, []).append(r)
            share.setdefault(key, set()).add(r.role)
        shares.append(share)
    carried = Counter(key for share in shares for key in share)
    leads = Counter(key for share in shares for key, roles in share.items() if "lead" in roles)
    nodes = (
        (key, {**_agency_node(key, rs, merge), "tasks": carried[key], "leads": leads[key]})
        for key, rs in mentions.items()
    )
    graph: nx.Graph[str] = nx.DiGraph() if directed else nx.Graph()
    graph.graph.update(kind="agencies", merge=merge)
    graph.add_nodes_from(nodes)
    graph.add_edges_from(_led(shares) if directed else _shared(shares, list(mentions)))
    return graph


def agency_measures(graph: nx.Graph[str], *, pivots: int = 500) -> pd.DataFrame:
    """Where each agency stands in an agency-task graph: tasks by role, share led, partners, brokerage, community.

    One row an agency, those with most tasks first; ``data_dictionary()`` says what each column means. Ties are the tasks
    that two agencies share. Betweenness (中介中心性) is exact up to ``pivots`` agencies and estimated from that many above,
    always the same ones; constraint is that of Burt (结构洞约束), low for a broker; communities (社群) are those of Louvain
    with a fixed seed. Takes what :func:`agency_task_graph` gives, also when read back from a file; ValueError for another
    graph.

    >>> list(agency_measures(agency_task_graph([])))[:4]
    ['agency_node', 'name', 'system', 'level']
    """
    import networkx as nx

    from policy_extract.tables import to_frame

    nodes: dict[str, dict[str, Any]] = {node: graph.nodes[node] for node in graph}
    agencies = [node for node, data in nodes.items() if data.get("kind") == "agency"]
    if graph.number_of_edges() and not any(data.get("kind") == "task" for data in nodes.values()):
        raise ValueError("this graph has no tasks; agency_measures needs one from agency_task_graph")
    shares: defaultdict[str, dict[str, set[str]]] = defaultdict(dict)
    roles: Counter[tuple[str, str]] = Counter()
    for agency, task, data in graph.edges(data=True):
        shares[task].setdefault(agency, set()).add(data["role"])
        roles[agency, data["role"]] += 1
    tasks = Counter(agency for share in shares.values() for agency in share)
    ties: nx.Graph[str] = nx.Graph()
    ties.add_nodes_from(agencies)
    ties.add_edges_from(
        (a, b, {"weight": data["weight"], "length": 1 / data["weight"]})
        for a, b, data in _shared(list(shares.values()), agencies)
    )
    sample = pivots if pivots < len(agencies) else None
    between = nx.betweenness_centrality(ties, k=sample, weight="length", seed=0) if agencies else {}
    parts = sorted(nx.connected_components(ties), key=len, reverse=True)
    component = {agency: number for number, part in enumerate(parts, 1) for agency in part}
    constraint, community = _constraints(ties), _communities(ties)
    agencies.sort(key=lambda agency: -tasks[agency])
    facts = [nodes[agency] for agency in agencies]
    return to_frame(
        "agency_measures",
        {
            "agency_node": agencies,
            **{name: [f.get(name) for f in facts] for name in ("name", "system", "level", "region", "collective")},
            "mentions": [f.get("mentions", 0) for f in facts],
            "tasks": [tasks[a] for a in agencies],
            **{role: [roles[a, role] for a in agencies] for role in get_args(Role)},
            "lead_share": [roles[a, "lead"] / tasks[a] if tasks[a] else None for a in agencies],
            "partners": [ties.degree(a) for a in agencies],
            "strength": [ties.degree(a, weight="weight") for a in agencies],
            "betweenness": [between[a] for a in agencies],
            "component": [component[a] for a in agencies],
            "constraint": [constraint[a] for a in agencies],
            "community": [community[a] for a in agencies],
        },
    )


def projection(
    graph: nx.Graph[str], *, onto: Literal["agencies", "tasks"] = "agencies", weighting: Weighting = "count"
) -> nx.Graph[str]:
    """One side of an agency-task graph (单模投影): agencies joined by tasks they share, or tasks by agencies they share.

    ``shared`` counts what two nodes have in common; ``weight`` is, by ``weighting``,

    - ``"count"``: that count;
    - ``"newman"``: each shared thing that k nodes have counts 1/(k - 1), so that a task of thirty agencies binds little
      (Newman 2001);
    - ``"jaccard"``: that count, divided by what either of the two has.

    Nodes keep their attributes, those that share nothing too. ValueError for another ``onto`` or ``weighting``.

    >>> projection(agency_task_graph([]), onto="tasks").graph["weighting"]
    'count'
    """
    import networkx as nx

    if onto not in ("agencies", "tasks"):
        raise ValueError(f"onto={onto!r} is not one of agencies, tasks")
    if weighting not in get_args(Weighting):
        raise ValueError(f"weighting={weighting!r} is not one of {', '.join(get_args(Weighting))}")
    kept = "agency" if onto == "agencies" else "task"
    kinds: Any = graph.nodes(data="kind")
    place: dict[str, int] = {node: number for number, (node, kind) in enumerate(kinds) if kind == kept}
    has: dict[str, set[str]] = {node: set() for node in place}
    groups: dict[str, set[str]] = {}
    ends: Any = graph.edges()
    for source, target in ends:
        node, other = (source, target) if source in place else (target, source)
        has[node].add(other)
        groups.setdefault(other, set()).add(node)
    shared: Counter[tuple[str, str]] = Counter()
    newman: defaultdict[tuple[str, str], float] = defaultdict(float)
    for other in sorted(groups):
        members = sorted(groups[other], key=place.__getitem__)
        for pair in combinations(members, 2):
            shared[pair] += 1
            newman[pair] += 1 / (len(members) - 1)
    made: nx.Graph[str] = nx.Graph(kind=onto, weighting=weighting)
    made.add_nodes_from((node, dict(graph.nodes[node])) for node in place)
    for (a, b), count in shared.items():
        weight: float = count
        if weighting == "newman":
            weight = newman[a, b]
        elif weighting == "jaccard":
            weight = count / len(has[a] | has[b])
        made.add_edge(a, b, weight=weight, shared=count)
    return made


def _constraints(ties: nx.Graph[str]) -> dict[str, float | None]:
    """Burt's constraint of every node, None for one without ties: networkx takes the fifth power of the degree for it."""
    import numpy as np

    nodes = list(ties)
    place = {node: number for number, node in enumerate(nodes)}
    near = [np.array([place[other] for other in ties[node]], dtype=np.int64) for node in nodes]
    weights = [np.array([data["weight"] for data in ties[node].values()], dtype=float) for node in nodes]
    shares = [w / w.sum() if len(w) else w for w in weights]
    found: dict[str, float | None] = {}
    for number, node in enumerate(nodes):
        if not len(near[number]):
            found[node] = None
            continue
        direct, own = near[number], shares[number]
        reached = np.concatenate([direct, *(near[q] for q in direct)])
        invested = np.concatenate([own, *(share * shares[q] for q, share in zip(direct, own, strict=True))])
        total = np.bincount(reached, invested, minlength=len(nodes))
        found[node] = float((total[direct] ** 2).sum())
    return found


def _communities(ties: nx.Graph[str]) -> dict[str, int]:
    """The communities of Louvain, 1 the largest; over numbers, since sets of texts have another order in every run."""
    import networkx as nx

    nodes = list(ties)
    place = {node: number for number, node in enumerate(nodes)}
    numbered: nx.Graph[int] = nx.Graph()
    numbered.add_nodes_from(range(len(nodes)))
    weighted: Any = ties.edges(data="weight")
    numbered.add_weighted_edges_from((place[a], place[b], weight) for a, b, weight in weighted)
    if not nodes:
        return {}
    groups = sorted(
        nx.community.louvain_communities(numbered, weight="weight", seed=0), key=lambda g: (-len(g), min(g))
    )
    return {nodes[number]: rank for rank, group in enumerate(groups, 1) for number in group}


def citation_graph(notices: Notice | Iterable[Notice]) -> nx.MultiDiGraph[str]:
    """Notices and the documents they name (引用网络): a directed graph, notice → document.

    There is one edge for each notice, document and relation (basis 依据, implement 落实, draft, amend, repeal, issue,
    mention), its key being the relation; ``weight`` counts the mentions, ``clauses`` and ``articles`` (joined by ``;``)
    are where they stand and what they cite. Citations are one document where they have one document number, or a title
    that bears that number anywhere in the notices, or a short name declared for it (以下简称《意见》); a document whose
    number is that of a notice read is that notice. Nodes have ``kind``, notice or document; a document's ``issuer`` is
    known by the prefix of its number. A notice never cites itself.

    >>> from policy_extract import parse
    >>> notice = parse("根据《质量促进条例》和《质量发展意见》(国发〔2015〕9号),制定本办法。落实《质量发展意见》。", id="a")
    >>> for _, document, relation, data in citation_graph(notice).edges(keys=True, data=True):
    ...     print(document, relation, data["weight"])
    质量促进条例 basis 1
    国发〔2015〕9号 basis 1
    国发〔2015〕9号 implement 1
    """
    import networkx as nx

    documents, citations = cite((notices,) if isinstance(notices, Notice) else notices)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(kind="citations")
    graph.add_nodes_from((document.key, _document_node(document)) for document in documents)
    keyed: Any = (
        (
            c.notice,
            c.document,
            c.relation,
            _known(relation=c.relation, weight=c.weight, clauses=";".join(c.clauses), articles=";".join(c.articles)),
        )
        for c in citations
    )
    graph.add_edges_from(keyed)
    return graph


def _document_node(document: Document) -> dict[str, Any]:
    notice = document.notice
    if notice is None:
        return _known(
            kind="document",
            label=document.title or document.number or document.standard,
            title=document.title,
            document_number=document.number,
            standard=document.standard,
            issuer=document.issuer,
        )
    header = notice.header
    return _known(
        kind="notice",
        label=header.title or notice.id,
        notice=notice.id,
        title=header.title,
        document_number=header.document_number,
        issuer=";".join(header.issuers),
        date=header.date.isoformat() if header.date else None,
        region=header.region,
        genre=header.genre,
    )


def _check(merge: str) -> None:
    if merge not in get_args(Merge):
        raise ValueError(f"merge={merge!r} is not one of {', '.join(get_args(Merge))}")


def _tasks(notices: Notice | Iterable[Notice]) -> Iterator[tuple[str, Notice, Clause]]:
    """Every task with its key. Two notices never share one: a number met again is that of a copy, or misread."""
    taken: set[str] = set()
    for notice in (notices,) if isinstance(notices, Notice) else notices:
        stem, copy = notice.header.document_number or notice.id, 1
        while stem in taken:
            stem = notice.id if copy == 1 else f"{notice.id}~{copy}"
            copy += 1
        taken.add(stem)
        for clause in notice.walk():
            if clause.responsibilities:
                yield f"{stem}#{clause.id}", notice, clause


def agency_key(r: Responsibility, notice: Notice, merge: str) -> str:
    """The key of the node of a mention of an agency."""
    if merge == "system" and r.system:
        return r.system
    if merge == "lineage" and r.agency_id:
        from policy_extract.lines import line_of  # reads the registry, which no other merge needs

        return line_of(r.agency_id)
    if merge != "name" and r.agency_id:
        return r.agency_id
    # A known agency without a region is a national one; of an unknown one we only know whose notice names it.
    region = r.region or (None if r.agency_id else notice.header.region)
    return f"{region}/{r.name}" if region else r.name


def _agency_node(key: str, mentions: Sequence[Responsibility], merge: str) -> dict[str, Any]:
    """What all the mentions of one agency agree on; of several names, the one most often written."""
    names = Counter(r.name for r in mentions)
    name = names.most_common(1)[0][0]
    system = _common(r.system for r in mentions)
    if merge == "system" and system == key:
        name = key
    elif merge == "agency":
        name = _common(r.agency for r in mentions) or name
    elif merge == "lineage":
        name = _carrier(key) or _common(r.agency for r in mentions) or name
    return _known(
        kind="agency",
        label=name,
        name=name,
        names=";".join(names) if len(names) > 1 else None,
        agency=_common(r.agency for r in mentions),
        system=system,
        level=_common(r.level for r in mentions),
        region=_common(r.region for r in mentions),
        collective=all(r.collective for r in mentions),
        mentions=len(mentions),
    )


def _carrier(line: str) -> str | None:
    """The name of the agency that carries a line today, where it is one of a known region."""
    from policy_extract.registry import agency_of

    agency = agency_of(line) if line[:1] != "?" else None
    return agency.official_name if agency else None


def task_node(notice: Notice, clause: Clause) -> dict[str, Any]:
    """What the node of a task says, without what is not known."""
    header = notice.header
    text = notice.text[clause.body_start : clause.body_end].strip()
    latest = max((d.latest for d in clause.deadlines if d.latest), default=None)
    return _known(
        bipartite=1,
        kind="task",
        label=clause.heading or text[:20],
        heading=clause.heading,
        text=text,
        clause=clause.id,
        notice=notice.id,
        document_number=header.document_number,
        title=header.title,
        date=header.date.isoformat() if header.date else None,
        region=header.region,
        mentions=len(clause.responsibilities),
        actions=len(clause.actions),
        quantities=len(clause.quantities),
        deadlines=len(clause.deadlines),
        latest=latest.isoformat() if latest else None,
    )


def _known(**attributes: Any) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if value is not None and value != ""}


def _common(values: Iterable[str | None]) -> str | None:
    """The one value that is there, None where there is none or more than one."""
    found = {value for value in values if value}
    return found.pop() if len(found) == 1 else None


def _shared(shares: _Shares, agencies: Sequence[str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """An edge for every two agencies with a task in common; pairs are counted as numbers, which are quick to hash."""
    place = {agency: number for number, agency in enumerate(agencies)}
    weight: Counter[tuple[int, int]] = Counter()
    led: Counter[tuple[int, int]] = Counter()
    for share in shares:
        weight.update(combinations(sorted(place[agency] for agency in share), 2))
        lead, rest = _split(share)
        led.update((min(a, b), max(a, b)) for a, b in product([place[x] for x in lead], [place[x] for x in rest]))
    for (a, b), count in weight.items():
        yield agencies[a], agencies[b], {"weight": count, "led": led[a, b]}


def _led(shares: _Shares) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """An edge from every agency that leads a task to every one that takes part in it without leading."""
    edges: dict[tuple[str, str], dict[str, Any]] = {}
    for share in shares:
        for lead, other in product(*_split(share)):
            data = edges.setdefault((lead, other), {"weight": 0, "cooperate": 0, "responsible": 0, "guide": 0})
            data["weight"] += 1
            for role in share[other]:
                data[role] = data.get(role, 0) + 1
    for (lead, other), data in edges.items():
        yield lead, other, data


def _split(share: dict[str, set[str]]) -> tuple[list[str], list[str]]:
    lead = [agency for agency, roles in share.items() if "lead" in roles]
    return lead, [agency for agency, roles in share.items() if "lead" not in roles] if lead else []

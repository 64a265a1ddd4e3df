"""Plots with legible Chinese (the extra ``plot``): agencies by section, roles, deadlines, the network.

Each function draws on the axes that it is given, or on new ones, and returns them; nothing is shown or saved by itself.
Colours are those of Okabe and Ito, which the colour-blind tell apart, the same as in the page and in Gephi.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, get_args

from policy_extract.errors import MissingExtraError, PolicyExtractError
from policy_extract.graph import Merge, agency_measures, agency_task_graph
from policy_extract.model import Notice, Role

if TYPE_CHECKING:
    import networkx as nx
    from matplotlib.axes import Axes

__all__ = ["plot_deadlines", "plot_network", "plot_roles", "plot_sections", "use_chinese_font"]

_COLOURS = {"lead": "#d55e00", "responsible": "#0072b2", "cooperate": "#56b4e9", "guide": "#009e73"}
_CHINESE = {"lead": "牵头", "responsible": "负责", "cooperate": "配合", "guide": "指导"}
_DASHES: dict[str, Any] = {"lead": "solid", "responsible": "solid", "cooperate": "dashed", "guide": "dotted"}
_AGENCY, _TASK, _INK, _PALE = "#0072b2", "#e69f00", "#222222", "#d9d9d9"

# In order of liking; the names are those that the fonts give themselves.
_FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC", "Hiragino Sans GB",
    "Microsoft YaHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei", "Noto Sans CJK JP", "Noto Serif CJK SC",
    "Arial Unicode MS", "AR PL UMing CN", "Droid Sans Fallback",
)  # fmt: skip


def use_chinese_font() -> str:
    """Makes matplotlib draw Chinese (中文) with the first fitting font of this machine, and returns its name.

    Raises MissingExtraError without matplotlib, and PolicyExtractError with the line that installs a font where none is.
    """
    try:
        import matplotlib
        from matplotlib import font_manager
    except ImportError as error:
        raise MissingExtraError("plot", "a plot") from error
    installed = {font.name for font in font_manager.fontManager.ttflist}
    if not installed.intersection(_FONTS):
        # Fonts that were installed after matplotlib wrote its list.
        for path in font_manager.findSystemFonts():
            try:
                font_manager.fontManager.addfont(path)
            except (RuntimeError, OSError):
                continue
        installed = {font.name for font in font_manager.fontManager.ttflist}
    for name in _FONTS:
        if name in installed:
            matplotlib.rcParams["font.sans-serif"] = [name, "DejaVu Sans"]
            matplotlib.rcParams["font.family"] = "sans-serif"
            matplotlib.rcParams["axes.unicode_minus"] = False
            return name
    raise PolicyExtractError(
        "no font with Chinese characters on this machine; install one, as with: apt-get install fonts-noto-cjk "
        "(Debian, Ubuntu), dnf install google-noto-sans-cjk-fonts (Fedora); macOS and Windows bring one"
    )


def plot_sections(notice: Notice, *, most: int = 25, ax: Axes | None = None) -> Axes:
    """A heat map (热力图) of agencies by the sections of one notice: how many tasks each agency has in each section.

    The ``most`` agencies with most tasks are shown, the busiest at the top.
    """
    counts: Counter[tuple[str, str]] = Counter()
    sections: dict[str, str] = {}
    for part in notice.parts:
        for top in part.clauses:
            for clause in top.walk():
                for name in dict.fromkeys(r.name for r in clause.responsibilities):
                    sections.setdefault(top.id, _short(f"{top.marker or ''}{top.heading or ''}" or top.kind, 14))
                    counts[name, top.id] += 1
    totals = Counter(name for name, _ in counts.elements())
    names = [name for name, _ in totals.most_common(most)]
    ax = _axes(ax, (2.6 + 1.1 * len(sections), 1.8 + 0.27 * len(names)))
    title = _short(notice.header.title or notice.id, 16 + 5 * len(sections))
    ax.set_title(f"各部门在各部分的任务数\n{title}", loc="left", fontsize="medium")
    if not names:
        return _nothing(ax)
    grid = [[counts[name, section] for section in sections] for name in names]
    ax.imshow(grid, cmap="Blues", aspect="auto", vmin=0)
    peak = max(map(max, grid))
    for y, row in enumerate(grid):
        for x, count in enumerate(row):
            if count:
                ax.text(x, y, str(count), ha="center", va="center", color="white" if count > 0.6 * peak else _INK)
    ax.set_xticks(range(len(sections)), labels=list(sections.values()), rotation=30, ha="right", rotation_mode="anchor")
    ax.set_yticks(range(len(names)), labels=names)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return ax


def plot_roles(
    notices: Notice | Iterable[Notice], *, merge: Merge = "name", most: int = 20, ax: Axes | None = None
) -> Axes:
    """Bars of the tasks that each agency leads, is responsible for, cooperates in and guides (职责分工).

    The ``most`` agencies with most tasks are shown; ``merge`` is that of :func:`policy_extract.agency_task_graph`.
    """
    rows = agency_measures(agency_task_graph(notices, merge=merge)).head(most).iloc[::-1]
    ax = _axes(ax, (8, 1.6 + 0.28 * len(rows)))
    ax.set_title("各部门承担的任务")
    if not len(rows):
        return _nothing(ax)
    start = [0] * len(rows)
    for role in get_args(Role):
        widths = rows[role].to_list()
        if any(widths):
            ax.barh(range(len(rows)), widths, left=start, color=_COLOURS[role], label=_CHINESE[role])
            start = [a + b for a, b in zip(start, widths, strict=True)]
    ax.set_yticks(range(len(rows)), labels=rows["name"].to_list())
    ax.locator_params(axis="x", integer=True)
    ax.set_xlabel("任务数")
    ax.legend(frameon=False, loc="lower right")
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def plot_deadlines(notices: Notice | Iterable[Notice], *, most: int = 40, ax: Axes | None = None) -> Axes:
    """A timeline of deadlines (时间表): for each clause with a day by which work is due, that day; the earliest on top.

    Where there are more than ``most``, the first are shown and the title says how many there are.
    """
    found: dict[tuple[Any, str], str] = {}
    for notice in (notices,) if isinstance(notices, Notice) else notices:
        for clause in notice.walk():
            for deadline in clause.deadlines:
                if deadline.latest:
                    words = clause.heading or notice.text[clause.body_start : clause.body_end].strip()
                    found.setdefault((deadline.latest, f"{notice.id}#{clause.id}"), f"{clause.id} {_short(words, 18)}")
    rows = [(key[0], label) for key, label in sorted(found.items())]
    title = "任务完成时限" if len(rows) <= most else f"任务完成时限（前 {most} 项，共 {len(rows)} 项）"
    rows = rows[:most]
    ax = _axes(ax, (9, 1.6 + 0.3 * len(rows)))
    ax.set_title(title)
    if not rows:
        return _nothing(ax)
    import matplotlib.dates as dates

    days = [dates.date2num(day) for day, _ in rows]  # type: ignore[no-untyped-call]
    places = range(len(rows))
    margin = max(30.0, 0.06 * (max(days) - min(days)))
    ax.hlines(places, min(days) - margin, days, color=_PALE, linewidth=1.5)
    ax.plot(days, places, "o", color="#a83d77", markersize=7)
    for place, (day, _) in zip(places, rows, strict=True):
        ax.annotate(day.isoformat(), (days[place], place), (8, 0), textcoords="offset points", va="center", fontsize=9)
    ax.set_yticks(places, labels=[label for _, label in rows])
    ax.set_xlim(min(days) - margin, max(days) + 2.5 * margin)
    ax.xaxis_date()
    locator = dates.AutoDateLocator(maxticks=8)  # type: ignore[no-untyped-call]
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(dates.DateFormatter("%Y-%m"))  # type: ignore[no-untyped-call]
    ax.invert_yaxis()
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.tick_params(axis="y", length=0)
    return ax


def plot_network(graph: nx.Graph[str], *, labels: int = 30, seed: int = 7, ax: Axes | None = None) -> Axes:
    """An agency-task graph (职责网络): agencies round, by the number of their tasks, tasks square, lines by role.

    Takes what :func:`policy_extract.agency_task_graph` or :func:`policy_extract.agency_graph` gives. The ``labels``
    agencies with most ties are named; ``seed`` turns the picture, the same seed gives the same picture.
    """
    ax = _axes(ax, (11, 8.5))
    nodes = list(graph)
    if not nodes:
        return _nothing(ax)
    from matplotlib.collections import LineCollection
    from matplotlib.lines import Line2D

    number = {node: i for i, node in enumerate(nodes)}
    edges: list[tuple[int, int, str]] = []
    ends: Any = graph.edges(data=True)
    for source, target, data in ends:
        edges.append((number[source], number[target], str(data.get("role", ""))))
    place = _spring(len(nodes), [(a, b) for a, b, _ in edges], seed)
    roles = [role for role in (*get_args(Role), "") if any(r == role for *_, r in edges)]
    for role in roles:
        lines = [(place[a], place[b]) for a, b, r in edges if r == role]
        style = {"colors": _COLOURS.get(role, "#999999"), "linestyles": _DASHES.get(role, "solid")}
        ax.add_collection(LineCollection(lines, linewidths=1.1, alpha=0.55, zorder=1, **style))
    ties = Counter(i for a, b, _ in edges for i in (a, b))
    kinds = [graph.nodes[node].get("kind") for node in nodes]
    agencies = [i for i, kind in enumerate(kinds) if kind == "agency"]
    tasks = [i for i, kind in enumerate(kinds) if kind == "task"]
    sizes = [40 + 32 * ties[i] for i in agencies]
    ax.scatter(place[tasks, 0], place[tasks, 1], s=42, marker="s", color=_TASK, edgecolors="white", zorder=2)
    ax.scatter(place[agencies, 0], place[agencies, 1], s=sizes, color=_AGENCY, edgecolors="white", zorder=3)
    ax.margins(0.06)
    ax.axis("off")
    _name(ax, [(str(graph.nodes[nodes[i]].get("label", nodes[i])), place[i], ties[i]) for i in agencies], labels)
    keys = [Line2D([], [], color=_AGENCY, marker="o", linestyle="", label="部门")]
    if tasks:
        keys.append(Line2D([], [], color=_TASK, marker="s", linestyle="", label="任务"))
    keys += [Line2D([], [], color=_COLOURS[r], linestyle=_DASHES[r], label=_CHINESE[r]) for r in roles if r]
    ax.legend(handles=keys, frameon=False, loc="lower left", ncols=len(keys), bbox_to_anchor=(0, -0.04))
    return ax


def _name(ax: Axes, agencies: Sequence[tuple[str, Any, int]], most: int) -> None:
    """Writes names under their nodes, the weightiest first, wherever they cover no other name."""
    taken: list[tuple[float, float, float]] = []
    for label, spot, ties in sorted(agencies, key=lambda agency: (-agency[2], agency[0]))[:most]:
        words, drop = _short(label, 14), 9 + ties**0.5
        x, y = ax.transData.transform(spot)
        half = 4.8 * len(words) * ax.figure.dpi / 72
        y -= drop * ax.figure.dpi / 72
        height = 12 * ax.figure.dpi / 72
        if any(abs(x - a) < half + other and abs(y - b) < height for a, b, other in taken):
            continue
        taken.append((x, y, half))
        text = ax.annotate(words, spot, (0, -drop), textcoords="offset points", zorder=4)
        text.set(ha="center", va="top", fontsize=9, path_effects=[_halo()])


def _axes(ax: Axes | None, size: tuple[float, float]) -> Axes:
    """The axes given, or new ones of a fitting size; with a font that has Chinese."""
    use_chinese_font()
    if ax is not None:
        return ax
    from matplotlib import pyplot

    return pyplot.subplots(figsize=size, layout="constrained")[1]


def _nothing(ax: Axes) -> Axes:
    ax.text(0.5, 0.5, "没有可画的内容", ha="center", va="center", transform=ax.transAxes, color="#777777")
    ax.axis("off")
    return ax


def _short(text: str, length: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"


def _halo() -> Any:
    from matplotlib import patheffects

    return patheffects.withStroke(linewidth=2.5, foreground="white")


def _spring(count: int, edges: Sequence[tuple[int, int]], seed: int) -> Any:
    """Places for nodes (Fruchterman and Reingold 1991), in numpy alone: networkx asks for scipy where there are many."""
    import numpy as np

    places = np.random.default_rng(seed).uniform(-1, 1, (count, 2))
    pairs = np.array(edges, dtype=np.int64).reshape(-1, 2)
    ideal = 1 / np.sqrt(count)
    step = 0.15
    for _ in range(max(40, min(250, 120_000 // count))):
        forces = -3.5 * ideal * places
        for first in range(0, count, 512):  # a strip of the matrix of distances at a time
            apart = places[first : first + 512, None] - places[None]
            squared = np.maximum((apart**2).sum(-1), 1e-4 * ideal**2)
            forces[first : first + 512] += (apart * (ideal**2 / squared)[..., None]).sum(1)
        along = places[pairs[:, 0]] - places[pairs[:, 1]]
        pull = along * np.sqrt((along**2).sum(-1))[:, None] / ideal
        np.subtract.at(forces, pairs[:, 0], pull)
        np.add.at(forces, pairs[:, 1], pull)
        length = np.maximum(np.sqrt((forces**2).sum(-1)), 1e-9)
        places += forces / length[:, None] * np.minimum(length, step)[:, None]
        step *= 0.985
    return places

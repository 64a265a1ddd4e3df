"""Plots: what is drawn is what was found, in a font that has the characters; no picture is compared."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator

import pytest

from policy_extract import MissingExtraError, Notice, PolicyExtractError, agency_graph, agency_task_graph, parse, plots

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("agg")
from matplotlib import pyplot  # noqa: E402

TEXT = """一、强化监管
(一)开展检查。2024年12月底前完成。(省教育厅牵头,省财政厅配合)
(二)建立台账。2024年6月底前完成。(省教育厅负责)
二、加强保障
(一)落实经费。(省财政厅、省审计厅负责)
"""


@pytest.fixture(scope="module")
def notice() -> Notice:
    return parse(TEXT, id="a")


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    pyplot.close("all")


def drawn(ax: object) -> None:
    """Draws it all: a character that the font lacks is a warning, and warnings are errors."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax.figure.canvas.draw()  # type: ignore[attr-defined]


def test_sections_count_tasks(notice: Notice) -> None:
    ax = plots.plot_sections(notice)
    drawn(ax)
    assert [t.get_text() for t in ax.get_yticklabels()] == ["省教育厅", "省财政厅", "省审计厅"]
    assert [t.get_text() for t in ax.get_xticklabels()] == ["一、强化监管", "二、加强保障"]
    assert ax.images[0].get_array().tolist() == [[2, 0], [1, 1], [0, 1]]


def test_roles_are_stacked(notice: Notice) -> None:
    ax = plots.plot_roles(notice)
    drawn(ax)
    names = [t.get_text() for t in ax.get_yticklabels()]
    widths = {
        bars.get_label(): dict(zip(names, (bar.get_width() for bar in bars), strict=True)) for bars in ax.containers
    }
    assert widths["牵头"] == {"省教育厅": 1, "省财政厅": 0, "省审计厅": 0}
    assert widths["配合"] == {"省教育厅": 0, "省财政厅": 1, "省审计厅": 0}
    assert widths["负责"] == {"省教育厅": 1, "省财政厅": 1, "省审计厅": 1}
    assert len(plots.plot_roles(notice, most=1).get_yticklabels()) == 1


def test_deadlines_in_order(notice: Notice) -> None:
    ax = plots.plot_deadlines(notice)
    drawn(ax)
    assert [t.get_text() for t in ax.texts] == ["2024-06-30", "2024-12-31"]
    assert [t.get_text() for t in ax.get_yticklabels()] == ["1.2 建立台账", "1.1 开展检查"]
    assert "共 2 项" in plots.plot_deadlines(notice, most=1).get_title()


def test_network_draws_every_node_and_role(notice: Notice) -> None:
    ax = plots.plot_network(agency_task_graph(notice))
    drawn(ax)
    tasks, agencies = [c for c in ax.collections if hasattr(c, "get_offsets") and len(c.get_offsets()) and c.zorder > 1]
    assert (len(tasks.get_offsets()), len(agencies.get_offsets())) == (3, 3)
    assert {t.get_text() for t in ax.texts} == {"省教育厅", "省财政厅", "省审计厅"}
    legend = [t.get_text() for t in ax.get_legend().get_texts()]
    assert legend == ["部门", "任务", "牵头", "负责", "配合"]
    again = plots.plot_network(agency_task_graph(notice))
    assert [tuple(t.xy) for t in again.texts] == [tuple(t.xy) for t in ax.texts]  # the same seed, the same picture
    drawn(plots.plot_network(agency_graph(notice)))


def test_nothing_to_draw_is_said() -> None:
    empty = parse("一、监管\n开展检查。")
    for ax in (
        plots.plot_sections(empty),
        plots.plot_roles(empty),
        plots.plot_deadlines(empty),
        plots.plot_network(agency_task_graph(empty)),
    ):
        drawn(ax)
        assert "没有可画的内容" in [t.get_text() for t in ax.texts]


def test_given_axes_are_drawn_on(notice: Notice) -> None:
    figure, axes = pyplot.subplots(1, 4, figsize=(20, 5))
    assert plots.plot_sections(notice, ax=axes[0]) is axes[0]
    assert plots.plot_roles([notice], ax=axes[1]) is axes[1]
    assert plots.plot_deadlines([notice], ax=axes[2]) is axes[2]
    assert plots.plot_network(agency_task_graph(notice), ax=axes[3]) is axes[3]
    assert pyplot.get_fignums() == [figure.number]


def test_without_a_font_the_install_line_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib import font_manager

    monkeypatch.setattr(font_manager.fontManager, "ttflist", [])
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [])
    with pytest.raises(PolicyExtractError, match="apt-get install fonts-noto-cjk"):
        plots.use_chinese_font()


def test_without_matplotlib_the_extra_is_named(notice: Notice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match=r"policy_extract\[plot\]"):
        plots.plot_roles(notice)

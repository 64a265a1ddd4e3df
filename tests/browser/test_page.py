"""The page in a real browser: what a reader does with it, and what a hostile notice may not do."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policy_extract import Notice, parse
from policy_extract.view import to_cell
from policy_extract.view.content import findings_of
from tests.browser.conftest import Opened
from tests.test_view import HOSTILE

Show = Callable[..., Opened]

# Where every mark lies, in code points of the text, as the browser has it.
PLACES = """() => {
  const article = document.querySelector("article:not([hidden])"), found = {};
  let place = 0;
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const mark = node.parentElement.closest(".m"), length = [...node.data].length;
    if (mark) for (const id of mark.dataset.f.split(" ")) {
      const old = found[id] || [place, place];
      found[id] = [Math.min(old[0], place), Math.max(old[1], place + length)];
    }
    place += length;
  }
  return found;
}"""
TOP = """(number) => {
  const block = document.getElementById(`n0c${number}`), reading = document.getElementById("reading");
  return block.getBoundingClientRect().top - reading.getBoundingClientRect().top;
}"""


@pytest.fixture(scope="module")
def zhejiang(corpus: dict[str, Notice]) -> Notice:
    """A notice with every role but guide, quantities, deadlines and references."""
    return corpus["zhejiang-2023-composed-01"]


def number_of(notice: Notice, id: str) -> int:
    return [clause.id for clause in notice.walk()].index(id)


# --- the text and its marks -----------------------------------------------------------------------------------------


def test_the_text_is_the_text_and_marks_are_where_they_belong(show: Show, zhejiang: Notice) -> None:
    page = show(zhejiang).page
    assert page.evaluate("document.querySelector('article').textContent") == zhejiang.text
    places = page.evaluate(PLACES)
    for number, finding in enumerate(findings_of(zhejiang)):
        assert places[str(number)] == [finding.start, finding.end], finding


def test_marks_are_seen_in_the_look_of_their_layer(show: Show, zhejiang: Notice) -> None:
    page = show(zhejiang).page
    looks = page.evaluate("""() => Object.fromEntries(
      ["lead", "responsible", "cooperate", "quantity", "deadline", "reference", "verb"].map((name) => {
        const style = getComputedStyle(document.querySelector(`article .m.${name}`));
        return [name, [style.backgroundColor, style.boxShadow, style.backgroundImage, style.borderBottomStyle,
                       style.textDecorationLine].join("|")];
      }))""")
    assert len(set(looks.values())) == 7
    assert "double" in looks["deadline"]
    assert "dotted" in looks["reference"]
    assert "underline" in looks["verb"]


def test_filters_hide_one_layer_and_bring_it_back(show: Show, zhejiang: Notice) -> None:
    opened = show(zhejiang)
    page = opened.page
    line = "getComputedStyle(document.querySelector('article .m.verb:not(.quantity)')).textDecorationLine"
    wash = "getComputedStyle(document.querySelector('article .m.quantity')).backgroundImage"
    button = page.locator("#layers [data-layer=action]")
    assert button.locator(".count").text_content() == str(len(zhejiang.actions))
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    assert page.evaluate(line) == "none"
    assert "gradient" in page.evaluate(wash)
    page.keyboard.press("5")  # the layer's own key
    assert button.get_attribute("aria-pressed") == "true"
    assert page.evaluate(line) == "underline"
    for layer, look in (("lead", "backgroundColor"), ("cooperate", "boxShadow"), ("deadline", "borderBottomStyle")):
        style = f"getComputedStyle(document.querySelector('article .m.{layer}')).{look}"
        before = page.evaluate(style)
        page.locator(f"#layers [data-layer={layer}]").click()
        assert page.evaluate(style) != before, layer


def test_hovering_tells_the_rule_and_the_values(show: Show, zhejiang: Notice) -> None:
    opened = show(zhejiang)
    page = opened.page
    tip = page.locator("#tip")
    assert tip.is_hidden()
    q = next(q for q in zhejiang.quantities if q.indicator and q.indicator_start is not None)
    number = findings_of(zhejiang).index(q)
    mark = page.locator(f"article .m[data-f~='{number}']").first
    mark.scroll_into_view_if_needed()
    opened.frames(8)
    mark.hover()
    said = tip.inner_text()
    assert f"{q.start}–{q.end}" in said
    assert q.rule in said
    assert q.unit in said
    assert q.indicator in said
    assert "下限" in said or "上限" in said
    painted = page.evaluate("[...CSS.highlights.get('scope')].map((range) => range.toString())")
    assert q.indicator in painted  # what is measured is shown in the text
    page.mouse.move(5, 5)
    assert tip.is_hidden()


# --- the outline ----------------------------------------------------------------------------------------------------


def test_the_tree_leads_to_the_clause(show: Show, zhejiang: Notice) -> None:
    opened = show(zhejiang)
    page = opened.page
    assert page.locator("#tree li[data-c]").count() == len(zhejiang.clauses)
    number = number_of(zhejiang, "2.3.1")
    page.locator(f"#tree li[data-c='{number}'] > .row .words").click()
    opened.frames(8)
    assert abs(page.evaluate(TOP, number)) < 60
    assert page.locator("#tree li.here").get_attribute("data-c") == str(number)
    assert page.locator(f"#agencies [data-task='{number}']").count() == 1  # and what the task is beside it


def test_the_tree_works_from_the_keyboard(show: Show, zhejiang: Notice) -> None:
    page = show(zhejiang).page
    number = number_of(zhejiang, "2")
    item = page.locator(f"#tree li[data-c='{number}']")
    item.locator("> .row .turn").click()
    assert item.get_attribute("aria-expanded") == "false"
    below = page.locator(f"#tree li[data-c='{number_of(zhejiang, '2.1')}']")
    assert below.is_hidden()
    page.keyboard.press("ArrowRight")
    assert item.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowRight")
    focused = "document.activeElement.dataset.c"
    assert page.evaluate(focused) == str(number_of(zhejiang, "2.1"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator("#agencies [data-task]").get_attribute("data-task") == page.evaluate(focused)
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement === document.querySelector('#tree li')")


def test_the_tree_follows_the_reader(show: Show, zhejiang: Notice) -> None:
    opened = show(zhejiang)
    page = opened.page
    page.evaluate("document.getElementById('reading').scrollTop = 1e6")
    opened.frames(8)
    here = int(page.locator("#tree li.here").get_attribute("data-c"))
    assert here > len(zhejiang.clauses) / 2


# --- agencies and tasks ---------------------------------------------------------------------------------------------


def test_from_an_agency_to_its_tasks_and_back(show: Show, zhejiang: Notice) -> None:
    opened = show(zhejiang)
    page = opened.page
    r = next(r for r in zhejiang.responsibilities if r.role == "lead")
    tasks = [c for c in zhejiang.walk() if any(o.agency_id == r.agency_id for o in c.responsibilities)]
    mark = page.locator(f"article .m[data-f~='{findings_of(zhejiang).index(r)}']").first
    mark.scroll_into_view_if_needed()
    opened.frames(8)
    top = page.evaluate("document.getElementById('reading').scrollTop")
    mark.click()
    card = page.locator("#agencies .card")
    assert r.agency in card.inner_text()
    buttons = card.locator("button.task")
    assert [int(b.get_attribute("data-c")) for b in buttons.all()] == [number_of(zhejiang, c.id) for c in tasks]
    picked = page.locator("article .m.picked")
    assert picked.count() >= len(tasks)
    buttons.last.click()
    opened.frames(8)
    last = number_of(zhejiang, tasks[-1].id)
    assert abs(page.evaluate(TOP, last)) < 60
    assert page.locator(f"#agencies [data-task='{last}']").count() == 1
    names = [b.inner_text() for b in page.locator("#agencies .people button").all()]
    assert set(names) == {o.name for o in tasks[-1].responsibilities}
    page.locator("#back").click()  # to the agency …
    assert r.agency in page.locator("#agencies .card").inner_text()
    page.keyboard.press("Escape")  # … and to the list, at the old place of the text
    page.locator("#agencies .card").wait_for(state="detached")
    opened.frames(2)
    assert abs(page.evaluate("document.getElementById('reading').scrollTop") - top) < 3


def test_the_list_of_agencies_is_counted_and_filtered(show: Show, hebei: Notice) -> None:
    page = show(hebei).page
    rows = page.locator("#agencies .list > li")
    tasks: dict[str, int] = {}
    for clause in hebei.walk():
        for name in {r.name for r in clause.responsibilities}:
            tasks[name] = tasks.get(name, 0) + 1
    shown = {row.locator(".name").inner_text(): int(row.locator(".n").inner_text()) for row in rows.all()}
    assert shown == tasks
    page.locator("#agencies input").fill("质监")
    assert {row.inner_text().split("\n")[0] for row in rows.all() if row.is_visible()} >= {"省质监局"}
    assert sum(row.is_visible() for row in rows.all()) < 5


def test_a_fact_of_a_task_leads_to_its_words(show: Show, zhejiang: Notice) -> None:
    opened = show(zhejiang)
    page = opened.page
    clause = next(c for c in zhejiang.tasks() if c.deadlines)
    page.locator(f"#tree li[data-c='{number_of(zhejiang, clause.id)}'] > .row .words").click()
    page.locator("#agencies .facts li").first.click()
    opened.frames(8)
    number = int(page.evaluate("document.activeElement.dataset.f").split()[0])
    assert findings_of(zhejiang)[number] == clause.deadlines[0]


# --- search ---------------------------------------------------------------------------------------------------------


def test_search_finds_every_place(show: Show, zhejiang: Notice) -> None:
    opened = show(zhejiang)
    page = opened.page
    page.keyboard.press("/")
    page.keyboard.type("电梯")
    many = zhejiang.text.count("电梯")
    hits = page.locator("#hits")
    page.locator(f"#hits:text('1 / {many}')").wait_for()
    painted = page.evaluate("[...CSS.highlights.get('found')].map((range) => range.toString())")
    assert painted == ["电梯"] * many
    page.keyboard.press("Enter")
    assert hits.text_content() == f"2 / {many}"
    page.locator("#before").click()
    page.locator("#before").click()
    assert hits.text_content() == f"{many} / {many}"
    opened.frames(8)
    seen = page.evaluate("""() => {
      const [range] = CSS.highlights.get("found-now"), at = range.getBoundingClientRect();
      const pane = document.getElementById("reading").getBoundingClientRect();
      return at.top >= pane.top && at.bottom <= pane.bottom;
    }""")
    assert seen
    page.locator("#query").fill("绝无此词")
    page.locator("#hits:text('没有找到')").wait_for()
    page.locator("#query").fill("")
    page.locator("#hits:empty").wait_for(state="attached")
    assert page.evaluate("CSS.highlights.has('found')") is False


def test_characters_beyond_the_first_plane_shift_nothing(show: Show) -> None:
    notice = parse("一、𠮷𠮷野家监管\n建立𠮷庆台账。开展检查500次以上。(省科技厅负责)", id="a")
    page = show(notice).page
    places = page.evaluate(PLACES)
    for number, finding in enumerate(findings_of(notice)):
        assert places[str(number)] == [finding.start, finding.end]
    number = next(i for i, c in enumerate(notice.walk()) if c.responsibilities)
    page.locator(f"#tree li[data-c='{number}'] .words").first.click()
    facts = page.locator("#agencies .facts").all_inner_texts()
    assert any("500次以上" in fact for fact in facts)
    assert any("开展 检查" in fact for fact in facts)


# --- the network ----------------------------------------------------------------------------------------------------


def node_at(page: Any, step: int = 6) -> tuple[str, float, float]:
    """A node of the network, found as a reader does: by the hand that the pointer becomes, and its name."""
    box = page.locator("#graph").bounding_box()
    for y in range(20, int(box["height"]) - 10, step):
        for x in range(20, int(box["width"]) - 10, step * 2):
            page.mouse.move(box["x"] + x, box["y"] + y)
            title = page.evaluate("document.getElementById('graph').title")
            if title:
                return title, box["x"] + x, box["y"] + y
    raise AssertionError("no node in the network")


def still(opened: Opened) -> None:
    """Waits until the network has come to rest."""
    before = None
    for _ in range(60):
        opened.page.wait_for_timeout(150)
        now = opened.page.evaluate("document.getElementById('graph').toDataURL().length")
        if now == before:
            return
        before = now


def test_the_network_is_drawn_and_its_nodes_are_dragged(show: Show, zhejiang: Notice) -> None:
    opened = show(zhejiang)
    page = opened.page
    page.locator("#tab-network").click()
    still(opened)
    colours = page.evaluate("""() => {
      const canvas = document.getElementById("graph"), pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
      const seen = {};
      for (let i = 0; i < pixels.length; i += 4) { const key = [pixels[i], pixels[i + 1], pixels[i + 2]].join(); if (pixels[i + 3] === 255) seen[key] = (seen[key] || 0) + 1; }
      return seen;
    }""")
    assert colours.get("0,114,178", 0) > 200  # agencies
    assert colours.get("230,159,0", 0) > 50  # tasks
    title, x, y = node_at(page)
    box = page.locator("#graph").bounding_box()
    goal = (box["x"] + box["width"] - 40, box["y"] + box["height"] - 30)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(*goal, steps=6)
    moved = page.evaluate("document.getElementById('graph').className")
    page.mouse.up()
    assert "held" in moved
    assert page.locator("#agencies").is_hidden()  # a drag is no click
    still(opened)
    page.mouse.move(goal[0] - 60, goal[1] - 60)
    page.mouse.move(*goal)
    assert page.evaluate("document.getElementById('graph').title") == title  # where it was put, it stays


def test_a_node_opens_what_it_stands_for(show: Show, zhejiang: Notice) -> None:
    opened = show(zhejiang)
    page = opened.page
    page.locator("#tab-network").click()
    still(opened)
    title, x, y = node_at(page)
    page.mouse.click(x, y)
    assert title in page.locator("#agencies .card").inner_text().replace("\n", "")
    page.keyboard.press("g")
    page.locator("#enlarge").click()
    assert page.evaluate("document.getElementById('graph').getBoundingClientRect().width") > 1300
    page.locator("#mode button").last.click()
    still(opened)
    page.locator("#fit").click()
    page.keyboard.press("Escape")
    assert page.locator("#reading").is_visible()


# --- looks ----------------------------------------------------------------------------------------------------------

CONTRAST = """() => {
  const parts = (colour) => { const c = document.createElement("canvas").getContext("2d"); c.fillStyle = colour; c.fillRect(0, 0, 1, 1); return [...c.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (e) => { for (; e; e = e.parentElement) { const c = parts(getComputedStyle(e).backgroundColor); if (c[3] > 250) return c; } return [255, 255, 255, 255]; };
  const found = {};
  for (const name of ["article .heading", "article .m.lead", "article .m.responsible", "article .m.cooperate", "article .m.deadline", "article .m.reference", "article .header",
                      "#outline .words", "#outline .count", "#about", "#layers .count", "#agencies .n", ".tabs button", "#layers .name"]) {
    const element = document.querySelector(name);
    const style = getComputedStyle(element);
    const [a, b] = [light(parts(style.color)), light(ground(element))];
    found[name] = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }
  return found;
}"""


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_is_legible(show: Show, zhejiang: Notice, dark: bool) -> None:
    page = show(zhejiang, dark=dark).page
    for name, ratio in page.evaluate(CONTRAST).items():
        assert ratio >= 4.5, (name, ratio)


def test_dark_follows_the_system_and_the_switch(show: Show, zhejiang: Notice) -> None:
    page = show(zhejiang, dark=True).page
    ground = "getComputedStyle(document.getElementById('reading')).backgroundColor"
    dark = page.evaluate(ground)
    page.locator("#theme").click()
    assert page.evaluate(ground) == "rgb(255, 255, 255)" != dark
    page.keyboard.press("t")
    assert page.evaluate(ground) == dark


def test_labels_in_chinese_and_english(show: Show, zhejiang: Notice) -> None:
    page = show(zhejiang).page
    assert page.locator("#tab-network").inner_text() == "网络"
    page.locator("#language").click()
    assert page.locator("#tab-network").inner_text() == "Network"
    assert page.locator("#layers [data-layer=lead] .name").inner_text() == "lead"
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("#query").get_attribute("placeholder") == "Search the text"
    chinese = page.evaluate("""() => {
      const own = document.querySelectorAll("[data-t], #layers .name, .heads, dialog dd");
      return [...own].filter((e) => e.id !== "language" && /[\\u4e00-\\u9fff]/.test(e.textContent)).map((e) => e.textContent);
    }""")
    assert chinese == []
    page.keyboard.press("l")
    assert page.locator("#tab-network").inner_text() == "网络"


def test_a_narrow_screen_has_one_pane_at_a_time(show: Show, zhejiang: Notice) -> None:
    opened = show(zhejiang, width=360, height=720)
    page = opened.page
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    panes = {"outline": "#outline", "text": "#reading", "agencies": "#agencies", "network": "#network"}
    for name, pane in panes.items():
        page.locator(f".dock [data-pane={name}]").click()
        for other in panes.values():
            assert page.locator(other).is_visible() == (other == pane), (name, other)
    page.locator(".dock [data-pane=outline]").click()
    number = number_of(zhejiang, "2.1.1")
    page.locator(f"#tree li[data-c='{number}'] > .row .words").click()
    opened.frames(8)
    assert page.locator("#reading").is_visible()
    assert abs(page.evaluate(TOP, number)) < 60
    page.locator("article .m.agency:visible").first.click()
    assert page.locator("#agencies .card").is_visible()
    page.locator("#back").click()
    assert page.locator("#reading").is_visible()


def test_paper_has_the_text_and_the_legend_alone(show: Show, zhejiang: Notice) -> None:
    page = show(zhejiang, dark=True).page
    page.emulate_media(media="print", color_scheme="dark")
    for name in ("#outline", "#side", ".tools", ".dock"):
        assert page.locator(name).first.is_hidden(), name
    assert page.locator("#layers").is_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    import pypdfium2

    document = pypdfium2.PdfDocument(page.pdf(format="A4", print_background=True))
    text = "".join(p.get_textpage().get_text_range() for p in document)
    squeezed = "".join(text.split())
    for clause in zhejiang.walk():
        assert (clause.heading or "") in squeezed
    document.close()


# --- keys -----------------------------------------------------------------------------------------------------------


def test_marks_and_clauses_from_the_keyboard(show: Show, zhejiang: Notice) -> None:
    opened = show(zhejiang)
    page = opened.page
    for layer in ("action", "quantity", "deadline", "reference"):
        page.locator(f"#layers [data-layer={layer}]").click()
    page.locator("#reading").focus()
    seen = []
    for _ in range(3):
        page.keyboard.press("n")
        opened.frames(8)
        seen.append(page.evaluate("document.activeElement.textContent"))
        assert page.locator("#tip").is_visible()
    shown = [r.text for r in zhejiang.responsibilities]
    assert seen == shown[:3]
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.textContent") == shown[1]
    page.keyboard.press("Enter")
    name = zhejiang.responsibilities[1].name
    assert page.locator("#agencies .card h2").inner_text() == name
    page.keyboard.press("Escape")
    page.locator("#agencies .card").wait_for(state="detached")
    here = int(page.locator("#tree li.here").get_attribute("data-c"))
    page.keyboard.press("j")
    opened.frames(8)
    assert int(page.locator("#tree li.here").get_attribute("data-c")) == here + 1
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#help").is_hidden()


# --- several notices, harm, notebooks, length -----------------------------------------------------------------------


def test_several_notices_in_one_page(show: Show, corpus: dict[str, Notice]) -> None:
    opened = show([corpus["hebei-2015-84"], corpus["zhejiang-2023-composed-01"], corpus["henan-2022-composed-07"]])
    page = opened.page
    page.locator("#pick").select_option("1")
    assert page.locator("#title").inner_text() == corpus["zhejiang-2023-composed-01"].header.title
    assert page.locator("article:visible").count() == 1
    assert page.locator("#tree li[data-c]").count() == len(corpus["zhejiang-2023-composed-01"].clauses)
    page.locator("#tab-network").click()
    page.locator("#extent button").last.click()
    still(opened)
    title, _, _ = node_at(page)
    assert title


def test_a_hostile_notice_runs_nothing(show: Show) -> None:
    opened = show(parse(HOSTILE, id='"><script>window.ran=9</script><img src=x onerror=window.ran=9>'))
    page = opened.page
    page.locator("article .m.agency").first.hover()
    page.locator("article .m.agency").first.click()
    page.locator("#agencies button.task").first.click()
    page.locator("#language").click()
    page.locator("#tab-network").click()
    opened.frames(10)
    page.locator("#query").fill("<script>")
    page.locator("#hits:not(:empty)").wait_for()
    assert page.evaluate("window.ran") is None
    assert page.locator("img, iframe, object, article a, article style, article script").count() == 0
    assert "<script>" in page.locator("article").inner_text()
    # What a script in the text would be, were it ever made one: the policy of the page stops it.
    blocked = page.evaluate("""() => new Promise((done) => {
      document.addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective));
      const script = document.createElement("script"); script.textContent = "window.ran = 5"; document.body.append(script);
    })""")
    assert blocked.startswith("script-src")
    assert page.evaluate("window.ran") is None
    opened.said.clear()  # the browser tells of what it stopped


def test_the_text_is_there_without_scripts(show: Show, zhejiang: Notice) -> None:
    page = show(zhejiang, scripts=False).page
    assert zhejiang.tasks()[0].heading in page.locator("article").inner_text()
    assert page.locator("article .m.agency").first.is_visible()


def test_the_frame_of_a_notebook(show: Show, zhejiang: Notice, tmp_path: Path) -> None:
    path = tmp_path / "notebook.html"
    path.write_text(f"<!DOCTYPE html><meta charset='utf-8'><body>{to_cell(zhejiang)}</body>", "utf-8")
    context_page = _opened_raw(show, path)
    frame = context_page.page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for()
    frame.locator("article .m.agency").first.click()
    assert frame.locator("#agencies .card").count() == 1
    context_page.asked[:] = context_page.asked[:1]  # about:srcdoc is no network


def _opened_raw(show: Show, path: Path) -> Opened:
    """The page that holds the frame, which is never ready itself."""
    text = path.read_text("utf-8").replace("<!DOCTYPE html>", '<!DOCTYPE html><html data-ready="true">', 1)
    path.write_text(text, "utf-8")
    return show(path)


def long_notice() -> Notice:
    """A notice of a thousand clauses and 200,000 characters, each clause with agencies, actions, numbers and a day."""
    numerals = "一二三四五六七八九十"
    names = "发展改革委 教育厅 科技厅 财政厅 民政厅 水利厅 商务厅 审计厅 应急厅 司法厅 交通运输厅 农业农村厅".split()
    lines = ["浙江省人民政府办公厅关于印发综合改革行动计划的通知", "浙政办发〔2023〕9100号", "各市人民政府:", ""]
    count = 0
    for section in range(100):
        tens, ones = divmod(section + 1, 10)
        number = (numerals[tens - 1] + "十" if tens > 1 else "十" if tens else "") + (
            numerals[ones - 1] if ones else ""
        )
        lines.append(f"{number if section < 99 else '一百'}、推进领域改革")
        for item in range(10):
            count += 1
            body = "".join(
                f"制定《服务规范第{count}号》,建立工作台账,开展专项检查{count + k}次以上,培训企业{3 * count}家,"
                f"2024年底前完成改造任务;加强部门协同,优化资源配置,推动公共服务向基层延伸,形成齐抓共管的格局。"
                for k in range(2)
            )
            mine = [names[(5 * count + k * 7) % 12] for k in range(3)]
            lines.append(
                f"({numerals[item]})完善服务机制。{body}统筹做好宣传引导、经费保障和督促检查等各项工作,确保任务落到实处、取得实效。"
                f"(省{mine[0]}牵头,省{mine[1]}、省{mine[2]}配合)"
            )
    return parse("\n".join(lines), id="long")


def test_two_hundred_thousand_characters_open_and_answer_within_two_seconds(
    show: Show, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    notice = long_notice()
    assert len(notice.text) > 200_000
    assert len(notice.tasks()) == 1000
    from policy_extract.view import write_page

    path = write_page(notice, tmp_path / "long.html")
    best: dict[str, float] = {}
    for _ in range(3):  # a machine with other work is given three chances, a slow page fails them all
        start = time.perf_counter()
        opened = show(path)
        times = {"open": time.perf_counter() - start}
        page = opened.page
        last = f"#tree li[data-c='{len(notice.clauses) - 40}'] > .row .words"
        for name, place in {
            "agency": page.locator("#agencies .list button").first,
            "task": page.locator("#agencies button.task").nth(60),
            "back": page.locator("#back"),
            "outline": page.locator(last),
            "filter": page.locator("#layers [data-layer=action]"),
            "network": page.locator("#tab-network"),
        }.items():
            start = time.perf_counter()
            place.click()
            opened.frames(2)
            times[name] = time.perf_counter() - start
        best = {name: min(seconds, best.get(name, 99)) for name, seconds in times.items()}
        if max(best.values()) < 2:
            break
    for name, seconds in best.items():
        record_property(name, round(seconds, 2))
        assert seconds < 2, best
    print(best)

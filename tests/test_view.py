"""The page without a browser: the text in it is the text, nothing of a document is markup, and it asks no network."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from policy_extract import Notice, PolicyExtractError, parse
from policy_extract.cli import main
from policy_extract.model import Header, Source, Span
from policy_extract.view import to_cell, to_html, write_page
from policy_extract.view.content import findings_of, printable
from policy_extract.view.marking import marked_text
from tests.conftest import CORPUS, ROOT

HOSTILE = (
    "关于\"印发'<b>质量</b>的通知\n"
    "冀政办字〔2015〕84号\n"
    "一、<script>window.ran=1</script>加强监管\n"
    "开展<img src=x onerror=window.ran=2>检查500次以上,2024年12月底前完成。(省</span>科技厅、省财政厅负责)\n"
    "二、</script><script>window.ran=3</script>&lt;&amp;\r\x00\x0b\ud83d𠮷<!--\n"
    "建立<a href=javascript:window.ran=4>台账</a>。根据《<style>*{display:none}</style>条例》执行。{{data}} {{script}}\n"
)


def parsed(page: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(page)


def data_of(page: str) -> dict[str, Any]:
    [block] = parsed(page).xpath('//script[@id="data"]')
    found: dict[str, Any] = json.loads(block.text)
    return found


def text_of(element: lxml.html.HtmlElement) -> str:
    return "".join(element.itertext())


def marks_of(element: lxml.html.HtmlElement) -> dict[int, list[tuple[int, int]]]:
    """Where in the text the marks of each finding lie, by the page alone."""
    found: dict[int, list[tuple[int, int]]] = {}
    place = 0

    def walk(node: lxml.html.HtmlElement) -> None:
        nonlocal place
        start = place
        place += len(node.text or "")
        for child in node:
            walk(child)
            place += len(child.tail or "")
        if "m" in node.get("class", "").split():
            for number in node.get("data-f").split():
                found.setdefault(int(number), []).append((start, place))

    walk(element)
    return found


def joined(pieces: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    made: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if made and made[-1][1] == start:
            made[-1] = (made[-1][0], end)
        else:
            made.append((start, end))
    return made


@pytest.mark.parametrize("path", sorted((CORPUS / "notices").iterdir()), ids=lambda p: p.stem)
def test_marks_lie_where_the_findings_are(path: Path, corpus: dict[str, Notice]) -> None:
    notice = corpus[path.stem]
    element = lxml.html.fromstring(f"<div>{marked_text(notice)}</div>")
    assert text_of(element) == printable(notice.text).replace("\r", "\r")
    marks = marks_of(element)
    for number, finding in enumerate(findings_of(notice)):
        places = [(finding.start, finding.end)]
        if hasattr(finding, "verb_start"):
            places = [(finding.verb_start, finding.verb_end)]
            if finding.object_start is not None:
                places.append((finding.object_start, finding.object_end))
        # A mark stops at the edge of its block, where white space may lie between.
        found = joined(marks[number])
        assert found[0][0] == min(p[0] for p in places)
        assert found[-1][1] == max(p[1] for p in places)
        assert (
            "".join(notice.text[s:e] for s, e in found).split()
            == "".join(notice.text[s:e] for s, e in joined(places)).split()
        )


def test_the_layers_are_classes(hebei: Notice) -> None:
    element = lxml.html.fromstring(f"<div>{marked_text(hebei)}</div>")
    for name, layer in (
        ("agency responsible", hebei.responsibilities), ("quantity", hebei.quantities),
        ("deadline", hebei.deadlines), ("reference", hebei.references),
    ):  # fmt: skip
        wanted = set(name.split())
        numbers = {
            n for e in element.iter("span") if wanted <= set(e.get("class").split()) for n in e.get("data-f").split()
        }
        assert len(numbers) >= len(layer), name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_of_a_document_is_markup(language: Any) -> None:
    notice = parse(HOSTILE, id='"><script>window.ran=9</script>')
    notice = replace(notice, header=replace(notice.header, title="</title><script>window.ran=8</script>\"'"))
    page = to_html([notice, notice], language=language)
    tree = parsed(page)
    assert len(tree.xpath("//script")) == 2
    assert len(tree.xpath("//style")) == 1
    for tag in ("img", "a[@href!='#reading']", "iframe", "link", "object", "base", "form[@action]"):
        assert not tree.xpath(f"//{tag}"), tag
    assert not [a for e in tree.iter() if isinstance(e.tag, str) for a in e.attrib if a.startswith("on")]
    for article in tree.xpath("//article"):
        assert text_of(article) == printable(HOSTILE)
    assert data_of(page)["notices"][0]["title"].startswith("</title><script>")
    assert page.count("window.ran=8") == page.count("&lt;script&gt;window.ran=8") + page.count(
        "\\u003cscript\\u003ewindow.ran=8"
    )


def test_only_our_script_may_run_and_nothing_is_fetched(hebei: Notice) -> None:
    page = to_html(hebei)
    tree = parsed(page)
    [policy] = tree.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    for tag, rule in (("script[not(@type)]", "script-src"), ("style", "style-src")):
        [element] = tree.xpath(f"//{tag}")
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    bare = page.replace(html.escape(hebei.text), "")
    assert re.findall(r'(?:src|href)\s*=\s*("[^"]*"|\S+)', bare) == ['"#reading"']
    assert not re.search(r"https?://|@import|url\(|\beval\(|innerHTML|insertAdjacentHTML|document\.write", bare)


def test_the_style_and_script_hold_nothing_that_ends_them() -> None:
    folder = ROOT / "policy_extract" / "view"
    for name in ("page.css", "page.js"):
        text = (folder / name).read_text("utf-8")
        assert "</" not in text
        assert "<!--" not in text
        assert "\r" not in text


def test_every_label_has_both_languages_and_is_used() -> None:
    folder = ROOT / "policy_extract" / "view"
    labels = json.loads((folder / "labels.json").read_text("utf-8"))
    used = (folder / "page.html").read_text("utf-8") + (folder / "page.js").read_text("utf-8")
    for name, words in labels.items():
        assert set(words) == {"zh", "en"}, name
        assert all(words.values()), name
        assert name in used or name.split("_")[0] in ("value", "field", "part", "kind"), name
    for name in re.findall(r'\bt\("(\w+)"\)|data-t="(\w+)"|data-hint="(\w+)"|\{\{label:(\w+)\}\}', used):
        assert set(filter(None, name)) <= {*labels, "part_", "field_", "value_", "kind_"}, name


def test_labels_in_the_language_asked_for(hebei: Notice) -> None:
    for language, word in (("zh", "部门"), ("en", "Agencies")):
        tab = parsed(to_html(hebei, language=language)).get_element_by_id("tab-agencies")  # type: ignore[arg-type]
        assert tab.text == word
    with pytest.raises(ValueError, match="'fr' is not one of zh, en"):
        to_html(hebei, language="fr")  # type: ignore[arg-type]


def test_one_agency_of_two_notices_is_one(corpus: dict[str, Notice]) -> None:
    notices = [corpus["hebei-2015-84"], corpus["zhejiang-2023-composed-01"]]
    data = data_of(to_html(notices))
    keys = [agency["key"] for agency in data["agencies"]]
    assert len(keys) == len(set(keys))
    assert [agency["n"] for agency in data["agencies"]] == list(range(len(keys)))
    duties = [f for one in data["notices"] for f in one["findings"] if f["l"] == "responsibility"]
    assert {f["a"] for f in duties} == set(range(len(keys)))
    doubled = data_of(to_html([notices[0], notices[0]]))
    assert len(doubled["agencies"]) == len(data_of(to_html(notices[0]))["agencies"])


def test_a_notice_built_by_hand_loses_no_character() -> None:
    text = "页眉\n没有条款的文字\n页脚"
    bare = Notice("a", text, "", Source(), Header(spans=(Span(0, 2), Span(1, 4))), unread=(Span(2, 9), Span(12, 14)))
    element = lxml.html.fromstring(f"<div>{marked_text(bare)}</div>")
    assert text_of(element) == text


def test_no_notice_and_too_much_text_are_refused(hebei: Notice) -> None:
    with pytest.raises(PolicyExtractError, match="no notice to show"):
        to_html([])
    with pytest.raises(PolicyExtractError, match="--notice ID"):
        to_html([hebei] * 700)


def test_a_notebook_shows_the_page_in_a_frame(hebei: Notice) -> None:
    cell = hebei._repr_html_()
    assert cell == to_cell(hebei)
    tree = lxml.html.fromstring(f"<div>{cell}</div>")
    [frame] = tree.xpath("//iframe")
    assert frame.get("sandbox") == "allow-scripts"
    assert frame.get("srcdoc") == to_html(hebei)
    assert "冀政办字〔2015〕84号" in text_of(tree)
    hostile = to_cell(parse(HOSTILE, id="<script>a</script>"))
    tree = lxml.html.fromstring(f"<div>{hostile}</div>")
    assert not tree.xpath("//script | //img")


def test_a_long_notice_makes_a_page_in_time() -> None:
    text = "\n".join(
        f"第{i}条 开展第{i}项检查500次以上,2024年12月底前完成。(省科技厅牵头,省财政厅配合)" for i in range(1, 1001)
    )
    notice = parse(text)
    start = time.perf_counter()
    page = to_html(notice)
    assert time.perf_counter() - start < 5
    assert len(page) < 60 * len(text)


def test_the_command_makes_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "page.html"
    assert main(["view", str(CORPUS / "notices" / "hebei-2015-84.txt"), "-o", str(out), "--language", "en"]) == 0
    assert capsys.readouterr().out.strip() == str(out)
    assert parsed(out.read_text("utf-8")).get("lang") == "en"
    results = tmp_path / "results"
    notices = [str(p) for p in sorted((CORPUS / "notices").iterdir())[:3]]
    assert main(["run", *notices, "--out", str(results), "--quiet"]) == 0
    assert main(["view", str(results), "-o", str(out)]) == 0
    assert len(data_of(out.read_text("utf-8"))["notices"]) == 3
    assert main(["view", str(results), "-o", str(out), "--notice", "chongqing-2022-composed-04"]) == 0
    assert [n["id"] for n in data_of(out.read_text("utf-8"))["notices"]] == ["chongqing-2022-composed-04"]
    assert main(["view", str(results), "-o", str(out), "--notice", "nothing"]) == 2
    assert "no notice nothing" in capsys.readouterr().err


def test_a_page_appears_whole_or_not_at_all(hebei: Notice, tmp_path: Path) -> None:
    path = write_page(hebei, tmp_path / "new" / "page.html")
    before = path.read_bytes()
    with pytest.raises(PolicyExtractError):
        write_page([], path)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == ["page.html"]
    assert write_page(hebei, tmp_path / "again.html").read_bytes() == before

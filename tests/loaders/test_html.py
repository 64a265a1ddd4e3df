"""The text of a notice in a web page, without the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_extract.errors import NoticeError
from policy_extract.loaders import load_bytes

PARAGRAPHS = (
    "<p>各区人民政府，市政府各部门：</p><p>　　为推进试点工作，现就有关事项通知如下。</p>"
    "<p>　　一、<b>明确</b>责任，抓好落实。（市教育局、市财政局负责）</p><p>市人民政府办公室</p><p>2022年3月1日</p>"
)
BODY = (
    "各区人民政府，市政府各部门：\n　　为推进试点工作，现就有关事项通知如下。\n"
    "　　一、明确责任，抓好落实。（市教育局、市财政局负责）\n市人民政府办公室\n2022年3月1日"
)
TITLE = "某市人民政府关于开展试点工作的通知"


def read(page: str) -> str:
    return load_bytes(page.encode(), "a.html").text


@pytest.mark.parametrize(
    "text, page",
    [
        ("一、总体要求\n二、任务", "<p>一、<b>总体</b><span>要求</span></p><div>二、任务</div>"),
        ("第一条\n第二条", "第一条<br>第二条<br/><br>"),
        ("一、任务 要求", "<p>  一、任务\t\t要求  </p>"),
        ("自然资源局", "<p>自然资源\n      局</p>"),
        ("ISO 9001", "<p>ISO\n9001</p>"),
        ("\u3000\u3000甲\xa0\xa0乙", "<p>\u3000\u3000甲&nbsp;&nbsp;乙</p>"),
        ("“a<b>”", "<p>“a&lt;b&gt;”</p>"),
        ("甲\n乙", "<pre>甲\n乙</pre>"),
        ("前后", "<p>前<script>x()</script><style>p{}</style><!-- 注 --><b style='display : none'>藏</b>后</p>"),
        ("前后", "<p>前<span hidden>藏</span><button>打印</button>后</p>"),
        ("區政府", "<p>區<ruby><rp>(</rp><rt>qū</rt><rp>)</rp></ruby>政府</p>"),
        ("甲\n乙", "<p>甲<p>乙"),
        (
            "序号\t任务\t单位\n1\t修 路\t交通局",
            "<table><tr><th>序号<th>任务<th>单位<tr><td>1<td><p>修</p><p>路</p><td>交通局</table>",
        ),
        ("甲\t1\n\t2\n乙\t3", "<table><tr><td rowspan=2>甲<td>1<tr><td>2<tr><td>乙<td>3</table>"),
        ("一、甲\n二、乙", "<table><tr><td><p>一、甲</p><p>二、乙</p></td></tr></table>"),
        ("1.甲\n2.乙", "<ol><li>甲</li><li>乙</li></ol>"),
        ("三、甲\n四、乙", "<ol start=3 style='list-style-type: cjk-ideographic'><li>甲<li>乙</ol>"),
        ("1.甲", "<ol><li>1.甲</li></ol>"),
        ("甲", "<ol style='list-style:none'><li>甲</li></ol><ul></ul>"),
        ("甲", "<ul><li>甲</li></ul>"),
        (
            "为此通知：\n　　一、甲。\n　　二、乙。",
            "<p>为此通知：\n　　一、甲。<span></span>\n  　　<b>二、</b>乙。</p>",
        ),
        ("甲局　　乙局", "<p>甲局　　乙局</p>"),
        ("甲局　乙局", "<p>甲局\n　乙局</p>"),
        ("一	甲 　　乙\n二	丙", "<table><tr><td>一<td>甲\n　　乙<tr><td>二<td>丙</table>"),
    ],
)
def test_lines_are_drawn_as_a_browser_does(text: str, page: str) -> None:
    assert read(page) == text


FOOTER = "<div class='footer'>主办：某市人民政府办公室　联系我们，地址：某路1号。网站标识码：0000000000</div>"
LINKS = "<div class='xgwz'>" + "<p><a href=x>某市关于其他工作的通知，请点击</a></p>" * 30 + "</div>"


@pytest.mark.parametrize(
    "page",
    [
        f"<h1>{TITLE}</h1><div class=TRS_Editor>{PARAGRAPHS}</div>",
        f"<div class=nav>首页<a>政务</a></div><h1>{TITLE}</h1><div id=zoom>{PARAGRAPHS}</div>{LINKS}{FOOTER}",
        f"<nav>首页</nav><div><h2 class=title>{TITLE}</h2><div><div>{PARAGRAPHS}</div></div></div>{LINKS}{FOOTER}",
        f"<head><meta name=ArticleTitle content={TITLE}></head><div class=content_article>{PARAGRAPHS}</div>{FOOTER}",
        f"<head><title>{TITLE}_某市人民政府门户网站</title></head><td id=UCAP-CONTENT>{PARAGRAPHS}</td>",
        f"<form id=f><input value=x><h1>{TITLE}</h1><div class=pages_content>{PARAGRAPHS}</div></form>{FOOTER}",
        f"<div id=js_content style='visibility: hidden'><p>{TITLE}</p>{PARAGRAPHS}</div><div>阅读 100</div>",
        f"<h1>{TITLE}</h1><div class=article-content><div class=share>分享到：微信</div>"
        f"<p>发布时间：2022-03-02</p>{PARAGRAPHS}<p>【打印】【关闭】</p><p>扫一扫在手机打开当前页</p></div>",
        f"<h1>{TITLE}</h1><div class=pc><div class=zoom>{PARAGRAPHS}</div></div>"
        f"<div class=wap><div class=zoom>{PARAGRAPHS}</div></div>",
        f"<div style='display:none'>{PARAGRAPHS}</div><h1>{TITLE}</h1>"
        f"<table><tr><td class=menu>栏目</td><td>{PARAGRAPHS}</td></tr></table>",
    ],
)
def test_the_main_part_of_a_page(page: str) -> None:
    assert read(page) == f"{TITLE}\n{BODY}"


def test_the_description_table_comes_first() -> None:
    page = (
        "<table><tr><td>索 引 号：</td><td>000-1</td></tr><tr><td>发文机关：</td><td>某市人民政府</td></tr>"
        "<tr><td>发文字号：</td><td>某政发〔2022〕3号</td></tr></table>"
        f"<div class=TRS_Editor><p>{TITLE}</p>{PARAGRAPHS}</div>"
    )
    assert read(page) == f"索 引 号：\t000-1\n发文机关：\t某市人民政府\n发文字号：\t某政发〔2022〕3号\n{TITLE}\n{BODY}"


def test_a_link_behind_an_entry_of_the_description_is_none_of_it() -> None:
    page = (
        "<ul><li><b>制定机关：</b>某市教育局 <a href=x>机构沿革</a></li><li>发文字号：某教〔2022〕3号</li>"
        "<li>公布日期：<a href=x>2022.03.01</a></li><li>时效性：<a href=x>现行有效</a></li></ul>"
        f"<div class=fulltext><p>{TITLE}</p>{PARAGRAPHS}</div>"
    )
    expected = "制定机关：某市教育局\n发文字号：某教〔2022〕3号\n公布日期：2022.03.01\n时效性：现行有效"
    assert read(page) == f"{expected}\n{TITLE}\n{BODY}"


def test_what_is_taken_out_between_two_paragraphs_leaves_their_break() -> None:
    page = f"<h1>{TITLE}</h1><div id=zoom>甲，一。<div class=share>分享到微信</div>乙，二。<span class=print>打印</span>丙，三。</div>"
    assert read(page) == f"{TITLE}\n甲，一。\n乙，二。丙，三。"
    assert read(page.replace("乙", "\x0b乙")).endswith("乙，二。丙，三。")


def test_a_title_that_the_text_begins_with_is_not_repeated() -> None:
    page = f"<h1>{TITLE}</h1><div id=zoom><p>某市人民政府<br>关于开展试点工作的通知</p>{PARAGRAPHS}</div>"
    assert read(page) == f"某市人民政府\n关于开展试点工作的通知\n{BODY}"


@pytest.mark.parametrize(
    "used, data",
    [
        ("utf-8", f"<p>{BODY}</p>".encode()),
        ("utf-8-sig", f"<p>{BODY}</p>".encode("utf-8-sig")),
        ("gb18030", f"<meta charset=gb2312><p>{BODY}</p>".encode("gb18030")),
        ("gb18030", f"<p>{BODY}</p>".encode("gb18030")),
        ("gb18030", f"<meta charset=utf-8><p>{BODY}</p>".encode("gb18030")),
        ("utf-8", f'<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><p>{BODY}</p>'.encode()),
        ("utf-16", f"<p>{BODY}</p>".encode("utf-16")),
        ("utf-8", b"<meta charset=klingon><p>" + BODY.encode()),
    ],
)
def test_charsets_even_where_the_page_lies(used: str, data: bytes) -> None:
    loaded = load_bytes(data, "a.html")
    assert ("".join(loaded.text.split()), loaded.encoding) == ("".join(BODY.split()), used)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + "<p>正文，一</p><p>正文，二</p>" + "</div>" * 100_000,
        "<span>" * 100_000 + "<p>正文，一</p><p>正文，二</p>",
        "<p>正文，一</p><font>" * 300 + "<p>正文，二</p>",
        "<table><tr><td>" * 3_000 + "<p>正文，一</p><p>正文，二</p>",
        "<p>正文，一</p><p>正文，二</p>" + "<!--" * 100_000,
        "<p>正文，一</p><p>正文，二</p>" + "<script>" * 100_000,
        "<p " + " ".join(f"a{i}=1" for i in range(50_000)) + ">正文，一</p><p>正文，二</p>",
        "<p>正文，一</p>" + "<b hidden>x</b>" * 50_000 + "<p>正文，二</p>",
        "<p>正文，\x00一</p><p>正文，二</p>",
    ],
)
def test_hostile_pages_give_their_text(page: str) -> None:
    lines = read(page).split("\n")
    assert (lines[0], lines[-1]) == ("正文，一", "正文，二")


def test_entities_fetch_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", "utf-8")
    page = f"<!DOCTYPE html [<!ENTITY a SYSTEM '{secret.as_uri()}'>]><p>正文，一&a;</p><img src='{secret.as_uri()}'>"
    assert "机密" not in read(page)


@pytest.mark.parametrize(
    "page", ["<html></html>", "<p>&nbsp;</p>", "<!-- 只有注释 -->", "<script>var a='通知'</script>"]
)
def test_a_page_without_text(page: str) -> None:
    with pytest.raises(NoticeError, match=r"no text|cannot be parsed"):
        read(page)

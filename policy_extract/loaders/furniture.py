"""What government web pages put around a notice: where its text stands, and which lines are not of it."""

from __future__ import annotations

import re

__all__ = ["CONTAINERS", "DROPPED", "FURNITURE", "LABELS", "SURROUNDINGS", "TITLE_NAMES", "UNWANTED"]

#: Elements whose text is never that of a notice.
DROPPED = (
    "script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "svg", "canvas", "audio", "video",
    "map", "nav", "footer", "aside", "select", "button", "textarea", "input", "rp", "rt",
)  # fmt: skip

#: Names (id or class, in lower case) of the element that holds the text, most telling first: the content systems of
#: government sites and the names their templates share. An element counts only where it holds most of the page's prose.
CONTAINERS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(pattern)
    for pattern in (
        r"ucap-content|js_content",  # gov.cn; WeChat
        r"trs_u?editor(?:_view)?|trs_paper_default|view trs_u?editor|vsb_content\w*|v_news_content|wp_articlecontent",
        r"zoom|zoomcon|zoomcontent|divfulltext|fulltext|ewb-article-content|easysite-news-text|xxgk[-_]?(?:content|nr|text)",
        r"pages_content|article[-_]?(?:content|body|con|cont|text|txt|main)|(?:content|news|info|detail)[-_]?article|"
        r"(?:news|info|detail|details|art|text|xl|zw|main)[-_]?(?:content|cont|con|text|txt|body|nr)",
    )
)

#: Names of what stands around the main part: the prose in it does not count when the main part is looked for.
SURROUNDINGS = re.compile(
    r"(?:\w*[-_])?(?:(?:new|page|site|m)?foot(?:er)?s?|copyrights?|head(?:er)?s?|menus?|nav(?:bar|igation)?|mainnav|search\w*|"
    r"side(?:bar)?|login|banner|friend\w*|links?|easybtn|modal|popup|dialog|tooltip|listbox)(?:[-_]?(?:\d+|max|bg|box|wrap|main|con))?"
)

#: Parts of the main part that are none of the text: sharing, printing, paths, font sizes, related articles.
UNWANTED = re.compile(
    r"(?:bd)?share\w*|bdsharebuttonbox|jiathis\w*|social-share|print\w*|dayin|crumbs?|breadcrumbs?|curmb|position|location|"
    r"dqwz|font-?size\w*|toolbar|pagination|prev-?next|qrcode|ewm|erweima|xgwz\w*|xgxw\w*|related\w*|relevant\w*|lenovo|"
    r"fullassociationcontainer|tiaoyinv?2?|visit(?:s|count)?|hits|editor-in-charge|article-attr|content_(?:attr|share|others)"
)

#: Names of the element that holds the title where there is no h1.
TITLE_NAMES = re.compile(r"(?:article|art|news|info|content|detail|xl|con)?[-_]?(?:title|tit|bt|biaoti|headline)")

#: The labels of the table that describes a document (公文信息表).
LABELS = re.compile(
    r"(?:索引号|主题分类|发文机关|发文字号|公文种类|成文日期|发布日期|发布机构|公开日期|文号|统一编号|实施日期|失效日期|"
    r"发布机关|制定机关|公布日期|施行日期|时效性|效力位阶|法规类别|有效性|生成日期|信息分类|主题词|标题|名称|废止日期)[:：]"
)

#: Lines at either end of the main part that are the site's: taken without spaces, as a whole.
FURNITURE = re.compile(
    r"[【\[(（]?(?:打印|打印本页|打印页面|关闭|关闭窗口|关闭本页|打印关闭|收藏|纠错|返回|返回顶部|返回首页|回到顶部|顶部|分享|"
    r"我要纠错|下载原文|点击下载|相关附件|相关新闻|相关文档|相关链接|相关阅读|无相关内容|基本信息|机构沿革|取消|[大中小]+|"
    r"[Aa][+-][大中小]?|-?次|-+|\|)[】\])）|]*|"
    r"(?:浏览|阅读|点击|访问)(?:次数|数|量)?[:：]?[-\d]*次?|"
    r"[【\[]?(?:浏览)?字(?:号|体)(?:大小)?[:：]?[【\[超特大中小\]】|/·\s]*|"
    r"(?:上|下)一(?:篇|条|页)[:：]?.{0,80}|"
    r"(?:您|你)?(?:的|当前|现在)?(?:所在)?(?:的)?位置(?:是)?[:：].{0,120}|"
    r"扫一扫.{0,20}|(?:扫描)?二维码.{0,20}|分享(?:文章)?(?:到|至)[:：]?.{0,20}|微信好友|新浪微博|QQ(?:空间|好友)|"
    r"(?:责任)?编辑[:：].{0,20}|(?:信息|文章|稿件|新闻)?来源[:：].{0,50}|"
    r"(?:发布|发表|更新|发稿)(?:时间|日期)[:：].{0,60}|"
    r"20\d\d-\d\d-\d\d(?:\d\d:\d\d(?::\d\d)?)?|【打印】【关闭】|\[打印]\[关闭]"
)

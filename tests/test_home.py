"""Whose notice it is: by the issuer, by the title, or by the names in a text without its header."""

from __future__ import annotations

import pytest

from policy_extract.home import find_home
from policy_extract.lexicon import load_lexicon
from policy_extract.model import Header

LEXICON = load_lexicon()

# {(region, level): headers that say so}
SAID = {
    (None, "national"): [
        Header(issuers=("国务院办公厅",)),
        Header(issuers=("财政部",)),
        Header(title="国家发展改革委关于规范收费管理的通知"),
        Header(issuers=("税务总局",)),
    ],
    ("河北省", "province"): [
        Header(issuers=("河北省人民政府办公厅",)),
        Header(issuers=("中共河北省委办公厅",), region="河北省"),
        Header(title="河北省水库管理办法"),
        Header(region="河北省"),
    ],
    ("昭通市", "city"): [
        Header(issuers=("昭通市人民政府",)),
        Header(issuers=("云南省昭通市人民政府办公室",), region="云南省"),
        Header(issuers=("昭通市人民政府",), region="云南省"),
    ],
    ("北京市", "province"): [Header(issuers=("北京市人民政府办公厅",), region="北京市")],
    ("浙江省台州市仙居县", "county"): [
        Header(issuers=("仙居县人民政府",)),
        Header(issuers=("仙居县教育局",), region="浙江省"),
        Header(title="仙居县杨梅种植补助办法"),
    ],
    ("福建省福州市福清市", "county"): [Header(issuers=("福清市人民政府办公室",))],
    ("北京市朝阳区", "county"): [Header(issuers=("北京市朝阳区人民政府",), region="北京市")],
    ("国家税务总局", None): [],
}

# {(region, level): texts without a header}
READ = {
    ("张家界市", "city"): ["(市住建局、市财政局)\n(市财政局、市税务局、人民银行张家界市分行)\n"],
    ("张家界市", "city", 2): ["(市住建局、市财政局)\n(市财政局、永定区政府、慈利县政府)\n(市教育局、市公安局)\n"],
    ("湖南省", "province"): ["(省财政厅、省教育厅)\n(省住房城乡建设厅、湖南金融监管局)\n(市财政局)\n"],
    ("江西省宜春市铜鼓县", "county"): ["(县财政局、县教育局)\n(县住建局、国家税务总局铜鼓县税务局)\n(市税务局)\n"],
    ("江西省赣州市瑞金市", "county"): ["(市财政局、市教育局)\n(市住建局、人民银行瑞金支行、瑞金供电公司)\n"],
    ("宁夏回族自治区", "city"): ["(市财政局、市教育局)\n(市住建局、人民银行宁夏回族自治区分行)\n"],
    ("北京市", "province"): ["(市财政局、市教委)\n(市住房城乡建设委、市公安局、北京海关、朝阳区政府)\n"],
    (None, "city"): ["(市财政局、市教育局)\n(市住建局、市公安局)\n"],
    (None, "zone"): ["(新区财政局、新区教育局)\n(新区住建局、新区公安局)\n"],
    (None, None): ["一、总体要求\n坚持稳中求进。\n", ""],
}


@pytest.mark.parametrize("home,header", [(home, header) for home, headers in SAID.items() for header in headers])
def test_the_header_says_it(home: tuple[str | None, str | None], header: Header) -> None:
    assert find_home(header, "(市财政局、人民银行张家界市分行)", LEXICON) == home


@pytest.mark.parametrize("home,text", [(home[:2], text) for home, texts in READ.items() for text in texts])
def test_the_names_say_it(home: tuple[str | None, str | None], text: str) -> None:
    assert find_home(Header(), text, LEXICON) == home


def test_a_book_is_not_read_to_its_end() -> None:
    assert find_home(Header(), "甲" * 200_000 + "(市财政局、市教育局、市住建局)", LEXICON) == (None, None)

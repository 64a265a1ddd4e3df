"""Whose notice it is: the region and level that a bare name (市财政局, 各县区) belongs to.

The issuer says so, or the title. Where neither is printed (a text without its header), the names in the body do: branches
carry their place (人民银行张家界市分行, 达州金融监管分局, 国网秦皇岛供电公司), bare names the level (市财政局, 县住建局).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from policy_extract.collectives import clean
from policy_extract.lexicon import Lexicon
from policy_extract.model import Header
from policy_extract.places import MUNICIPALITY, Place, Places, places_of

__all__ = ["find_home", "find_province"]

_NATIONAL: Final = re.compile(
    r"(?:国务院|中共中央|中央|国家(?!税务总局[一-鿿]{2,9}税务局|统计局[一-鿿]{2})|全国|最高|"
    r"[一-鿿]{2,8}部(?:办公厅|令|等|、|国家|关于|$)|中国人民银行(?:办公厅|关于|令|$)|"
    r"(?:税务|市场监管|海关)总[局署](?:办公厅|关于|$))"
)
_BRANCHES: Final = re.compile(
    r"(?:人民银行|人行|监管总局|监督管理总局|银保监会|银监会|税务总局|国网|农发行|国开行|邮储银行|农商行)([一-鿿]{2,12})"
)
# What stands behind the place that an office is of; the place itself is looked for backwards from there.
_OFFICES: Final = re.compile(
    r"银(?:保监|监)|金融监管[局分支]|海关|供电|住房公积金|公积金|税务局|"
    r"人民政府(?<=[市县区旗州]人民政府)|政府(?<=[市县区旗州]政府)|财政(?<=[市县区旗州]财政)|住[建房](?<=[市县区旗州]住.)|自然资源(?<=[市县区旗州]自然资源)"
)
_LONGEST_PLACE: Final = 9
_SEATS: Final = re.compile(r"中心([一-鿿]{2,8}?)(?:管理部|分中心|办事处|营业部)")
# A level before an office, 市财政局; what stands before it is asked behind it, as commas are many and levels few.
_LEVELS: Final = re.compile(
    r"[省市县区](?=城乡|委|政府|财政|住|自然资源|人力|人社|发展|发改|税务|教育|公安|科技|商务|市场|民政|卫)"
)
_ZONES: Final = ("高新", "经开", "开发", "示范", "新")
_BEFORE_LEVEL: Final = frozenset("、,;:(\n。由和及")
_LEVEL_OF: Final = {"省": "province", "市": "city", "县": "county", "区": "county"}  # else a zone
_READ: Final = 30_000  # what stands further down says nothing new, and a book is not worth it


def find_home(header: Header, text: str, lexicon: Lexicon) -> tuple[str | None, str | None]:
    """The jurisdiction of the issuer (发文机关): its region by full name, and its level; None for what nothing says.

    ``text`` is the folded text of the notice; it is read only where the header names no region.

    >>> from policy_extract.lexicon import load_lexicon
    >>> find_home(Header(), "(市住建局、市财政局,人民银行张家界市分行)\\n(市财政局、市税务局)", load_lexicon())
    ('张家界市', 'city')
    >>> find_home(Header(issuers=("仙居县人民政府办公室",)), "", load_lexicon())
    ('浙江省台州市仙居县', 'county')
    """
    places = places_of(lexicon)
    issuer = clean(header.issuers[0]).removeprefix("中共") if header.issuers else ""
    title = clean(header.title or "")
    if _NATIONAL.match(issuer or title):
        return None, "national"
    region = places.place(clean(header.region)) if header.region else None
    for words in (issuer, title):
        found = _begins_with(words, region, places)
        if found is not None and (region is None or region.holds(found.code)) and found.level != "national":
            return _whole(found, places), found.level
    if region is not None:
        return region.name, region.level
    return _from_names(text[:_READ], places)


def find_province(header: Header, lexicon: Lexicon) -> str | None:
    """The province (省级行政区) of the issuer, by full name, as its name or the title say; None for central bodies.

    >>> from policy_extract.lexicon import load_lexicon
    >>> find_province(Header(issuers=("仙居县人民政府办公室",)), load_lexicon())
    '浙江省'
    """
    if header.region:
        return header.region
    places = places_of(lexicon)
    for words in (*header.issuers[:1], header.title or ""):
        words = clean(words)
        found = None if _NATIONAL.match(words) else _begins_with(words.removeprefix("中共"), None, places)
        if found is not None and found.level != "national":
            return places.province(found).name
    return None


def _begins_with(words: str, region: Place | None, places: Places) -> Place | None:
    """The smallest region that an issuer or a title begins with, looked for in the region that the header knows."""
    found = region
    rest = words.removeprefix(region.name) if region else words
    while rest:
        for place, size, short in places.starts(rest, found):
            if (
                short
                and not rest[size:].startswith(("省", "市", "县", "区", "州"))
                and found is None
                and len(rest) > size + 8
            ):
                continue
            if found is None or (place.code != found.code and found.holds(place.code)):
                found, rest = place, rest[size:]
                break
        else:
            break
    return found


def _whole(place: Place, places: Places) -> str:
    """The name of a place with those around it, as two counties may share a name."""
    if place.level != "county":
        return place.name
    above = places.above(place)
    province = places.province(place)
    between = above.name if above and above.code not in (province.code, place.code) else ""
    return f"{province.name}{between}{place.name}"


def _from_names(text: str, places: Places) -> tuple[str | None, str | None]:
    """The region that the names in a text speak of most, at the level that its bare names have."""
    letters = Counter(_levels(text))
    votes = Counter(_votes(text, places))
    letter, count = letters.most_common(1)[0] if letters else ("", 0)
    if count * 5 < sum(letters.values()) * 3 and letters["省"] > 1:
        letter = "省"
    if count < 3:  # bare names without a level: the place that the branches are of
        best = _majority(Counter({place: n for place, n in votes.items() if place.level != "province"}))
        return (_whole(best, places), best.level) if best else (None, _LEVEL_OF.get(letter))
    level = _LEVEL_OF.get(letter, "zone")
    best = _winner(votes, letter, places)
    if best is not None:
        return _whole(best, places), best.level
    around = _majority(_provinces(votes, places))
    return (around.name, level) if around is not None and around.level != level else (None, level)


def _levels(text: str) -> Iterator[str]:
    """The levels of the offices that a text names without a place: 市 of 、市财政局, 高新区 of 、高新区财政局."""
    for match in _LEVELS.finditer(text):
        at, level = match.start(), match.group()
        if level == "区":
            zone = next((zone for zone in _ZONES if text.endswith(zone, 0, at)), "")
            at, level = at - len(zone), zone + level
        if at and (
            text[at - 1] in _BEFORE_LEVEL or (at > 1 and text[at - 1].isspace() and text[at - 2] in _BEFORE_LEVEL)
        ):
            yield level


def _majority(votes: Counter[Place]) -> Place | None:
    if not votes:
        return None
    best, count = votes.most_common(1)[0]
    return best if 2 * count > sum(votes.values()) else None


def _provinces(votes: Counter[Place], places: Places) -> Counter[Place]:
    counts: Counter[Place] = Counter()
    for place, count in votes.items():
        counts[places.province(place)] += count
    return counts


def _votes(text: str, places: Places) -> Iterator[Place]:
    for match in _BRANCHES.finditer(text):
        found = next(places.starts(match.group(1), None), None)
        if found is not None and found[0].level != "national":
            yield found[0]
    for match in _SEATS.finditer(text):
        found = next(places.starts(match.group(1), None), None)
        if found is not None and found[1] == len(match.group(1)):
            yield found[0]
    for words in _before_offices(text, places.ends()):
        for at in range(len(words) - 1):
            name = words[at:]
            if not places.knows(name):
                continue
            found = next((f for f in places.starts(name, None) if f[1] == len(name)), None)
            if found is not None and found[0].level != "national":
                yield found[0]
                break


def _before_offices(text: str, ends: frozenset[str]) -> Iterator[str]:
    """What stands before the offices named in a text, up to nine characters: 达州 of 达州银保监分局.

    Only what ends as the name of a region does, with one of ``ends``.
    """
    position = done = 0
    while match := _OFFICES.search(text, position):
        office, position = match.span()
        start = office - 2
        if start < done or not ("一" <= text[start] <= "鿿" and "一" <= text[start + 1] <= "鿿"):
            position = office + 1
            continue
        if text[start:office] in ends:
            lowest = max(done, office - _LONGEST_PLACE)
            while start > lowest and "一" <= text[start - 1] <= "鿿":
                start -= 1
            yield text[start:office]
        done = position


def _winner(votes: Counter[Place], letter: str, places: Places) -> Place | None:
    """The place of that level with most votes; a county speaks for its city, a city for its province, where none is named."""
    direct: Counter[Place] = Counter()
    raised: Counter[Place] = Counter()
    for place, count in votes.items():
        province, above = places.province(place), places.above(place)
        if letter == "省":
            if province.kind != MUNICIPALITY:
                direct[province] += count
        elif letter == "市":
            if province.kind == MUNICIPALITY:
                direct[province] += count
            elif place.level == "city" or place.kind == "市":
                direct[place] += count
            elif above is not None and above.level == "city":
                raised[above] += count
        elif place.level == "county" and (place.kind == "区") == (letter == "区"):
            direct[place] += count
    return _majority(direct) if direct else _majority(raised)

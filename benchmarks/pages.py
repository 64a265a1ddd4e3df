"""Compares what web pages give with texts of the same notices, for a folder of your own: is all there, and no more?

    python benchmarks/pages.py PAGES [TEXTS]          # a.html beside a.txt; TEXTS where the texts stand elsewhere
    python benchmarks/pages.py PAGES --missing        # and each piece of a body that the page does not give

White space aside, for each page: *common*, the share of the text that the page gives in the same order; *body*, the
same between the first and the last line that both have, without the line of publication (发布时间 来源 浏览量), so that
what a text itself keeps of its site does not count; *furniture*, the share of what the page gives that is not in the
text; *clauses*, whether both are parsed to the same markers at the same levels. Exit status 1 where a body is below
0.98 or furniture above 0.02.
"""

from __future__ import annotations

import argparse
import re
import sys
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from policy_extract import Notice, NoticeError, parse
from policy_extract.loaders import load

PAGES = (".html", ".htm", ".shtml")
_GAP = re.compile(r"\s+")
#: A piece in common must be so long to say where the notice begins and ends: 关闭 and 首页 stand everywhere.
_LINE = 8
#: What a site prints between title and text of every page, and databases of law in their lists of facts.
_SITE = re.compile(r"\d{4}-\d\d-\d\d.{0,12}来源[:：]|信息来源[:：]|浏览(?:次数|量|字号)|分享到|^机构沿革$")
#: That is a line, not a paragraph.
_LONGEST_SITE_LINE = 120


def compare(page: str, text: str) -> tuple[float, float, float, list[str]]:
    """The shares of the text in common, of its body in common, and of the page that is furniture; what a body lacks."""
    given, wanted = _GAP.sub("", page), _GAP.sub("", text)
    blocks = [b for b in SequenceMatcher(None, given, wanted, autojunk=False).get_matching_blocks() if b.size]
    common = sum(block.size for block in blocks)
    long = [block for block in blocks if block.size >= _LINE] or blocks
    if not long:
        return 0.0, 0.0, 1.0, [wanted]
    first, last = long[0].b, long[-1].b + long[-1].size
    body = [block for block in blocks if first <= block.b < last]
    gaps = [wanted[a.b + a.size : b.b] for a, b in pairwise(body)]
    inside = sum(block.size for block in body)
    lines = [gap for gap in gaps if len(gap) <= _LONGEST_SITE_LINE and _SITE.search(gap)]
    length = last - first - sum(map(len, lines))
    return common / len(wanted), inside / length, 1 - common / len(given), [gap for gap in gaps if gap]


def _markers(notice: Notice) -> list[tuple[str, int]]:
    return [(clause.marker, clause.level) for clause in notice.walk() if clause.marker]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("texts", type=Path, nargs="?")
    parser.add_argument("--missing", action="store_true", help="show what the page does not give of the body")
    options = parser.parse_args()
    failed = False
    print(f"{'page':<24}{'characters':>10}{'common':>9}{'body':>9}{'furniture':>11}  clauses")
    for path in sorted(p for p in options.pages.iterdir() if p.suffix.lower() in PAGES):
        twin = (options.texts or options.pages) / f"{path.stem}.txt"
        try:
            page, text = load(path).text, load(twin).text
        except NoticeError as error:
            print(f"{path.stem:<24}{error}")
            failed = True
            continue
        common, body, furniture, gaps = compare(page, text)
        given, wanted = _markers(parse(page)), _markers(parse(text))
        clauses = f"{len(given)} the same" if given == wanted else f"{len(given)} and {len(wanted)}"
        failed |= body < 0.98 or furniture > 0.02
        print(f"{path.stem:<24}{len(page):>10,}{common:>9.4f}{body:>9.4f}{furniture:>11.4f}  {clauses}")
        for gap in gaps if options.missing else ():
            print(f"    - {gap}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

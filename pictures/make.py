"""Makes the pictures of the page that the README shows: ``python pictures/make.py`` (needs Chromium and ``.[browser]``)."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from policy_extract import read
from policy_extract.view import write_page

HERE = Path(__file__).parent
NOTICES = HERE.parent / "corpus" / "notices"
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-sync --force-color-profile=srgb".split()
)


def page_in_light(page: Any) -> None:
    """The text with its marks, an agency chosen, its tasks beside it."""
    page.locator("#tree li[data-c='6'] > .row .words").click()
    page.wait_for_timeout(1500)
    page.locator("article .m.agency:text-is('省工业和信息化厅') >> visible=true").nth(1).click()
    page.mouse.move(0, 0)


def network_in_dark(page: Any) -> None:
    """The network of agencies and tasks over the whole window."""
    page.locator("#tab-network").click()
    page.locator("#enlarge").click()
    page.mouse.move(0, 0)
    page.wait_for_timeout(4000)


PICTURES = (
    ("page.png", "hebei-2015-84.txt", "light", page_in_light),
    ("network.png", "zhejiang-2023-composed-01.txt", "dark", network_in_dark),
)


def main() -> int:
    """Writes the pictures beside this file; 1 where there is no Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("no Chromium: apt-get install chromium", file=sys.stderr)
        return 1
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        browser = driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for name, notice, light, act in PICTURES:
            path = write_page(read(NOTICES / notice), Path(folder) / "page.html")
            context = browser.new_context(
                viewport={"width": 1320, "height": 800}, color_scheme=light, device_scale_factor=1.25
            )
            page = context.new_page()
            page.goto(path.as_uri())
            page.locator("html[data-ready]").wait_for()
            act(page)
            page.screenshot(path=HERE / name)
            # A palette is a third of the size, and no eye sees the difference.
            Image.open(HERE / name).convert("RGB").quantize(192, dither=Image.Dither.NONE).save(
                HERE / name, optimize=True
            )
            print(HERE / name)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

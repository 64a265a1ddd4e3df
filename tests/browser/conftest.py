"""A real browser: the Chromium of this machine, driven by playwright.

Without either the tests are skipped, unless ``POLICY_EXTRACT_BROWSER=required`` is set, as it is where they must run.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from policy_extract import Notice
from policy_extract.view import write_page

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync --disable-extensions --disable-default-apps --force-color-profile=srgb"
).split()


@dataclass
class Opened:
    """A page that is open, with all that it has said and asked for since."""

    page: Any
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def frames(self, count: int = 2) -> None:
        """Waits until so many pictures have been drawn."""
        for _ in range(count):
            self.page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")


def missing(reason: str) -> None:
    if os.environ.get("POLICY_EXTRACT_BROWSER") == "required":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One browser for all the tests."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing('no playwright: pip install ".[browser]"')
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next((path for path in map(shutil.which, filter(None, names)) if path), None)
    if found is None:
        missing("no Chromium: apt-get install chromium")
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Opens the page of some notices; at the end nothing may have been said on its console nor asked of any network."""
    opened: list[Opened] = []
    contexts: list[Any] = []

    def opening(
        notices: Notice | list[Notice] | Path,
        *,
        width: int = 1440,
        height: int = 900,
        dark: bool = False,
        language: Any = "zh",
        scripts: bool = True,
    ) -> Opened:
        path = notices
        if not isinstance(path, Path):
            path = write_page(notices, tmp_path / f"page{len(opened)}.html", language=language)  # type: ignore[arg-type]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="no-preference",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        one = Opened(page)
        page.on("console", lambda message: one.said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: one.said.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (one.said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: one.asked.append(request.url))
        page.goto(path.as_uri())
        if scripts:
            page.locator("html[data-ready]").wait_for(timeout=30_000)
        opened.append(one)
        return one

    yield opening
    for one in opened:
        assert one.said == []
        assert [url for url in one.asked if not url.startswith("file:")] == []
        assert len(one.asked) == 1
    for context in contexts:
        context.close()

"""The report as a web page, in a real Chromium: on a phone and a desk, by keyboard, checked by axe."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from bot.house import House, checked_logo, read_colours
from bot.reports.rendering.html import to_html
from bot.reports.report.document import report_of
from tests.reports.report_cases import case
from tests.reports.sample import document

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "is_mobile": True}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
SCREENS = pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10"><path d="M0 0h9v9z"/></svg>'
#: As light as colours may be.
HOUSE = House(read_colours("#767676,#b35c00"), checked_logo(LOGO))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        missing = "no Chromium found: the page was not tried in a browser (Debian: apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages by name: an example in full, one for others, one with every block, one of very long words."""
    folder = tmp_path_factory.mktemp("pages")
    made = {
        "full": report_of(case("balanced_and_low"), "nl"),
        "shared": report_of(case("half_answered", leaves=True), "en"),
        "every block": document(receipts=True, mark="Voorbeeld"),
        "long words": document("x" * 600, receipts=True),
    }
    return {name: to_html(one, folder / f"{n}.html", HOUSE) for n, (name, one) in enumerate(made.items())}


NAMES = pytest.mark.parametrize("name", ["full", "shared", "every block", "long words"])


def opened(browser: Browser, path: Path, screen: dict[str, Any]) -> Page:
    page = browser.new_context(**screen).new_page()
    page.goto(path.as_uri())
    return page


@SCREENS
@NAMES
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser, files: dict[str, Path], name: str, screen: dict[str, Any]
) -> None:
    page = opened(browser, files[name], screen | {"bypass_csp": True})
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    page.context.close()


def test_the_keyboard_comes_to_the_content_first_and_from_a_figure_to_what_it_rests_on(
    browser: Browser, files: dict[str, Path]
) -> None:
    page = opened(browser, files["full"], DESK | {"java_script_enabled": True})
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    link = page.locator("a.why").first
    link.focus()
    page.keyboard.press("Enter")
    assert page.locator("li:target").count() == 1
    page.context.close()


def test_a_printed_page_says_on_every_sheet_what_it_is_worth(
    browser: Browser, files: dict[str, Path]
) -> None:
    page = opened(browser, files["full"], DESK)
    assert "CONCEPT" in page.evaluate(
        "[...document.styleSheets[0].cssRules].map(rule => rule.cssText).join().match(/@top-right[^}]*/)[0]"
    )
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.context.close()

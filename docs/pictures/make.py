"""Makes the pictures in the README with the program itself: `make pictures`. Needs Chromium.

It starts `peiler try`, answers one question as a pillar owner on a phone, and asks for the report as the
consultant.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

HERE = Path(__file__).parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PHONE: ViewportSize = {"width": 390, "height": 1200}


def main() -> None:
    """Every picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for language in ("nl", "en"):
            with demo(language) as address:
                pictures(browser, address, language)
        browser.close()


@contextmanager
def demo(language: str) -> Iterator[str]:
    """The demo as `make try` runs it; gives the address that it prints."""
    words = [sys.executable, "-m", "bot", "try", "--no-open", "--lang", language]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def pictures(browser: Browser, address: str, language: str) -> None:
    """One card in the middle of an interview; in English also the chart of the round."""
    context = browser.new_context(
        viewport=PHONE, device_scale_factor=2, is_mobile=True, color_scheme="light", locale=language
    )
    page = context.new_page()
    page.goto(address)
    site = address.partition("/?")[0]
    page.goto(f"{site}/owner")
    answer(page)
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=HERE / f"conversation.{language}.png")
    if language == "en":
        page.goto(f"{site}/consultant")
        ask_for_report(page)
        chart = page.locator("a.picture").last.get_attribute("href")
        (HERE / "chart.png").write_bytes(context.request.get(f"{site}{chart}").body())
    context.close()


def answer(page: Page) -> None:
    """Takes the middle of the scale."""
    with page.expect_navigation():
        page.locator('button[name="data"][value^="a:"][value$=":2"]').first.click()


def ask_for_report(page: Page) -> None:
    """Presses the command and waits for the page with the answer."""
    with page.expect_navigation():
        page.locator('button[value="/report"]').click()
    page.locator("a.picture").last.wait_for()


if __name__ == "__main__":
    main()

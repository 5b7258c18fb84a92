"""In a real Chromium: what runs is told and seen in the matrix, and another organisation tells its way."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.test_browser import DESK, PHONE, assert_sound, browser, press

__all__ = ["browser"]
ROOT = Path(__file__).parents[2]
#: What is chosen (a part of its data) or typed, by the beginning of what is asked; the rest is skipped.
INITIATIVE = {
    "What is the initiative called": "Web care",
    "Which channel or tool": "WhatsApp",
    "What do you use it for most": "energizing",
    "Would you like to tell more": "later",
}
THEIR_WAY = {
    "What is your organisation called": "Lisdodde Council",
    "What kind of organisation": "municipality",
    "How many people": "middle",
    "In which country": "NL",
    "How does Lisdodde Council steer": "3",
    "For which of these": "listening",
    "Which initiative for listening": "Every morning we read along.",
    "May we name Lisdodde Council": "named",
    "What of this may": "initiatives",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`peiler try` in English; gives the address that it prints."""
    home = tmp_path_factory.mktemp("try")
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", "bot", "try", "--no-open", "--port", "0", "--lang", "en"]
    with subprocess.Popen(words, cwd=home, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A phone on which the demo was opened."""
    with browser.new_context(**PHONE, bypass_csp=True) as context:
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(address)
        yield page


def goes(page: Page, side: str) -> None:
    page.goto(re.sub(r"(//[^/]+)/.*", rf"\1/{side}", page.url))


def tells(page: Page, said: Mapping[str, str]) -> None:
    """Answers what is asked until everything can be sent, and sends it; axe looks at every kind of card."""
    looked: set[str] = set()
    while not page.locator(".card button[value^='submit:']").count():
        kind = _kind(page)
        if kind not in looked:
            assert_sound(page, kind)
            assert_fits(page)
            looked.add(kind)
        _answers(page, next((said[asks] for asks in said if asks in page.inner_text("h1")), None))
    assert_sound(page, "review")
    press(page, ".card button[value^='submit:']")
    assert_sound(page, "done")


def _kind(page: Page) -> str:
    parts = (".answer", ".options", ".specials", "button[value^='confirm:']")
    return " ".join(part for part in parts if page.locator(f".card {part}").count())


def _answers(page: Page, given: str | None) -> None:
    option = page.locator(f".card .options button[value*=':{given}']")
    if given is not None and option.count():
        several = page.locator(".card button[value^='confirm:']").count()
        press(page, f".card .options button[value*=':{given}']")
        if several:
            press(page, ".card button[value^='confirm:']")
    elif given is not None:
        page.fill(".card textarea", given)
        press(page, ".card .answer button")
    elif page.locator(".card button[value^='skip:']").count():
        press(page, ".card button[value^='skip:']")
    else:
        press(page, ".card .options button >> nth=2")


def assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]


def fetched(page: Page, what: str) -> Any:
    """What the consultant reads, as soon as it is there."""
    for _ in range(60):
        if page.locator(what).count():
            return page.locator(what).last
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(f"{what} never came")


def test_who_hands_in_can_tell_what_runs_and_the_consultant_sees_it_in_the_matrix(page: Page) -> None:
    goes(page, "owner")
    tells(page, {})
    fetched(page, "button[value^='tell:']")
    press(page, "button[value^='tell:']")
    press(page, ".card button[value^='begin:']")
    tells(page, INITIATIVE)
    goes(page, "consultant")
    press(page, "button[value='/initiatives']")
    expect(page.locator(".message").last).to_contain_text("7. Web care")
    press(page, ".message:last-of-type button[value^='matrix:']")
    picture = fetched(page, ".picture img")
    assert picture.evaluate("one => one.naturalWidth") >= 1000
    assert picture.get_attribute("alt")
    told = fetched(page, ".message:has-text('The rows are types')")
    expect(told).to_contain_text("7. Web care")
    assert_fits(page)
    for screen in (PHONE, DESK):
        page.set_viewport_size(screen["viewport"])
        assert_sound(page, "matrix")
    page.set_viewport_size(PHONE["viewport"])


def test_somebody_of_another_organisation_tells_their_way_and_is_found_among_the_examples(
    page: Page,
) -> None:
    goes(page, "reference")
    tells(page, THEIR_WAY)
    goes(page, "consultant")
    press(page, "button[value='/practices']")
    press(page, ".message:last-of-type button[value$=':r']")
    press(page, ".message:last-of-type button:has-text('Listening')")
    found = page.locator(".message").last
    expect(found).to_contain_text("Lisdodde Council (municipality, 100 to 500 people)")
    expect(found).to_contain_text("Every morning we read along.")
    assert_fits(page)
    assert_sound(page, "examples")
    goes(page, "reference")
    assert_skipping_looks_like_no_first_choice(page)


def assert_skipping_looks_like_no_first_choice(page: Page) -> None:
    """On a card of who has told everything, and changes an answer."""
    press(page, ".card button[value^='review:']")
    press(page, ".card button[value^='edit:'] >> nth=1")
    first = page.locator(".card .options button").first.evaluate("b => getComputedStyle(b).backgroundColor")
    for button in page.locator(".card button[value^='skip:']").all():
        assert button.evaluate("b => getComputedStyle(b).backgroundColor") == first

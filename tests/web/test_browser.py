"""The pages in a real Chromium: on a phone and a desk, by keyboard alone, without scripts, checked by axe."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.web.site import Served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
SCREENS = pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
#: A finger needs this many pixels (WCAG 2.2, target size, is content with 24).
FINGER = 44
#: The presses from the first card to the last, with what is typed on the way.
WALK = ("consent:i1", "a:q1:3", "Communicatieplan 2026", "a:q2:site:0", "confirm:q2", "submit:i1")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        missing = (
            "no Chromium found: the pages were not tried in a browser (Debian: apt-get install chromium)"
        )
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, site: Served) -> Iterator[Any]:
    """Opens the printed address on a screen of some kind."""
    contexts: list[BrowserContext] = []

    def opened(**screen: Any) -> Page:
        context = browser.new_context(**screen)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(site.door)
        return page

    yield opened
    for context in contexts:
        context.close()


def press(page: Page, button: str) -> None:
    """Presses a button and waits for the page that it leads to."""
    with page.expect_navigation():
        page.click(button)


def walk(page: Page, site: Served) -> Iterator[str]:
    """From the first card to the last; gives the name of each place that it comes to."""
    page.goto(f"{site.address}/owner")
    yield "consent"
    for step in WALK:
        if ":" in step:
            press(page, f'button[value="{step}"]')
        else:
            page.fill("textarea", step)
            press(page, ".answer button")
        yield step
    page.goto(f"{site.address}/consultant")
    yield "consultant"
    for command in ("/status", "/report"):
        press(page, f'button[value="{command}"]')
        yield command


@SCREENS
def test_a_whole_interview_works_with_scripts_switched_off(
    visit: Any, site: Served, screen: dict[str, Any]
) -> None:
    page = visit(**screen, java_script_enabled=False)
    for _ in walk(page, site):
        assert page.locator("h1").count() == 1
    expect(page.locator("img")).to_be_visible()
    assert site.program.answers == {"q1": "3", "evidence": "Communicatieplan 2026"}
    assert site.program.chosen == {"site"}


@SCREENS
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong_on_any_page(
    visit: Any, site: Served, screen: dict[str, Any], scheme: str
) -> None:
    page = visit(**screen, color_scheme=scheme, bypass_csp=True)
    assert_sound(page, "choose")
    for place in walk(page, site):
        assert_sound(page, place)
    page.goto(f"{site.address}/nowhere")
    assert_sound(page, "not found")


def assert_sound(page: Page, place: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, f"{place}: {found.generate_report()}"


@SCREENS
def test_no_page_is_wider_than_the_screen(visit: Any, site: Served, screen: dict[str, Any]) -> None:
    page = visit(**screen)
    for place in walk(page, site):
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, place


def test_every_button_fits_a_thumb_on_a_phone(visit: Any, site: Served) -> None:
    page = visit(**PHONE)
    for place in walk(page, site):
        for button in page.locator("button:visible, nav a").all():
            box = button.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= FINGER, (place, button.inner_text())


def test_large_letters_and_a_narrow_screen_lose_nothing(visit: Any, site: Served) -> None:
    """WCAG 1.4.10: 320 pixels wide is a desktop at 400 per cent."""
    page = visit(viewport={"width": 320, "height": 256})
    for place in walk(page, site):
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, place


def strike(page: Page, key: str) -> None:
    """Presses what has the focus, and waits for the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press(key)


#: What the focus is on: the words of a button or link, the name of a field.
FOCUSED = "(e => e.matches('a, button') ? e.innerText : e.name || '')(document.activeElement)"


def press_until(page: Page, wanted: str, most: int = 30) -> int:
    """Presses Tab until the focus is on what is called so; gives how often."""
    for count in range(1, most + 1):
        page.keyboard.press("Tab")
        if wanted in page.evaluate(FOCUSED):
            return count
    raise AssertionError(f"no way to {wanted} by keyboard")


def test_the_interview_can_be_walked_by_keyboard_alone(visit: Any, site: Served) -> None:
    page = visit(**DESK)
    press_until(page, "Verder als pijlereigenaar")
    strike(page, "Enter")
    press_until(page, "Gelezen, ik doe mee")
    strike(page, "Enter")
    # One more where the first press comes before Chromium has moved to the card.
    assert press_until(page, "Eén doel voor de hele organisatie") <= 5
    strike(page, "Space")
    assert press_until(page, "text") <= 2
    page.keyboard.type("Communicatieplan 2026")
    assert press_until(page, "Verstuur") <= 2
    strike(page, "Enter")
    expect(page.locator("h1")).to_have_text("Welke kanalen gebruikt uw organisatie?")
    assert site.program.answers == {"q1": "3", "evidence": "Communicatieplan 2026"}


def test_what_has_the_focus_can_be_seen(visit: Any, site: Served) -> None:
    page = visit(**DESK)
    page.goto(f"{site.address}/owner")
    for _ in range(8):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert outline == "3px"


def test_an_impatient_double_click_counts_once(visit: Any, site: Served) -> None:
    page = visit(**DESK)
    page.goto(f"{site.address}/owner")
    press(page, 'button[value="consent:i1"]')
    page.dblclick('button[value="a:q1:3"]')
    expect(page.locator("h1")).to_have_text("Dank u. Waaruit blijkt dit?")


def test_going_back_in_the_browser_shows_the_card_of_now(visit: Any, site: Served) -> None:
    page = visit(**DESK)
    page.goto(f"{site.address}/owner")
    press(page, 'button[value="consent:i1"]')
    press(page, 'button[value="a:q1:3"]')
    page.go_back()
    page.reload()
    expect(page.locator("h1")).to_have_text("Dank u. Waaruit blijkt dit?")
    assert site.program.tapped() == ["consent:i1", "a:q1:3"]


def test_the_page_runs_and_fetches_nothing_that_is_not_its_own(visit: Any, site: Served) -> None:
    page = visit(**DESK)
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    for _ in walk(page, site):
        assert page.locator("script, style, [style]").count() == 0
    assert asked
    assert all(url.startswith(site.address) for url in asked)
    assert complaints == []


def test_new_messages_can_be_fetched_as_often_as_one_likes(visit: Any, site: Served) -> None:
    page = visit(**DESK)
    page.goto(f"{site.address}/consultant")
    for number in (1, 2, 3):
        site.program.tell("c-consultant", f"bericht {number}")
        press(page, "text=Nieuwe berichten ophalen")
        expect(page.locator(".message").last).to_have_text(f"bericht {number}")


def test_the_language_can_be_changed_with_one_press(visit: Any, site: Served) -> None:
    page = visit(**PHONE)
    press(page, "text=English")
    expect(page.locator("h1")).to_have_text("Try Peiler")
    assert page.get_attribute("html", "lang") == "en"


def test_a_second_browser_is_sent_to_the_first(visit: Any, browser: Browser, site: Served) -> None:
    visit(**DESK)
    with browser.new_context() as other:
        page = other.new_page()
        page.goto(site.door)
        expect(page.locator("h1")).to_have_text("Dit adres is al gebruikt")


def test_the_pictures_of_the_conversations_are_really_drawn(visit: Any, site: Served) -> None:
    page = visit(**DESK)
    list(walk(page, site))
    assert page.evaluate("document.querySelector('img').naturalWidth") == 640

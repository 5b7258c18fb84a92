"""Makes the pictures in the README and the consultant's guide with the program itself (`make pictures`).

Needs Chromium. It starts `peiler try`, answers one question as a pillar owner on a phone, and asks for what a
consultant can ask for. The invite alone is made by `peiler serve`, beside the tests' stand-in for Telegram,
because it needs a bot's name.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PHONE: ViewportSize = {"width": 390, "height": 1200}
#: A message on this page is 400 units wide, and 600 pixels with `DENSE`.
NARROW: ViewportSize = {"width": 432, "height": 1000}
DENSE, WIDTH = 1.5, 600
#: Reminders go out at night and at weekends too, so that there is one to see whenever this runs.
SETTINGS = ["PEILER_WORK_HOURS=00:00-24:00", "PEILER_WORK_DAYS=mon-sun", "PEILER_HOLIDAYS="]


def main() -> None:
    """Every picture."""
    sys.path.insert(0, str(ROOT))
    with TemporaryDirectory() as folder:
        invite = asyncio.run(invited(Path(folder)))
        guide = asyncio.run(guide_page(Path(folder)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for language in ("nl", "en"):
            with demo(language) as address:
                of_readme(browser, address, language)
        with demo("nl") as address:
            of_guide(browser, address)
        of_messages(browser, invite, HERE / "invite.nl.png")
        small(browser, guide, HERE / "guide.nl.png", 800)
        browser.close()


@contextmanager
def demo(language: str) -> Iterator[str]:
    """The demo as `make try` runs it; gives the address that it prints."""
    words = ["env", *SETTINGS, sys.executable, "-m", "bot", "try", "--no-open", "--lang", language]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def opened(browser: Browser, address: str, language: str, viewport: ViewportSize, dense: float) -> Page:
    """The demo on a phone, its address taken."""
    page = browser.new_page(
        viewport=viewport, device_scale_factor=dense, is_mobile=True, color_scheme="light", locale=language
    )
    page.goto(address)
    return page


# --- the README


def of_readme(browser: Browser, address: str, language: str) -> None:
    """One card in the middle of an interview, and the chart of the round."""
    page = opened(browser, address, language, PHONE, 2)
    site = address.partition("/?")[0]
    page.goto(f"{site}/owner")
    answer(page)
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=HERE / f"conversation.{language}.png")
    page.goto(f"{site}/consultant")
    asks(page, "/report")
    small(browser, picture(page, site), HERE / f"chart.{language}.png")
    page.close()


def answer(page: Page) -> None:
    """Takes the middle of the scale."""
    with page.expect_navigation():
        page.locator('button[name="data"][value^="a:"][value$=":2"]').first.click()


# --- the consultant's guide


def of_guide(browser: Browser, address: str) -> None:
    """What a consultant sees on the way through a round, and an owner of a reminder."""
    page = opened(browser, address, "nl", NARROW, DENSE)
    site = address.partition("/?")[0]
    page.goto(f"{site}/consultant")
    asks(page, "/status")
    presses(page, "Als plaatje")
    small(browser, picture(page, site), HERE / "standing.nl.png")
    asks(page, "/remind")
    newest(page, "plan.nl.png")
    presses(page, "Nu herinneren: Daan Smit")
    asks(page, "/review")
    presses(page, "Ada de Vries")
    presses(page, "6")
    newest(page, "review.nl.png")
    page.goto(f"{site}/owner")
    page.get_by_role("button", name="Een collega weet dit beter").wait_for()
    newest(page, "reminder.nl.png")
    page.close()


def of_messages(browser: Browser, html: str, out: Path) -> None:
    """Messages as the demo's page would show them."""
    page = browser.new_page(viewport=NARROW, device_scale_factor=DENSE, color_scheme="light")
    style = (ROOT / "bot/channels/web/static/style.css").read_text("utf-8")
    page.set_content(f'<style>{style}</style><main class="wide"><div>{html}</div></main>')
    page.locator("main > div").screenshot(path=out)
    page.close()


def asks(page: Page, command: str) -> None:
    """Types a command and waits for the page with the answer."""
    page.locator("#composer").fill(command)
    with page.expect_navigation():
        page.locator("#composer").press("Enter")


def presses(page: Page, label: str) -> None:
    """Presses the newest button that begins so."""
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile(f"^{re.escape(label)}")).last.click()


def newest(page: Page, name: str) -> None:
    """Takes the newest message as a picture."""
    page.locator("article.message").last.screenshot(path=HERE / name)


def picture(page: Page, site: str) -> bytes:
    """The newest picture that the program made, once it is there."""
    link = page.locator("a.picture").last
    while not link.count():
        page.wait_for_timeout(300)
        page.goto(f"{site}/consultant")
    return page.request.get(f"{site}{link.get_attribute('href')}").body()


def small(browser: Browser, png: bytes, out: Path, width: int = WIDTH) -> None:
    """Writes a picture with this width in pixels."""
    page = browser.new_page(viewport={"width": width, "height": 100})
    page.set_content(f'<style>*{{margin:0}}</style><img width="{width}" src="{inline(png)}">')
    page.locator("img").screenshot(path=out)
    page.close()


def inline(png: bytes) -> str:
    """A picture as an address of its own."""
    return f"data:image/png;base64,{b64encode(png).decode()}"


async def invited(folder: Path) -> str:
    """The messages that come when somebody is invited, in HTML: for the consultant, the code, to forward."""
    from tests.e2e.phone import Phone
    from tests.e2e.process import CONSULTANT, Peiler
    from tests.telegram_stand_in import StandIn

    async with StandIn() as telegram:
        peiler = Peiler(folder, telegram)
        await peiler.start()
        consultant = Phone(telegram, telegram.person(CONSULTANT, "Piet Adviseur"))
        await consultant.types("/new Gemeente Voorbeeld")
        await consultant.types("/invite S Ada de Vries, concerncontroller, Bedrijfsvoering")
        await consultant.person.sees("Beste Ada", timeout=60)
        *_, note, code, text = (message for message in consultant.person.chat if message.by_bot)
        await peiler.stop()
    assert code.file is not None
    shown = f'<img style="max-width: 50%" alt="" src="{inline(code.file.content)}">'
    bubbles = (note.html, f"{shown}<br>{code.html}", text.html)
    return "".join(f'<article class="message"><div class="text">{one}</div></article>' for one in bubbles)


async def guide_page(folder: Path) -> bytes:
    """The page for the conversation with an owner of the demo, as the PDF has it."""
    from bot.app.plug import open_desk
    from bot.config import Settings
    from bot.consultant.guides import guide_for
    from bot.demo.seed import seed
    from bot.reports.glyphs import drawable
    from bot.reports.guide_page import page_data
    from bot.reports.typesetting import PRESS
    from bot.reports.words import Words

    settings = Settings(
        _env_file=None, database=f"sqlite:///{folder / 'demo.sqlite'}", files=folder / "files"
    )
    async with open_desk(settings, owner=True) as desk:
        await seed(desk)
        [assessment] = await desk.storage.assessments(desk.tenant)
        interviews = await desk.storage.interviews(desk.tenant, assessment.id)
        ada = next(one for one in interviews if one.pillar == "S")
        guide = await guide_for(desk, assessment, ada)
        data = drawable(page_data(guide, Words("nl", desk.texts)))
    [page] = PRESS.typeset("guide.typ", data, as_="png", ppi=144)
    return page


if __name__ == "__main__":
    main()

"""Who may come in, and what every answer carries."""

from __future__ import annotations

import pytest

from tests.web.site import TOKEN, Served
from tests.web.visitor import Visitor

INSIDE = ["/", "/owner", "/consultant", "/pictures/c-owner-1.png"]


async def test_the_printed_address_leads_to_a_clean_one_and_lets_the_browser_in(
    stranger: Visitor, site: Served
) -> None:
    page = await stranger.opens(site.door)
    assert page.status == 200
    assert page.address == site.address + "/"
    assert "Probeer Peiler" in page.words


async def test_the_key_is_out_of_reach_of_scripts_and_other_sites(stranger: Visitor, site: Served) -> None:
    page = await stranger.opens(site.door, allow_redirects=False)
    assert page.status == 303
    assert "httponly" in page.headers["set-cookie"].lower()
    assert "samesite=lax" in page.headers["set-cookie"].lower()
    assert TOKEN not in page.headers["set-cookie"]


@pytest.mark.parametrize("path", INSIDE)
async def test_without_the_printed_address_a_kind_page_says_where_to_find_it(
    stranger: Visitor, path: str
) -> None:
    page = await stranger.opens(path)
    assert page.status == 403
    assert "Open het adres uit uw terminal" in page.words


async def test_nothing_can_be_sent_without_having_come_in(stranger: Visitor, site: Served) -> None:
    for path in ("/owner", "/consultant", "/language"):
        assert (await stranger.sends(path, {"data": "consent:i1", "language": "en"})).status == 403
    assert site.program.heard == []


@pytest.mark.parametrize("token", ["wrong", "", TOKEN + "x", "é"])
async def test_a_guessed_address_is_refused_and_spoils_nothing(
    stranger: Visitor, site: Served, token: str
) -> None:
    assert (await stranger.opens("/", params={"token": token})).status == 403
    assert (await stranger.opens(site.door)).status == 200


async def test_the_printed_address_works_in_one_browser_only(
    visitor: Visitor, stranger: Visitor, site: Served
) -> None:
    page = await stranger.opens(site.door)
    assert page.status == 403
    assert "Dit adres is al gebruikt" in page.words
    assert (await visitor.opens(site.door)).status == 200


async def test_a_program_that_looks_ahead_does_not_use_the_address_up(
    stranger: Visitor, site: Served
) -> None:
    async with stranger.session.head(site.door) as answer:
        assert answer.status == 403
    assert (await stranger.opens(site.door)).status == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:80"])
async def test_another_name_for_this_machine_is_not_answered(visitor: Visitor, host: str) -> None:
    assert (await visitor.opens("/owner", headers={"host": host})).status == 400


async def test_localhost_is_this_machine_too(stranger: Visitor, site: Served) -> None:
    assert (await stranger.opens(site.door.replace("127.0.0.1", "localhost"))).status == 200


async def test_health_and_style_need_no_key(stranger: Visitor) -> None:
    assert (await stranger.opens("/healthz")).html == "ok"
    assert (await stranger.opens("/static/style.css")).status == 200
    assert (await stranger.opens("/static/../app.py")).status == 404


@pytest.mark.parametrize("path", ["/", "/owner", "/nowhere", "/static/style.css", "/healthz"])
async def test_every_answer_forbids_scripts_frames_and_guessing(visitor: Visitor, path: str) -> None:
    headers = (await visitor.opens(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


async def test_a_page_that_is_not_there_says_so_in_words(visitor: Visitor) -> None:
    page = await visitor.opens("/nowhere")
    assert page.status == 404
    assert "Deze pagina is er niet" in page.words

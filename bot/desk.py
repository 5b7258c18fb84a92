"""What every part of the conversation works with: storage, scripts, texts, clock and settings; and messages
to people.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.config import Settings
from bot.goals import GOALS, goals_of, own_goals
from bot.interview.script import Script
from bot.library import Library, ScriptVersion
from bot.ports import Fetcher, Incoming
from bot.shelf import Shelf
from bot.texts import Texts
from bot.texts.filters import localized
from bot.tokens import new_id
from scoring import Catalogue, Model, ModelError, parse_actions, parse_model
from storage import sqlite_path
from storage.port import CancelUnsent, DropJobs, Guard, Storage
from storage.records import Answer, Assessment, Interview, Outgoing, Person, Record, ScriptText

#: Puts the consultants' commands into the menu of somebody's chat, as far as they may be given; None: takes
#: the menu away again.
ShowMenu = Callable[[Person, Callable[[str], bool] | None], Awaitable[None]]
#: Where raw answers end at the latest.
LONGEST_RETENTION = timedelta(days=365)


async def no_menu(_person: Person, _allowed: Callable[[str], bool] | None) -> None:
    """A channel without menus."""


@dataclass
class Plan:
    """What an event comes to: what is to be saved in one commit, and what to say at once."""

    writes: list[Record] = field(default_factory=list)
    guards: tuple[Guard, ...] = ()
    cancels: tuple[CancelUnsent, ...] = ()
    toast: str | None = None
    drops: tuple[DropJobs, ...] = ()


@dataclass
class Desk:
    """The parts, plugged together in app.py. `bots`: channel -> the id of its bot; `links`: how an invite
    is opened there.
    """

    storage: Storage
    library: Library
    texts: Texts
    settings: Settings
    now: Callable[[], datetime]
    tenant: str = "main"
    bots: dict[str, str] = field(default_factory=dict)
    link: Callable[[str], str] = lambda token: f"https://t.me/?start={token}"
    #: Users who are consultants, by channel.
    consultants: dict[str, frozenset[str]] = field(default_factory=dict)
    #: What brings the files that people send, by bot; whether so many bytes fit on the disk; and who touches
    #: names of files holds this, so that none is removed while another row begins to name it.
    fetchers: dict[str, Fetcher] = field(default_factory=dict)
    room: Callable[[int], bool] = lambda _bytes: True
    shelving: asyncio.Lock = field(default_factory=asyncio.Lock)
    woken: Callable[[], None] = lambda: None
    show_menu: ShowMenu = no_menu
    _models: dict[str, Model] = field(default_factory=dict)
    _catalogues: dict[tuple[str, str], Catalogue | None] = field(default_factory=dict)

    def is_consultant(self, channel: str, user_id: str) -> bool:
        """Whether this user runs assessments here; looked up at every update, so that removal works at
        once.
        """
        return user_id in self.consultants.get(channel, frozenset())

    async def script(self, hash_: str) -> Script:
        """The version of a script that an interview is pinned to."""
        known = self.library.by_hash(hash_)
        if known is None:
            stored = await self.storage.script(self.tenant, hash_)
            assert stored is not None, "an interview's script is stored before it begins"
            known = self.library.add(stored.body)
        return known.script

    async def model(self, hash_: str) -> Model:
        """The version of the maturity model that an assessment is scored with."""
        if hash_ not in self._models:
            stored = await self.storage.script(self.tenant, hash_)
            assert stored is not None, "an assessment's model is stored with it"
            self._models[hash_] = parse_model(stored.body, f"stored model {hash_[:12]}")
        return self._models[hash_]

    def catalogue(self, model_hash: str, model: Model) -> Catalogue | None:
        """Today's actions, for that version of the model; None: there are none, or they do not fit it. The
        first time takes a tenth of a second: call it from a thread.
        """
        text = self.library.actions_text
        if text is None:
            return None
        if (text, model_hash) not in self._catalogues:
            try:
                found = parse_actions(text, model)
            except ModelError:
                # Actions of today do not fit a round that began with a model of another day.
                found = None
            self._catalogues[text, model_hash] = found
        return self._catalogues[text, model_hash]

    def stored(self, version: ScriptVersion, name: str) -> ScriptText:
        """A script as it is stored by its hash."""
        return ScriptText(
            self.tenant, version.hash, self.library.folder.name, name, version.text, version.script.version
        )

    def stored_model(self) -> ScriptText:
        """The maturity model as it is stored by its hash."""
        version = self.library.model
        parsed = self._models.get(version.hash) or parse_model(version.text, "model.yaml")
        self._models[version.hash] = parsed
        return ScriptText(
            self.tenant, version.hash, self.library.folder.name, "model", version.text, parsed.version
        )

    def person(self, incoming: Incoming) -> Person:
        """Somebody who was not known before."""
        return Person(
            self.tenant,
            new_id(),
            incoming.channel,
            incoming.chat_id,
            incoming.name,
            None,
            self.now(),
        )

    def reply(
        self,
        to: Person,
        html: str,
        key: str,
        buttons: Sequence[Sequence[tuple[str, str]]] = (),
        *,
        kind: str = "reply",
        about: str | None = None,
        file_ref: str | None = None,
        method: str = "message",
    ) -> Outgoing:
        """A message to somebody, to be saved with what it is about; `key` makes it one of a kind."""
        notice = kind in ("notice", "reminder")
        return Outgoing(
            tenant=self.tenant,
            id=new_id(),
            bot_id=self.bots.get(to.channel, to.channel),
            chat_id=to.address,
            kind=kind,
            priority=3 if notice else 2 if file_ref else 0,
            policy="once" if notice else "ask" if file_ref else "repeat",
            method=method,
            payload={"html": html, "buttons": [[list(press) for press in row] for row in buttons]},
            dedupe_key=key,
            created_at=self.now(),
            about=about,
            file_ref=file_ref,
        )

    @property
    def shelf(self) -> Shelf:
        """Where files that people sent are."""
        files, database = self.settings.files.resolve(), sqlite_path(self.settings.database)
        key = database.with_name(f"{database.name}.key") if database else files.with_name(f"{files.name}.key")
        return Shelf(files, key, self.tenant)

    def takes_files(self, assessment: Assessment, person: Person) -> bool:
        """Whether this person may send files in this assessment: both the operator and the client must
        accept it.
        """
        accepted = self.settings.files_in_telegram == "yes" and assessment.privacy.get("telegram") == "yes"
        return accepted and self.bots.get(person.channel) in self.fetchers

    def language_of(self, person: Person | None) -> str:
        """The language to speak with somebody outside an interview."""
        return (person.language if person else None) or self.settings.language

    def is_beside(self, subject: str | None) -> bool:
        """Whether an interview or invite about this is a script of its own beside the round: such an
        interview counts in no score, status or reminder of it.
        """
        return subject in self.library.scripts

    async def in_round(self, assessment: Assessment) -> list[Interview]:
        """The interviews that count in the round, without what is told beside it."""
        everything = await self.storage.interviews(self.tenant, assessment.id)
        return [one for one in everything if not self.is_beside(one.pillar)]

    async def answers_in_round(self, assessment: Assessment) -> list[Answer]:
        """The current answers of those interviews."""
        counted = {one.id for one in await self.in_round(assessment)}
        everything = await self.storage.answers(self.tenant, assessment.id)
        return [one for one in everything if one.interview in counted]

    def beside(self, assessment: Assessment, subject: str) -> ScriptVersion:
        """A script beside the round; where its choices are goals, with the organisation's own goals."""
        version, goals = self.library.script(subject), own_goals(assessment.settings.get("goals") or ())
        if not goals or not goals_of(version.script):
            return version
        return self.library.with_choices(subject, {GOALS: goals})

    def pillar_name(self, script: Script, pillar: str, language: str) -> str:
        """What an interview is about: the title of its section, or of the script that it is."""
        title = next((section.title for section in script.sections if section.id == pillar), None)
        if title is None and self.is_beside(pillar):
            title = self.library.script(pillar).script.title
        return title[language] if title is not None else pillar

    def scene_facts(
        self,
        script: Script,
        assessment: Assessment,
        interview: Interview,
        person: Person,
        consultant: Person | None,
    ) -> Mapping[str, Any]:
        """What the texts of an interview's cards fill in."""
        privacy, language = assessment.privacy, interview.language
        controller = privacy.get("controller") or assessment.name
        deadline = localized(assessment.deadline, self.settings.timezone) if assessment.deadline else None
        return {
            "organisation": assessment.name,
            "pillar": self.pillar_name(script, interview.pillar, language),
            "name": person.name.split(" ")[0] if person.name else "",
            "consultant": (consultant.name if consultant else "")
            or self.texts.say("name.consultant", language),
            "contact": privacy.get("contact") or "",
            "purpose": privacy.get("purpose")
            or self.texts.say("privacy.purpose", language, controller=controller),
            "controller": controller,
            "basis": self.texts.say(f"privacy.basis.{privacy.get('basis') or 'public_task'}", language),
            "recipients": privacy.get("recipients") or self.texts.say("privacy.recipients", language),
            "retention_days": privacy.get("retention_days"),
            "delete_date": localized(interview.created_at + LONGEST_RETENTION, self.settings.timezone),
            "deadline": deadline,
            "telegram": person.channel == "telegram",
            "files": self.takes_files(assessment, person),
            "demo": assessment.demo,
            # Who tells of another organisation reads what becomes of that.
            "reference": interview.role == "reference",
        }

"""Settings, from the environment or `.env`, prefix PEILER_; every wrong one is named at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from bot.house import Colours, House, Logo, read_colours, read_logo
from bot.reminders.durations import read_durations
from bot.reminders.opening import read_days, read_holidays, read_hours

PREFIX = "PEILER_"


def _ids(value: object) -> object:
    if not isinstance(value, str):
        return value
    parts = [part.strip() for part in value.split(",") if part.strip()]
    wrong = [part for part in parts if not re.fullmatch(r"[1-9]\d{0,18}", part)]
    if wrong:
        raise ValueError(
            f"{wrong[0]!r} is no Telegram user id: write numbers with commas, like 123456789,987654321"
        )
    return tuple(parts)


def _address(value: str) -> str:
    host, colon, port = value.rpartition(":")
    if not (colon and host and port.isdecimal() and int(port) < 65536):
        raise ValueError("write HOST:PORT, like 127.0.0.1:8080 (port 0 takes a free one)")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("no such time zone: write one like Europe/Amsterdam") from None
    return value


def _base(value: str) -> str:
    if not re.match(r"https?://[^/]+", value):
        raise ValueError("write an address that begins with https:// (or http:// on this machine)")
    return value


def _address_or_none(value: str) -> str:
    return value and _address(value)


def _readable(value: Path | None) -> Path | None:
    if value is not None:
        try:
            value.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            raise ValueError(f"the file cannot be read ({reason}): name one with the secret in it") from None
    return value


def _secret(value: SecretStr | None, info: ValidationInfo, form: str, told: str) -> SecretStr | None:
    """From here or from the file that another setting names, and of this form."""
    name = f"{info.field_name}_file"
    file = info.data.get(name)
    given = value.get_secret_value() if value else ""
    if given and file:
        raise ValueError(f"is given twice: here and by {PREFIX}{name.upper()}; leave one of them out")
    secret = file.read_text("utf-8").strip() if file else given
    if secret and not re.fullmatch(form, secret):
        raise ValueError(told)
    return SecretStr(secret) if secret else None


def _token(value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
    told = "that is no bot token: copy it from @BotFather, it looks like 123456789:AAE…"
    return _secret(value, info, r"\d+:[A-Za-z0-9_-]+", told)


def _webhook_secret(value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
    told = "write 16 to 256 letters, digits, _ and -, like the output of `openssl rand -hex 32`"
    return _secret(value, info, r"[A-Za-z0-9_-]{16,256}", told)


def _webhook(value: str) -> str:
    """Empty, or an address that Telegram can bring updates to and that our own pages leave free."""
    here = r"http://(?:127\.0\.0\.1|localhost)(?::\d+)?"
    path = re.fullmatch(rf"(?:https://[A-Za-z0-9.-]+(?::\d+)?|{here})((?:/[A-Za-z0-9._~-]*)*)", value)
    if value and path is None:
        raise ValueError("write an address that begins with https://, with a plain path behind the name")
    if path and path[1] == "/healthz":
        raise ValueError("/healthz is taken: write another path")
    return value


def _logo(value: object) -> object:
    return read_logo(Path(value)) if isinstance(value, str | Path) else value


def _colours(value: object) -> object:
    return read_colours(value) if isinstance(value, str) else value


def _readable_as(read: Callable[[str], object]) -> AfterValidator:
    """The text as it is, if it can be read so."""

    def check(value: str) -> str:
        read(value)
        return value

    return AfterValidator(check)


#: What people are told as the ground on which their data are used (GDPR article 6).
Basis = Literal["public_task", "legitimate_interest", "legal_obligation", "contract", "consent"]


#: Left empty these mean "none", not "as usual".
NONE_WHEN_EMPTY = frozenset({"holidays", "remind_after"})


class _Given(PydanticBaseSettingsSource):
    """What another source holds, without what was left empty."""

    def __init__(self, source: PydanticBaseSettingsSource) -> None:
        super().__init__(source.settings_cls)
        self._source = source

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        return self._source.get_field_value(field, field_name)

    def __call__(self) -> dict[str, Any]:
        return {name: value for name, value in self._source().items() if value or name in NONE_WHEN_EMPTY}


class Settings(BaseSettings):
    """How this installation runs."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """A setting that is empty is one that is not there, but for those where empty means none."""
        return (init_settings, _Given(env_settings), _Given(dotenv_settings))

    telegram_token_file: Annotated[Path | None, AfterValidator(_readable)] = Field(
        None, description="A file with the bot's token in it, instead of the token itself."
    )
    telegram_token: Annotated[SecretStr | None, AfterValidator(_token)] = Field(
        None, description="The bot's token, from @BotFather.", validate_default=True
    )
    telegram_api_url: Annotated[str, AfterValidator(_base)] = Field(
        "https://api.telegram.org/bot", description="Where the Bot API is; the token comes behind it."
    )
    telegram_file_url: Annotated[str, AfterValidator(_base)] = Field(
        "https://api.telegram.org/file/bot", description="Where files are fetched."
    )
    database: str = Field("sqlite:///peiler.sqlite", description="Where everything is kept.")
    consultants: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_ids)] = Field(
        (), description="Telegram user ids of the consultants, with commas."
    )
    listen: Annotated[str, AfterValidator(_address)] = Field(
        "127.0.0.1:8080", description="Where /healthz and the webhook answer; port 0 takes a free one."
    )
    metrics_listen: Annotated[str, AfterValidator(_address_or_none)] = Field(
        "", description="Where Prometheus finds /metrics; empty: nowhere."
    )
    webhook_url: Annotated[str, AfterValidator(_webhook)] = Field(
        "",
        description="Where Telegram brings updates, at the path of this on LISTEN; empty: they are polled.",
    )
    webhook_secret_file: Annotated[Path | None, AfterValidator(_readable)] = Field(
        None, description="A file with the secret in it, instead of the secret itself."
    )
    webhook_secret: Annotated[SecretStr | None, AfterValidator(_webhook_secret)] = Field(
        None, description="What Telegram shows with every update that it brings.", validate_default=True
    )
    public_url: str = Field("", description="Not in this version: leave it empty.")
    language: Literal["nl", "en"] = Field("nl", description="The language of new assessments.")
    timezone: Annotated[str, AfterValidator(_zone)] = Field(
        "Europe/Amsterdam", description="The time zone of dates that people read."
    )
    work_hours: Annotated[str, _readable_as(read_hours)] = Field(
        "09:00-17:00", description="When reminders may go out; 24:00 is the end of a day."
    )
    work_days: Annotated[str, _readable_as(read_days)] = Field(
        "mon-fri", description="The days on which reminders may go out."
    )
    holidays: Annotated[str, _readable_as(read_holidays)] = Field(
        "NL",
        description="Public holidays without reminders: a country, or country and region; empty: none.",
        # To know them takes a tenth of a start; the tests know that there are Dutch ones.
        validate_default=False,
    )
    remind_after: Annotated[str, _readable_as(read_durations)] = Field(
        "P4D,P8D", description="How long after the last sign of life reminders go out; empty: none."
    )
    remind_cap: int = Field(3, ge=0, le=20, description="Reminders a person and round at most; 0: none.")
    invite_days: int = Field(14, ge=1, le=365, description="How many days an invite stays valid.")
    retention_days: int = Field(
        90,
        ge=1,
        le=365,
        description="Days after adoption that raw answers are kept; at most 12 months after the invite.",
    )
    privacy_contact: str = Field(
        "", description="Who answers questions about personal data: a name, address or number."
    )
    basis: Basis = Field("public_task", description="The legal basis that is proposed for new assessments.")
    telegram_for_owners: Literal["ask", "yes", "no"] = Field(
        "ask", description="Whether the client accepts Telegram for pillar owners."
    )
    documents_in_telegram: Literal["memo", "all", "none"] = Field(
        "memo",
        description="Which documents are sent in chat; with all, those for the consultant alone on request.",
    )
    files_in_telegram: Literal["no", "yes"] = Field(
        "no", description="Whether files and photos are taken as evidence; else only a title is asked."
    )
    files: Path = Field(Path("peiler-files"), description="The folder for charts and for files people send.")
    logo: Annotated[Logo | None, NoDecode, BeforeValidator(_logo)] = Field(
        None, description="A PNG, JPEG or SVG file of at most 1 MB: the logo of memo and report.", repr=False
    )
    colours: Annotated[Colours, NoDecode, BeforeValidator(_colours)] = Field(
        Colours(), description="The colour of headings and bars, and of what stands out, in PDF and HTML."
    )
    send_rate: float = Field(25, ge=0, description="Messages a second over all chats; 0: no limit.")
    chat_rate: float = Field(1, ge=0, description="Messages a second in one chat, bursts of 3; 0: no limit.")
    tap_guard_ms: int = Field(
        500, ge=0, description="A tap sooner after its card was shown is not taken; 0: off."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much is logged.")
    log_format: Literal["text", "json"] = Field("text", description="How it is logged.")

    @property
    def house(self) -> House:
        """What documents look like."""
        return House(self.colours, self.logo)


class WrongSettings(Exception):
    """Settings that cannot be used; `problems` names each, with what to do."""

    def __init__(self, problems: list[str], rest: Settings | None = None) -> None:
        super().__init__("\n".join(problems))
        #: `rest`: the settings with defaults in the place of the wrong ones, to see what else is amiss.
        self.problems, self.rest = problems, rest


def load_settings(**given: object) -> Settings:
    """The settings; raises WrongSettings naming every wrong one at once, never with its value."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = [dict(one) for one in error.errors(include_input=False)]
        raise WrongSettings([_told(one) for one in wrong], _rest(wrong, given)) from None


def _rest(wrong: list[dict[str, Any]], given: dict[str, object]) -> Settings | None:
    names = {str(one["loc"][0]) for one in wrong if one["loc"]} & set(Settings.model_fields)
    defaults = {name: Settings.model_fields[name].default for name in names}
    try:
        return Settings(**{**given, **defaults})
    except ValidationError:
        return None


def _told(wrong: dict[str, Any]) -> str:
    name = ".".join(str(part) for part in wrong["loc"]).upper()
    return f"{PREFIX}{name}: {wrong['msg'].removeprefix('Value error, ')}"

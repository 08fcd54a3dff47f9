"""The demo's messages: read from the sample files, filled in from what came back before."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

_SAMPLE = Path(__file__).resolve().parent / "sample"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One message to send: `after` names the step whose answer it follows, `to` the address of that answer it uses."""

    file: str
    title: str
    mail_from: str
    after: str | None = None
    to: str | None = None
    needs_model: bool = False


def steps() -> list[Step]:
    """Return the demo's messages in order."""
    text = (_SAMPLE / "scenario.toml").read_text(encoding="utf-8")
    return [Step(**row) for row in tomllib.loads(text)["messages"]]


def consent() -> Step:
    """Return the message in which a customer agrees to another level."""
    text = (_SAMPLE / "scenario.toml").read_text(encoding="utf-8")
    return Step(**tomllib.loads(text)["consent"])


def settings_toml() -> str:
    """Return what the sample desk's settings have beside what `intake init` writes: who answers and is on call."""
    return (_SAMPLE / "settings.toml").read_text(encoding="utf-8")


def customers_csv() -> str:
    """Return the sample customers, one on each contract."""
    return (_SAMPLE / "customers.csv").read_text(encoding="utf-8")


def filled(step: Step, values: dict[str, str]) -> bytes:
    """Return a step's message with its {braces} filled in, and CRLF line ends."""
    raw = (_SAMPLE / step.file).read_bytes().replace(b"\r\n", b"\n")
    for name, value in values.items():
        raw = raw.replace(b"{" + name.encode() + b"}", value.encode())
    return raw.replace(b"\n", b"\r\n")

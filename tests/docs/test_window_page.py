"""docs/window.md: its settings are there, its token is one that a desk takes, and it names all that a browser keeps."""

import re
import tomllib
from pathlib import Path
from typing import Any

import jwt
import pytest

from intake.bootstrap.web_settings import WebPart
from intake.bootstrap.window_settings import WindowPart

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "window.md").read_text(encoding="utf-8")
SOURCE = ROOT / "templates" / "web" / "window" / "source"


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def test_its_settings_can_be_used() -> None:
    written = tomllib.loads(block("toml"))
    WebPart.model_validate(written["web"])
    window = WindowPart.model_validate(written["window"])
    assert window.origins == ("https://www.example.com",)


def test_its_token_is_one_that_a_desk_takes() -> None:
    names: dict[str, Any] = {}
    exec(compile(block("python"), "window.md", "exec"), names)  # noqa: S102 - the page's own example
    secret = "at least 32 random characters, here"
    token = names["window_token"]("ann@example.com", "Ann", secret)
    claims = jwt.decode(
        token, secret, algorithms=["HS256"], audience="intake-window", options={"require": ["exp", "email"]}
    )
    assert (claims["email"], claims["name"]) == ("ann@example.com", "Ann")


def test_it_names_all_that_the_browser_keeps() -> None:
    parts = "".join(path.read_text(encoding="utf-8") for path in SOURCE.glob("*.js"))
    kept = set(re.findall(r"\b(?:kept|here)\.(?:get|set)\([\"`](\w+)", parts))
    told = set(
        re.findall(r"`(\w+)\.?`", "".join(line.split("|")[1] for line in TEXT.splitlines() if line[:3] == "| `"))
    )
    assert told == kept


@pytest.mark.parametrize("name", ["open", "close", "identify"])
def test_what_the_page_may_call_is_there(name: str) -> None:
    assert f"intakeWindow.{name}(" in TEXT
    assert re.search(rf"^\s*{name}: \(", (SOURCE / "open.js").read_text(encoding="utf-8"), re.MULTILINE)

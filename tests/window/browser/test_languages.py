"""Four languages: which one it speaks, and that each says everything."""

import re
import tomllib

import pytest
from playwright.sync_api import expect

from tests.window.browser.host import Host
from tests.window.browser.tools import SCRIPT
from tests.window.browser.visitor import Site

LANGUAGES = ("en", "es", "fr", "de")


def words(language: str) -> dict[str, str]:
    found = tomllib.loads((SCRIPT.parent / f"words_{language}.toml").read_text(encoding="utf-8"))
    return {name: said for name, said in found.items() if isinstance(said, str)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_with_the_same_blanks(language: str) -> None:
    def blanks(said: dict[str, str]) -> dict[str, list[str]]:
        return {name: sorted(re.findall(r"\{\w+\}", text)) for name, text in said.items()}

    assert blanks(words(language)) == blanks(words("en"))
    assert all(text.strip() == text != "" for text in words(language).values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_the_window_is_missing_and_none_is_idle(language: str) -> None:
    parts = "".join(path.read_text(encoding="utf-8") for path in (SCRIPT.parent / "source").glob("*.js"))
    assert [name for name in words(language) if not re.search(rf'"{name}"', parts)] == []
    assert set(re.findall(r'\bsay\("(\w+)"', parts)) <= words(language).keys()


@pytest.mark.parametrize(
    ("tag", "page", "prefers", "language"),
    [
        pytest.param("fr", "de", "es-ES", "fr", id="what the tag says comes first"),
        pytest.param("", "de-AT", "es-ES", "de", id="then what the page says"),
        pytest.param("", "ja", "es-MX", "es", id="then what the browser says"),
        pytest.param("pt", "ja", "ko-KR", "en", id="else English"),
    ],
)
def test_which_language_it_speaks(site: Site, host: Host, tag: str, page: str, prefers: str, language: str) -> None:
    host.language = page
    host.attributes = {"data-language": tag} if tag else {}
    window = site.visit(locale=prefers)
    said = words(language)
    expect(window.launcher).to_have_attribute("aria-label", said["open"])
    window.launcher.click()
    expect(window.dialog).to_contain_text(said["hello"])
    expect(window.page.locator("intake-window .frame")).to_have_attribute("lang", language)

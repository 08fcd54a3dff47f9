"""The window's script and its words, as any page loads them."""

from pathlib import Path

import pytest

from intake.domain.errors import BadInput
from intake.doors.window.refusal import NAMES
from intake.doors.window.words import WindowWords, language_in
from tests.window.door.opened import PAGE, SCRIPT, WEB, Place, opened

WORDS = WEB / "window"


def test_the_script_is_loaded_by_any_page_and_kept_for_an_hour(place: Place) -> None:
    found = place.browser.get("/window.js", headers={"sec-fetch-site": "cross-site"})
    assert (found.status_code, found.content) == (200, SCRIPT)
    assert found.headers["content-type"] == "text/javascript; charset=utf-8"
    assert found.headers["cache-control"] == "public, max-age=3600"
    assert found.headers["cross-origin-resource-policy"] == "cross-origin"
    assert found.headers["x-content-type-options"] == "nosniff"
    again = place.browser.get("/window.js", headers={"if-none-match": found.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    weak = place.browser.get("/window.js", headers={"if-none-match": f'"x", W/{found.headers["etag"]}'})
    assert weak.status_code == 304


def test_more_people_load_it_than_one_may_open_pages(place: Place) -> None:
    assert {place.browser.get("/window.js").status_code for _ in range(100)} == {200}


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [
        ("de", "en", "de"),
        ("de-CH", "", "de"),
        ("FR", "", "fr"),
        ("", "es-MX, en;q=0.5", "es"),
        ("", "", "en"),
        ("tlh", "de", "de"),
        ("../../x", "", "en"),
    ],
)
def test_the_words_are_in_the_language_that_is_asked_for(
    shared: Place, asked: str, accepted: str, language: str
) -> None:
    answer = shared.browser.get(
        "/window/words", params={"language": asked}, headers={"origin": PAGE, "accept-language": accepted}
    )
    told = answer.json()
    assert (answer.status_code, answer.headers["content-language"], told["language"]) == (200, language, language)
    assert told["send"] == WindowWords([WORDS]).served(language)["send"]
    assert "errors" not in told
    assert (told["name"], told["file_types"], told["largest_file"]) == (
        "Acme Support",
        ["jpg", "log", "pdf", "png", "txt", "xlsx", "zip"],
        1_000_000,
    )
    assert "Origin" in answer.headers["vary"]


def test_no_other_page_reads_the_words(place: Place) -> None:
    answer = place.browser.get("/window/words", headers={"origin": "https://www.evil.example"})
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_a_desk_s_own_words_stand_before_ours_and_the_others_beside_them(tmp_path: Path) -> None:
    (tmp_path / "words_en.toml").write_text('send = "Off it goes"\n[errors]\nfull = "We are full."\n')
    with opened(folders=(tmp_path,), most_open=1) as place:
        told = place.browser.get("/window/words?language=en", headers={"origin": PAGE}).json()
        assert (told["send"], told["close"]) == ("Off it goes", WindowWords([WORDS]).served("en")["close"])
        place.stream(place.begin())
        full = place.stream(place.begin())
        assert "We are full." in full.connected.recv(1000).decode()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param(b"send = ", "mend it or restore the shipped file", id="no TOML"),
        pytest.param(b"\xff", "mend it or restore the shipped file", id="no UTF-8"),
    ],
)
def test_words_that_cannot_be_read_are_told(tmp_path: Path, written: bytes, said: str) -> None:
    (tmp_path / "words_fr.toml").write_bytes(written)
    with pytest.raises(BadInput, match=said):
        WindowWords([tmp_path, WORDS])


def test_a_sentence_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"words_en.toml: \[errors\] has no busy"):
        WindowWords([tmp_path])


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_each_refusal_has_a_sentence_of_its_own_in_each_language(language: str) -> None:
    words, english = WindowWords([WORDS]), WindowWords([WORDS])
    for name in NAMES:
        said = words.sentence(name, language)
        assert said.endswith(".")
        assert language == "en" or said != english.sentence(name, "en")


@pytest.mark.parametrize(
    ("tag", "language"), [("de", "de"), ("de_DE", "de"), (" ES ", "es"), ("deu", ""), ("", ""), ("-de", "")]
)
def test_language_tags(tag: str, language: str) -> None:
    assert language_in(tag) == language

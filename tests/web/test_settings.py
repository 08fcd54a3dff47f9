"""`[web]` and `[consent]`: what may be written there, and what `doctor` says of it."""

import socket
from datetime import timedelta
from pathlib import Path

import pytest

from intake.bootstrap.desk import the_desk
from intake.bootstrap.examine import Examined, _web
from intake.bootstrap.initial import initial_text
from intake.bootstrap.settings import Settings, read_settings
from intake.domain.errors import BadInput

DESK = '[desk]\naddress = "support@desk.example"\nsecret = "hunter2-hunter2-hunter2"\n'


def settings(folder: Path, text: str, environment: dict[str, str] | None = None) -> Settings:
    file = folder / "intake.toml"
    file.write_text(DESK + text, encoding="utf-8")
    return read_settings(file, environment or {})


def test_without_a_section_there_is_no_door_and_no_link(tmp_path: Path) -> None:
    found = settings(tmp_path, "")
    desk = the_desk(found)
    assert (found.web, desk.web) == (None, None)
    assert (desk.remind_after, desk.links_hold) == (timedelta(hours=4), timedelta(days=14))


def test_what_is_set_reaches_the_desk(tmp_path: Path) -> None:
    text = '[web]\npublic_url = "https://a.example/desk/"\n[consent]\nremind_after_hours = 1.5\nlinks_hold_days = 3\n'
    desk = the_desk(settings(tmp_path, text))
    assert desk.web == "https://a.example/desk"
    assert (desk.remind_after, desk.links_hold) == (timedelta(minutes=90), timedelta(days=3))


def test_the_environment_sets_it_too_where_the_file_has_no_section(tmp_path: Path) -> None:
    found = settings(tmp_path, "", {"INTAKE_WEB_PUBLIC_URL": "https://a.example", "INTAKE_WEB_PORT": "8026"})
    assert found.web is not None
    assert (found.web.host, found.web.port, found.web.public_url) == ("127.0.0.1", 8026, "https://a.example")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            '[web]\npublic_url = "support.example.com"', "not a web address; write one such as", id="no https"
        ),
        pytest.param('[web]\npublic_url = "https://a.example/?x=1"', "not a web address", id="a query"),
        pytest.param('[web]\npublic_url = "https://u:p@a.example"', "not a web address", id="a password in it"),
        pytest.param('[web]\npublic_url = "javascript:alert(1)"', "not a web address", id="no address at all"),
        pytest.param("[web]\nport = 70000", "web, port", id="no port"),
        pytest.param("[web]\nport = true", "write a number", id="a switch"),
        pytest.param('[web]\nurl = "https://a.example"', "web, url: this key is not known here", id="a misspelt key"),
        pytest.param("[consent]\nremind_after_hours = 0", "consent, remind_after_hours", id="at once"),
        pytest.param("[consent]\nlinks_hold_days = 1000", "consent, links_hold_days", id="for ever"),
    ],
)
def test_a_mistake_is_one_line_that_says_where(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        settings(tmp_path, text)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_commented_section_of_a_new_file_can_be_uncommented(tmp_path: Path) -> None:
    lines = initial_text().splitlines()
    start = lines.index(next(line for line in lines if line.startswith("# [web]")))
    web = [line.removeprefix("# ") for line in lines[start : start + 4]]
    found = settings(tmp_path, "\n".join(web))
    assert found.web is not None
    assert found.web.public_url == "https://support.desk.example"


@pytest.mark.parametrize(
    ("text", "well", "said"),
    [
        pytest.param("", True, "none is set ([web]); letters have no links, replies do it", id="no section"),
        pytest.param(
            "[web]\nport = 0", False, "public_url is not set, so letters have no links", id="no public address"
        ),
        pytest.param('[web]\nport = 0\npublic_url = "http://a.example"', False, "has no TLS", id="no TLS"),
        pytest.param('[web]\nport = 0\npublic_url = "https://a.example"', True, "letters point to", id="all well"),
    ],
)
def test_what_doctor_says(tmp_path: Path, text: str, well: bool, said: str) -> None:
    found = list(_web(settings(tmp_path, text)))
    assert (found[-1].well, said in found[-1].said) == (well, True)


def test_doctor_sees_a_port_that_is_taken_and_a_template_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "own" / "web").mkdir(parents=True)
    (tmp_path / "own" / "web" / "words_de.html.j2").write_text("{% set titles = {% %}\n")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        text = f'[web]\nport = {port}\n[folders]\ntemplates = "{(tmp_path / "own").as_posix()}"\n'
        found: dict[str, Examined] = {one.what: one for one in _web(settings(tmp_path, text))}
    assert not found["web door"].well
    assert f"127.0.0.1:{port} cannot be listened on" in found["web door"].said
    assert not found["web pages"].well
    assert "web/words_de.html.j2, line 1" in found["web pages"].said

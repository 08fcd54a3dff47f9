"""The window's door and the files' as the bot opens them, by its settings."""

import asyncio
import socket
from pathlib import Path

import pytest

from intake.bootstrap.files import open_files
from intake.bootstrap.settings import Settings
from intake.bootstrap.window_door import streams_of, window_routes
from intake.bootstrap.window_settings import WindowPart
from intake.domain.errors import BadInput
from intake.doors.window.hub import Hub
from tests.stages.conftest import office
from tests.stages.office import Office
from tests.window.door.fake import FakeTalks

__all__ = ["office"]

DESK = {"address": "support@desk.example", "secret": "a secret of at least sixteen"}
PART = WindowPart.model_validate({"origins": ("https://www.desk.example",), "most_open": 7})


def settings(**more: object) -> Settings:
    return Settings.model_validate({"desk": DESK, **more})


@pytest.mark.parametrize(
    "web", [None, {"port": 0, "public_url": "https://support.desk.example"}], ids=["no web door", "no origin for files"]
)
def test_without_an_origin_for_files_there_is_no_door_for_them(office: Office, web: dict[str, object] | None) -> None:
    made = settings(**({} if web is None else {"web": web}))
    assert asyncio.run(open_files(made, office.database, office.desk)) is None


def test_a_files_port_that_is_taken_is_told_in_a_line(office: Office) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        made = settings(web={"port": 0, "files_port": port, "files_url": "https://files.desk.example"})
        with pytest.raises(BadInput, match=f"files_port 127.0.0.1:{port} cannot be listened on .*; stop what is there"):
            asyncio.run(open_files(made, office.database, office.desk))


def test_the_window_s_addresses_and_how_many_windows_there_may_be() -> None:
    hub = Hub(PART.most_open)
    paths = {route.path for route in window_routes(settings(), PART, FakeTalks(), hub)}
    posts = {f"/window/{one}" for one in ("talk", "say", "press", "seen", "who", "transcript")}
    assert paths == {*posts, "/window/lines", "/window/words", "/window.js"}
    assert streams_of(hub, PART).most == 7


def test_a_desk_s_own_folder_without_a_window_s_words_has_the_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "web" / "window").mkdir(parents=True)
    made = settings(folders={"templates": tmp_path})
    assert window_routes(made, PART, FakeTalks(), Hub(1))


def test_words_that_cannot_be_used_are_told_before_a_door_is_open(tmp_path: Path) -> None:
    own = tmp_path / "web" / "window"
    own.mkdir(parents=True)
    (own / "words_es.toml").write_text("send = ")
    with pytest.raises(BadInput, match=r"words_es\.toml: cannot be read as TOML"):
        window_routes(settings(folders={"templates": tmp_path}), PART, FakeTalks(), Hub(1))

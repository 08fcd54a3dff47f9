"""`[window]`, `[portal]` and the files' port: what a new file says of them, and what doctor does."""

import socket
from pathlib import Path

import pytest

from intake.bootstrap.examine import Examined, _window
from intake.bootstrap.initial import initial_text
from intake.bootstrap.settings import Settings, read_settings
from intake.bootstrap.web_settings import WebPart
from intake.bootstrap.window_settings import PortalPart, WindowPart

DESK = '[desk]\naddress = "support@desk.example"\nsecret = "hunter2-hunter2-hunter2"\n'
WEB = '[web]\nport = 0\nfiles_port = 0\npublic_url = "https://support.desk.example"\n'
FILES = f'{WEB}files_url = "https://files.desk.example"\n'
WINDOW = '[window]\norigins = ["https://www.desk.example"]\n'
SIGNED = f'{WINDOW}site_secret = "{"s" * 32}"\n'


def settings(folder: Path, text: str) -> Settings:
    file = folder / "intake.toml"
    file.write_text(DESK + text, encoding="utf-8")
    return read_settings(file, {})


def section(name: str) -> str:
    """Return a commented section of a new file as it stands once its hashes are taken off."""
    text = initial_text().partition(f"# [{name}]")[2].partition("\n\n")[0]
    lines = [line.removeprefix("# ") for line in text.splitlines()[1:] if not line.startswith(" ")]
    return "\n".join([f"[{name}]", *(line for line in lines if not line.startswith("#"))])


@pytest.mark.parametrize(
    ("name", "keys"),
    [("window", WindowPart.model_fields), ("portal", PortalPart.model_fields)],
    ids=["window", "portal"],
)
def test_every_key_stands_in_a_new_file_with_what_holds_without_it(
    tmp_path: Path, name: str, keys: dict[str, object]
) -> None:
    written = section(name)
    assert [key for key in keys if f"\n{key} = " not in written] == []
    text = written.replace('site_secret = ""', f'site_secret = "{"s" * 32}"')
    found = getattr(settings(tmp_path, text), name)
    defaults = settings(tmp_path, {"window": SIGNED, "portal": "[portal]\n"}[name])
    assert found == getattr(defaults, name)


def test_the_files_port_stands_in_a_new_file(tmp_path: Path) -> None:
    found = settings(tmp_path, section("web")).web
    assert found is not None
    assert (found.files_port, found.files_url) == (8026, "https://files.desk.example")
    assert WebPart().files_url is None


def looked(tmp_path: Path, text: str) -> list[Examined]:
    return list(_window(settings(tmp_path, text)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "there is no chat on your pages", id="no window"),
        pytest.param("", "customers write mail", id="no portal"),
        pytest.param(FILES + SIGNED, "https://support.desk.example/window.js, for 1 origin", id="a window"),
        pytest.param(FILES + SIGNED, "site_secret is set", id="a site that vouches"),
        pytest.param(FILES + WINDOW, "site_secret is not set: your site vouches for nobody", id="one that does not"),
        pytest.param(FILES + "[portal]\n", "https://support.desk.example/portal", id="a portal"),
        pytest.param(FILES + WINDOW, "handed out at https://files.desk.example", id="files"),
        pytest.param(WEB + WINDOW, "files_url of [web] is not set: attached files are named", id="no files"),
        pytest.param(
            FILES + '[window]\norigins = ["http://localhost:8000", "https://a.example"]\n', "for 2 origins", id="here"
        ),
    ],
)
def test_what_is_well(tmp_path: Path, text: str, said: str) -> None:
    found = looked(tmp_path, text)
    assert all(one.well for one in found), found
    assert any(said in one.said for one in found), found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(WINDOW, "[web] has no public_url, so the page's script cannot be loaded", id="a window alone"),
        pytest.param("[web]\nport = 0\n" + WINDOW, "[web] has no public_url", id="a door without an address"),
        pytest.param("[portal]\n", "[web] has no public_url, so no link that signs in", id="a portal alone"),
        pytest.param(
            FILES + '[window]\norigins = ["http://www.desk.example"]\n',
            "http://www.desk.example has no TLS",
            id="no TLS",
        ),
        pytest.param(
            f'{WEB}files_url = "https://support.desk.example/files"\n{WINDOW}',
            "files_url has the origin of public_url, https://support.desk.example",
            id="files beside the pages",
        ),
        pytest.param(
            f'{WEB}files_url = "https://SUPPORT.desk.example:443"\n{WINDOW}',
            "files_url has the origin of public_url",
            id="the same origin in other letters",
        ),
        pytest.param(f'{WEB}files_url = "http://files.desk.example"\n[portal]\n', "has no TLS", id="files without TLS"),
    ],
)
def test_what_is_not_well(tmp_path: Path, text: str, said: str) -> None:
    wrong = [one for one in looked(tmp_path, text) if not one.well]
    assert any(said in one.said for one in wrong), wrong


def test_no_secret_is_told(tmp_path: Path) -> None:
    assert not any("s" * 32 in one.said for one in looked(tmp_path, FILES + SIGNED))


def test_words_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    own = tmp_path / "own" / "web" / "window"
    own.mkdir(parents=True)
    (own / "words_de.toml").write_text("send = ")
    found = looked(tmp_path, f'{FILES}{WINDOW}[folders]\ntemplates = "{(tmp_path / "own").as_posix()}"\n')
    assert any("words_de.toml: cannot be read as TOML" in one.said for one in found if not one.well)


def test_a_files_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        text = FILES.replace("files_port = 0", f"files_port = {taken.getsockname()[1]}")
        (wrong,) = [one for one in looked(tmp_path, text + WINDOW) if not one.well]
    assert (wrong.what, "cannot be listened on" in wrong.said) == ("files' door", True)

"""Who is on call, in the settings: every mistake is one line, and none shows a web address or a secret."""

from datetime import timedelta
from pathlib import Path

import pytest

from intake.bootstrap import examine
from intake.bootstrap.on_call import paging
from intake.bootstrap.settings import read_settings
from intake.domain.errors import BadInput
from intake.domain.paging import Paging, Way
from tests.paging.hooks import SECRET

DESK = '[desk]\naddress = "support@desk.example"\nsecret = "a secret of sixteen or more"\n'
ENTRY = "[[paging.on_call]]\n"
HOOK = f'{ENTRY}name = "Kim"\nwebhook = "https://hidden.example/key"\n'


def read(folder: Path, text: str) -> Paging:
    file = folder / "intake.toml"
    file.write_text(DESK + text, encoding="utf-8")
    return paging(read_settings(file, {}).paging, frozenset({"support@desk.example"}))


def test_the_ways(tmp_path: Path) -> None:
    text = (
        "[paging]\nescalate_after_minutes = 2.5\n"
        f'{ENTRY}name = "Kim"\nmail = "Kim@Desk.Example"\n'
        f'{HOOK}secret = "{SECRET}"\n'
        f'{ENTRY}name = "Lou"\nslack = "http://10.0.0.1/x"\ninternal = true\nallow_http = true\n'
    )
    found = read(tmp_path, text)
    assert found.escalate_after == timedelta(seconds=150)
    assert [(one.name, one.way, one.target, one.internal, one.allow_http) for one in found.on_call] == [
        ("Kim", Way.MAIL, "kim@desk.example", False, False),
        ("Kim", Way.WEBHOOK, "https://hidden.example/key", False, False),
        ("Lou", Way.SLACK, "http://10.0.0.1/x", True, True),
    ]


def test_nobody_without_any(tmp_path: Path) -> None:
    assert read(tmp_path, "") == Paging()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            f'{ENTRY}mail = "k@d.example"\n', "paging, on_call 1, name: this key is missing; add it", id="no name"
        ),
        pytest.param(f'{ENTRY}name = " "\nmail = "k@d.example"\n', "write the name", id="an empty name"),
        pytest.param(f'{ENTRY}name = "Kim"\n', "on_call 1: write one of mail, webhook or slack", id="no way"),
        pytest.param(
            f'{HOOK}secret = "{SECRET}"\nmail = "k@d.example"\n', "several ways are several entries", id="two ways"
        ),
        pytest.param(HOOK, "a webhook has a secret", id="a web hook without a secret"),
        pytest.param(f'{ENTRY}name = "K"\nmail = "k@d.example"\nsecret = "{SECRET}"\n', "nothing else has", id="mail"),
        pytest.param(f'{HOOK}secret = "hunter2"\n', "write whsec_ and at least 24 random bytes", id="no such secret"),
        pytest.param(f'{HOOK}secret = "whsec_aHVudGVyMg=="\n', "at least 24 random bytes", id="a short secret"),
        pytest.param(f"{HOOK}secret = 3\n", "secret: it is not text; write it in quotes", id="a number"),
        pytest.param(
            f'{ENTRY}name = "Kim"\nslack = "hidden.example/x"\n', "write one that begins with https://", id="no address"
        ),
        pytest.param(f'{ENTRY}name = "Kim"\nslack = ["hidden"]\n', "slack: it is not text", id="brackets"),
        pytest.param(
            f'{ENTRY}name = "Kim"\nslack = "http://hidden.example/x"\n', "allow_http = true", id="without TLS"
        ),
        pytest.param(f'{ENTRY}name = "Kim"\nmail = "kim"\n', "mail: not a mail address", id="no mail address"),
        pytest.param(
            f'{ENTRY}name = "Kim"\nmail = "support@desk.example"\n', "Kim has the desk's own address", id="our own"
        ),
        pytest.param(
            f'{ENTRY}name = "K"\nmail = "k@d.example"\n{ENTRY}name = "K"\nmail = "l@d.example"\n',
            "K is there twice with the same way", id="a name twice",
        ),
        pytest.param(
            f'{ENTRY}name = "Kim"\nwebhok = "https://hidden.example/key"\n', "did you mean webhook?", id="misspelt"
        ),
        pytest.param('[paging]\non_call = "hidden"\n', "write [[paging.on_call]] on a line of its own", id="no list"),
        pytest.param('[paging]\non_call = ["hidden"]\n', "write [[paging.on_call]] on a line of its own", id="a word"),
        pytest.param(
            f'{HOOK}secret = "{SECRET}"\ninternal = "yes, hidden"\n', "internal: write true or false", id="no switch"
        ),
        pytest.param("[paging]\nescalate_after_minutes = 0\n", "write a number of at least 0.1", id="at once"),
        pytest.param("[emergencies]\ngather_within_minutes = -1\n", "write a number of at least 0", id="before"),
    ],
)  # fmt: skip
def test_a_mistake(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(tmp_path, text)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
    for secret in ("hidden", "hunter2", SECRET):
        assert secret not in f"{refused.value!r} {refused.value.__cause__} {refused.value.__cause__!r}"


def test_settings_show_no_target(tmp_path: Path) -> None:
    file = tmp_path / "intake.toml"
    file.write_text(f'{DESK}{HOOK}secret = "{SECRET}"\n', encoding="utf-8")
    found = read_settings(file, {})
    shown = f"{found!r} {found} {found.model_dump()} {found.model_dump_json()} {read(tmp_path, '')!r}"
    assert "hidden" not in shown
    assert SECRET not in shown


@pytest.mark.parametrize(
    ("text", "well", "said"),
    [
        pytest.param("", True, "nobody, so an emergency calls no one; write [[paging.on_call]]", id="nobody"),
        pytest.param(f'{ENTRY}name = "Kim"\nmail = "kim@desk.example"\n', True, "Kim, by mail", id="by mail"),
        pytest.param(
            f'{ENTRY}name = "Kim"\nslack = "https://127.0.0.1/hidden"\n', False,
            "Kim, by slack: its host is an address of this network and internal is not set", id="an address of our own",
        ),
        pytest.param(
            f'{ENTRY}name = "Kim"\nslack = "https://127.0.0.1/hidden"\ninternal = true\n', True, "Kim, by slack",
            id="one that is allowed",
        ),
    ],
)  # fmt: skip
def test_what_doctor_says(tmp_path: Path, text: str, well: bool, said: str) -> None:
    file = tmp_path / "intake.toml"
    file.write_text(DESK + text, encoding="utf-8")
    (found,) = examine._paging(read_settings(file, {}))
    assert (found.what, found.well, said in found.said) == ("on call", well, True), found
    assert "hidden" not in found.said

"""`[identity]`: who is believed, as the settings say it; the default of a new installation, and every mistake."""

from ipaddress import ip_address
from pathlib import Path

import pytest

from intake.bootstrap.identity import authenticates, seen_identity
from intake.bootstrap.initial import write_initial
from intake.bootstrap.settings import Settings, read_settings
from intake.domain.errors import BadInput
from intake.identify.authenticates import Unchecked
from tests.authenticity.dns_server import dns_server
from tests.authenticity.dns_table import Table

DESK = '[desk]\naddress = "support@desk.example"\nsecret = "hunter2-hunter2-hunter2"\n'


def read(folder: Path, identity: str = "", rest: str = "") -> Settings:
    file = folder / "intake.toml"
    file.write_text(f"{DESK}{rest}[identity]\n{identity}\n", encoding="utf-8")
    return read_settings(file, {})


def test_a_new_installation_tells_facts_to_the_proved_only(tmp_path: Path) -> None:
    write_initial(tmp_path / "intake.toml")
    found = read_settings(tmp_path / "intake.toml", {}).identity
    assert (found.facts_for, found.checks, found.trusted_results) == ("proved", True, None)
    assert (found.addresses_hold_days, found.bounces_hold_days) == (180, 30)


def test_an_installation_of_before_goes_on_as_it_was(tmp_path: Path) -> None:
    found = read(tmp_path).identity
    assert (found.facts_for, found.checks) == ("known_address", False)
    assert isinstance(authenticates(found), Unchecked)


@pytest.mark.parametrize(
    ("identity", "checks"),
    [
        pytest.param('facts_for = "proved"', True, id="proved"),
        pytest.param('facts_for = "proved"\ntrusted_results = "mx.desk.example"', True, id="proved, with a server"),
        pytest.param(
            'facts_for = "proved"\ntrusted_results = "mx.desk.example"\nown_check = false', False, id="by it alone"
        ),
        pytest.param("own_check = true", True, id="by address, and looked up: a forged one gets no answer"),
    ],
)
def test_whether_we_look_senders_up(tmp_path: Path, identity: str, checks: bool) -> None:
    assert read(tmp_path, identity).identity.checks is checks


@pytest.mark.parametrize(
    ("peer", "relay"),
    [
        ("127.0.0.1", True),
        ("10.1.2.3", True),
        ("192.168.1.1", True),
        ("::1", True),
        ("fd00::1", True),
        ("192.0.2.1", False),
        ("2001:db8::1", False),
    ],
)
def test_whose_mail_is_others_mail(tmp_path: Path, peer: str, relay: bool) -> None:
    networks = read(tmp_path).identity.relays
    assert any(ip_address(peer) in network for network in networks) is relay


@pytest.mark.parametrize(
    ("identity", "said"),
    [
        pytest.param(
            'facts_for = "proved"\nown_check = false',
            'identity: nobody could be proved; write trusted_results = "your mail server\'s name", or own_check = true',
            id="nobody to prove anybody",
        ),
        pytest.param(
            'trusted_results = "mx example"',
            "identity, trusted_results: 'mx example' will not do; not the name of a mail server; write it as it stands"
            " first in Authentication-Results",
            id="no server's name",
        ),
        pytest.param(
            'relays = ["here"]',
            "not an address or network; write one such as 192.0.2.25 or 192.0.2.0/24",
            id="no network",
        ),
        pytest.param(
            'dns_servers = ["dns"]',
            "'dns' is no address of a DNS server; write one such as 192.0.2.53",
            id="no DNS server",
        ),
        pytest.param("addresses_hold_days = 0", "addresses_hold_days", id="addresses that never hold"),
    ],
)
def test_mistakes_are_one_line(tmp_path: Path, identity: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(tmp_path, identity)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_environment_lists_relays(tmp_path: Path) -> None:
    (tmp_path / "intake.toml").write_text(DESK, encoding="utf-8")
    found = read_settings(tmp_path / "intake.toml", {"INTAKE_IDENTITY_RELAYS": "192.0.2.1, 2001:db8::/32"})
    assert [str(one) for one in found.identity.relays] == ["192.0.2.1/32", "2001:db8::/32"]


@pytest.mark.parametrize(
    ("identity", "door", "well", "words"),
    [
        pytest.param("", "127.0.0.1", [True], "nothing proves one", id="by address, beside a server"),
        pytest.param("", "::", [True, False], "own_check = true", id="by address, open to the Internet"),
        pytest.param(
            'facts_for = "proved"\ntrusted_results = "mx.desk.example"\nown_check = false',
            "127.0.0.1",
            [True],
            "results of mx.desk.example",
            id="by a server's results",
        ),
    ],
)
def test_doctor_says_by_whose_word(tmp_path: Path, identity: str, door: str, well: list[bool], words: str) -> None:
    seen = list(seen_identity(read(tmp_path, identity, f'[smtp_door]\nhost = "{door}"\n')))
    assert [one.well for one in seen] == well
    assert words in " ".join(one.said for one in seen)


def test_doctor_asks_dns(tmp_path: Path) -> None:
    table = Table({("", "NS"): ("ns.example.",)})
    with dns_server(table) as server:
        settings = read(tmp_path, f'facts_for = "proved"\ndns_servers = ["{server.address}"]')
        assert [(one.what, one.well) for one in seen_identity(settings)] == [("identity", True), ("DNS", True)]
    table.silence("", "NS")
    assert [one.well for one in seen_identity(settings)] == [True, False]

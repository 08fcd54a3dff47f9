"""The link in a call to somebody on duty: seen without effect, taken once, in the name that was called."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy

import httpx
import pytest

from intake.domain.case import MailKind
from intake.domain.paging import OnCall, Paging, Way
from tests.review.engineers import confirms, overrides
from tests.stages.office import Office, mail
from tests.web.door import PUBLIC, Door, linked, opened

ON_CALL = (
    OnCall(name="Kim", way=Way.MAIL, target="kim@desk.example"),
    OnCall(name="Lou", way=Way.MAIL, target="lou@desk.example"),
)


@pytest.fixture
def door(office: Office) -> Iterator[Door]:
    """Return a door before an office that has called Kim and then Lou to an emergency."""
    linked(office).customer("gotomyerp")
    office.desk = replace(office.desk, paging=Paging(on_call=ON_CALL, escalate_after=timedelta(minutes=5)))
    office.mail_in(mail("Nobody can connect, from both offices."))
    office.wait(minutes=5)
    with opened(office) as found:
        yield found


def link(office: Office, name: str) -> str:
    """Return the path of the link in the call to a name."""
    (page,) = [sent for sent in office.mails() if sent.kind is MailKind.PAGE and sent.recipient.startswith(name)]
    found = message_from_bytes(page.raw, policy=policy.default).get_body(("plain",))
    assert found is not None
    (address,) = [word for word in found.get_content().split() if word.startswith(PUBLIC)]
    return str(address).removeprefix(PUBLIC)


def takes(door: Door, path: str) -> httpx.Response:
    return door.browser.post(path, data={"token": path.rpartition("/")[2], "choice": "take"})


def test_looking_takes_nothing(door: Door) -> None:
    before = door.office.everything()
    seen = door.browser.get(link(door.office, "kim"))
    assert (seen.status_code, "Case 1001 needs somebody" in seen.text, "I take it" in seen.text) == (200, True, True)
    assert "an emergency, by what the customer states" in seen.text
    for personal in ("Ann", "acme", "Cannot post", "connect, from"):
        assert personal not in seen.text
    assert door.office.everything() == before


def test_whoever_presses_has_it_and_nobody_else_is_called(door: Door) -> None:
    pressed = takes(door, link(door.office, "lou"))
    assert "Case 1001 is taken" in pressed.text
    assert "Lou has it." in pressed.text
    assert "page.acknowledged" in door.office.trail()
    again = takes(door, link(door.office, "kim"))
    assert "Lou has it." in again.text
    calls = len([sent for sent in door.office.mails() if sent.kind is MailKind.PAGE])
    door.office.wait(hours=1)
    assert len([sent for sent in door.office.mails() if sent.kind is MailKind.PAGE]) == calls


def test_an_engineer_s_verdict_has_taken_it(door: Door) -> None:
    confirms(door.office, by="Sam")
    assert "Sam has it." in door.browser.get(link(door.office, "kim")).text


def test_a_call_that_has_ended_or_expired_is_gone(door: Door) -> None:
    found = link(door.office, "kim")
    door.office.now += timedelta(days=2)
    for seen in (door.browser.get(found), takes(door, found)):
        assert (seen.status_code, "this call has ended" in seen.text) == (410, True)
    door.office.now -= timedelta(days=2)
    overrides(door.office, "2", reason="one user's line")
    assert door.browser.get(found).status_code == 410


@pytest.mark.parametrize("change", ["question", "case", "signature", "purpose"])
def test_a_forged_call_is_not_known(door: Door, change: str) -> None:
    found = link(door.office, "kim")
    token = found.rpartition("/")[2].split("-")
    forged = {
        "question": "-".join([*token[:2], "2", *token[3:]]),
        "case": "-".join([token[0], "1002", *token[2:]]),
        "signature": "-".join([*token[:5], "a" * 26]),
        "purpose": "-".join(["consent", *token[1:]]),
    }[change]
    before = door.office.everything()
    for seen in (door.browser.get(f"/page/{forged}"), takes(door, f"/page/{forged}")):
        assert (seen.status_code, "We do not know this link" in seen.text) == (404, True)
    assert door.office.everything() == before

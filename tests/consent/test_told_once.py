"""Each contract's way to another level, by whoever decides and by every channel: the customer is told once."""

import pytest

from intake.domain.case import MailKind
from intake.domain.contract import Channel
from intake.domain.errors import BadInput
from intake.review.verdict import override
from tests.review.engineers import asks, confirms, consents, engineer, overrides
from tests.stages.office import Office, mail

ASKED, TOLD = MailKind.CONSENT, MailKind.LEVEL_CHANGE

WAYS = [
    # contract, level that is wanted, whether the customer has to agree
    ("gotomyerp-plans", "1", False),
    ("gotomyerp", "2", False),
    ("priority-matrix", "P2", False),
    ("erp-maestro", "2", True),
]
CHANNELS = [Channel.EMAIL, Channel.PORTAL, Channel.SLACK, Channel.WEB_CHAT]


def opened(office: Office, contract: str, channel: Channel) -> None:
    office.customer(contract)
    office.mail_in(mail(), channel=channel)
    office.wait(minutes=5)


def changed(office: Office, level: str, *, agrees: bool) -> None:
    """Bring a case to a level as its contract wants it."""
    if agrees:
        asks(office, level, by="Kim")
        office.wait(minutes=1)
        consents(office, agreed=True, by="Sam")
    else:
        overrides(office, level, by="Kim")
    office.wait(minutes=1)


def cut_off(office: Office, level: str) -> None:
    """Decide, and die before the commit."""
    with office.database.write() as connection:
        override(engineer(office, connection), 1001, level, "as told")
        raise KeyboardInterrupt


def letters(office: Office) -> list[MailKind]:
    """Return what the customer got after the acknowledgement."""
    return [sent.kind for sent in office.mails() if sent.kind in (ASKED, TOLD)]


@pytest.mark.parametrize("channel", CHANNELS, ids=str)
@pytest.mark.parametrize(("contract", "level", "agrees"), WAYS, ids=[way[0] for way in WAYS])
def test_a_change_is_told_once_and_confirming_it_again_tells_nothing(
    office: Office, contract: str, level: str, agrees: bool, channel: Channel
) -> None:
    opened(office, contract, channel)
    changed(office, level, agrees=agrees)
    once = [ASKED, TOLD] if agrees else [TOLD]
    assert (office.case().level, office.decided()[-1].actor, letters(office)) == (level, "Kim", once)
    with pytest.raises(BadInput, match=f"stands at {level} already"):
        overrides(office, level, by="Sam")
    confirms(office, by="Sam")
    confirms(office, by="Ada")
    assert (office.case().level, letters(office)) == (level, once)


@pytest.mark.parametrize(("contract", "level", "agrees"), WAYS, ids=[way[0] for way in WAYS])
def test_a_verdict_that_was_cut_off_and_repeated_is_told_once(
    office: Office, contract: str, level: str, agrees: bool
) -> None:
    opened(office, contract, Channel.EMAIL)
    before = office.everything()
    with pytest.raises(KeyboardInterrupt):
        cut_off(office, level)
    assert office.everything() == before
    changed(office, level, agrees=agrees)
    assert letters(office) == ([ASKED, TOLD] if agrees else [TOLD])


@pytest.mark.parametrize(("contract", "level", "agrees"), WAYS, ids=[way[0] for way in WAYS])
def test_there_and_back_is_told_each_time(office: Office, contract: str, level: str, agrees: bool) -> None:
    opened(office, contract, Channel.EMAIL)
    first = office.case().clock_level or ""
    changed(office, level, agrees=agrees)
    changed(office, first, agrees=agrees)
    assert letters(office) == ([ASKED, TOLD] if agrees else [TOLD]) * 2
    assert office.case().clock_level == first


def test_under_002_there_is_no_level_to_tell_of(office: Office) -> None:
    opened(office, "helpdesk", Channel.EMAIL)
    overrides(office, "1")
    confirms(office)
    assert letters(office) == []

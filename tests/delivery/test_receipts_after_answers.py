"""A domain's answers go before its receipts, of which a flood may make any number; those go on all the same."""

from datetime import timedelta

import pytest

from intake.delivery.courier import Courier
from intake.delivery.lanes import Lanes, Limits
from intake.domain.case import BESIDE, MailKind
from tests.acceptance.smarthost import Smarthost
from tests.delivery.post import Post, until_idle
from tests.delivery.test_lanes import SENT
from tests.identify.checked import PROVED, checking
from tests.stages.office import TUESDAY, Office, mail

ANN, HERE = "ann@acme.example", "acme.example"
RECEIPTS = f"{HERE}{BESIDE}"


def flood(office: Office, receipts: int, answers: int, sender: str = "p{}@acme.example") -> None:
    """Let made-up addresses of a customer's domain write first, then its proved contacts."""
    office.customer("gotomyerp")
    checks = checking(office)
    proved = [f"a{number}@acme.example" for number in range(answers)]
    checks.found = dict.fromkeys(proved, PROVED)
    for address in [*(sender.format(number) for number in range(receipts)), *proved]:
        office.mail_in(mail(sender=address), mail_from=address)


def gone(post: Post, rounds: int) -> str:
    """Return what went out in so many rounds of one mail each: a for an answer, r for a receipt."""
    order: list[str] = []

    async def work(courier: Courier) -> None:
        for _ in range(rounds):
            before = {one.id for one in post.mails() if one.state == "sent"}
            await courier.round()
            while courier._at_work:
                await courier.round()
            sent = [one for one in post.mails() if one.state == "sent" and one.id not in before]
            order.extend("r" if one.kind is MailKind.RECEIPT else "a" for one in sent)

    post.working(work)
    return "".join(order)


@pytest.mark.parametrize(
    "sender", [pytest.param("p{}@acme.example", id="in its domain"), pytest.param("p@x{}.example", id="in others")]
)
def test_an_answer_waits_for_no_flood_of_receipts(post: Post, office: Office, sink: Smarthost, sender: str) -> None:
    flood(office, 30, 1, sender)
    assert gone(post, 2)[0] == "a"


def test_receipts_go_on_while_answers_wait(post: Post, office: Office, sink: Smarthost) -> None:
    flood(office, 6, 12)
    order = gone(post, 18)
    assert (order.count("a"), order.count("r")) == (12, 6)
    assert order.startswith("aaaaraaaar")


def test_all_go_out_in_the_end(post: Post, office: Office, sink: Smarthost) -> None:
    flood(office, 10, 3)
    post.working(until_idle)
    assert set(post.states()) == {"sent"}


def test_of_what_a_domain_takes_at_once_receipts_leave_one_to_an_answer() -> None:
    lanes = Lanes(Limits(at_once=2))
    lanes.begin(RECEIPTS, TUESDAY)
    assert (lanes.is_open(RECEIPTS, TUESDAY), lanes.is_open(HERE, TUESDAY)) == (False, True)
    lanes.begin(HERE, TUESDAY)
    assert not lanes.is_open(HERE, TUESDAY), "the domain has as many as it takes"


def test_of_a_minute_s_mails_receipts_leave_a_part_to_answers() -> None:
    lanes = Lanes(Limits(a_minute=4))
    for _ in range(3):
        lanes.begin(RECEIPTS, TUESDAY)
        lanes.end(RECEIPTS, SENT, TUESDAY)
    assert (lanes.is_open(RECEIPTS, TUESDAY), lanes.is_open(HERE, TUESDAY)) == (False, True)
    assert lanes.next_opening(TUESDAY) == TUESDAY + timedelta(minutes=1)
    lanes.begin(HERE, TUESDAY)
    lanes.end(HERE, SENT, TUESDAY)
    assert not lanes.is_open(HERE, TUESDAY)


@pytest.mark.parametrize("limits", [Limits(at_once=1), Limits(a_minute=1)], ids=["one at once", "one a minute"])
def test_where_a_domain_takes_one_both_may_be_it(limits: Limits) -> None:
    assert Lanes(limits).is_open(RECEIPTS, TUESDAY)
    assert (limits.of_receipts.at_once, limits.of_receipts.a_minute) >= (1, 1)

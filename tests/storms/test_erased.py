"""Erasing a person takes their words out of a storm; the storm and its other cases stay."""

from intake.review.erase import Order, Wanted, erase
from tests.stages.office import Office
from tests.storms.outages import written
from tests.storms.test_at_work import bring, domain, storm


def test_what_an_erased_customer_wrote_is_not_told_by_the_storm(office: Office) -> None:
    for one in written("labels")[:5]:
        bring(office, one, "priority-matrix")
    erased, *others = storm(office).cases
    address = f"desk@{domain(written('labels')[0])}"
    assert erased.case.contact_address == address
    with office.database.write() as connection:
        erase(
            connection,
            Wanted(address=address, key=b"k"),
            Order(by="Kim", reason="asked", at=office.now, even_open=True),
        )
    after = storm(office)
    assert [one.case.id for one in after.cases] == [erased.case.id, *(one.case.id for one in others)]
    assert after.cases[0].inside.words == ()
    said = {word.casefold() for one in after.cases for word in one.inside.words}
    assert {word.casefold() for word in after.storm.words} <= said

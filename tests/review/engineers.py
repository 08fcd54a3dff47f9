"""Engineers at the office: they confirm, override and record consent as the commands do."""

from sqlalchemy import Connection

from intake.domain.errors import BadInput
from intake.review.consent import Recorded, record_consent
from intake.review.engineer import Engineer
from intake.review.verdict import Verdict, confirm, override
from intake.stages.desk import Run
from tests.stages.office import Office


def engineer(office: Office, connection: Connection, name: str = "Sam") -> Engineer:
    return Engineer(name=name, run=Run(connection=connection, desk=office.desk, now=office.now))


def confirms(office: Office, number: int = 1001, *, by: str = "Sam") -> Verdict:
    with office.database.write() as connection:
        return confirm(engineer(office, connection, by), number)


def overrides(office: Office, level: str, number: int = 1001, *, reason: str = "as told", by: str = "Sam") -> Verdict:
    """Override as `intake override` does: where the customer has to agree first, they are asked."""
    with office.database.write() as connection:
        return override(engineer(office, connection, by), number, level, reason)


def asks(office: Office, level: str, number: int = 1001, *, reason: str = "as told", by: str = "Sam") -> Verdict:
    """Override where the customer has to agree: nothing changes yet."""
    verdict = overrides(office, level, number, reason=reason, by=by)
    assert verdict.asked is not None, "the override took effect"
    return verdict


def consents(office: Office, *, agreed: bool, number: int = 1001, by: str = "Sam") -> Recorded:
    with office.database.write() as connection:
        return record_consent(engineer(office, connection, by), number, agreed=agreed)


def refusal(office: Office, level: str, number: int = 1001, *, reason: str = "as told") -> str:
    """Return what an override is refused with."""
    try:
        overrides(office, level, number, reason=reason)
    except BadInput as error:
        return str(error)
    raise AssertionError("the override was taken")

"""Engineers at the office: they confirm, override and record consent as the commands do."""

from sqlalchemy import Connection

from intake.domain.errors import BadInput
from intake.review.consent import record_consent
from intake.review.engineer import Engineer
from intake.review.verdict import ConsentWanted, Verdict, confirm, override, wish
from intake.stages.desk import Run
from tests.stages.office import Office


def engineer(office: Office, connection: Connection, name: str = "Sam") -> Engineer:
    return Engineer(name=name, run=Run(connection=connection, desk=office.desk, now=office.now))


def confirms(office: Office, number: int = 1001, *, by: str = "Sam") -> Verdict:
    with office.database.write() as connection:
        return confirm(engineer(office, connection, by), number)


def overrides(office: Office, level: str, number: int = 1001, *, reason: str = "as told", by: str = "Sam") -> Verdict:
    """Override as `intake override` does: where the customer has to agree first, the wish is kept."""
    try:
        with office.database.write() as connection:
            return override(engineer(office, connection, by), number, level, reason)
    except ConsentWanted:
        with office.database.write() as connection:
            wish(engineer(office, connection, by), number, level)
        raise


def consents(office: Office, *, agreed: bool, number: int = 1001) -> None:
    with office.database.write() as connection:
        record_consent(engineer(office, connection), number, agreed=agreed)


def refusal(office: Office, level: str, number: int = 1001, *, reason: str = "as told") -> str:
    """Return what an override is refused with."""
    try:
        overrides(office, level, number, reason=reason)
    except BadInput as error:
        return str(error)
    raise AssertionError("the override was taken")

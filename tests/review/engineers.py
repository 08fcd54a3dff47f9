"""Engineers at the office: they confirm, override and record consent as the commands do."""

from intake.domain.errors import BadInput
from intake.review.consent import record_consent
from intake.review.verdict import ConsentWanted, Engineer, Verdict, confirm, override, the_case, wish
from tests.stages.office import Office


def engineer(office: Office, name: str = "Sam") -> Engineer:
    return Engineer(name=name, desk=office.desk, now=office.now)


def confirms(office: Office, number: int = 1001, *, by: str = "Sam") -> Verdict:
    with office.database.write() as connection:
        return confirm(connection, number, engineer(office, by))


def overrides(office: Office, level: str, number: int = 1001, *, reason: str = "as told", by: str = "Sam") -> Verdict:
    """Override as `intake override` does: where the customer has to agree first, the wish is kept."""
    try:
        with office.database.write() as connection:
            return override(connection, number, level, reason, engineer(office, by))
    except ConsentWanted:
        with office.database.write() as connection:
            wish(connection, number, level, engineer(office, by))
        raise


def consents(office: Office, *, agreed: bool, number: int = 1001) -> None:
    with office.database.write() as connection:
        case = the_case(connection, number)
        contract = office.desk.contracts.get(case.contract or "")
        record_consent(connection, case, contract, agreed, ("Sam", office.now))


def refusal(office: Office, level: str, number: int = 1001, *, reason: str = "as told") -> str:
    """Return what an override is refused with."""
    try:
        overrides(office, level, number, reason=reason)
    except BadInput as error:
        return str(error)
    raise AssertionError("the override was taken")

"""What was filed or set aside: each message with its reason, and what a report that came back is about."""

from dataclasses import dataclass

from sqlalchemy import Connection

from intake.domain.case import Outcome
from intake.domain.message import AutomaticKind
from intake.storage import audit, messages
from intake.storage.messages import Summary

_REPORTS = {AutomaticKind.BOUNCE, AutomaticKind.FEEDBACK_REPORT, AutomaticKind.READ_RECEIPT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A message that a person did not write, or that is set aside.

    `is_report` says that it reports on a mail: on one of ours where it is tied to a case. `not_reached` is the address
    that it says takes no mail, "" where it says none or its owner was erased; `status` is the server's, as 5.1.1.
    """

    message: Summary
    is_report: bool
    not_reached: str = ""
    status: str = ""


def filed(connection: Connection) -> list[Filed]:
    """Return what was filed or set aside, the newest first."""
    found = messages.without_case(connection, [Outcome.FILED, Outcome.PARKED])
    tied = {one.case_id for one in found if one.case_id is not None and _is_report(one)}
    told = {entry.detail.get("message"): entry for entry in audit.of_cases(connection, "mail.bounced", tied)}
    return [_filed(one, told.get(one.id)) for one in found]


def _filed(one: Summary, bounced: audit.Entry | None) -> Filed:
    detail = {} if bounced is None else bounced.detail
    address, status = (str(detail.get(name, "")) for name in ("to", "status"))
    return Filed(message=one, is_report=_is_report(one), not_reached=address, status=status)


def _is_report(one: Summary) -> bool:
    return one.outcome is Outcome.FILED and one.reason.partition(":")[0] in _REPORTS

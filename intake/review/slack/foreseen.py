"""What a level would promise and what the customer would be told, worked out before anybody sends it off."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy

from intake.domain.case import Case, Outgoing
from intake.domain.chats import is_chat
from intake.domain.contract import Contract
from intake.domain.errors import BadInput
from intake.render.slack.case_words import late_by, level_said
from intake.render.slack.letter import Post
from intake.render.slack.modal import Choice, Foreseen, OverrideView
from intake.render.slack.pieces import line
from intake.review.engineer import Engineer, the_case
from intake.review.outlook import Prospect, missable, outlook, preview
from intake.review.slack import press_names as names
from intake.review.verdict import Verdict, declare_emergency, override
from intake.stages.desk import Run
from intake.stages.identified import untold
from intake.stages.unreachable import why_unreachable
from intake.storage import customers
from intake.thread.token import Signer

_SEVERITIES = ("1", "2", "3", "4")
_GETS = {"asked": "the customer is asked first", "told": "the customer is told", "nothing": "no letter"}


def override_view(engineer: Engineer, number: int, ticket: str, chosen: str = "") -> OverrideView:
    """Return the modal's words for a case, with what the chosen level would do; nothing is written.

    The transaction at hand must be one that may write: what would happen is tried in it, and undone. Raises BadInput
    for no such case.
    """
    run = engineer.run
    case = the_case(run.connection, number)
    contract = run.desk.contract_of(case)
    choices = tuple(_choices(run, case, contract))
    known = chosen if any(choice.value == chosen for choice in choices) else ""
    level = None if contract is None or case.level is None else contract.level(case.level)
    return OverrideView(
        number=number,
        head=head_of(run, case),
        stands=level_said(case, "" if level is None else level.name) if case.promise else "nothing is promised",
        zone=run.desk.zone,
        ticket=ticket,
        choices=choices,
        chosen=known,
        foreseen=foreseen(engineer, number, known) if known else None,
    )


def foreseen(engineer: Engineer, number: int, chosen: str) -> Foreseen:
    """Return what setting a level would do; nothing is written."""
    # Signed with a key that is thrown away: a link in a letter that nobody gets must open nothing.
    desk = replace(engineer.run.desk, signer=Signer(secrets.token_bytes(32)))
    trying = replace(engineer, run=replace(engineer.run, desk=desk))
    try:
        found = preview(trying, lambda one: set_chosen(one, number, chosen, "preview"))
    except BadInput as error:
        return Foreseen(says="", refused=in_slack(error))
    return Foreseen(
        says=_says(found.verdict),
        letters=tuple(_letter(mail) for mail in found.mails if not mail.is_post),
        posts=tuple(Post.read(mail.raw).blocks for mail in found.mails if mail.is_post),
    )


def set_chosen(engineer: Engineer, number: int, chosen: str, reason: str) -> Verdict:
    """Set what was picked in the modal; raises BadInput as the verdict does."""
    if chosen == names.EMERGENCY:
        return declare_emergency(engineer, number, reason)
    return override(engineer, number, chosen, reason)


def in_slack(error: BadInput) -> str:
    """Return why something cannot be done, without what would be typed at a command line."""
    return str(error).partition("; ")[0] if "`intake" in str(error) or "--" in str(error) else str(error)


def head_of(run: Run, case: Case) -> str:
    """Return a case in a few words: 'Case 1001, Acme: Cannot post invoices'."""
    customer = None if case.customer_id is None else customers.get(run.connection, case.customer_id)
    who = "unknown sender" if customer is None else line(customer.name, 80)
    return f"Case {case.id}, {who}: {line(case.subject, 100) or '(no subject)'}"


def _choices(run: Run, case: Case, contract: Contract | None) -> Iterator[Choice]:
    silent = bool(untold(run, case) or why_unreachable(run.connection, case.contact_address))
    if contract is not None and case.asked is not None:
        for prospect in outlook(case, contract, run.now):
            if not prospect.stands:
                yield _choice(run, prospect, silent=silent)
    if contract is None or not contract.levels:
        for severity in _SEVERITIES:
            yield Choice(value=severity, name=f"Severity {severity}")


def _choice(run: Run, prospect: Prospect, *, silent: bool) -> Choice:
    due_at = prospect.promise.main.deadline.due_at
    tell_them = silent and prospect.tells != "nothing"
    return Choice(
        value=prospect.level or names.EMERGENCY,
        name="Emergency, from now on" if prospect.level is None else f"Level {prospect.level}: {prospect.name}",
        promised=prospect.promise.main.target.words,
        due_at=due_at,
        late=late_by(missable(prospect.promise), run.now),
        customer="no letter goes out: tell the customer yourself" if tell_them else _GETS[str(prospect.tells)],
    )


def _says(verdict: Verdict) -> str:
    if verdict.why_not_told is not None:
        return f"The customer cannot be written to ({verdict.why_not_told}): tell them yourself."
    if verdict.asked is not None and not verdict.asked.anew:
        return "The customer has been asked already; no other letter is written."
    if verdict.asked is not None:
        return f"The customer is asked first, and {level_said(verdict.case)} holds until they agree. They read:"
    if verdict.told:
        return "The customer will be told exactly this:"
    return "The promise stays as it is; the customer is not written to."


def _letter(mail: Outgoing) -> str:
    """Return a letter as its reader sees it, a mail with its subject."""
    if is_chat(mail.recipient):
        return str(json.loads(mail.raw)["text"])
    message = message_from_bytes(mail.raw, policy=policy.default)
    body = message.get_body(("plain",)) or message
    text = body.get_content().replace("\r\n", "\n").replace("\N{NO-BREAK SPACE}", " ")
    return f"Subject: {message['Subject']}\n\n{text.rstrip()}"

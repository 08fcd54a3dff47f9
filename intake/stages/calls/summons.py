"""Summons: what a call says over the web, as the bytes of a web hook or of a Slack message."""

import json
from dataclasses import dataclass

from intake.domain.paging import Call, OnCall, Page, Way
from intake.render.internal import PageWords
from intake.stages.calls.call import the_case, words
from intake.stages.desk import Run

_LONGEST_LINE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Summons:
    """A call ready to be handed over: to whom, under which id, and its body as JSON in UTF-8."""

    call: Call
    on_call: OnCall
    body: bytes


def summons(run: Run, page: Page, call: Call) -> Summons | None:
    """Return what a call says; None when the settings have its name no more."""
    on_call = run.desk.paging.find(call.name, call.way)
    if on_call is None:
        return None
    told = _slack(run, page, call) if call.way is Way.SLACK else _event(run, page, call)
    return Summons(call=call, on_call=on_call, body=json.dumps(told, ensure_ascii=False).encode())


def _event(run: Run, page: Page, call: Call) -> dict[str, object]:
    """Return the payload: type, timestamp and data, as the Standard Webhooks specification has them."""
    said, case = words(run, page, call), the_case(run, page)
    data = {
        "case": case.id,
        "why": said.why,
        "customer": said.customer,
        "subject": said.subject,
        "level": case.level,
        "emergency": case.emergency,
        "due_at": None if said.due_at is None else said.due_at.astimezone(run.desk.zone).isoformat(),
        "acknowledge_url": said.acknowledge_url,
    }
    return {"type": "case.page", "timestamp": call.made_at.isoformat(), "data": data}


def _slack(run: Run, page: Page, call: Call) -> dict[str, object]:
    """Return a message for an incoming web hook: `text` for notifications, `blocks` for the channel."""
    said = words(run, page, call)
    head = f"On call: case {said.case_number}"
    due = "" if said.due_at is None else f"\nDue by {said.due_at.astimezone(said.zone):%a %d %b %Y %H:%M %Z}."
    take = f"`intake page {said.case_number} --ack`" if said.acknowledge_url is None else _linked(said)
    blocks = [f"*{head}*\n{_escaped(_who(said))}", f"{_escaped(said.why)}.{due}", f"To take it: {take}"]
    return {
        "text": _escaped(f"{head}, {said.why}"),
        "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": block}} for block in blocks],
    }


def _who(said: PageWords) -> str:
    subject = " ".join(said.subject.split())[:_LONGEST_LINE] or "(no subject)"
    return f"{' '.join(said.customer.split())[:_LONGEST_LINE]}: {subject}" if said.customer else subject


def _linked(said: PageWords) -> str:
    return f"<{said.acknowledge_url}|take the case>"


def _escaped(text: str) -> str:
    """Return a text in which Slack finds no mark-up, link or mention of its own."""
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(character, entity)
    # A word joiner after each mark of emphasis keeps it from pairing with another.
    return "".join(f"{character}\N{WORD JOINER}" if character in "*_~`" else character for character in text)

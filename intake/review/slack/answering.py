"""An engineer's answer from Slack: to whom it goes, and from which message of a case's internal thread it is taken."""

from dataclasses import dataclass

from sqlalchemy import Connection

from intake.domain.case import Case
from intake.domain.slack import Place, SlackEvent
from intake.parse.slack.markup import mentioned, plain
from intake.render.slack.modal import ReplyView
from intake.review.engineer import the_case
from intake.review.slack.foreseen import head_of
from intake.review.slack.noted_files import offered
from intake.stages.answer import why_not
from intake.stages.chat.post import way_to
from intake.stages.desk import Run
from intake.storage.chat import threads, turns
from intake.storage.chat.threads import Side
from intake.storage.slack import people

SHORTCUT_ELSEWHERE = (
    "This is not in the thread below a case's card, so it belongs to no case and nothing is sent. "
    "Write below the case's card, or press Reply on it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A message in a case's internal thread, as text; `message_id` is its number, 0 where it was not heard."""

    case_id: int
    text: str = ""
    message_id: int = 0


def case_of_shortcut(connection: Connection, event: SlackEvent) -> Noted | None:
    """Return the message that a shortcut was used on, None where it is in no case's internal thread."""
    body = event.body
    message, channel = body.get("message") or {}, (body.get("channel") or {}).get("id")
    thread = message.get("thread_ts") or message.get("ts")
    if not isinstance(channel, str) or not isinstance(thread, str):
        return None
    place = Place(team=event.team, channel=channel, thread=thread)
    found = threads.at(connection, place.address)
    if found is None or found.side is not Side.INTERNAL or message.get("ts") == thread:
        return None
    heard = turns.by_key(connection, f"{place.lane}/{message.get('ts')}")
    text = _plain(connection, str(message.get("text") or ""))
    return Noted(case_id=found.case_id, text=text, message_id=0 if heard is None else heard.id)


def reply_view(run: Run, case: Case, ticket: str, noted: Noted) -> ReplyView:
    """Return what the modal of an answer says."""
    files, left = offered(run, noted.message_id)
    return ReplyView(
        number=case.id,
        head=head_of(run, case),
        goes_to=_goes_to(run, case),
        signed="",
        ticket=ticket,
        text=noted.text,
        reopens=case.closed_at is not None,
        files=files,
        left=left,
    )


def why_not_sent(run: Run, number: int, text: str) -> str | None:
    """Return why words cannot go to a case's customer, None where they can."""
    return why_not(run, the_case(run.connection, number), text)


def _goes_to(run: Run, case: Case) -> str:
    """Say where an answer goes and who can read it there: where the customer wrote last."""
    who, way = case.contact_name or case.contact_address, way_to(run, case)
    if isinstance(way, Place):
        return f"{who}, in their thread in Slack, where everybody in that channel reads it"
    return f"{who}, in the chat window" if way is not None else f"{who} <{case.contact_address}>, by mail"


def _plain(connection: Connection, text: str) -> str:
    return plain(text, people.names(connection, mentioned(text)))

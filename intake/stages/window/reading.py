"""Reading: a turn in the window, or what a form has sent, from the bytes that were kept of it."""

from sqlalchemy import Connection

from intake.domain.case import Accepted
from intake.domain.contract import Channel
from intake.domain.message import ParsedMessage
from intake.domain.window import Talk, Visitor
from intake.parse.chat import NOTHING
from intake.parse.window.kept import SaidThere, read
from intake.parse.window.reading import read_form, read_talk
from intake.storage import messages
from intake.storage.chat import turns
from intake.storage.window import visitors

_THERE = (Channel.WEB_CHAT, Channel.PORTAL)


def said_there(accepted: Accepted) -> SaidThere | None:
    """Return what was said in the window or sent by a form; None for any other message, and where nothing is kept."""
    return read(accepted.envelope.raw) if accepted.channel in _THERE else None


def read_turn_there(connection: Connection, accepted: Accepted) -> ParsedMessage:
    """Return what a visitor said in a turn by its first message, and by any other its own words."""
    numbers = [one.message_id for one in turns.parts(connection, accepted.id)] or [accepted.id]
    kept = messages.many(connection, numbers)
    said = [found for number in numbers if number in kept and (found := said_there(kept[number])) is not None]
    if not said:
        return NOTHING
    visitor = visitor_of(connection, accepted)
    return read_talk(said, "" if visitor is None else visitor.name, accepted.envelope.received_at)


def read_form_there(accepted: Accepted) -> ParsedMessage | None:
    """Return what a form of the portal has sent as a message, None for any other message."""
    sent = said_there(accepted)
    return None if sent is None or sent.talk is not None else read_form(sent, "", accepted.envelope.received_at)


def visitor_of(connection: Connection, accepted: Accepted) -> Visitor | None:
    """Return who said a message in the window, None for any other message."""
    part = turns.find(connection, accepted.id) if accepted.channel is Channel.WEB_CHAT else None
    talk = None if part is None else Talk.read(part.place)
    return None if talk is None else visitors.find(connection, talk.number)

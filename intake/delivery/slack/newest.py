"""Of our messages on a case in a thread the newest alone has something to press; older ones are shown without it."""

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from intake.domain.case import Outgoing
from intake.stages.ask import keys, stands
from intake.storage import cases, links, outbox
from intake.storage.slack import posts
from intake.storage.slack.posts import Posted


def leave_it_to_the_newest(connection: Connection, mail: Outgoing, now: datetime) -> None:
    """Have older messages shown without their buttons once one with buttons stands below them, in whatever order.

    A question that still stands keeps its yes and no until it is asked anew: nothing else could take its place.
    """
    from intake.render.slack.letter import Post
    from intake.render.slack.pressed import REPLACED, VOID, asks, offers

    mails = {one.id: one for one in outbox.of_case(connection, mail.case_id) if one.recipient == mail.recipient}
    there = [one for one in posts.of_case(connection, mail.case_id) if one.mail_id in mails]
    made = {one.mail_id: Post.read(mails[one.mail_id].raw) for one in there if mails[one.mail_id].raw}
    offering = [one for one in there if one.mail_id in made and offers(made[one.mail_id])]
    asked_anew = False
    for place, one in enumerate(reversed(offering)):
        if place > 0:
            waits = not asked_anew and _waits(connection, mails[one.mail_id])
            _mark(connection, one, (REPLACED,) if waits else (REPLACED, VOID), now)
        asked_anew = asked_anew or asks(made[one.mail_id])


def _waits(connection: Connection, mail: Outgoing) -> bool:
    """Tell whether a message asks a question that still waits for its answer."""
    question, case = links.last(connection, mail.case_id), cases.find(connection, mail.case_id)
    if question is None or case is None or mail.key not in keys(question):
        return False
    return stands(connection, question, case)


def _mark(connection: Connection, posted: Posted, marks: Iterable[str], now: datetime) -> None:
    kept = json.loads(posted.pressed or "[]")
    known = {one["action"] for one in kept}
    new = [{"action": mark, "label": "", "user": ""} for mark in marks if mark not in known]
    if new:
        posts.press(connection, posted.mail_id, json.dumps([*kept, *new]), now)

"""Shown: a talk as its window draws it: its lines, whose case it is, what may be pressed below them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from intake.domain.case import Case, MailKind
from intake.domain.identity import Degree
from intake.domain.window import Line, LineSide, Upload, Visitor
from intake.identify.visitor import identify_visitor
from intake.render.buttons import Buttons
from intake.render.window.letter import Shown
from intake.review.pressing import is_theirs
from intake.stages.ask import stands
from intake.stages.chat.post import controls_below
from intake.stages.desk import Run
from intake.stages.identified import binds
from intake.stages.who import StoredDirectory
from intake.stages.window.reading import said_there
from intake.stages.window.transcript import case_of
from intake.storage import links, messages, outbox
from intake.storage.window import lines
from intake.storage.window.lines import Laid

MOST = 200  # lines that are read at once

# Where a file can be had: of a message or a mail of ours, by its number, which of its files; None for nowhere.
FileAt = Callable[[str, int, int], str | None]


def lines_of(connection: Connection, visitor: Visitor, after: int, file_at: FileAt, most: int = MOST) -> list[Line]:
    """Return the lines of a talk behind one, `most` at most; what was erased says nothing."""
    return [_line(connection, one, file_at) for one in lines.behind(connection, visitor.talk.number, after, most)]


def state_of(run: Run, visitor: Visitor) -> Mapping[str, Any]:
    """Return what else the window shows: the case, who they are, what may be pressed; of a contract only if proved."""
    case = case_of(run.connection, visitor)
    who = {
        "name": visitor.name,
        "address": visitor.address,
        "proved": visitor.degree is Degree.PROVED,
        "asked": bool(visitor.address),
    }
    closed = case is not None and case.closed_at is not None
    open_case = None if case is None or closed else case
    return {
        "case": None if case is None else case.id,
        "closed": closed,
        "who": who,
        "controls": None if open_case is None else _controls(run, visitor, open_case),
    }


def _controls(run: Run, visitor: Visitor, case: Case) -> dict[str, Any] | None:
    sender = identify_visitor(visitor, StoredDirectory(run.connection))
    if not is_theirs(case, sender):
        return None
    buttons = Buttons(run.desk.templates, case.language)
    found: dict[str, Any] = {"levels": None, "facts": None, "consent": None, "worse": buttons.say("got_worse")}
    if not binds(run, sender):
        return found
    offered = controls_below(run, case, MailKind.ACKNOWLEDGEMENT, 0)
    if offered.levels:
        options = [
            {"id": level, "label": _level(buttons, offered.by_phone, level, name), "chosen": level == case.claimed}
            for level, name in offered.levels
        ]
        found["levels"] = {"ask": buttons.say("choose_level"), "options": options}
    if offered.facts:
        facts = [{"id": str(fact), "label": buttons.say(str(fact))} for fact in offered.facts]
        found["facts"] = {"ask": buttons.say("which_are_true"), "options": facts}
    question = links.last(run.connection, case.id)
    if question is not None and stands(run.connection, question, case):
        asked = buttons.say("may_it_change", question.level)
        found["consent"] = {"ask": asked, "yes": buttons.say("agree"), "no": buttons.say("refuse")}
    return found


def _level(buttons: Buttons, by_phone: frozenset[str], level: str, name: str) -> str:
    return buttons.say("level_by_phone" if level in by_phone else "level", level, name)


def _line(connection: Connection, laid: Laid, file_at: FileAt) -> Line:
    if laid.mail_id is not None:
        mail = outbox.find(connection, laid.mail_id)
        shown = Shown.read(b"" if mail is None else mail.raw)
        files = _files(shown.files, lambda place: file_at("mail", laid.mail_id or 0, place))
        body = {"paragraphs": list(shown.paragraphs), "files": files}
        return Line(id=laid.id, side=LineSide.DESK, at=laid.at, body=body)
    if laid.pressed:
        return Line(id=laid.id, side=LineSide.VISITOR, at=laid.at, body={"text": laid.pressed, "files": []})
    message_id = laid.message_id or 0
    said = said_there(messages.get(connection, message_id))
    if said is None:
        return Line(id=laid.id, side=LineSide.VISITOR, at=laid.at, body={"text": "", "files": []})
    files = _files(said.files, lambda place: file_at("message", message_id, place))
    return Line(id=laid.id, side=LineSide.VISITOR, at=laid.at, key=said.key, body={"text": said.text, "files": files})


def _files(files: tuple[Upload, ...], url: Callable[[int], str | None]) -> list[dict[str, Any]]:
    return list(_file(files, url))


def _file(files: tuple[Upload, ...], url: Callable[[int], str | None]) -> Iterator[dict[str, Any]]:
    for place, file in enumerate(files):
        yield {"name": file.name, "size": len(file.content), "url": url(place)}

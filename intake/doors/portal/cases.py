"""One case and a new one: their pages, and the forms on them. What was written is never lost to a mistake."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from intake.domain.portal import SignedIn, Submission
from intake.domain.portal_pages import Deed, PressedThere
from intake.doors.portal.asked import LONGEST_LINE, LONGEST_TEXT, Form
from intake.doors.portal.door import PortalDoor
from intake.doors.portal.notice import still_holds
from intake.doors.portal.session import new_key, own_key
from intake.doors.portal.visit import Lost, Said, Visit

log = structlog.get_logger()

_PRESSES: Mapping[str, Deed] = {str(deed): deed for deed in Deed}
_LONGEST_CHOICE = 60
_OF_FILES = frozenset({"too_large", "too_many_files", "file_type"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What stands in a form: its own key, and what was written in it before; `wrong` are its mistakes by field.

    `had_files` tells that files came with it, which a browser does not keep.
    """

    key: str
    subject: str = ""
    text: str = ""
    level: str | None = None
    had_files: bool = False
    wrong: Mapping[str, str]


class CasePages:
    """The pages of single cases behind a door."""

    def __init__(self, door: PortalDoor) -> None:
        """Answer by way of `door`."""
        self._door = door

    async def show(self, visit: Visit) -> Response:
        """Show a case."""
        return await self._case(visit, Draft(key=new_key(), wrong={}))

    async def blank(self, visit: Visit) -> Response:
        """Show the form for a new case."""
        return await self._new(visit, Draft(key=new_key(), wrong={}))

    async def open(self, visit: Visit) -> Response:
        """Take a new case."""
        self._door.refuse_foreign(visit)
        self._door.refuse_too_many(visit)
        async with self._door.forms.read(visit.request, files=visit.somebody is not None) as form:
            if visit.somebody is None:
                return self._signed_out(visit, form)
            who = self._door.refuse_unbound(visit, form)
            offered = {choice.id for choice in (await run_in_threadpool(self._door.portal.form, who)).choices}
            draft = _draft(form, _wrong_new(form, offered))
            if draft.wrong:
                return await self._new(visit, draft, _status(draft))
            return await self._sent(visit, draft, _submission(form, who, draft))

    async def say(self, visit: Visit) -> Response:
        """Take words to a case."""
        self._door.refuse_foreign(visit)
        self._door.refuse_too_many(visit)
        number = visit.number
        async with self._door.forms.read(visit.request, files=visit.somebody is not None) as form:
            if visit.somebody is None:
                return self._signed_out(visit, form)
            who = self._door.refuse_unbound(visit, form)
            draft = _draft(form, _wrong_words(form))
            if draft.wrong:
                return await self._case(visit, draft, _status(draft))
            return await self._sent(visit, draft, _submission(form, who, draft, number))

    async def press(self, visit: Visit) -> Response:
        """Do what was pressed on a case's page."""
        self._door.refuse_foreign(visit)
        self._door.refuse_too_many(visit)
        number = visit.number
        async with self._door.forms.read(visit.request, files=False) as form:
            who = self._door.refuse_unbound(visit, form)
        deed = _PRESSES.get(form["deed"])
        if deed is None:
            raise Said("unreadable", 400)
        pressed = PressedThere(deed=deed, about=form["about"][:_LONGEST_CHOICE], key=own_key(form["key"], who.session))
        found = await run_in_threadpool(self._door.portal.press, who, number, pressed)
        if found is None:
            raise Lost
        return self._door.to(f"/case/{number}", found)

    async def _case(self, visit: Visit, draft: Draft, status: int = 200) -> Response:
        who, number = visit.who, visit.number
        page = await run_in_threadpool(self._door.portal.case, who, number)
        if page is None:
            raise Lost
        came = still_holds(self._door.notice.of(visit.request, number), closed=page.closed)
        return self._door.page(visit, "case", {"case": page, "draft": draft, "came": came}, status)

    async def _new(self, visit: Visit, draft: Draft, status: int = 200) -> Response:
        form = await run_in_threadpool(self._door.portal.form, visit.who)
        return self._door.page(visit, "new", {"form": form, "draft": draft}, status)

    async def _sent(self, visit: Visit, draft: Draft, sent: Submission) -> Response:
        """Keep what was sent and go on to its case; where that fails show the form with all words, to be sent again."""
        try:
            found = await self._door.portal.send(visit.who, sent)
        except Exception as error:  # noqa: BLE001 - a last line: sent again under its key it is one message
            log.error("portal.not_kept", error=type(error).__name__)
            failed = replace(draft, wrong={"form": "failed"})
            again = self._new if sent.case is None else self._case
            return await again(visit, failed, 503)
        if found is None:
            raise Lost
        said, number = found
        return self._door.to(f"/case/{number}" if number else "", said)

    def _signed_out(self, visit: Visit, form: Form) -> Response:
        """Say that the session has ended, and give back what was written: nothing of it has come to us."""
        kept = f"{form.line('subject')}\n\n{form.text('text')}".strip()
        return self._door.says(visit, "signed_out", 401, kept=kept)


def _draft(form: Form, wrong: Mapping[str, str]) -> Draft:
    return Draft(
        key=form["key"][:64] or new_key(),
        subject=form.line("subject"),
        text=form.text("text"),
        level=form.fields.get("level", "")[:_LONGEST_CHOICE] if "level" in form.fields else None,
        had_files=bool(form.files) or form.wrong in _OF_FILES,
        wrong=wrong,
    )


def _wrong_words(form: Form) -> dict[str, str]:
    """Return what is wrong with words to a case, by field."""
    wrong: dict[str, str] = {}
    if form.wrong:
        field = "files" if form.wrong in _OF_FILES else "text" if form.wrong == "text_long" else "form"
        wrong[field] = form.wrong
    if len(form.text("text")) > LONGEST_TEXT:
        wrong["text"] = "text_long"
    if not form.text("text") and not form.files and not wrong:
        wrong["text"] = "text_missing"
    return wrong


def _wrong_new(form: Form, offered: set[str]) -> dict[str, str]:
    """Return what is wrong with a new case, by field, in the order in which they stand."""
    wrong: dict[str, str] = {}
    if not form.line("subject"):
        wrong["subject"] = "subject_missing"
    elif len(form.line("subject")) > LONGEST_LINE:
        wrong["subject"] = "subject_long"
    wrong |= _wrong_words(form)
    if form["level"] and form["level"] not in offered:
        wrong["level"] = "level_unknown"
    return wrong


def _status(draft: Draft) -> int:
    found = set(draft.wrong.values())
    if "too_large" in found:
        return 413
    return 415 if "file_type" in found else 400


def _submission(form: Form, who: SignedIn, draft: Draft, number: int | None = None) -> Submission:
    return Submission(
        key=own_key(draft.key, who.customer.id),
        by=who.address,
        text=draft.text,
        subject=draft.subject if number is None else "",
        case=number,
        level=(draft.level or None) if number is None else None,
        files=form.files,
    )

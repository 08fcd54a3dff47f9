"""Promises into words: the only place where an instant becomes text, and it always takes the clause along."""

import re
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from intake.domain.contract import Contract
from intake.domain.promise import Undertaking
from intake.domain.target import TargetKind
from intake.render.instants import mark
from intake.render.letter import Medium
from intake.render.shown import Moment, Phrase, Pledge, Received
from intake.render.templates import Templates

_SECOND = timedelta(seconds=1)
_BESIDE_A_NUMBER = re.compile(r"(?<=\d) (?=\w)|(?<=\w) (?=\d)")
_UNTIMED = {TargetKind.SCHEDULED: "scheduled", TargetKind.UNSTATED: "unstated"}


class Phrases:
    """Makes phrases in one language and the customer's time zone; in a chat each instant stands between marks."""

    def __init__(self, templates: Templates, language: str, zone: tzinfo, medium: Medium = Medium.MAIL) -> None:
        """`language` is one that `templates` has."""
        self._templates = templates
        self.language = language
        self._zone = zone
        self._marks = medium is Medium.CHAT

    def received(self, at: datetime) -> Received:
        """Return the time of receipt, cut down to its second."""
        return Received(self._instant(self._say("moment", self._moment(at)), at))

    def reference(self, clause: str | None) -> str:
        """Return words that point to a clause, "" for None: a number is a clause, a heading a section."""
        if clause is None:
            return ""
        return self._say("clause" if clause[:1].isdigit() else "section", held(clause))

    def reading(self, clause: str) -> str:
        """Return words that point to a clause for what it does not say outright: our reading of it."""
        return self._say("reading", self.reference(clause))

    def pledge(self, undertaking: Undertaking, now: datetime | None = None) -> Pledge:
        """Return an undertaking's words; with `now` a deadline before it is marked as passed."""
        due = undertaking.deadline.due_at
        at_once = undertaking.target.kind is TargetKind.IMMEDIATE
        return Pledge(
            promise=undertaking.promise,
            force=undertaking.force,
            kind=undertaking.target.kind,
            timed=due is not None,
            passed=due is not None and now is not None and due < now and not at_once,
            when=Phrase(undertaking, self._when(undertaking)),
        )

    def hours(self, undertaking: Undertaking, contract: Contract) -> Phrase:
        """Return the hours that an undertaking is counted in; where the contract names none, as our assumption."""
        words, reference = self._calendar(undertaking, contract)
        return Phrase(undertaking, self._say("hours", words, reference))

    def opening(self, undertaking: Undertaking, contract: Contract) -> Phrase:
        """Return when the hours of an undertaking begin next after its receipt, with these hours."""
        words, reference = self._calendar(undertaking, contract)
        starts_at = undertaking.deadline.starts_at
        at = self._instant(self._say("moment", self._moment(starts_at)), starts_at)
        return Phrase(undertaking, self._say("opening", at, words, reference))

    def _calendar(self, undertaking: Undertaking, contract: Contract) -> tuple[str, str]:
        calendar = contract.calendar(undertaking.calendar)
        clause = self.reference(calendar.clause or undertaking.clause)
        words = held(contract.said(calendar.words, self.language))
        return words, self._say("assumed", clause) if calendar.assumed else clause

    def _when(self, undertaking: Undertaking) -> str:
        target, clause = undertaking.target, self.reference(undertaking.clause)
        words = held(target.words)
        due = undertaking.deadline.due_at
        if due is None:
            return self._say(_UNTIMED.get(target.kind, "unstated"), words, clause)
        if target.kind is TargetKind.IMMEDIATE:
            return self._say("at_once", words, clause)
        return self._due(undertaking, due, words, clause)

    def _due(self, undertaking: Undertaking, due: datetime, *quoted: str) -> str:
        """Return a deadline with what is `quoted`; the earlier end of a range leaves out what the later says.

        In a chat each end says it all: where its reader is, they may lie on two dates.
        """
        earliest = undertaking.deadline.earliest_at
        if earliest is None or earliest >= due:
            return self._say("by", self._end(undertaking, due), *quoted)
        first, last = self._moment(earliest), self._moment(due)
        if self._marks:
            lower = self._instant(self._say("moment", first), earliest)
            return self._say("between", lower, self._end(undertaking, due), *quoted)
        start = replace(first, zone=_unless_same(first.zone, last.zone), year=_unless_same(first.year, last.year))
        if (first.day, first.month, first.year) == (last.day, last.month, last.year):
            times = (self._say("time", start), self._say("time", last))
            return self._say("within_a_day", self._say("date", last), *times, *quoted)
        return self._say("between", self._say("moment", start), self._end(undertaking, due), *quoted)

    def _end(self, undertaking: Undertaking, due: datetime) -> str:
        if undertaking.deadline.end_of_day and self._is_midnight(due):
            return self._instant(self._say("end_of_day", self._moment(due - _SECOND)), due, ends=True)
        return self._instant(self._say("moment", self._moment(due)), due)

    def _instant(self, words: str, at: datetime, *, ends: bool = False) -> str:
        """Return a moment's words, in a chat with the instant beside them: its reader may live by another clock."""
        return mark(words, at, ends=ends) if self._marks else words

    def _is_midnight(self, moment: datetime) -> bool:
        local = moment.astimezone(self._zone)
        return (local.hour, local.minute, local.second) == (0, 0, 0)

    def _moment(self, moment: datetime) -> Moment:
        local = moment.astimezone(self._zone)
        return Moment(
            weekday=self._templates.word(self.language, "weekdays", local.weekday()),
            day=str(local.day),
            month=self._templates.word(self.language, "months", local.month - 1),
            year=str(local.year),
            hour12=str(local.hour % 12 or 12),
            hour24=str(local.hour),
            minute=f"{local.minute:02}",
            second=f"{local.second:02}" if local.second else "",
            half="am" if local.hour < 12 else "pm",
            zone=_zone_words(local),
        )

    def _say(self, macro: str, *words: object) -> str:
        return self._templates.say(self.language, macro, *words)


def held(words: str) -> str:
    """Return a contract's words with each number held to its neighbours, so that no line ends between them."""
    return _BESIDE_A_NUMBER.sub("\N{NO-BREAK SPACE}", words)


def _unless_same(mine: str, theirs: str) -> str:
    return "" if mine == theirs else mine


def _zone_words(local: datetime) -> str:
    """Return EST or CEST; for zones without letters UTC and the offset."""
    name = local.tzname() or ""
    return f"UTC{name}" if name[:1] in ("+", "-") else name

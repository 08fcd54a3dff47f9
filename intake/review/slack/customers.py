"""A customer's press below a message of ours: who may, whether it still means something, and what they are told.

The press itself is kept before it gets here, and each is asked anew who it is from: somebody of the case's customer, in
the case's own thread. What it does is what the same words would have done; a second press changes nothing.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from intake.contract.decide import stated
from intake.domain.case import Case, Outgoing
from intake.domain.contract import Contract, Fact
from intake.domain.customer import Sender
from intake.domain.identity import Degree
from intake.domain.question import Answer, Given, How
from intake.domain.slack import Person, Place, SlackEvent, Whisper
from intake.identify.slack import STAFF, Seen, engineer_of, identify_person
from intake.parse.slack.fields import table, tables, text_of
from intake.render.buttons import Buttons
from intake.render.slack.controls import FACT, LEVEL, NO, WORSE, YES, about_of, fact_of
from intake.render.slack.pressed import REPLACED, Pressed
from intake.review.answers import CUSTOMER, settle
from intake.review.worsened import SAID_WORSE
from intake.stages.ask import keys, stands
from intake.stages.chat.changed import Nothing
from intake.stages.chat.post import choices, facts_said, is_open_to_the_customer, missing_facts
from intake.stages.chat.pressed import Pressing, choose, state
from intake.stages.desk import Run
from intake.stages.identified import binds
from intake.stages.watch import is_answered
from intake.stages.who import StoredDirectory
from intake.storage import audit, cases, links, outbox
from intake.storage.slack import installations, people, posts
from intake.storage.slack.posts import Posted

_PRESSED = "case.pressed"
_MACHINES = frozenset({"bot", "rule", CUSTOMER})

Told = Sequence[Whisper] | Nothing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Press:
    """What was pressed: by whom, in which thread, below which message of ours, what was chosen of several."""

    person: Person
    place: Place
    ts: str
    action: str
    about: int
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """A press and all that it is about."""

    run: Run
    event: SlackEvent
    press: _Press
    mail: Outgoing
    case: Case
    buttons: Buttons
    sender: Sender

    def pressing(self) -> Pressing:
        return Pressing(by=self.sender.address, at=self.event.received_at, key=f"press:{self.event.id}")

    def contract(self) -> Contract | None:
        return self.run.desk.contract_of(self.case)

    def whisper(self, macro: str, *words: object) -> Sequence[Whisper]:
        """Return words of the customer's language for the person who pressed, alone."""
        return (Whisper(place=self.press.place, user=self.press.person.user, text=self.buttons.say(macro, *words)),)

    def holds(self, macro: str) -> Sequence[Whisper]:
        """Return what holds for the case."""
        return self.whisper(macro, str(self.case.id), self.case.level or "")


def pressed(run: Run, event: SlackEvent) -> Told:
    """Carry out a customer's press; return what they alone are told."""
    press = _read(event)
    if press is None:
        return Nothing("no press of a customer's")
    mail = outbox.find(run.connection, press.about)
    case = None if mail is None else cases.find(run.connection, mail.case_id)
    if mail is None or case is None or not _is_there(run, mail, press):
        return _of_nothing(run, press, case)
    buttons = Buttons(run.desk.templates, case.language)
    sender, is_known = _who(run, press)
    about = _Case(run=run, event=event, press=press, mail=mail, case=case, buttons=buttons, sender=sender)
    if not _is_theirs(case, sender):
        if not is_known:
            return about.whisper("press_again")
        _note(about, f"{_PRESSED}.refused")
        return about.whisper("not_yours")
    if case.closed_at is not None:
        return about.whisper("is_closed", str(case.id))
    fact = fact_of(press.action)
    return _stated(about, fact) if fact is not None else _DOES[press.action](about)


def _chosen(about: _Case) -> Told:
    """Take a level that the customer chooses."""
    run, case, contract, level = about.run, about.case, about.contract(), about.press.choice
    if case.emergency:
        return about.whisper("is_an_emergency", str(case.id))
    if contract is None or contract.level(level) is None:
        return about.whisper("not_known")
    if level not in dict(choices(contract, case)) or is_answered(run, case):
        return _too_late(about)
    if level in (case.level, case.claimed) or _is_replaced(about):
        return about.holds("holds")
    _note(about, _PRESSED, {"level": level})
    choose(run, case, contract, level, about.pressing())
    name = dict(choices(contract, case))[level]
    _show(about, Pressed(action=LEVEL, label=about.buttons.say("level", level, name), user=about.press.person.user))
    return None


def _stated(about: _Case, fact: Fact) -> Told:
    """Take a fact of an emergency's checklist."""
    case, contract = about.case, about.contract()
    if case.emergency:
        return about.whisper("is_an_emergency", str(case.id))
    if contract is None or contract.emergency is None:
        return about.whisper("not_known")
    if fact in stated(case.facts):
        return about.whisper("told_already")
    if not is_open_to_the_customer(case) or fact not in missing_facts(contract, case):
        return _too_late(about)
    _note(about, _PRESSED, {"fact": str(fact)})
    stood = state(about.run, case, contract, fact, about.pressing())
    told = Pressed(action=f"{FACT}{fact}", label=about.buttons.say(str(fact)), user=about.press.person.user)
    gone = Fact if stood.emergency else facts_said(contract.emergency, fact) - {fact}
    settled = [Pressed(action=LEVEL)] if stood.emergency else []
    _show(about, told, *(Pressed(action=f"{FACT}{one}") for one in gone), *settled)
    return None


def _worse(about: _Case) -> Told:
    """Have the engineers look at a case that got worse, once until they do, and ask what has changed."""
    if _is_known_worse(about):
        return about.whisper("told_already")
    _look_now(about)
    _note(about, SAID_WORSE)
    label = about.buttons.say("got_worse")
    _show(about, Pressed(action=WORSE, label=label, user=about.press.person.user))
    return about.whisper("tell_us_more", str(about.case.id))


def _answered(about: _Case) -> Told:
    """Take a yes or a no to a question of consent."""
    run, agreed = about.run, about.press.action == YES
    number = about.mail.key.split(":")[1] if about.mail.key.startswith("consent:") else ""
    question = links.find(run.connection, int(number)) if number.isdigit() else None
    if question is None or question.case_id != about.case.id:
        return about.whisper("not_known")
    if question.answer in (Answer.YES, Answer.NO):
        return about.whisper("answered", question.answer is Answer.YES)
    if not stands(run.connection, question, about.case):
        return about.whisper("is_void")
    if not binds(run, about.sender):
        _note(about, f"{_PRESSED}.refused")
        return about.whisper("not_yours")
    _note(about, _PRESSED, {"answer": str(Answer.YES if agreed else Answer.NO), "question": question.id})
    settle(run, question, Given(agreed=agreed, actor=CUSTOMER, how=How.BUTTON))
    label = about.buttons.say("agree" if agreed else "refuse")
    told = Pressed(action=about.press.action, label=label, user=about.press.person.user)
    for mail in outbox.of_case(run.connection, about.case.id):
        if mail.key in keys(question):
            _show(replace(about, mail=mail), told)
    return None


_DOES: Mapping[str, Callable[[_Case], Told]] = {LEVEL: _chosen, WORSE: _worse, YES: _answered, NO: _answered}
_ACTIONS = (*_DOES, *(f"{FACT}{fact}" for fact in Fact))
HANDLERS: Mapping[str, Callable[[Run, SlackEvent], Told]] = {f"action/{action}": pressed for action in _ACTIONS}


def _too_late(about: _Case) -> Sequence[Whisper]:
    """Tell the engineers what was pressed when it changes nothing any more, and whoever pressed what holds."""
    _look_now(about)
    detail = {"level": about.press.choice} if about.press.action == LEVEL else {"fact": about.press.action}
    _note(about, f"{_PRESSED}.too_late", detail)
    _show(about, Pressed(action=about.press.action))
    return about.holds("is_decided")


def _is_replaced(about: _Case) -> bool:
    """Tell whether a newer message offers the same: what is said by this one's menu may be long outdated."""
    posted = posts.find(about.run.connection, about.mail.id)
    kept = [] if posted is None else json.loads(posted.pressed or "[]")
    return any(Pressed.read(one).action == REPLACED for one in kept)


def _look_now(about: _Case) -> None:
    case, now = about.case, about.run.now
    if case.attention_at is None or case.attention_at > now:
        cases.update(about.run.connection, replace(case, attention_at=now))


def _is_known_worse(about: _Case) -> bool:
    """Tell whether the engineers know it: said before, and none of them has acted on the case since."""
    trail = audit.of_case(about.run.connection, about.case.id)
    said = [place for place, entry in enumerate(trail) if entry.event == SAID_WORSE]
    return bool(said) and all(entry.actor in _MACHINES for entry in trail[said[-1] :])


def _is_theirs(case: Case, sender: Sender) -> bool:
    """Tell whether somebody is proved to be of the case's customer, or its contact, and none of the desk's people."""
    is_sure = sender.degree is Degree.PROVED or sender.address == case.contact_address
    theirs = sender.customer is not None and sender.customer.id == case.customer_id
    return is_sure and theirs and sender.how != STAFF


def _who(run: Run, press: _Press) -> tuple[Sender, bool]:
    """Return who pressed, and whether Slack has said so; who may be of the desk's own people is nobody until then."""
    rules, person = run.desk.slack, press.person
    named = "" if rules is None else rules.home
    home = frozenset({named or installations.home(run.connection) or press.place.team})
    people.want(run.connection, person, press.place.team, run.now, run.now.replace(year=1970))
    profile = people.find(run.connection, person)
    seen = Seen(
        person=person,
        place=press.place,
        profile=profile,
        home=home,
        among_customers=True,
        engineer=engineer_of(person, profile, home, run.desk.engineers),
    )
    is_known = profile.known_at is not None
    if person.team in home and not is_known:
        return Sender(address=person.handle, name="", customer=None, how=STAFF), False
    return identify_person(seen, StoredDirectory(run.connection)), is_known


def _read(event: SlackEvent) -> _Press | None:
    """Return what was pressed; None where it is no press of one of our buttons."""
    body = event.body
    action = next(iter(tables(body.get("actions"))), {})
    user, container, message = table(body.get("user")), table(body.get("container")), table(body.get("message"))
    thread = text_of(container, "thread_ts") or text_of(message, "thread_ts")
    channel = text_of(container, "channel_id") or text_of(table(body.get("channel")), "id")
    person = Person(team=text_of(user, "team_id"), user=text_of(user, "id"))
    about = about_of(text_of(action, "block_id"))
    if text_of(action, "action_id") not in _ACTIONS or not (about and channel and person.team and person.user):
        return None
    return _Press(
        person=person,
        place=Place(team=event.team, channel=channel, thread=thread),
        ts=text_of(container, "message_ts") or text_of(message, "ts"),
        action=text_of(action, "action_id"),
        about=about,
        choice=text_of(table(action.get("selected_option")), "value"),
    )


def _is_there(run: Run, mail: Outgoing, press: _Press) -> bool:
    """Tell whether a message of ours stands where it was pressed: what a payload says of it proves nothing."""
    place = Place.read(mail.recipient)
    if place is None or place.lane != press.place.lane or place.thread not in ("", press.place.thread):
        return False
    posted = posts.find(run.connection, mail.id)
    return posted is None or posted.ts == press.ts


def _of_nothing(run: Run, press: _Press, case: Case | None) -> Sequence[Whisper]:
    language = people.find(run.connection, press.person).language if case is None else case.language
    words = Buttons(run.desk.templates, language)
    return (Whisper(place=press.place, user=press.person.user, text=words.say("not_known")),)


def _show(about: _Case, *told: Pressed) -> None:
    """Let the message show what was pressed, each button once."""
    connection = about.run.connection
    posted = posts.find(connection, about.mail.id)
    if posted is None and about.mail.id == about.press.about:
        # Its post had no answer yet; that somebody pressed it tells where it stands.
        posted = Posted(mail_id=about.mail.id, place=about.mail.recipient, ts=about.press.ts)
        posts.add(connection, posted)
    if posted is None:
        return
    before = [Pressed.read(one) for one in json.loads(posted.pressed or "[]")]
    gone = {one.action for one in before}
    every = [*before, *(one for one in told if one.action not in gone)]
    posts.press(connection, about.mail.id, json.dumps([one.as_json() for one in every]), about.run.now)


def _note(about: _Case, event: str, detail: Mapping[str, object] | None = None) -> None:
    """Put a press on the trail; who pressed stands in the event itself, which is kept for some days."""
    said = {"event": about.event.id, "mail": about.mail.id, **(detail or {})}
    entry = audit.Entry(at=about.run.now, actor=CUSTOMER, event=event, case_id=about.case.id, detail=said)
    audit.write(about.run.connection, entry)

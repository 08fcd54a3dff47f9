"""A customer's press below a message of ours in Slack: below which, whose, and what the message shows afterwards.

The press itself is kept before it gets here, and each is asked anew who it is from: somebody of the case's customer, in
the case's own thread. What it does is what `intake.review.pressing` does of a press that comes another way.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from intake.domain.case import Case, Outgoing
from intake.domain.contract import Fact
from intake.domain.customer import Sender
from intake.domain.slack import Person, Place, SlackEvent, Whisper
from intake.identify.slack import STAFF, Seen, engineer_of, identify_person
from intake.parse.slack.fields import table, tables, text_of
from intake.render.buttons import Buttons
from intake.render.slack.controls import FACT, LEVEL, NO, WORSE, YES, about_of, fact_of, level_label
from intake.render.slack.pressed import REPLACED, Pressed
from intake.review import pressing
from intake.review.pressing import Press
from intake.stages.ask import keys
from intake.stages.chat.changed import Nothing
from intake.stages.chat.post import choices, facts_said, is_by_phone
from intake.stages.desk import Run
from intake.stages.who import StoredDirectory
from intake.storage import cases, outbox
from intake.storage.slack import installations, people, posts
from intake.storage.slack.posts import Posted

# What our buttons are called in Slack, and what they are for whoever carries a press out.
_ACTIONS: Mapping[str, str] = {
    LEVEL: pressing.LEVEL,
    WORSE: pressing.WORSE,
    YES: pressing.YES,
    NO: pressing.NO,
    **{f"{FACT}{fact}": pressing.FACT for fact in Fact},
}

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
    """A press in Slack and the message that it stands below, with the press as it is carried out."""

    slack: _Press
    mail: Outgoing
    buttons: Buttons
    press: Press

    def whisper(self, macro: str, *words: object) -> Sequence[Whisper]:
        """Return words of the customer's language for the person who pressed, alone."""
        return (Whisper(place=self.slack.place, user=self.slack.person.user, text=self.buttons.say(macro, *words)),)

    def shown(self, label: str) -> Pressed:
        """Return the button that was pressed, as the message is to tell of it."""
        return Pressed(action=self.slack.action, label=label, user=self.slack.person.user)


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
    counts = _as_pressed(run, event, press, (mail, case, sender))
    about = _Case(slack=press, mail=mail, buttons=buttons, press=counts)
    theirs = _is_theirs(case, sender)
    if not theirs and not is_known:
        return about.whisper("press_again")
    told = pressing.press(counts) if theirs else pressing.refused(counts)
    _redraw(about, None if told is None else told.macro)
    return None if told is None else about.whisper(told.macro, *told.words)


HANDLERS: Mapping[str, Callable[[Run, SlackEvent], Told]] = {f"action/{action}": pressed for action in _ACTIONS}


def _as_pressed(run: Run, event: SlackEvent, press: _Press, about: tuple[Outgoing, Case, Sender]) -> Press:
    """Return a press as it is carried out; who pressed stands in the event itself, which is kept for some days."""
    mail, case, sender = about
    fact = fact_of(press.action)
    return Press(
        run=run,
        case=case,
        sender=sender,
        action=_ACTIONS[press.action],
        choice=press.choice if fact is None else str(fact),
        at=event.received_at,
        key=f"press:{event.id}",
        detail={"event": event.id, "mail": mail.id},
        question=_question_of(mail),
        outdated=_is_replaced(run, mail),
    )


def _question_of(mail: Outgoing) -> int:
    """Return the number of the question that a message asks, 0 for none: an older one's yes is none to a newer one."""
    number = mail.key.split(":")[1] if mail.key.startswith("consent:") else ""
    return int(number) if number.isdigit() else 0


def _is_replaced(run: Run, mail: Outgoing) -> bool:
    """Tell whether a newer message offers the same: what is said by this one's menu may be long outdated."""
    posted = posts.find(run.connection, mail.id)
    kept = [] if posted is None else json.loads(posted.pressed or "[]")
    return any(Pressed.read(one).action == REPLACED for one in kept)


def _is_theirs(case: Case, sender: Sender) -> bool:
    """Tell whether a press may count: in Slack whoever is nobody's customer presses nothing, nor the desk's people."""
    theirs = sender.customer is not None and sender.customer.id == case.customer_id
    return theirs and sender.how != STAFF and pressing.is_theirs(case, sender)


def _redraw(about: _Case, macro: str | None) -> None:
    """Let the message show what counts below it; `macro` is what is said of a press, None where it did its work."""
    if macro in (None, "tell_us_more"):
        told = tuple(_DRAWN[about.press.action](about))
    elif macro == "is_decided":
        told = (Pressed(action=about.slack.action),)
    else:
        return  # nothing has changed
    for mail in _asking(about) if about.press.action in (pressing.YES, pressing.NO) else [about.mail]:
        _show(about, mail, told)


def _asking(about: _Case) -> list[Outgoing]:
    """Return the letters that ask what was answered: none of them asks it any more."""
    question, press = pressing.asked(about.press), about.press
    letters = frozenset() if question is None else keys(question)
    return [mail for mail in outbox.of_case(press.run.connection, press.case.id) if mail.key in letters]


def _chosen(about: _Case) -> Iterator[Pressed]:
    level, case = about.press.choice, about.press.case
    contract = about.press.run.desk.contract_of(case)
    if contract is not None:
        by_phone = any(one.id == level and is_by_phone(one, case) for one in contract.levels)
        name = dict(choices(contract, case))[level]
        yield about.shown(level_label(about.buttons, level, name, by_phone=by_phone))


def _stated(about: _Case) -> Iterator[Pressed]:
    """Yield the fact and what it says beside itself; an emergency that it has begun settles all there is to press."""
    run, fact = about.press.run, Fact(about.press.choice)
    contract, stood = run.desk.contract_of(about.press.case), cases.find(run.connection, about.press.case.id)
    yield about.shown(about.buttons.say(str(fact)))
    if stood is not None and stood.emergency:
        yield from (Pressed(action=action) for action in (*(f"{FACT}{one}" for one in Fact), LEVEL))
    elif contract is not None and contract.emergency is not None:
        yield from (Pressed(action=f"{FACT}{one}") for one in facts_said(contract.emergency, fact) - {fact})


def _worse(about: _Case) -> Iterator[Pressed]:
    yield about.shown(about.buttons.say("got_worse"))


def _answered(about: _Case) -> Iterator[Pressed]:
    yield about.shown(about.buttons.say("agree" if about.press.action == pressing.YES else "refuse"))


# What a message shows of a press that did its work.
_DRAWN: Mapping[str, Callable[[_Case], Iterator[Pressed]]] = {
    pressing.LEVEL: _chosen,
    pressing.FACT: _stated,
    pressing.WORSE: _worse,
    pressing.YES: _answered,
    pressing.NO: _answered,
}


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


def _show(about: _Case, mail: Outgoing, told: Sequence[Pressed]) -> None:
    """Let a message show what was pressed, each button once."""
    run = about.press.run
    posted = posts.find(run.connection, mail.id)
    if posted is None and mail.id == about.slack.about:
        # Its post had no answer yet; that somebody pressed it tells where it stands.
        posted = Posted(mail_id=mail.id, place=mail.recipient, ts=about.slack.ts)
        posts.add(run.connection, posted)
    if posted is None:
        return
    before = [Pressed.read(one) for one in json.loads(posted.pressed or "[]")]
    gone = {one.action for one in before}
    every = [*before, *(one for one in told if one.action not in gone)]
    posts.press(run.connection, mail.id, json.dumps([one.as_json() for one in every]), run.now)

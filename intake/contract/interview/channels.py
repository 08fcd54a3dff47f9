"""The questions about who sets the level, by channel, and who changes it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from intake.contract.interview.answers import ChangeAnswer, ChannelAnswer, LevelAnswer
from intake.contract.interview.asking import Interview
from intake.contract.interview.said import NONE, NOT_STATED, one_of
from intake.domain.contract import Channel, LevelChange, LevelSource, Provisional
from intake.domain.errors import BadInput

_CLAIM, _SUGGESTION = LevelSource.CLAIM, LevelSource.SUGGESTION
_SETS = {
    "customer": ((_CLAIM,), True, Provisional.NEVER),
    "suggestion": ((_SUGGESTION,), True, Provisional.ALWAYS),
    "customer else suggestion": ((_CLAIM, _SUGGESTION), True, Provisional.UNLESS_CLAIMED),
    "engineer": ((), True, Provisional.ALWAYS),
    "nobody": ((), False, Provisional.NEVER),
    NOT_STATED: ((_CLAIM,), True, Provisional.NEVER),
}
_CHANGES = {
    "engineer": LevelChange.ENGINEER,
    "provider": LevelChange.PROVIDER,
    "customer": LevelChange.CUSTOMER_CONSENT,
    NOT_STATED: LevelChange.ENGINEER,
}
# In the order of asking.
_CHANNELS = (Channel.EMAIL, Channel.PORTAL, Channel.SLACK, Channel.WEB_CHAT, Channel.PHONE)


def ask_default_level(interview: Interview, levels: Sequence[LevelAnswer]) -> str:
    """Ask which level holds when nobody has named one."""
    ids = [level.id for level in levels]
    computed = ids[min(2, len(ids) - 1)]
    return interview.ask("channel.default", lambda answer: one_of(answer, ids), computed=computed)


def ask_phone_only(interview: Interview, levels: Sequence[LevelAnswer], default: str) -> str | None:
    """Ask which level counts only by telephone; None for no such level."""
    if len(levels) == 1:
        return None
    ids = [level.id for level in levels]

    def read(answer: str) -> str | None:
        found = one_of(answer, [*ids, NONE])
        if found == default:
            raise BadInput(f"level {found} holds when nobody names one, so it cannot need a telephone call")
        return None if found == NONE else found

    return interview.ask("phone.only", read)


def ask_otherwise(interview: Interview, levels: Sequence[LevelAnswer], phone_only: str) -> str:
    """Ask which level's clock runs for the one that counts by telephone only, where it is named elsewhere."""
    ids = [level.id for level in levels]
    place = ids.index(phone_only)
    others = [*ids[place + 1 :], *reversed(ids[:place])]
    return interview.ask(
        "phone.otherwise", lambda answer: one_of(answer, others), phone_only=phone_only, computed=others[0]
    )


def ask_channels(interview: Interview, phone_only: str | None) -> tuple[ChannelAnswer, ...]:
    """Ask who sets the level of what comes in on each channel."""
    said: list[str] = []
    for channel in _CHANNELS:
        before = said[-1] if said else ""
        said.append(interview.ask(f"channel.{channel}", partial(_who, channel, phone_only), before=before))
    clause = interview.ask_clause("channel.clause")
    found = tuple(_channel(channel, who, clause) for channel, who in zip(_CHANNELS, said, strict=True))
    return tuple(_without_telephone(answer) for answer in found) if phone_only else found


def _who(channel: Channel, phone_only: str | None, answer: str) -> str:
    found = one_of(" ".join(answer.replace(",", " ").split()), list(_SETS))
    if channel is Channel.PHONE and phone_only and _CLAIM not in _SETS[found][0]:
        raise BadInput(f"level {phone_only} counts by telephone only, so the caller has to name it; write customer")
    return found


def _channel(channel: Channel, who: str, clause: str) -> ChannelAnswer:
    order, carries_level, provisional = _SETS[who]
    return ChannelAnswer(
        channel=channel,
        clause=clause,
        order=order,
        carries_level=carries_level,
        provisional=provisional,
        rulings=("channels-not-stated",) * (who == NOT_STATED),
    )


def _without_telephone(answer: ChannelAnswer) -> ChannelAnswer:
    """Add what holds for the level that counts by telephone only, where it is named elsewhere."""
    if answer.channel is Channel.PHONE or not answer.order:
        return answer
    return replace(answer, rulings=(*answer.rulings, "phone-level-elsewhere"))


def ask_change(interview: Interview) -> ChangeAnswer:
    """Ask who may change a level afterwards."""
    said = interview.ask("change", lambda answer: one_of(answer, list(_CHANGES)))
    clause = interview.ask_clause("change.clause")
    rulings = ("level-change-not-stated",) * (said == NOT_STATED)
    return ChangeAnswer(who=_CHANGES[said], clause=clause, rulings=rulings)

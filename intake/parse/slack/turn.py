"""A turn: what one person said in one breath, in several messages perhaps, as one message like any other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from intake.domain.message import Address, Attachment, Forwarded, ParsedMessage
from intake.parse.chat import NOTHING, together
from intake.parse.claim import claimed_level
from intake.parse.language import language_of
from intake.parse.slack.markup import plain, split_quotes, without_call
from intake.parse.slack.payload import SlackFile, SlackMessage

_BY_A_BOT = "a bot wrote it, and bots are never answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """Who is who in a turn: the writer's name, and names by member id; `digests` are of files that were fetched.

    `is_bot` tells that Slack calls the writer a bot, though the message did not.
    """

    writer: str = ""
    is_bot: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)


def as_it_stands(parts: Iterable[SlackMessage]) -> list[SlackMessage]:
    """Return a turn's messages in the order in which they were said, each as its last edit left it.

    An edit whose message is not among them stands for it.
    """
    found: dict[str, SlackMessage] = {}
    for part in sorted(parts, key=lambda one: (bool(one.changes), one.at, one.ts)):
        first = found.get(part.ts)
        found[part.ts] = part if first is None else replace(first, text=part.text, files=part.files or first.files)
    return sorted(found.values(), key=lambda one: (one.at, one.ts))


def read_turn(parts: Sequence[SlackMessage], voices: Voices) -> ParsedMessage:
    """Return a turn as it reads; its subject is "", for nobody wrote one."""
    said = list(filter(None, (_text(part, voices) for part in parts)))
    apart = [split_quotes(one) for one in said]  # one by one: ">>>" quotes the rest of its own message only
    text, own = together(said), together(filter(None, (words for words, _ in apart)))
    quoted = "\n".join(filter(None, (cited for _, cited in apart)))
    first, files = parts[0], [file for part in parts for file in part.files]
    own = own or _files_said(files)
    return replace(
        NOTHING,
        date=first.at,
        sender=Address(name=voices.writer or first.name, address=first.person.handle),
        text=text or own,
        reply_text=own,
        quoted_text=quoted,
        forwarded=_forwarded(parts, voices),
        language=language_of(own) or language_of(text),
        attachments=tuple(_attached(file, voices) for file in files),
        acknowledge=not (first.bot or voices.is_bot),
        why_not=_BY_A_BOT if first.bot or voices.is_bot else None,
        claimed_level=claimed_level("", own),
    )


def _text(part: SlackMessage, voices: Voices) -> str:
    return plain(without_call(part.text, part.us), voices.names).strip()


def _files_said(files: Sequence[SlackFile]) -> str:
    names = ", ".join(file.name for file in files)
    return f"({'a file' if len(files) == 1 else 'files'}: {names})" if names else ""


def _forwarded(parts: Sequence[SlackMessage], voices: Voices) -> Forwarded | None:
    shared = "\n".join(_shared(parts, voices))
    return Forwarded(sender=Address(), subject="", date="", text=shared) if shared else None


def _shared(parts: Sequence[SlackMessage], voices: Voices) -> Iterator[str]:
    return (plain(part.shared, voices.names) for part in parts if part.shared)


def _attached(file: SlackFile, voices: Voices) -> Attachment:
    return Attachment(
        name=file.name,
        content_type=file.content_type,
        size=file.size,
        sha256=voices.digests.get(file.id, ""),
        inline=False,
        content_id=None,
        content=b"",
    )

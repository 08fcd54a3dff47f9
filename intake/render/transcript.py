"""A transcript: what was said in a talk as a letter, each line as it was said, with who said it and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from intake.render.buttons import Buttons
from intake.render.instants import plain
from intake.render.internal import ReplyWords, reply
from intake.render.letter import Written
from intake.render.phrases import Phrases
from intake.render.templates import Templates


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenLine:
    """One line: when, by the visitor or by us, and its words."""

    at: datetime
    ours: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptWords:
    """What a transcript says; `unseen` tells that it holds what the window has not shown, nobody having asked."""

    case_number: int
    subject: str
    vendor: str
    language: str
    zone: tzinfo
    lines: Sequence[SpokenLine]
    unseen: bool = False


def transcript(words: TranscriptWords, templates: Templates) -> Written:
    """Write a talk as a mail; raises BadInput for a template that cannot be used."""
    buttons = Buttons(templates, words.language)
    phrases = Phrases(templates, templates.language(words.language), words.zone)
    begins = buttons.say("unseen" if words.unseen else "transcript")
    said = (
        f"{plain(str(phrases.received(line.at)))}, {words.vendor if line.ours else buttons.say('you')}:\n{line.words}"
        for line in words.lines
    )
    return reply(
        ReplyWords(
            case_number=words.case_number,
            subject=words.subject,
            text="\n\n".join([begins, *said]),
            engineer="",
            vendor=words.vendor,
            language=words.language,
        ),
        templates,
    )

"""What a person sees of Slack's side, on any terminal: messages, cards and modals as they are read back."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from intake.bootstrap.clock import now
from intake.demo.slack.blocks import shown
from intake.demo.slack.play import Message, Play
from intake.demo.slack.scenario import Human, Step
from intake.demo.slack.words import Reader
from intake.domain.case import Outcome
from intake.storage.messages import Summary

_WIDTH = 78


class SlackShow:
    """Prints what happens in Slack as it is seen there."""

    def __init__(self, console: Console) -> None:
        """Print to `console`."""
        self._console = console
        self._lines: dict[str, list[str]] = {}  # of the messages that were shown, by `ts`

    def beginning(self) -> None:
        """Say what is being started."""
        self._say("Starting Slack and the bot on this machine: no key, account or network is needed.")

    def started(self, play: Play, quiet: float) -> None:
        """Say what runs where, and what of it is not real."""
        self._say(
            f"An emulator of Slack (npm's emulate) listens on {play.slack.url}, the bot beside it. The emulator sends "
            "what people write, edit, delete and react to, signed as Slack signs. What it cannot send (buttons, menus, "
            "modals, commands) this demo signs and sends itself: such steps are marked *. What you see is read back "
            f"from the emulator. What one person writes within {quiet:g} s is read as one message (8 s unless [slack] "
            "says otherwise)."
        )

    def step(self, number: int, step: Step) -> None:
        """Say what somebody does."""
        mark = " *" if step.is_signed_by_us else ""
        self._console.print()
        self._console.print(Text(f"{number:>2}{mark or '  '}  {step.title}", style="bold"))

    def messages(self, play: Play, title: str, reader: Human, found: Sequence[Message]) -> None:
        """Print messages of a channel as somebody sees them."""
        eyes, parts, before = _eyes(play, reader), list[Padding](), ""
        for message in found:
            speaker = "" if _is_bot(play, message) else message["user"]
            head, *lines = self._message(play, message, eyes)
            parts += lines if speaker and speaker == before else [head, *lines]  # one head for several in a row
            before = speaker
        self._panel(f"{title}, as {reader.name} sees it", parts)

    def whisper(self, play: Play, reader: Human, found: Sequence[Message]) -> None:
        """Print what one person alone is shown."""
        where = play.world.names()[found[-1]["channel_id"]]
        parts = [part for message in found for part in self._message(play, message, _eyes(play, reader))]
        self._panel(f"#{where}, only {reader.name} sees it", parts)

    def modal(self, play: Play, reader: Human, view: Mapping[str, Any]) -> None:
        """Print a modal as somebody sees it."""
        parts = [Padding(text, (0, 0, 0, 1)) for text in shown(view["blocks"], _eyes(play, reader))]
        ends = [view[name]["text"] for name in ("close", "submit") if view.get(name)]
        parts.append(Padding(Text("  ".join(f"[ {end} ]" for end in ends), style="bold"), (1, 0, 0, 1)))
        self._panel(f"{view['title']['text']}: {reader.name}'s modal", parts)

    def page(self, play: Play, reader: Human, view: Mapping[str, Any]) -> None:
        """Print the app's own page as somebody sees it."""
        parts = [Padding(text, (0, 0, 0, 1)) for text in shown(view["blocks"], _eyes(play, reader))]
        self._panel(f"{play.world.workspace['bot']['name']}, Home: what {reader.name} sees", parts)

    def answer(self, play: Play, reader: Human, said: Mapping[str, Any]) -> None:
        """Print what a command was answered, which one person alone sees."""
        eyes = _eyes(play, reader)
        texts = shown(said["blocks"], eyes) if said.get("blocks") else [eyes.mrkdwn(said.get("text", ""))]
        self._panel(f"only {reader.name} sees it", [Padding(text, (0, 0, 0, 1)) for text in texts])

    def nothing(self, title: str, reader: Human) -> None:
        """Say that nothing new is seen in a place."""
        self._say(f"    Nothing new in {title}, as {reader.name} sees it.")

    def became(self, summary: Summary) -> None:
        """Say what became of a message."""
        filed = " with" if summary.outcome is Outcome.FILED else ""
        case = "" if summary.case_id is None else f"{filed} case {summary.case_id}"
        self._say(f"    message {summary.id}: {summary.outcome}{case}")
        if summary.reason:
            self._say(f"    {summary.reason}")

    def staying(self, lines: Sequence[str]) -> None:
        """Say how to go on by hand."""
        self._console.print()
        for line in lines:
            self._console.print(Text(line), soft_wrap=True)

    def _message(self, play: Play, message: Message, eyes: Reader) -> list[Padding]:
        """Return a message's head and lines; of one that was shown before only the lines that have changed."""
        said = [eyes.mrkdwn(message["text"])] if message["text"] else []
        texts = shown(message["blocks"], eyes) if message.get("blocks") else said
        texts += [Text(f"[file] {one['name']} ({one['size']} bytes)") for one in message.get("files") or ()]
        lines = [line for text in texts for line in text.split("\n", allow_blank=True)]
        before = self._lines.get(message["ts"])
        self._lines[message["ts"]] = [line.plain for line in lines]
        at = datetime.fromtimestamp(float(message["ts"]), UTC)
        head = Text(eyes.name(message["user"]), style="bold")
        head.append(" APP" if _is_bot(play, message) else "", style="reverse")
        head.append(f"  {eyes.time(at)}{'' if before is None else '  now reads, the rest as before:'}", style="dim")
        deep = 3 if message.get("thread_ts") not in (None, message["ts"]) else 0
        told = lines if before is None else _changes(before, lines)
        return [Padding(line, (0, 0, 0, deep)) for line in (head, *told)]

    def _say(self, text: str) -> None:
        self._console.print(Text(text))

    def _panel(self, title: str, parts: Sequence[Padding]) -> None:
        self._console.print(Panel(Group(*parts), title=title, title_align="left", width=_WIDTH))


def _eyes(play: Play, human: Human) -> Reader:
    return Reader(play.world.names(), human.clock, now(), human.language)


def _is_bot(play: Play, message: Message) -> bool:
    return bool(message["user"] == play.world.workspace["bot"]["user"])


def _changes(before: Sequence[str], lines: Sequence[Text]) -> list[Text]:
    """Return the lines that were not there before, and those that are gone."""
    now_there = {line.plain for line in lines}
    gone = [Text(f"- {line}", style="dim") for line in before if line not in now_there]
    return [*gone, *(Text("+ ").append_text(line) for line in lines if line.plain not in before)]

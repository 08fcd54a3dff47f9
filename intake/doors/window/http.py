"""The window over HTTP: the addresses that the web door serves for it."""

from collections.abc import Awaitable, Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from intake.doors.web import OwnRoute
from intake.doors.window.door import Answers, Knock, WindowDoor
from intake.doors.window.served import Served

SCRIPT, WORDS = "/window.js", "/window/words"


def routes(door: WindowDoor, served: Served) -> list[OwnRoute]:
    """Return what the web door serves; each keeps its own measure and says itself why it refuses."""
    answers: dict[tuple[str, str], Answers] = {
        ("POST", "/window/talk"): door.talk,
        ("POST", "/window/say"): door.say,
        ("GET", "/window/lines"): door.lines,
        ("POST", "/window/press"): door.press,
        ("POST", "/window/seen"): door.seen,
        ("POST", "/window/who"): door.who,
        ("POST", "/window/transcript"): door.transcript,
        ("GET", WORDS): _of(served.words),
    }
    found = [
        OwnRoute(path, partial(door.answer, method, answer), methods=[method, "OPTIONS"])
        for (method, path), answer in answers.items()
    ]
    return [*found, OwnRoute(SCRIPT, served.script, methods=["GET"])]


def _of(answer: Callable[[Request], Awaitable[Response]]) -> Answers:
    async def answers(knock: Knock) -> Response:
        return await answer(knock.request)

    return answers

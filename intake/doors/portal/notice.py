"""The notice of what came of a form: it is shown once, on the page that the form leads to, and no address says it."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from intake.domain.portal_pages import Came

_SECONDS = 60  # within which the page is shown
_CLOSES = frozenset({Came.RESOLVED, Came.TOO_LATE, Came.SENT})  # what may be said of a closed case


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The cookie that a notice travels in, beside the session's: what is to be said, and of which case."""

    https: bool

    @property
    def name(self) -> str:
        """Return its name."""
        return "__Host-intake-said" if self.https else "intake-said"

    def put(self, response: Response, came: Came, path: str) -> None:
        """Have the page at a path of the portal say what came of a form."""
        response.set_cookie(
            self.name,
            f"{came}.{_case_in(path)}",
            max_age=_SECONDS,
            path="/",
            secure=self.https,
            httponly=True,
            samesite="lax",
        )

    def of(self, request: Request, number: int | None = None) -> Came | None:
        """Return what a page is to say, of a case or of none; None for nothing, and for what another page says."""
        if request.method != "GET":
            return None
        word, _, case = request.cookies.get(self.name, "").partition(".")
        is_here = case == ("" if number is None else str(number))
        return next((came for came in Came if came == word), None) if is_here else None

    def take(self, request: Request, response: Response) -> None:
        """Let a page that was asked for be the last to say it."""
        if request.method == "GET" and self.name in request.cookies:
            response.delete_cookie(self.name, path="/", secure=self.https, httponly=True, samesite="lax")


def still_holds(came: Came | None, *, closed: bool) -> Came | None:
    """Return what may still be said of a case as it stands now, None where it has changed since."""
    if closed:
        return came if came in _CLOSES else None
    return None if came is Came.RESOLVED else came


def _case_in(path: str) -> str:
    return path.rpartition("/")[2]

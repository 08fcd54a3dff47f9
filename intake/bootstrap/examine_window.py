"""What `intake doctor` looks at of the chat window, the portal, and the origin of attached files."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from intake.bootstrap.settings import Settings
from intake.bootstrap.web_settings import WebPart
from intake.bootstrap.window_settings import WindowPart
from intake.domain.errors import BadInput

Looked = tuple[str, bool, str]  # what, whether it is well, what was seen or what to do
_HERE = frozenset({"localhost", "127.0.0.1"})  # browsers trust this machine without TLS


def looks(settings: Settings) -> Iterator[Looked]:
    """Look at one thing after another; the files' port is looked at by whoever looks at ports."""
    if settings.window is None:
        yield "window", True, "none is set ([window]); there is no chat on your pages"
    else:
        yield from _window(settings, settings.window)
    if settings.portal is None:
        yield "portal", True, "none is set ([portal]); customers write mail"
    else:
        yield _reached(settings, "portal", "no link that signs in can be mailed")
    if settings.window is not None or settings.portal is not None:
        yield from _files(settings.web)


def _window(settings: Settings, part: WindowPart) -> Iterator[Looked]:
    from intake.bootstrap.window_door import window_words  # a web server is loaded where there is one to look at only

    yield _reached(settings, "window", "the page's script cannot be loaded, nor a visitor's address be proved")
    try:
        window_words(settings)
    except BadInput as error:
        yield "window", False, str(error)
    for origin in part.origins:
        if origin.startswith("http://") and urlsplit(origin).hostname not in _HERE:
            said = f"{origin} has no TLS, so anybody on the way can read and change what its visitors say"
            yield "window", False, f"{said}; write https:// into origins"
    if part.site_secret is None:
        said = "site_secret is not set: your site vouches for nobody, and visitors prove their address by a mailed link"
    else:
        said = "site_secret is set: your site may vouch for who is signed in there"
    yield "window", True, said


def _reached(settings: Settings, what: str, loss: str) -> Looked:
    url = None if settings.web is None else settings.web.public_url
    if url is None:
        return what, False, f"[web] has no public_url, so {loss}; write where the web door is reached from outside"
    if what == "portal":
        return what, True, f"{url}/portal"
    count = len(settings.window.origins) if settings.window is not None else 0
    return what, True, f"{url}/window.js, for {count} origin{'' if count == 1 else 's'}"


def _files(web: WebPart | None) -> Iterator[Looked]:
    if web is None or web.files_url is None:
        said = "files_url of [web] is not set: attached files are named, and nobody can open them"
        yield "attached files", True, said
        return
    if _origin(web.files_url) == _origin(web.public_url or ""):
        said = f"files_url has the origin of public_url, {_origin(web.files_url)}: what a stranger sent would stand"
        yield "attached files", False, f"{said} beside your pages; give files a host name of their own"
        return
    if web.files_url.startswith("http://") and urlsplit(web.files_url).hostname not in _HERE:
        yield "attached files", False, f"{web.files_url} has no TLS; put a proxy in front and write https://"
        return
    yield "attached files", True, f"handed out at {web.files_url}, for an hour a link"


def _origin(url: str) -> str:
    found = urlsplit(url.lower())
    port = f":{found.port}" if found.port not in (None, {"http": 80, "https": 443}.get(found.scheme)) else ""
    return f"{found.scheme}://{found.hostname or ''}{port}"

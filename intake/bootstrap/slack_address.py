"""Where Slack reaches the web door, as the app's manifest has to say it."""

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from intake.contract.file.mistakes import toml_mistake
from intake.domain.errors import BadInput

_VARIABLE = "INTAKE_WEB_PUBLIC_URL"
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?"
_HERE = r"(?:localhost|127\.0\.0\.1|\[::1\])"  # for trying it out: TLS is of no use on one machine
_ADDRESS = re.compile(rf"(?:https://{_HOST}|http://{_HERE})(?::\d{{1,5}})?(?:/[A-Za-z0-9._~/-]*)?", re.IGNORECASE)
_SLACKS_OWN = re.compile(r"(?<!/)/slack(?:/events)?\Z")


def address_for_slack(url: str) -> str:
    """Return the web door's address of `--url`, also where it was written as Slack calls it, with /slack at its end.

    Raises BadInput for what is no https address; http serves for this machine alone.
    """
    return _SLACKS_OWN.sub("", _checked("--url", url))


def public_address(path: Path, environment: Mapping[str, str] | None = None) -> str | None:
    """Return `public_url` of [web] in a settings file or of the environment; None where it stands nowhere.

    The rest is not looked at: the manifest is printed before the app has the secrets that [slack] needs. Raises
    BadInput for a file that cannot be read as TOML, and for an address that Slack does not take.
    """
    variables = os.environ if environment is None else environment
    try:
        web = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("web")
    except FileNotFoundError:
        web = None
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{path}: {toml_mistake(error)}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read as UTF-8 text: {error}") from error
    if _VARIABLE in variables:
        return _checked(f"environment variable {_VARIABLE}", variables[_VARIABLE])
    written = web.get("public_url") if isinstance(web, dict) else None
    return None if written is None else _checked(f"{path}: web, public_url", str(written))


def _checked(where: str, url: str) -> str:
    if not _ADDRESS.fullmatch(url):
        raise BadInput(
            f"{where}: {url!r} is no address that Slack takes; write one such as https://support.example.com"
        )
    return url.rstrip("/")

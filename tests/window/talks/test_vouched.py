"""Who the vendor's site has signed in: what it signs is believed only in this desk's name, and not for long."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import jwt
import pytest

from intake.bootstrap.clock import now
from intake.bootstrap.talks import vouched
from intake.bootstrap.window_settings import WindowPart
from intake.domain.errors import BadInput
from intake.domain.identity import Degree
from intake.domain.window import Talk, Visitor

SECRET = "s" * 64
PART = WindowPart(origins=("https://www.example.com",), site_secret=SECRET)  # type: ignore[arg-type] # as TOML has it


def somebody() -> Visitor:
    return Visitor(talk=Talk(number=0), begun_at=now())


def signed(secret: str = SECRET, algorithm: str = "HS256", **claims: object) -> str:
    said = {"email": "Ann@Acme.example", "aud": "intake-window", "exp": now() + timedelta(minutes=10), **claims}
    return jwt.encode({name: value for name, value in said.items() if value is not None}, secret, algorithm=algorithm)


def test_a_visitor_is_who_the_site_says() -> None:
    found = vouched(somebody(), signed(name="Ann  Lee"), PART)

    assert (found.address, found.name, found.degree) == ("ann@acme.example", "Ann Lee", Degree.PROVED)


# Signed when a test runs: a suite may take longer than a token holds.
@pytest.mark.parametrize(
    ("token", "says"),
    [
        pytest.param(partial(signed, secret="x" * 64), "ignature", id="signed by somebody else"),
        pytest.param(partial(signed, algorithm="HS512"), "alg", id="by another algorithm"),
        pytest.param(partial(jwt.encode, {"email": "a@b.example"}, "", algorithm="none"), "alg", id="by none"),
        pytest.param(partial(signed, aud="another"), "udience", id="for somebody else"),
        pytest.param(partial(signed, aud=None), "aud", id="for nobody"),
        pytest.param(partial(signed, exp=now() - timedelta(minutes=5)), "expired", id="an old one"),
        pytest.param(partial(signed, exp=None), "exp", id="for ever"),
        pytest.param(partial(signed, exp=now() + timedelta(days=1)), "more than an hour", id="for too long"),
        pytest.param(
            partial(signed, exp=str(int((now() + timedelta(days=1)).timestamp()))),
            "more than an hour",
            id="for too long, quoted",
        ),
        pytest.param(partial(signed, email=None), "email", id="nobody in particular"),
        pytest.param(partial(signed, email="Ann"), "no mail address", id="no address"),
        pytest.param(partial(signed, email=["a@b.example"]), "no mail address", id="a list of addresses"),
        pytest.param(lambda: "a.b.c", "token", id="no token at all"),
    ],
)
def test_what_the_site_has_not_signed_proves_nobody(token: Callable[[], str], says: str) -> None:
    with pytest.raises(BadInput) as refused:
        vouched(somebody(), token(), PART)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_desk_without_a_secret_takes_no_token() -> None:
    with pytest.raises(BadInput, match="takes none"):
        vouched(somebody(), signed(), WindowPart(origins=("https://www.example.com",)))

"""TLS and AUTH to the smarthost: certificates are verified, passwords go out under TLS only."""

import ssl
from pathlib import Path
from typing import Any

import pytest
import trustme

from intake.bootstrap.mail_out import the_smarthost
from intake.bootstrap.mail_out_try import tried_smarthost
from intake.bootstrap.settings import Settings
from intake.domain.errors import BadInput
from tests.acceptance.smarthost import PASSWORD, USER, Smarthost, knows, smarthost
from tests.delivery.post import Post
from tests.stages.office import SECRET

ANN = "ann@acme.example"


def server_side(authority: trustme.CA, name: str = "localhost") -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    return context


def settings(folder: Path, authority: trustme.CA | None, **smarthost_part: Any) -> Settings:
    """Return settings with a smarthost; with `authority` its certificates are believed."""
    part = {"host": "localhost", **smarthost_part}
    if authority is not None:
        authority.cert_pem.write_to_path(str(folder / "ca.pem"))
        part["ca_file"] = folder / "ca.pem"
    desk = {"address": "support@desk.example", "secret": SECRET}
    return Settings.model_validate({"desk": desk, "smarthost": part})


def through(post: Post, found: Settings) -> None:
    """Let the post go out by a smarthost of the settings."""
    host = the_smarthost(found)
    post.host = {name: getattr(host, name) for name in host.__slots__ if name != "timeout"}
    post.write_to(ANN)
    post.go()


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_goes_out_under_tls(post: Post, tmp_path: Path, authority: trustme.CA, security: str) -> None:
    context = server_side(authority)
    options = {"tls": context} if security == "tls" else {"tls_context": context, "require_starttls": True}
    with smarthost(**options) as sink:
        found = settings(tmp_path, authority, port=sink.port, security=security)
        through(post, found)
        assert len(sink.caught) == 1
        assert tried_smarthost(found).said == f"localhost:{sink.port} answers, TLS ({security}), certificate verified"
    assert post.states() == ["sent"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize(
    ("name", "believed"),
    [
        pytest.param("localhost", False, id="of an authority that is not known"),
        pytest.param("other.example", True, id="of another name"),
    ],
)
def test_a_certificate_that_does_not_fit(
    post: Post, tmp_path: Path, authority: trustme.CA, security: str, name: str, believed: bool
) -> None:
    context = server_side(authority, name)
    options: dict[str, Any] = {"tls": context} if security == "tls" else {"tls_context": context}
    with smarthost(**options) as sink:
        found = settings(tmp_path, authority if believed else None, port=sink.port, security=security)
        through(post, found)
        assert not sink.caught
        tried = tried_smarthost(found)
    assert post.states() == ["queued"]
    (away,) = post.events("smarthost.away")
    assert "certificate verify failed" in away["answer"].lower()
    assert not tried.well


def test_a_smarthost_without_the_tls_we_want_gets_nothing(post: Post, tmp_path: Path, authority: trustme.CA) -> None:
    with smarthost() as sink:
        through(post, settings(tmp_path, authority, port=sink.port, security="starttls"))
        assert not sink.caught
    assert post.states() == ["queued"]


@pytest.mark.parametrize(
    "left_out",
    [
        pytest.param(["LOGIN", "CRAM-MD5"], id="PLAIN"),
        pytest.param(["PLAIN", "CRAM-MD5"], id="LOGIN"),
        pytest.param(["PLAIN", "LOGIN"], id="CRAM-MD5"),
    ],
)
def test_we_log_in(post: Post, tmp_path: Path, authority: trustme.CA, left_out: list[str]) -> None:
    with guarded(authority, left_out) as sink:
        found = settings(tmp_path, authority, port=sink.port, security="starttls", user=USER, password=PASSWORD)
        through(post, found)
        assert len(sink.caught) == 1
        assert tried_smarthost(found).said.endswith("logged in")


def test_a_wrong_password_parks_no_mail(post: Post, tmp_path: Path, authority: trustme.CA) -> None:
    with guarded(authority, ["CRAM-MD5"]) as sink:
        found = settings(tmp_path, authority, port=sink.port, security="starttls", user=USER, password="another")
        through(post, found)
        assert not sink.caught
        assert not tried_smarthost(found).well
    assert [(str(one.state), one.attempts) for one in post.mails()] == [("queued", 0)]
    (away,) = post.events("smarthost.away")
    assert "535" in away["answer"]
    assert "another" not in away["answer"]


def guarded(authority: trustme.CA, left_out: list[str]) -> Any:
    return smarthost(
        tls_context=server_side(authority),
        auth_required=True,
        authenticator=knows,
        auth_exclude_mechanism=left_out,
    )


@pytest.mark.parametrize(
    ("part", "said"),
    [
        pytest.param(
            {"user": USER, "password": PASSWORD}, "a password goes out under TLS only", id="a password without TLS"
        ),
        pytest.param({"ca_file": "ca.pem"}, "ca_file is for TLS", id="an authority without TLS"),
        pytest.param({"security": "tls", "user": USER}, "user needs a password", id="a user alone"),
    ],
)
def test_settings_that_are_refused(tmp_path: Path, part: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        settings(tmp_path, None, **part)


def test_an_authority_s_file_that_is_none_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate", encoding="utf-8")
    found = settings(tmp_path, None, security="tls", ca_file=tmp_path / "ca.pem")
    with pytest.raises(BadInput, match=r"smarthost, ca_file: .*ca\.pem cannot be used \(no certificates\)"):
        the_smarthost(found)


def test_a_smarthost_that_cannot_be_reached_is_said_so(tmp_path: Path, sink: Smarthost) -> None:
    port = sink.port
    assert tried_smarthost(settings(tmp_path, None, port=port)).well
    tried = tried_smarthost(settings(tmp_path, None, host="no-such-host.invalid", port=port))
    assert not tried.well
    assert tried.said.endswith("mail would wait in the outbox")

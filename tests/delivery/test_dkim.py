"""DKIM: what goes out is signed as receivers check it, with the key of today; what cannot be signed waits."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import dkim
import pytest

from intake.bootstrap.mail_out import signing_key, way_out
from intake.bootstrap.mail_out_try import tried_dkim
from intake.bootstrap.settings import Settings
from intake.delivery.dkim import Key, Unsigned, read_key
from intake.domain.errors import BadInput
from tests.acceptance.smarthost import Smarthost, answer, hang_up
from tests.delivery.post import Post
from tests.stages.office import SECRET

DOMAIN, SELECTOR = "desk.example", "intake"
NAME = "intake._domainkey.desk.example"
ANN = "ann@acme.example"


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make keys as an operator does, of several kinds."""
    folder = tmp_path_factory.mktemp("keys")
    for name, command in {
        "rsa.pem": "genrsa -out rsa.pem 2048",
        "other.pem": "genrsa -out other.pem 2048",
        "traditional.pem": "genrsa -traditional -out traditional.pem 2048",
        "weak.pem": "genrsa -out weak.pem 1024",
        "short.pem": "genrsa -out short.pem 512",
        "locked.pem": "genrsa -aes128 -passout pass:secret -out locked.pem 2048",
        "curve.pem": "ecparam -name prime256v1 -genkey -noout -out curve.pem",
        "ed25519.pem": "genpkey -algorithm ed25519 -out ed25519.pem",
    }.items():
        subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)  # noqa: S607
        (folder / name).chmod(0o600)
    (folder / "windows.pem").write_bytes((folder / "rsa.pem").read_bytes().replace(b"\n", b"\r\n"))
    (folder / "windows.pem").chmod(0o600)
    (folder / "text.pem").write_text("no key at all", encoding="utf-8")
    return folder


def believed(raw: bytes, *keys: Key) -> bool:
    """Tell whether a receiver believes a mail's signature, with the keys' records as all that is in DNS."""
    table = {f"{key.name}.".encode(): key.record.encode() for key in keys}
    return bool(dkim.verify(raw, dnsfunc=lambda name, timeout=5: table.get(name)))


def key_of(file: Path) -> Key:
    return read_key(file, DOMAIN, SELECTOR)


@pytest.mark.parametrize("file", ["rsa.pem", "traditional.pem", "weak.pem", "windows.pem"])
def test_what_goes_out_is_believed(post: Post, sink: Smarthost, keys: Path, file: str) -> None:
    key = key_of(keys / file)
    post.sign = key.sign
    post.write_to(ANN)
    post.go()
    (caught,), (mail,) = sink.caught, post.mails()
    assert believed(caught.raw, key)
    assert caught.raw == mail.dkim.encode() + mail.raw


def test_an_ed25519_key_is_believed_too(keys: Path) -> None:
    key = key_of(keys / "ed25519.pem")
    raw = b"From: <support@desk.example>\r\nSubject: x\r\n\r\nHello.\r\n"
    assert believed(key.sign(raw).encode() + raw, key)


def test_each_header_that_tells_something_is_signed(post: Post, sink: Smarthost, keys: Path) -> None:
    post.sign = key_of(keys / "rsa.pem").sign
    post.write_to(ANN)
    post.go()
    header = re.sub(rb"\s+", b"", sink.caught[0].raw.partition(b"\r\nFrom:")[0]).decode()
    tags = dict(part.split("=", 1) for part in header.removeprefix("DKIM-Signature:").split(";"))
    assert tags["h"].split(":") == [
        *["from", "to", "subject", "date", "message-id", "reply-to", "in-reply-to", "references"],
        *["auto-submitted", "mime-version", "content-type", "from", "subject", "date"],
    ]
    assert (tags["d"], tags["s"], tags["c"], tags["a"]) == (DOMAIN, SELECTOR, "relaxed/relaxed", "rsa-sha256")
    assert "l" not in tags


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda raw: raw.replace(b"Subject:", b"Subject: Re:", 1), id="another subject"),
        pytest.param(lambda raw: b"From: <eve@evil.example>\r\n" + raw, id="a second From"),
        pytest.param(lambda raw: b"Subject: Urgent\r\n" + raw, id="a second Subject"),
        pytest.param(lambda raw: b"Date: Mon, 01 Jan 2024 00:00:00 +0000\r\n" + raw, id="a second Date"),
        pytest.param(lambda raw: raw + b"One line more.\r\n", id="a longer body"),
        pytest.param(lambda raw: re.sub(rb"Auto-Submitted: [a-z-]+", b"Auto-Submitted: no", raw), id="another mark"),
    ],
)
def test_a_changed_mail_is_not_believed(
    post: Post, sink: Smarthost, keys: Path, change: Callable[[bytes], bytes]
) -> None:
    key = key_of(keys / "rsa.pem")
    post.sign = key.sign
    post.write_to(ANN)
    post.go()
    assert not believed(change(sink.caught[0].raw), key)


def test_what_has_waited_is_signed_with_the_key_of_today(post: Post, sink: Smarthost, keys: Path) -> None:
    old, new = key_of(keys / "rsa.pem"), key_of(keys / "other.pem")
    sink.order("RCPT", answer("451 4.3.2 Come again"))
    post.write_to(ANN)
    post.sign = old.sign
    post.go()
    post.sign = new.sign
    post.go(post.wait(minutes=1))
    assert believed(sink.caught[0].raw, new)


def test_what_may_have_arrived_is_repeated_byte_for_byte(post: Post, sink: Smarthost, keys: Path) -> None:
    sink.order("CAUGHT", hang_up)
    post.write_to(ANN)
    post.sign = key_of(keys / "rsa.pem").sign
    post.go()
    post.sign = key_of(keys / "other.pem").sign
    post.go(post.wait(minutes=1))
    first, second = sink.caught
    assert first.raw == second.raw


@pytest.mark.parametrize(
    ("error", "said"),
    [
        pytest.param(Unsigned("the key is gone"), "the key is gone", id="in words of our own"),
        pytest.param(
            RuntimeError("MIIEowIBAAKC"), "RuntimeError", id="an error whose text may hold a piece of the key"
        ),
    ],
)
def test_what_cannot_be_signed_is_not_sent_unsigned(
    post: Post, sink: Smarthost, capsys: pytest.CaptureFixture[str], error: Exception, said: str
) -> None:
    def unable(raw: bytes) -> str:
        raise error

    post.sign = unable
    post.write_to(ANN)
    post.go()
    assert not sink.caught
    assert [(str(one.state), one.answer) for one in post.mails()] == [("queued", f"it cannot be signed: {said}")]
    assert "MIIE" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "said"),
    [
        pytest.param("missing.pem", "cannot be read (No such file or directory); check the path", id="a file gone"),
        pytest.param("text.pem", "holds no key that can be used; `openssl genrsa", id="no key"),
        pytest.param("locked.pem", "holds no key that can be used", id="a key with a password"),
        pytest.param("curve.pem", "holds no key that can be used", id="a key of another kind"),
        pytest.param("short.pem", "has 512 bits, which no receiver believes; make one of 2048", id="a short key"),
    ],
)
def test_a_key_that_cannot_be_used(keys: Path, file: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        key_of(keys / file)
    assert str(refused.value).startswith("dkim, key: ")
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def settings(key: Path, **dkim_part: str) -> Settings:
    desk = {"address": "support@desk.example", "secret": SECRET}
    return Settings.model_validate({"desk": desk, "dkim": {"selector": SELECTOR, "key": key, **dkim_part}})


def test_a_key_of_another_domain_proves_nothing(keys: Path) -> None:
    with pytest.raises(BadInput, match=r"dkim, domain: other\.example is not that of support@desk\.example"):
        signing_key(settings(keys / "rsa.pem", domain="other.example"))


def test_the_bot_signs_with_the_settings_key(keys: Path) -> None:
    way = way_out(settings(keys / "rsa.pem"))
    assert way.sign is not None
    assert way.sign(b"From: <support@desk.example>\r\n\r\nHello.\r\n").startswith("DKIM-Signature: v=1;")


def test_doctor_says_what_to_publish_and_whether_it_is_there(keys: Path) -> None:
    key = key_of(keys / "rsa.pem")
    found = settings(keys / "rsa.pem")
    publish = f"publish at {NAME} the TXT record {key.record}"
    spaced = key.record.replace("; ", ";\t").replace(key.public, f"{key.public[:50]} {key.public[50:]}")
    other = key_of(keys / "other.pem").record

    def said(texts: list[str]) -> tuple[bool, str]:
        (one,) = tried_dkim(found, lambda name: texts if name == NAME else [])
        return one.well, one.said

    assert said([key.record]) == (True, f"{NAME} holds our key")
    assert said(["v=spf1 -all", spaced]) == (True, f"{NAME} holds our key")
    assert said([]) == (False, f"{NAME} is not there; {publish}")
    assert said([other]) == (False, f"{NAME} holds another key; {publish}")
    assert said(["v=DKIM1; p="]) == (False, f"the key at {NAME} is revoked; {publish}")


def test_doctor_says_that_dns_does_not_answer(keys: Path) -> None:
    def silent(name: str) -> list[str]:
        raise OSError("timed out")

    (one,) = tried_dkim(settings(keys / "rsa.pem"), silent)
    assert not one.well
    assert one.said.startswith("DNS does not answer (timed out); publish at ")


def test_doctor_warns_of_a_key_that_others_may_read_or_that_is_weak(keys: Path, tmp_path: Path) -> None:
    file = tmp_path / "open.pem"
    file.write_bytes((keys / "weak.pem").read_bytes())
    file.chmod(0o644)
    said = [one.said for one in tried_dkim(settings(file), lambda name: [])]
    assert said[:2] == [f"others may read {file}; `chmod 600` it", "it has 1024 bits; make one of 2048"]

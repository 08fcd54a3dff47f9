"""The files' door: an origin of its own that hands out what a signed link names, to be kept and never to be shown."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import timedelta
from email.message import EmailMessage

import httpx
import pytest

from intake.domain.case import MailKind, Outgoing
from intake.domain.portal import Submission
from intake.domain.window import Upload
from intake.doors.files import FilesDoor, disposition
from intake.doors.web_server import OpenWebDoor, listen
from intake.doors.window.words import WindowWords
from intake.render.window.letter import Shown
from intake.review.files import FileLinks
from intake.stages.window.submitted import submit
from intake.storage import outbox
from intake.thread.file_link import FileOf, KeptFile, token
from tests.stages.office import Office, mail, open_office
from tests.window.door.opened import WEB, in_a_thread
from tests.window.door.test_uploads import HTML, PDF, PNG, SVG

URL = "https://files.example.com/desk"


@dataclass
class Files:
    """A files' door before an office, and a browser."""

    office: Office
    door: FilesDoor
    browser: httpx.Client

    def token(self, of: FileOf, number: int, which: int = 0) -> str:
        file = KeptFile(of=of, number=number, which=which)
        return token(self.office.desk.signer, file, self.office.now + timedelta(hours=1))

    def get(self, written: str, **headers: str) -> httpx.Response:
        return self.browser.get(f"/file/{written}", headers=headers)

    def sent(self, *files: Upload) -> int:
        """Have a customer send files by a form, and return the message's number."""
        sent = Submission(key="key-0001", by="ann@acme.example", text="see there", files=files)
        with self.office.database.write() as connection:
            return submit(connection, sent, self.office.now).id


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Files]:
    office = open_office(tmp_path_factory.mktemp("files"))
    links = FileLinks(database=office.database, desk=office.desk, now=lambda: office.now)
    door = FilesDoor(URL, links, WindowWords([WEB / "window"]).accepted)
    door._rate.most = 10_000
    with in_a_thread() as loop:
        opening: Future[OpenWebDoor] = asyncio.run_coroutine_threadsafe(listen(door.app, "127.0.0.1", 0), loop)
        served = opening.result(60)
        try:
            base = f"http://127.0.0.1:{served.port}"
            with httpx.Client(base_url=base, timeout=60, trust_env=False) as browser:
                yield Files(office, door, browser)
        finally:
            asyncio.run_coroutine_threadsafe(served.close(), loop).result(60)
    office.database.close()


@pytest.fixture(autouse=True)
def _anew(files: Files) -> None:
    with files.office.database.write() as connection:
        connection.exec_driver_sql("UPDATE messages SET dedupe = NULL")


def upload(name: str, content: bytes, kind: str = "") -> Upload:
    return Upload(name=name, content_type=kind, content=content)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        pytest.param("screen.png", PNG, "image/png", id="a picture"),
        pytest.param("saved.jpg", PNG, "image/png", id="a picture by another's name"),
        pytest.param("plan.PDF", PDF, "application/pdf", id="a PDF"),
        pytest.param("notes.txt", b"words", "text/plain", id="a text"),
        pytest.param("page.txt", HTML, "text/plain", id="a page that is called a text"),
        pytest.param("page.png", HTML, "application/octet-stream", id="a page that is called a picture"),
        pytest.param("page.html", HTML, "application/octet-stream", id="a page"),
        pytest.param("drawing.svg", SVG, "application/octet-stream", id="a drawing with a script"),
        pytest.param("data.xml", SVG, "application/octet-stream", id="the same as XML"),
        pytest.param("nobody.knows", b"\0\1", "application/octet-stream", id="what nobody knows"),
        pytest.param("", b"words", "application/octet-stream", id="no name"),
    ],
)
def test_a_file_is_handed_out_and_never_shown(files: Files, name: str, content: bytes, kind: str) -> None:
    number = files.sent(upload("first.txt", b"first"), upload(name, content, "text/html"))
    found = files.get(files.token(FileOf.MESSAGE, number, 1))
    assert (found.status_code, found.content, found.headers["content-type"]) == (200, content, kind)
    assert found.headers["content-disposition"].startswith("attachment; ")
    assert found.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert found.headers["x-content-type-options"] == "nosniff"
    assert found.headers["cross-origin-resource-policy"] == "same-origin"
    assert found.headers["referrer-policy"] == "no-referrer"
    assert found.headers["cache-control"] == "private, no-store"
    assert found.headers["strict-transport-security"] == "max-age=31536000"
    assert "access-control-allow-origin" not in found.headers
    assert "set-cookie" not in found.headers


@pytest.mark.parametrize(
    ("name", "written"),
    [
        pytest.param("a.txt", "attachment; filename=\"a.txt\"; filename*=UTF-8''a.txt", id="a plain one"),
        pytest.param("ä b.txt", "attachment; filename=\"_ b.txt\"; filename*=UTF-8''%C3%A4%20b.txt", id="an umlaut"),
        pytest.param(
            'a"; filename="b.html',
            "attachment; filename=\"a__ filename__b.html\"; filename*=UTF-8''a%22%3B%20filename%3D%22b.html",
            id="a second name",
        ),
        pytest.param(
            "a\r\nSet-Cookie: b=c.txt",
            "attachment; filename=\"a Set-Cookie_ b_c.txt\"; filename*=UTF-8''a%20Set-Cookie%3A%20b%3Dc.txt",
            id="a header of its own",
        ),
        pytest.param("../../x.txt", "attachment; filename=\"x.txt\"; filename*=UTF-8''x.txt", id="a way up"),
        pytest.param("\u202etxt.exe", "attachment; filename=\"txt.exe\"; filename*=UTF-8''txt.exe", id="turned round"),
        pytest.param("\ud800.txt", "attachment; filename=\"_.txt\"; filename*=UTF-8''%3F.txt", id="half a character"),
    ],
)
def test_a_name_breaks_no_header(files: Files, name: str, written: str) -> None:
    assert disposition(name) == written
    found = files.get(files.token(FileOf.MESSAGE, files.sent(upload(name, b"words"))))
    assert (found.status_code, found.headers["content-disposition"]) == (200, written)
    assert "set-cookie" not in found.headers


def whole_mail(*attached: tuple[str, bytes]) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "ann@acme.example", "support@desk.example", "See there"
    made.set_content("Two files.")
    for name, content in attached:
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def test_what_a_customer_s_mail_brought(files: Files) -> None:
    accepted = files.office.mail_in(whole_mail(("one.png", PNG), ("zwei ü.pdf", PDF)))
    found = files.get(files.token(FileOf.MESSAGE, accepted.id, 1))
    assert (found.content, found.headers["content-type"]) == (PDF, "application/pdf")
    assert "zwei%20%C3%BC.pdf" in found.headers["content-disposition"]


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(whole_mail(("answer.pdf", PDF)), id="by mail"),
        pytest.param(Shown(words="", paragraphs=(), files=(upload("answer.pdf", PDF),)).as_json(), id="in the window"),
    ],
)
def test_what_our_letter_took_along(files: Files, raw: bytes) -> None:
    files.office.mail_in(mail())
    with files.office.database.write() as connection:
        number = outbox.next_id(connection)
        letter = Outgoing(
            id=number,
            case_id=1001,
            kind=MailKind.ACKNOWLEDGEMENT,
            key=f"test:{number}",
            recipient="ann@acme.example",
            mail_from="support@desk.example",
            message_id=f"<{number}@desk.example>",
            raw=raw,
        )
        outbox.add(connection, letter, files.office.now)
    found = files.get(files.token(FileOf.MAIL, number))
    assert (found.content, found.headers["content-type"]) == (PDF, "application/pdf")


def test_a_link_that_leads_nowhere_says_nothing_else(files: Files) -> None:
    number = files.sent(upload("a.txt", b"words"))
    genuine = files.token(FileOf.MESSAGE, number)
    wrong = [
        genuine[:-1] + ("a" if genuine[-1] != "a" else "b"),
        genuine.replace("-0-", "-1-"),
        files.token(FileOf.MESSAGE, number, 1),
        files.token(FileOf.MESSAGE, 10**17),
        files.token(FileOf.MAIL, 10**17),
        files.token(FileOf.MESSAGE, files.office.mail_in(mail()).id),
        "hello",
        "a" * 5000,
        "%00%ff",
    ]
    told = {(one.status_code, one.text) for one in map(files.get, wrong)}
    assert told == {(404, "There is no file here. Please open it again from the conversation or the portal.")}
    assert files.browser.get("/").status_code == 404
    assert files.browser.post(f"/file/{genuine}").status_code == 404


def test_a_link_ends_after_its_hour_and_says_so_in_the_reader_s_language(files: Files) -> None:
    written = files.token(FileOf.MESSAGE, files.sent(upload("a.txt", b"words")))
    before = files.office.now
    try:
        files.office.now = before + timedelta(hours=1)
        assert files.get(written).status_code == 200
        files.office.now = before + timedelta(hours=1, seconds=1)
        gone = files.get(written, **{"accept-language": "de-AT, en;q=0.5"})
    finally:
        files.office.now = before
    assert (gone.status_code, gone.text.startswith("Dieser Link zu einer Datei ist abgelaufen")) == (410, True)
    assert gone.headers["content-type"] == "text/plain; charset=utf-8"


def test_a_person_s_files_are_gone_with_them(files: Files) -> None:
    number = files.sent(upload("a.txt", b"words"))
    written = files.token(FileOf.MESSAGE, number)
    with files.office.database.write() as connection:
        connection.exec_driver_sql("UPDATE messages SET erased_at = received_at WHERE id = ?", (number,))
    assert files.get(written).status_code == 404


def test_looking_changes_nothing(files: Files) -> None:
    written = files.token(FileOf.MESSAGE, files.sent(upload("a.txt", b"words")))
    before = files.office.everything()
    for method in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "POST"):
        files.browser.request(method, f"/file/{written}")
    assert files.browser.head(f"/file/{written}").headers["content-length"] == "5"
    assert files.office.everything() == before


def test_below_a_path_that_a_proxy_leaves_on(files: Files) -> None:
    written = files.token(FileOf.MESSAGE, files.sent(upload("a.txt", b"words")))
    assert files.browser.get(f"/desk/file/{written}").content == b"words"


def test_no_answer_names_the_host_that_a_request_named(files: Files) -> None:
    answer = files.get("x/", host="evil.example")
    assert (answer.status_code, answer.headers.get("location")) == (404, None)


def test_one_address_asks_only_so_often(files: Files) -> None:
    files.door._rate.most = 3
    files.door._rate._left.clear()
    try:
        found = [files.get("hello").status_code for _ in range(4)]
    finally:
        files.door._rate.most = 10_000
        files.door._rate._left.clear()
    assert found == [404, 404, 404, 429]


def test_a_fault_does_not_show_itself(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    class Breaks:
        def find(self, token: str) -> str:
            raise RuntimeError(f"secret words about {token}")

    monkeypatch.setattr(files.door, "_finds", Breaks())
    found = files.get("hello")
    assert (found.status_code, "secret" in found.text, found.headers["retry-after"]) == (503, False, "60")


def test_without_tls_outside_nobody_is_told_to_insist_on_it(files: Files) -> None:
    links = FileLinks(database=files.office.database, desk=files.office.desk, now=lambda: files.office.now)
    door = FilesDoor("http://localhost:8026", links, WindowWords([WEB / "window"]).accepted)
    assert "strict-transport-security" not in door._headers
    assert replace(links).find("x") == "file_unknown"

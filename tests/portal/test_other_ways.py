"""Cases that came another way: from the chat window with files, from Slack with words taken back, of who was erased."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from intake.domain.window import Upload
from intake.review.assign import assign
from intake.review.erase import Order, Wanted, erase
from tests.portal.place import ANN, EVE, FILES, PUBLIC, Place, opened, told, two_companies
from tests.review.engineers import engineer
from tests.slack import payloads
from tests.slack.heard.conftest import acme
from tests.slack.heard.desk import Chat, open_chat
from tests.stages.office import mail
from tests.window.talks.room import open_room


def test_a_talk_in_the_window_is_a_case_as_any(tmp_path: Path) -> None:
    with open_room(tmp_path) as room:
        two_companies(room.office)
        ann = room.visitor(ANN, proved=True, name="Ann Lee")
        png = Upload(name="shot.png", content_type="image/png", content=b"\x89PNG\r\n\x1a\nx")
        room.hears(ann, "The stock list stays empty.")
        room.says(ann, "Here is a picture of it.", after=1.0, files=(png,))
        with opened(room.office) as place:
            page = place.signed_in("bo@acme.example").get("/case/1001")
            assert "The stock list stays empty." in told(page)
            assert "Here is a picture of it." in told(page)
            assert "Thank you, this is case 1001." in told(page)
            assert len(re.findall(rf'<a href="{FILES}/file/message-2-0-\d+-[a-z2-7]+"', page.text)) == 1
            assert told(page).count("shot.png") == 1


def test_words_of_somebody_who_was_not_proved_are_the_companys_only_once_they_are(tmp_path: Path) -> None:
    with open_room(tmp_path) as room:
        two_companies(room.office)
        somebody = room.visitor(ANN)
        room.says(somebody, "The stock list stays empty.")
        with opened(room.office) as place:
            ann = place.signed_in()
            assert room.office.case().customer_id is not None
            assert "stock list" not in told(ann.get())
            assert ann.get("/case/1001").status_code == 404
            room.proves(somebody, ANN)
            assert "stock list" in told(ann.get())


def test_what_another_company_was_told_in_the_window_is_not_shown_to_whom_the_case_is_given(tmp_path: Path) -> None:
    with open_room(tmp_path) as room:
        two_companies(room.office)
        eve = room.visitor(EVE, proved=True)
        room.says(eve, "The stock list stays empty.")
        assert "Thank you, this is case 1001." in room.told(eve)[-1]
        with room.office.database.write() as connection:
            assign(engineer(room.office, connection), 1001, ANN, "it is theirs")
        room.settle()
        with opened(room.office) as place:
            page = told(place.signed_in().get("/case/1001"))
    assert "The stock list stays empty." in page
    assert "Thank you, this is case 1001." not in page
    assert "This is case 1001." in page


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Chat]:
    with open_chat(tmp_path) as found:
        acme(found)
        found.office.desk = replace(found.office.desk, web=PUBLIC, files=FILES)
        yield found


def test_what_its_writer_took_back_in_slack_is_gone_from_the_page_and_from_the_search(chat: Chat) -> None:
    said = chat.hears("The secret list of Brindle stays empty since today.")
    chat.settle()
    with opened(chat.office) as place:
        before = place.signed_in()
        assert "secret list" in told(before.get("/case/1001"))
        assert "secret" in told(before.get("", params={"q": "secret"}))
        chat.happens(payloads.deleted(said), after=60)
        ann = place.signed_in()
        for page in (ann.get(), ann.get("/case/1001")):
            assert "secret" not in page.text
            assert "(deleted by its writer)" in told(page)
        assert "No case fits" in told(ann.get("", params={"q": "secret"}))


def test_what_is_known_of_somebody_who_was_erased_is_nothing(place: Place) -> None:
    place.office.mail_in(mail("My own words.", sender="Bo Berg <bo@acme.example>"), mail_from="bo@acme.example")
    with place.office.database.write() as connection:
        order = Order(by="Kim", reason="asked for", at=place.office.now, even_open=True)
        erase(connection, Wanted(address="bo@acme.example", key=b"k"), order)
    ann = place.signed_in()
    for page in (ann.get(), ann.get("/case/1001")):
        assert page.status_code == 200
        for gone in ("Bo Berg", "bo@acme.example", "My own words", "Cannot post invoices"):
            assert gone not in page.text

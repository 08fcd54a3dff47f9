"""Engineers answer what came by the window as they answer anything: the words appear in it, their files with them."""

from intake.domain.message import Attachment
from intake.domain.window import LineSide
from intake.review.engineer import Engineer
from intake.review.erase import Order, Wanted, erase
from intake.review.reply import Reply, reply
from intake.review.verdict import override
from tests.window.talks.room import Room, acme

ANN = "ann@acme.example"


def answers(room: Room, text: str, **more: object) -> None:
    with room.office.database.write() as connection:
        written = Reply(text=text, **more)  # type: ignore[arg-type] # its own fields
        reply(Engineer(name="Kim", run=room.run(connection)), 1001, written)
    room.office.run()
    room.lay()


def test_an_answer_appears_in_the_window_and_counts(room: Room) -> None:
    acme(room)
    ann = room.visitor(ANN, proved=True)
    room.says(ann, "Posting fails.")

    answers(room, "Please look at https://desk.example/help?a=1.")

    said = room.told(ann)[-1]
    assert said.startswith("Please look at https://desk.example/help?a=1.")
    line = room.lines(ann)[-1]
    assert {"href": "https://desk.example/help?a=1", "words": "https://desk.example/help?a=1"} in [
        piece for one in line.body["paragraphs"] for piece in one["pieces"]
    ]
    assert "reply.written" in room.office.trail()
    assert room.office.trail()[-1] == "mail.sent"


def test_an_answer_of_several_lines_keeps_them(room: Room) -> None:
    acme(room)
    ann = room.visitor(ANN, proved=True)
    room.says(ann, "Posting fails.")

    answers(room, "We see it too.\nWhich warehouse do you expect?")

    assert ["We see it too.\nWhich warehouse do you expect?"] in [
        one["pieces"] for one in room.lines(ann)[-1].body["paragraphs"]
    ]


def test_a_change_of_level_after_the_answer_does_not_promise_it_again(room: Room) -> None:
    acme(room, "gotomyerp-plans", "silver")
    ann = room.visitor(ANN, proved=True)
    room.says(ann, "Posting fails.")
    answers(room, "We look at it.")

    with room.office.database.write() as connection:
        override(Engineer(name="Kim", run=room.run(connection)), 1001, "2", "it is worse")
    room.office.run()
    room.lay()

    assert "You have our first answer." in room.told(ann)[-1]
    assert "give you a first answer" not in room.told(ann)[-1]


def test_files_of_an_answer_come_with_it(room: Room) -> None:
    acme(room)
    ann = room.visitor(ANN, proved=True)
    room.says(ann, "Posting fails.")
    patch = Attachment(
        name="p.zip", content_type="application/zip", size=2, sha256="", inline=False, content_id=None, content=b"PK"
    )

    answers(room, "Here is the patch.", files=(patch,))

    files = room.lines(ann)[-1].body["files"]
    assert [(one["name"], one["size"]) for one in files] == [("p.zip", 2)]
    assert files[0]["url"].startswith("/file/mail-")


def test_an_erased_visitor_leaves_no_words_and_no_window(room: Room) -> None:
    acme(room)
    ann, other = room.visitor(ANN, proved=True), room.visitor("bob@acme.example", proved=True)
    room.says(ann, "Posting fails.")
    room.says(other, "Printing fails.")

    with room.office.database.write() as connection:
        order = Order(by="Kim", reason="they asked for it", at=room.office.now, even_open=True)
        erase(connection, Wanted(address=ANN, key=b"k" * 16), order)

    assert [line.body.get("text", "") for line in room.lines(ann) if line.side is LineSide.VISITOR] == [""]
    assert room.told(ann) == [""]
    assert next(line.body.get("text") for line in room.lines(other)) == "Printing fails."
    with room.office.reading() as connection:
        from intake.storage.window import visitors

        found = visitors.find(connection, ann.talk.number)
    assert found is not None
    assert ANN not in str(found)


def test_erasing_a_talk_leaves_alone_whose_address_its_visitor_has_typed(room: Room) -> None:
    acme(room)
    ann, stranger = room.visitor(ANN, proved=True), room.visitor(ANN)
    room.says(ann, "Posting fails.")
    room.says(stranger, "Printing fails.")

    with room.office.database.write() as connection:
        order = Order(by="Kim", reason="they asked for it", at=room.office.now, even_open=True)
        erase(connection, Wanted(address=stranger.talk.address, key=b"k" * 16), order)

    assert [line.body["text"] for line in room.lines(ann) if line.side is LineSide.VISITOR] == ["Posting fails."]
    assert [line.body["text"] for line in room.lines(stranger) if line.side is LineSide.VISITOR] == [""]

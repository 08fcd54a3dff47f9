"""Segments: what was laid down is read back as it was or not at all, and none is dropped that somebody needs."""

import errno
import os
import stat
import tempfile
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.database.engine import Database, sqlite_url
from intake.database.segments import Place, Segments, folder_of, names, place_of, read

MAILS = st.lists(st.binary(max_size=3000), min_size=1, max_size=6)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "intake.db.incoming"


@given(groups=st.lists(MAILS, min_size=1, max_size=4))
def test_what_was_laid_down_is_read_back(groups: list[list[bytes]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        laying = Segments(Path(place) / "beside")
        places = [(laying.lay(mails), mails) for mails in groups]
        for lain, mails in places:
            assert [read(Path(place) / "beside", one, len(raw)) for one, raw in zip(lain, mails, strict=True)] == mails
        laying.close()


@given(mails=MAILS, cut=st.integers(min_value=0, max_value=18_000))
def test_of_a_torn_tail_only_what_it_held_is_short(mails: list[bytes], cut: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        laying = Segments(Path(place))
        lain = laying.lay(mails)
        laying.close()
        file = Path(place) / lain[0].segment
        end = min(cut, file.stat().st_size)
        os.truncate(file, end)
        for one, raw in zip(lain, mails, strict=True):
            assert read(Path(place), one, len(raw)) == raw[: max(end - one.offset, 0)]


@given(kept=st.binary(max_size=40))
def test_a_place_is_one_that_was_written_or_none(kept: bytes) -> None:
    found = place_of(kept)
    assert found is None or place_of(bytes(found)) == found


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param(b"../../../etc/hosts 0", id="another folder"),
        pytest.param(b"0123456789abcdef", id="no offset"),
        pytest.param(b"0123456789abcdef -1", id="before its beginning"),
        pytest.param(b"0123456789abcdef 9999999999999999", id="farther than a file reaches"),
        pytest.param(b"0123456789ABCDEF 0", id="another spelling"),
        pytest.param("0123456789abcdef 0", id="text"),
        pytest.param(None, id="nothing"),
    ],
)
def test_what_is_no_place(kept: object) -> None:
    assert place_of(kept) is None


def test_it_is_its_owner_s_alone_and_beside_the_store(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "intake.db"))
    with database.read() as connection:
        folder = folder_of(connection)
    database.close()
    assert folder == tmp_path / "intake.db.incoming"
    laying = Segments(folder)
    (place,) = laying.lay([b"words"])
    laying.close()
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder, folder / place.segment)]
    assert modes == [0o700, 0o600]


def test_a_store_that_is_no_file_has_none() -> None:
    database = Database("sqlite://")
    with database.read() as connection:
        assert folder_of(connection) is None
    database.close()


def test_what_is_held_or_needed_stays_and_the_rest_goes(folder: Path) -> None:
    laying = Segments(folder)
    needed = laying.lay([b"has a row"])
    laying.settled(needed)
    assert laying.tidy(lambda: {needed[0].segment})
    held = laying.lay([b"its row is being written"])
    nobodys = names(folder)
    assert laying.tidy(lambda: {needed[0].segment})
    done = laying.lay([b"its row is committed", b"and gone again"])
    laying.settled(done)
    assert len({needed[0].segment, held[0].segment, done[0].segment}) == 3, "after a look another one is begun"
    assert laying.tidy(lambda: {needed[0].segment})
    assert names(folder) == nobodys == {needed[0].segment, held[0].segment}
    laying.settled(held)
    assert not laying.tidy(set)
    assert names(folder) == set()


def test_a_row_that_is_committed_during_the_look_is_seen(folder: Path) -> None:
    """The store is asked after those that are held were noted."""
    laying = Segments(folder)
    places = laying.lay([b"words"])

    def committed_meanwhile() -> set[str]:
        laying.settled(places)
        return set()

    assert laying.tidy(committed_meanwhile)
    assert names(folder) == {places[0].segment}


def test_what_an_earlier_process_left_goes_unless_it_is_needed(folder: Path) -> None:
    before = Segments(folder)
    (left,) = before.lay([b"nobody got a 250 for it"])
    before.close()
    assert not Segments(folder).tidy(set)
    assert names(folder) == set()
    assert left.segment not in names(folder)


def fails(number: int) -> NoReturn:
    raise OSError(number, os.strerror(number))


@pytest.mark.parametrize("call", [pytest.param("pwrite", id="no room"), pytest.param("fdatasync", id="a bad disk")])
def test_where_the_disk_fails_nothing_of_the_mails_is_kept_and_those_before_stay(
    folder: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    laying = Segments(folder)
    (first,) = laying.lay([b"was there before"])
    laying.settled([first])
    with monkeypatch.context() as failing:
        failing.setattr(os, call, lambda *_: fails(errno.ENOSPC))
        with pytest.raises(OSError, match="No space"):
            laying.lay([b"does not fit", b"nor this"])
    assert (folder / first.segment).read_bytes() == b"was there before"
    (after,) = laying.lay([b"fits again"])
    assert after.segment != first.segment, "what a failed sync leaves in a file nobody knows"
    assert read(folder, after, 10) == b"fits again"
    assert laying.tidy(lambda: {first.segment, after.segment})
    assert names(folder) == {first.segment, after.segment}


def test_a_disk_that_stays_full_is_not_filled_with_empty_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    laying = Segments(folder)
    monkeypatch.setattr(os, "pwrite", lambda *_: fails(errno.ENOSPC))
    for _ in range(5):
        with pytest.raises(OSError, match="No space"):
            laying.lay([b"does not fit"])
    assert names(folder) == set()


def test_a_link_in_the_place_of_a_segment_is_not_followed(folder: Path, tmp_path: Path) -> None:
    folder.mkdir()
    (tmp_path / "secret").write_text("not a mail")
    (folder / "0123456789abcdef").symlink_to(tmp_path / "secret")
    with pytest.raises(OSError, match="symbolic links"):
        read(folder, Place("0123456789abcdef", 0), 10)

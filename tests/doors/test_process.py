"""What the process asks of the system so that as many clients as are allowed can be in the door."""

import sys
from collections.abc import Iterator

import pytest

from intake.bootstrap.process import prepare

resource = pytest.importorskip("resource")
ENDLESS = resource.RLIM_INFINITY


@pytest.fixture(autouse=True)
def usual_turns() -> Iterator[None]:
    usual = sys.getswitchinterval()
    yield
    sys.setswitchinterval(usual)


@pytest.mark.parametrize(
    ("limits", "asked"),
    [
        pytest.param((1024, 4096), [(2200, 4096)], id="a usual system"),
        pytest.param((1024, 2000), [(2000, 2000)], id="no more than the system allows"),
        pytest.param((1024, ENDLESS), [(2200, ENDLESS)], id="a system without a limit"),
        pytest.param((65536, 65536), [], id="enough already"),
        pytest.param((ENDLESS, ENDLESS), [], id="no limit at all"),
    ],
)
def test_a_thousand_connections(
    limits: tuple[int, int], asked: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits)
    monkeypatch.setattr(resource, "setrlimit", lambda _, wanted: found.append(wanted))
    prepare(most_connections=1000)
    assert found == asked


def test_threads_take_turns_more_often_than_is_usual() -> None:
    prepare(most_connections=1)
    assert sys.getswitchinterval() <= 0.001

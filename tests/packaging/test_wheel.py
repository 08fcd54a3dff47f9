"""The wheel: what is in it, and that it runs without the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(site: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the unpacked package, which stands before the checkout on the path."""
    return subprocess.run(
        [sys.executable, "-c", "from intake.__main__ import main; main()", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_only_the_two_packages_are_importable(unpacked: Path) -> None:
    assert sorted(entry.name for entry in unpacked.iterdir() if entry.suffix != ".dist-info") == [
        "classifier",
        "intake",
    ]


@pytest.mark.parametrize("name", ["contracts", "templates", "models"])
def test_data_holds_no_python_and_is_inside_the_package(unpacked: Path, name: str) -> None:
    folder = unpacked / "intake" / "data" / name
    assert folder.is_dir()
    assert list(folder.rglob("*.py")) == []


def test_an_installed_wheel_finds_its_own_contracts_templates_and_model(unpacked: Path, tmp_path: Path) -> None:
    where = "import intake.places; print(intake.places.folder('models'))"
    found = subprocess.run(
        [sys.executable, "-c", where],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(found.stdout.strip()) == unpacked / "intake" / "data" / "models"


def test_an_installed_wheel_runs_the_demo(unpacked: Path, tmp_path: Path) -> None:
    done = run(unpacked, tmp_path, "demo")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Accepted 16 = " in done.stdout

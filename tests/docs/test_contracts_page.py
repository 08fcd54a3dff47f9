"""docs/contracts.md says what the contract files say."""

from pathlib import Path

from click.testing import CliRunner

from intake.cli.main import intake
from tests.contracts_cli.made import shipped

PAGE = Path(__file__).parents[2] / "docs" / "contracts.md"


def test_the_page_is_written_from_the_contract_files() -> None:
    written = CliRunner().invoke(intake, ["contracts", "show", "--all", "--markdown"])
    assert written.exit_code == 0
    assert PAGE.read_text(encoding="utf-8") == written.stdout, (
        "docs/contracts.md is behind the contract files; write it again: make docs"
    )


def test_every_contract_has_its_section() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for contract in shipped():
        assert f"\n## {contract.title}\n" in text
        assert f'<a id="{contract.id}"></a>' in text

"""Settings: every mistake is one line with file or variable, place, what is wrong, what to write; no secret in it."""

import stat
from pathlib import Path

import pytest
from pydantic import BaseModel, SecretStr

from intake.bootstrap.initial import write_initial
from intake.bootstrap.settings import Settings, read_settings
from intake.domain.errors import BadInput

SECRET = "hunter2-hunter2-hunter2"
DESK = f'[desk]\naddress = "support@desk.example"\nsecret = "{SECRET}"\n'


def refusal(folder: Path, text: str, environment: dict[str, str] | None = None) -> str:
    """Return what a settings file is refused with, the file's own name for its path."""
    file = folder / "intake.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        read_settings(file, environment or {})
    return str(refused.value).replace(str(file), "intake.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "",
            "intake.toml: desk: this section is missing; write [desk] and its keys, or let `intake init` write a file",
            id="an empty file",
        ),
        pytest.param(
            '[desk]\naddress = "support@desk.example"\n',
            "intake.toml: desk, secret: this key is missing; let `intake init` make one, or write a long random text in"
            " quotes",
            id="no secret",
        ),
        pytest.param(
            f'[desk]\nsecret = "{SECRET}"\n', "intake.toml: desk, address: this key is missing; add it", id="no address"
        ),
        pytest.param(
            DESK + "[smtp]\nport = 1\n",
            "intake.toml: smtp: this key is not known here; did you mean smtp_door?",
            id="a misspelt section",
        ),
        pytest.param(
            DESK + '[smarthost]\npasword = "hunter2"\n',
            "intake.toml: smarthost, pasword: this key is not known here; did you mean password?",
            id="a misspelt key",
        ),
        pytest.param(
            DESK + "[answers]\ncolour = 1\n",
            "intake.toml: answers, colour: this key is not known here; remove it, or write one of model_wait_seconds,"
            " most_per_hour, most_per_day, most_per_domain_per_hour, most_per_domain_per_day,"
            " most_per_customer_per_hour, most_per_customer_per_day, most_in_all_per_hour, most_in_all_per_day",
            id="a key of no meaning",
        ),
        pytest.param(
            "desk = 3\n",
            "intake.toml: desk: this is a section; write [desk] on a line of its own and its keys below it",
            id="a section that is none",
        ),
        pytest.param(
            DESK + '[smtp_door]\nport = "mail"\n',
            "intake.toml: smtp_door, port: 'mail' will not do; write a whole number",
            id="a port that is a word",
        ),
        pytest.param(
            DESK + "[smtp_door]\nport = 70000\n",
            "intake.toml: smtp_door, port: 70000 will not do; write a number of at most 65535",
            id="a port too high",
        ),
        pytest.param(
            DESK + "[smtp_door]\nport = true\n",
            "intake.toml: smtp_door, port: true will not do; write a number",
            id="a port that is a switch",
        ),
        pytest.param(
            DESK + "[smtp_door]\nmax_megabytes = 0\n",
            "intake.toml: smtp_door, max_megabytes: 0 will not do; write a number of at least 1",
            id="no megabytes",
        ),
        pytest.param(
            DESK + '[smtp_door]\ncertificate = "cert.pem"\n',
            "intake.toml: smtp_door: certificate and key go together; write both, or neither",
            id="a certificate without its key",
        ),
        pytest.param(
            DESK + "[smtp_door]\nimplicit_tls = true\n",
            "intake.toml: smtp_door: implicit_tls needs a certificate and its key; write both",
            id="TLS without a certificate",
        ),
        pytest.param(
            DESK + '[answers]\nmodel_wait_seconds = "soon"\n',
            "intake.toml: answers, model_wait_seconds: 'soon' will not do; write a number",
            id="a wait that is a word",
        ),
        pytest.param(
            DESK + "[answers]\nmodel_wait_seconds = 9\n",
            "intake.toml: answers, model_wait_seconds: 9 will not do; write a number of at most 5.0",
            id="a wait longer than the contract rule allows",
        ),
        pytest.param(
            DESK + "[answers]\nmodel_wait_seconds = nan\n",
            "intake.toml: answers, model_wait_seconds: nan will not do; write a number of at most 5.0",
            id="a wait that is no number",
        ),
        pytest.param(
            DESK + 'zone = "Mars"\n',
            "intake.toml: desk, zone: 'Mars' will not do; 'Mars' is not a time zone: write an IANA name such as"
            " America/New_York, or an offset such as -05:00",
            id="an unknown time zone",
        ),
        pytest.param(
            DESK + 'more_addresses = "help@desk.example"\n',
            "intake.toml: desk, more_addresses: 'help@desk.example' will not do; write a list in [brackets]",
            id="a list without brackets",
        ),
        pytest.param(
            DESK + 'more_addresses = ["help@desk.example", "sales"]\n',
            "intake.toml: desk, more_addresses 2: 'sales' will not do; not a mail address; write one such as"
            " support@example.com",
            id="the second address",
        ),
        pytest.param(
            DESK + '[smarthost]\nsecurity = "ssl"\n',
            "intake.toml: smarthost, security: 'ssl' will not do; write one of 'none', 'starttls' or 'tls'",
            id="a security that is none",
        ),
        pytest.param(
            DESK + '[identity]\nfacts_for = "everybody"\n',
            "intake.toml: identity, facts_for: 'everybody' will not do; write one of 'known_address' or 'proved'",
            id="contract facts for everybody",
        ),
        pytest.param(
            DESK + "[folders]\ncontracts = 3\n",
            "intake.toml: folders, contracts: 3 will not do; write a path in quotes",
            id="a folder that is a number",
        ),
        pytest.param(
            DESK + "[store]\nurl = 3\n",
            "intake.toml: store, url: it is not text; write it in quotes",
            id="a store that is a number",
        ),
        pytest.param(
            DESK + "[store]\nurl = 'intake.db'\n",
            "intake.toml: store, url: not a store that can be used; write a file such as sqlite:///intake.db",
            id="a store that is a bare file name",
        ),
        pytest.param(
            "[desk]\naddress = support@desk.example\n",
            "intake.toml: line 2, column 11: not valid TOML (Invalid value); put text in quotes: key = \"value\"",
            id="text without quotes",
        ),
        pytest.param(
            DESK + 'name = "a"\nname = "b"\n',
            "intake.toml: line 5, column 11: not valid TOML (Cannot overwrite a value); it is written twice; remove"
            " one, or write the next of several below a heading of its own",
            id="a key twice",
        ),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file(tmp_path: Path, text: str, said: str) -> None:
    assert refusal(tmp_path, text) == said


@pytest.mark.parametrize(
    ("address", "good"),
    [
        pytest.param("support@desk.example", "support@desk.example", id="as it is"),
        pytest.param("Support@Desk.Example", "support@desk.example", id="in lower case"),
        pytest.param("hilfe@müller.example", "hilfe@xn--mller-kva.example", id="an umlaut domain in ASCII"),
        pytest.param("support@localhost", "support@localhost", id="on this machine"),
        pytest.param("support", None, id="no domain"),
        pytest.param("@desk.example", None, id="no local part"),
        pytest.param("Support <support@desk.example>", None, id="with a name"),
        pytest.param("<support@desk.example>", None, id="in brackets"),
        pytest.param("a@b@desk.example", None, id="two @"),
        pytest.param("support@desk.example, help@desk.example", None, id="two addresses"),
        pytest.param("sup port@desk.example", None, id="a blank"),
        pytest.param("support@desk..example", None, id="an empty label"),
    ],
)
def test_the_desk_s_address(tmp_path: Path, address: str, good: str | None) -> None:
    text = DESK.replace("support@desk.example", address)
    if good is None:
        assert "desk, address:" in refusal(tmp_path, text)
        return
    (tmp_path / "intake.toml").write_text(text, encoding="utf-8")
    assert read_settings(tmp_path / "intake.toml", {}).desk.address == good


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        pytest.param(
            {"INTAKE_SMTP_DOOR_PORT": "mail"},
            "environment variable INTAKE_SMTP_DOOR_PORT: smtp_door, port: 'mail' will not do; write a whole number",
            id="a port",
        ),
        pytest.param(
            {"INTAKE_DESK_ADDRESS": "nobody"},
            "environment variable INTAKE_DESK_ADDRESS: desk, address: 'nobody' will not do; not a mail address; write"
            " one such as support@example.com",
            id="an address",
        ),
        pytest.param(
            {"INTAKE_DESK_MORE_ADDRESSES": "help@desk.example, sales"},
            "environment variable INTAKE_DESK_MORE_ADDRESSES: desk, more_addresses 2: 'sales' will not do; not a mail"
            " address; write one such as support@example.com",
            id="one of several addresses",
        ),
        pytest.param(
            {"INTAKE_DESK_SECRET": "hunter2"},
            "environment variable INTAKE_DESK_SECRET: desk, secret: too short; write at least 16 characters, or let"
            " `intake init` make one",
            id="a short secret",
        ),
    ],
)
def test_a_mistake_in_the_environment_names_the_variable(
    tmp_path: Path, environment: dict[str, str], said: str
) -> None:
    assert refusal(tmp_path, DESK, environment) == said


def test_a_mistake_in_the_file_is_not_blamed_on_a_variable(tmp_path: Path) -> None:
    said = refusal(tmp_path, DESK + "[answers]\ncolour = 1\n", {"INTAKE_SMTP_DOOR_PORT": "mail"})
    assert said.startswith("intake.toml: answers, colour: this key is not known here")


@pytest.mark.parametrize(
    ("text", "environment"),
    [
        pytest.param('[desk]\naddress = "x"\nsecret = "hunter2"\n', {}, id="too short"),
        pytest.param('[desk]\naddress = "a@b.example"\nsecret = ["hunter2-hunter2-hunter2"]\n', {}, id="in brackets"),
        pytest.param('[desk]\naddress = "a@b.example"\n[desk.secret]\nis = "hunter2"\n', {}, id="a section"),
        pytest.param("[desk]\nsecret = hunter2-hunter2-hunter2\n", {}, id="without quotes"),
        pytest.param(DESK + 'secret = "hunter2"\n', {}, id="twice"),
        pytest.param(f'[desk]\naddress = "a@b.example"\nsecrt = "{SECRET}"\n', {}, id="misspelt"),
        pytest.param('desk = "hunter2"\n', {}, id="where the section should be"),
        pytest.param(DESK + "[smarthost]\npassword = [ 'hunter2' ]\n", {}, id="a password in brackets"),
        pytest.param(DESK + "[smarthost]\npasswort = 'hunter2'\n", {}, id="a misspelt password"),
        pytest.param(DESK, {"INTAKE_DESK_SECRET": "hunter2"}, id="in the environment"),
        pytest.param(DESK, {"INTAKE_STORE_URL": "postgresql://intake:hunter2@db/intake"}, id="in a store's address"),
        pytest.param(
            DESK, {"INTAKE_SMTP_DOOR_PORT": "x", "INTAKE_SMARTHOST_PASSWORD": "hunter2"}, id="beside a mistake"
        ),
    ],
)
def test_no_message_and_no_cause_of_one_shows_a_secret(tmp_path: Path, text: str, environment: dict[str, str]) -> None:
    file = tmp_path / "intake.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        read_settings(file, environment)
    assert "hunter2" not in f"{refused.value!r} {refused.value.__cause__} {refused.value.__cause__!r}"
    assert "\n" not in str(refused.value)


def test_settings_show_no_secret(tmp_path: Path) -> None:
    file = tmp_path / "intake.toml"
    file.write_text(DESK, encoding="utf-8")
    found = read_settings(file, {"INTAKE_SMARTHOST_PASSWORD": "hunter2"})
    assert found.smarthost.password == SecretStr("hunter2")
    assert "hunter2" not in f"{found!r} {found} {found.model_dump()} {found.model_dump_json()}"


@pytest.mark.parametrize(
    ("name", "value", "place", "expected"),
    [
        ("INTAKE_DESK_ADDRESS", "Help@Other.example", "desk.address", "help@other.example"),
        (
            "INTAKE_DESK_MORE_ADDRESSES",
            "a@b.example, c@d.example",
            "desk.more_addresses",
            ("a@b.example", "c@d.example"),
        ),
        ("INTAKE_DESK_MORE_ADDRESSES", "", "desk.more_addresses", ()),
        ("INTAKE_DESK_ZONE", "Europe/Berlin", "desk.zone", "Europe/Berlin"),
        ("INTAKE_SMTP_DOOR_PORT", "2626", "smtp_door.port", 2626),
        ("INTAKE_SMTP_DOOR_HOSTNAME", "mx.desk.example", "smtp_door.hostname", "mx.desk.example"),
        ("INTAKE_STORE_URL", "sqlite:///other.db", "store.url", "sqlite:///other.db"),
        ("INTAKE_SMARTHOST_SECURITY", "tls", "smarthost.security", "tls"),
        ("INTAKE_ANSWERS_MODEL_WAIT_SECONDS", "0.5", "answers.model_wait_seconds", 0.5),
        ("INTAKE_FOLDERS_CONTRACTS", "mine", "folders.contracts", Path("mine")),
    ],
)
def test_the_environment_wins(tmp_path: Path, name: str, value: str, place: str, expected: object) -> None:
    file = tmp_path / "intake.toml"
    file.write_text(DESK + "[smtp_door]\nport = 25\n[store]\nurl = 'sqlite:///here.db'\n", encoding="utf-8")
    section, _, key = place.partition(".")
    assert getattr(getattr(read_settings(file, {name: value}), section), key) == expected


def test_the_process_s_own_environment_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "intake.toml"
    file.write_text(DESK, encoding="utf-8")
    monkeypatch.setenv("INTAKE_DESK_NAME", "Night desk")
    assert read_settings(file).desk.name == "Night desk"


def test_other_variables_are_nobody_s_business(tmp_path: Path) -> None:
    file = tmp_path / "intake.toml"
    file.write_text(DESK, encoding="utf-8")
    kubernetes = {"INTAKE_SERVICE_HOST": "10.0.0.1", "INTAKE_PORT": "tcp://10.0.0.1:25", "PATH": "/bin"}
    assert read_settings(file, kubernetes) == read_settings(file, {})


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "with a byte order mark"])
def test_a_small_file_is_enough(tmp_path: Path, mark: str) -> None:
    file = tmp_path / "intake.toml"
    file.write_text(mark + DESK, encoding="utf-8")
    assert read_settings(file, {}).smtp_door.port == 2525


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no settings file; `intake init` writes one"):
        read_settings(tmp_path / "none.toml", {})
    with pytest.raises(BadInput, match="cannot be read as UTF-8 text"):
        read_settings(tmp_path, {})
    (tmp_path / "latin.toml").write_bytes(b'[desk]\nname = "caf\xe9"\n')
    with pytest.raises(BadInput, match=r"latin.toml: cannot be read as UTF-8 text") as refused:
        read_settings(tmp_path / "latin.toml", {})
    assert "\n" not in str(refused.value)


def test_the_file_that_init_writes_loads_as_it_is_and_is_the_owner_s_alone(tmp_path: Path) -> None:
    file = tmp_path / "intake.toml"
    write_initial(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    found = read_settings(file, {})
    least = Settings.model_validate(
        {"desk": {"address": "support@desk.example", "secret": found.desk.secret.get_secret_value()}}
    )
    assert found.identity.facts_for == "proved", "of a new installation; a file of before, without the key, goes on"
    of_before = found.identity.model_copy(update={"facts_for": "known_address"})
    assert found.model_copy(update={"identity": of_before}) == least, "what init writes are the defaults otherwise"


def test_every_file_that_init_writes_has_a_secret_of_its_own(tmp_path: Path) -> None:
    made = []
    for name in ("a.toml", "b.toml"):
        write_initial(tmp_path / name)
        made.append(read_settings(tmp_path / name, {}).desk.secret.get_secret_value())
    assert made[0] != made[1]
    assert min(map(len, made)) >= 40


def test_init_never_overwrites(tmp_path: Path) -> None:
    file = tmp_path / "intake.toml"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match="is there already; edit it, or remove it first"):
        write_initial(file)
    assert file.read_text(encoding="utf-8") == "mine"
    with pytest.raises(BadInput, match="cannot be written: No such file or directory"):
        write_initial(tmp_path / "nowhere" / "intake.toml")


def test_the_file_that_init_writes_explains_every_setting(tmp_path: Path) -> None:
    write_initial(tmp_path / "intake.toml")
    lines = (tmp_path / "intake.toml").read_text(encoding="utf-8").splitlines()
    shown: set[str] = set()
    section = ""
    for line in lines:
        bare = line.removeprefix("# ")
        section = bare[: bare.index("]")].lstrip("[") if bare.startswith("[") else section
        shown.add(f"{section}.{bare.partition(' = ')[0]}" if " = " in bare else section)
    known = {
        f"{section}.{key}"
        for section, field in Settings.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
        for key in field.annotation.model_fields
    }
    assert known - shown == set()

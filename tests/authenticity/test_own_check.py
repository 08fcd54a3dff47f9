"""Our own check: what SPF, DKIM and DMARC together say of mails as they come in."""

import pytest

from intake.authenticity.lookup import Asking
from intake.authenticity.organisation import same_organisation
from intake.authenticity.own_check import Mail, check
from intake.authenticity.sender_policy import check_spf
from intake.domain.identity import Claim, Findings, Result
from intake.domain.message import Envelope
from tests.authenticity.dns_table import Table
from tests.authenticity.signing import RECEIVED, key, letter, signed

ANN, EVE = "ann@acme.example", "eve@evil.example"
OURS, THEIRS = "192.0.2.1", "198.51.100.9"  # Acme's mail server, and Eve's


def dns(policy: str | None = "v=DMARC1; p=reject") -> Table:
    """Return a world where Acme publishes SPF, a key and a policy, and Eve everything for herself."""
    table = Table().txt("acme.example", f"v=spf1 ip4:{OURS} -all").txt("sel._domainkey.acme.example", key()[1])
    table.txt("evil.example", f"v=spf1 ip4:{THEIRS} -all").txt("sel._domainkey.evil.example", key()[1])
    table.txt("_dmarc.evil.example", "v=DMARC1; p=reject")
    return table if policy is None else table.txt("_dmarc.acme.example", policy)


def found(raw: bytes, sender: str, peer: str, author: str = ANN, table: Table | None = None) -> Findings:
    envelope = Envelope(raw=raw, received_at=RECEIVED, mail_from=sender, rcpt_to=("support@desk.example",), peer=peer)
    claim = Claim(number=1, envelope=envelope, sender=sender, author=author)
    return check(Mail(claim=claim, peer=peer), Asking(table or dns(), 5))


PLAIN, SIGNED = letter(), signed(letter())


@pytest.mark.parametrize(
    ("raw", "sender", "peer", "proof", "against"),
    [
        pytest.param(
            SIGNED, ANN, OURS, "DMARC acme.example, DKIM acme.example, SPF acme.example", "", id="all is well"
        ),
        pytest.param(PLAIN, ANN, OURS, "DMARC acme.example, SPF acme.example", "", id="unsigned, from their server"),
        pytest.param(
            SIGNED, ANN, THEIRS, "DMARC acme.example, DKIM acme.example", "", id="signed, forwarded by others"
        ),
        pytest.param(SIGNED, ANN, "", "DMARC acme.example, DKIM acme.example", "", id="signed, by a relay of ours"),
        pytest.param(PLAIN, ANN, "", "", "", id="unsigned, by a relay: nobody can tell"),
        pytest.param(PLAIN, ANN, THEIRS, "", "DMARC", id="their name from Eve's server"),
        pytest.param(PLAIN, EVE, THEIRS, "", "DMARC", id="their name in From, Eve's own on the envelope"),
        pytest.param(signed(PLAIN, "evil.example"), EVE, THEIRS, "", "DMARC", id="Eve's signature on their name"),
        pytest.param(SIGNED.replace(b"empty", b"full"), ANN, THEIRS, "", "DMARC", id="changed on its way"),
        pytest.param(SIGNED, EVE, THEIRS, "SPF evil.example", "", id="their own mail sent again by Eve: she is proved"),
        pytest.param(SIGNED, "bob@acme.example", THEIRS, "", "", id="Ann's own mail sent again in Bob's name"),
        pytest.param(PLAIN, "", THEIRS, "", "", id="the null sender: nobody, and never answered"),
    ],
)
def test_a_domain_that_rejects(raw: bytes, sender: str, peer: str, proof: str, against: str) -> None:
    seen = found(raw, sender, peer)
    assert (seen.proof, seen.against[:5], seen.doubt) == (proof, against, "")


@pytest.mark.parametrize(
    ("policy", "against", "doubt"),
    [
        pytest.param("v=DMARC1; p=reject", True, False, id="reject"),
        pytest.param("v=DMARC1; p=quarantine", True, False, id="quarantine"),
        pytest.param("v=DMARC1; p=none", False, True, id="none: no answer, but nobody says it is forged"),
        pytest.param("v=DMARC1; p=quarantine; pct=0", False, True, id="quarantine of no mail"),
        pytest.param("v=DMARC1; p=reject; pct=0", True, False, id="reject of no mail is quarantine"),
        pytest.param("v=DMARC1; p=rubbish", False, True, id="a policy nobody knows"),
        pytest.param("v=DMARC2; p=none", True, False, id="no record that counts: SPF alone says no"),
        pytest.param(None, True, False, id="no policy: SPF alone says no"),
    ],
)
def test_what_follows_from_a_domain_s_policy(policy: str | None, against: bool, doubt: bool) -> None:
    seen = found(PLAIN, ANN, THEIRS, table=dns(policy))
    assert (bool(seen.against), bool(seen.doubt), seen.proof) == (against, doubt, "")


def test_two_policies_are_none() -> None:
    table = dns(None)
    table.records_of["_dmarc.acme.example", "TXT"] = (b"v=DMARC1; p=reject", b"v=DMARC1; p=none")
    seen = found(PLAIN, ANN, OURS, table=table)
    assert seen.dmarc is not None
    assert (seen.dmarc.result, seen.proof) == (Result.NONE, "SPF acme.example")


@pytest.mark.parametrize(
    ("policy", "signer", "passes"),
    [
        pytest.param("v=DMARC1; p=reject", "acme.example", True, id="the domain's own signature"),
        pytest.param("v=DMARC1; p=reject", "mail.acme.example", True, id="one of a domain below, relaxed"),
        pytest.param("v=DMARC1; p=reject; adkim=s", "mail.acme.example", False, id="one of a domain below, strict"),
        pytest.param("v=DMARC1; p=reject; adkim=s", "acme.example", True, id="its own, strict"),
        pytest.param("v=DMARC1; p=reject", "example", False, id="the top level's"),
    ],
)
def test_alignment_of_signatures(policy: str, signer: str, passes: bool) -> None:
    table = dns(policy).txt(f"sel._domainkey.{signer}", key()[1])
    seen = found(signed(PLAIN, signer), ANN, "", table=table)
    assert ("DMARC acme.example" in seen.proof) is passes


@pytest.mark.parametrize(
    ("policy", "passes"),
    [
        pytest.param("v=DMARC1; p=reject", True, id="relaxed"),
        pytest.param("v=DMARC1; p=reject; aspf=s", False, id="strict"),
    ],
)
def test_alignment_of_the_envelope_sender(policy: str, passes: bool) -> None:
    table = dns(policy).txt("bounce.acme.example", f"v=spf1 ip4:{OURS} -all")
    seen = found(PLAIN, "b1@bounce.acme.example", OURS, table=table)
    assert (seen.dmarc is not None and seen.dmarc.result is Result.PASS) is passes


def test_a_domain_below_has_the_policy_of_its_organisation_for_those() -> None:
    table = dns("v=DMARC1; p=reject; sp=none").txt("office.acme.example", f"v=spf1 ip4:{OURS} -all")
    author = "ann@office.acme.example"
    seen = found(letter(author), author, THEIRS, author=author, table=table)
    assert (seen.against, "none" in seen.doubt) == ("", True)


@pytest.mark.parametrize(
    ("silent", "raw", "undecided", "proof"),
    [
        pytest.param(("acme.example", "TXT"), PLAIN, True, "", id="SPF does not answer"),
        pytest.param(("acme.example", "TXT"), SIGNED, False, "DMARC", id="SPF does not answer, the signature fits"),
        pytest.param(("sel._domainkey.acme.example", "TXT"), SIGNED, False, "DMARC", id="the key does not, SPF passes"),
        pytest.param(("_dmarc.acme.example", "TXT"), SIGNED, False, "DKIM", id="the policy does not, the rest passes"),
    ],
)
def test_dns_that_does_not_answer(silent: tuple[str, str], raw: bytes, undecided: bool, proof: str) -> None:
    table = dns()
    table.silence(*silent)
    seen = found(raw, ANN, OURS, table=table)
    assert (seen.undecided, seen.proof[:5].rstrip(), seen.against) == (undecided, proof, "")


def test_no_key_is_asked_for_that_could_prove_nothing() -> None:
    table = dns(None)
    table.silence("sel._domainkey.slow.example", "TXT")
    seen = found(signed(PLAIN, "slow.example"), ANN, "", table=table)
    assert (seen.undecided, [one.why for one in seen.dkim]) == (False, ["it is of another domain than From"])


def test_nothing_is_forged_while_dns_is_silent() -> None:
    for name in ("acme.example", "_dmarc.acme.example"):
        table = dns()
        table.silence(name)
        seen = found(PLAIN, ANN, THEIRS, table=table)
        if name == "_dmarc.acme.example":
            assert (seen.against, seen.undecided) == ("", True)
        else:
            assert (seen.against, seen.undecided) == ("", True), "SPF might still pass"


@pytest.mark.parametrize(
    ("record", "peer", "result"),
    [
        pytest.param("v=spf1 ip4:192.0.2.1 -all", OURS, Result.PASS, id="an address"),
        pytest.param("v=spf1 ip4:192.0.2.1 -all", f"::ffff:{OURS}", Result.PASS, id="an address mapped into IPv6"),
        pytest.param("v=spf1 ip6:2001:db8::/32 -all", "2001:db8::25", Result.PASS, id="a network of IPv6"),
        pytest.param("v=spf1 ip4:192.0.2.1 ~all", THEIRS, Result.SOFTFAIL, id="a soft no"),
        pytest.param("v=spf1 ip4:192.0.2.1 ?all", THEIRS, Result.NEUTRAL, id="neither"),
        pytest.param("v=spf1 mx -all", OURS, Result.PASS, id="the mail servers"),
        pytest.param("v=spf1 a:host.acme.example -all", OURS, Result.PASS, id="a host"),
        pytest.param("v=spf1 include:sub.acme.example -all", OURS, Result.PASS, id="another record"),
        pytest.param("v=spf1 redirect=sub.acme.example", OURS, Result.PASS, id="in another record's stead"),
        pytest.param("v=spf1 ptr -all", OURS, Result.PASS, id="by the name of the address"),
        pytest.param("v=spf1 exists:%{i}.ok.acme.example -all", OURS, Result.PASS, id="a name made of the address"),
        pytest.param("v=spf1 include:acme.example -all", OURS, Result.PERMERROR, id="itself for ever"),
        pytest.param("v=spf1 a:n1.example a:n2.example a:n3.example -all", OURS, Result.PERMERROR, id="three in vain"),
        pytest.param("v=spf1 rubbish -all", OURS, Result.PERMERROR, id="rubbish"),
        pytest.param("v=spf2.0/pra -all", OURS, Result.NONE, id="another version"),
        pytest.param("v=spf1 a:silent.example -all", OURS, Result.TEMPERROR, id="a name that does not answer"),
        pytest.param("v=spf1 -all exp=why.acme.example", OURS, Result.FAIL, id="the words of a no are not asked for"),
    ],
)
def test_records_of_spf(record: str, peer: str, result: Result) -> None:
    table = Table().txt("acme.example", record).txt("sub.acme.example", "v=spf1 ip4:192.0.2.1 -all")
    table.records_of |= {
        ("acme.example", "MX"): ("10 host.acme.example.",),
        ("host.acme.example", "A"): (OURS,),
        ("1.2.0.192.in-addr.arpa", "PTR"): ("host.acme.example.",),
        ("192.0.2.1.ok.acme.example", "A"): ("127.0.0.2",),
    }
    seen = check_spf(peer, ANN, Asking(table.silence("silent.example", "A"), 5))
    assert seen is not None
    assert (seen.result, table.asked["why.acme.example", "TXT"]) == (result, 0)


@pytest.mark.parametrize("peer", ["", "unknown", "/run/socket"])
def test_no_server_no_spf(peer: str) -> None:
    assert check_spf(peer, ANN, Asking(Table(), 5)) is None


def test_a_mail_gets_only_so_many_questions_and_so_much_time() -> None:
    record = "v=spf1 " + " ".join(f"mx:m{number}.example" for number in range(10)) + " -all"
    table = Table().txt("acme.example", record)
    for number in range(10):
        hosts = tuple(f"10 h{host}.m{number}.example." for host in range(10))
        table.records_of[f"m{number}.example", "MX"] = hosts
        table.records_of |= {(f"h{host}.m{number}.example", "A"): ("203.0.113.1",) for host in range(10)}
    assert found(PLAIN, ANN, OURS, table=table).spf is not None
    assert sum(table.asked.values()) <= 62
    moments = iter([0.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0])
    late = Asking(dns(), 5, clock=lambda: next(moments))
    seen = check_spf(OURS, ANN, late)
    assert seen is not None
    assert seen.result is Result.TEMPERROR


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("acme.example", "acme.example", True, id="the same"),
        pytest.param("mail.acme.example", "acme.example", True, id="below"),
        pytest.param("a.acme.co.uk", "b.acme.co.uk", True, id="below a suffix of two words"),
        pytest.param("acme.co.uk", "other.co.uk", False, id="two under one suffix"),
        pytest.param("co.uk", "acme.co.uk", False, id="the suffix itself"),
        pytest.param("notacme.example", "acme.example", False, id="a name that ends alike"),
        pytest.param("", "", False, id="nobody"),
        pytest.param("a..b", "..", False, id="no names"),
    ],
)
def test_whose_domains_are_one_organisation_s(one: str, other: str, same: bool) -> None:
    assert same_organisation(one, other) is same

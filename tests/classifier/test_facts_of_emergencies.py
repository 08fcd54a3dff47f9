"""Sentences on which an emergency may be promised (all users, two locations, connection), and their look-alikes."""

import pytest

from classifier.facts import facts_of
from classifier.reading import opened

ALL = [
    "Nobody can log in.",
    "No one in the office is able to open the order screen.",
    "We're all locked out since eight o'clock.",
    "None of our staff gets past the sign-on box.",
    "Since this morning everyone is thrown out of the system.",
    "The error appears for all users.",
    "Not a single colleague reaches the server.",
    "The entire company has been offline for an hour.",
    "Everybody in accounting is stuck at the splash screen.",
    "Our whole warehouse is standing still, the scanners show nothing.",
    "All of us get the same message and nobody\ncan work.",
    "It is slow for everyone, about a minute a click.",
    "Every user gets 'server not available'.",
    "no one can't get in",  # how people write it
    "None of the ladies in order entry have been able to sign in.",
    "All 40 users were disconnected at once.",
    "our staff are all locked out",
    "Entire team unable to work",
    "The system is down for the entire company",
    "all users are getting error 500",
    "Everyone's session was dropped",
    "we can't log in, none of us",
    "No users can connect",
    "nobody is able to print invoices",
    "the server is down and nobody can work",
    "All employees get kicked out every 5 minutes",
    "our whole office lost connection",
    "ALL USERS DOWN",
    "every single person here gets the error",
    "Everyone here is seeing the same message",
    "the office can't get on the system at all",
    "No employee can clock in",
    "It affects everybody in the firm",
    "None of the tills work",
    "the entire plant stands",
    "we are completely down",
    "All 12 of us got logged out",
    "all our users are reporting that they can't access the site",
    "Staff can't log in, all of them",
]
NOT_ALL = [
    "Not everyone is affected, two of us can still work.",
    "Nobody else has the problem, only me.",
    "Everyone else can log in, my colleague can't.",
    "Thanks everyone, all is well again.",
    "Has anyone else seen this message?",
    "How do I give all users access to the new report?",
    "It would be nice if everybody could see the calendar.",
    "If nobody can log in on Saturday, whom do we call?",
    "Works for everyone but Peter.",
    "Nobody has complained so far.",
    "Can you please tell everyone that training is on Friday?",
    "Hi all, where is the manual?",
    "Almost everybody is fine again.",
    "I have tried everything and called all day.",
    "Nobody answers the phone at your end!",
    "There will be no network in any office on Saturday.",
    "Can I export all users to a list?",
    "We want all staff to use the new form, is that possible?",
    "All of the reports are fine.",
    "I cannot see all the users in the list.",
    "We need to add everyone to the group.",
    "Nobody knows how to do it.",
    "Could you confirm that everyone has access?",
    "Everyone has access again.",
    "It was down for everyone yesterday but is working now.",
    "Please make sure that nobody can log in during the maintenance.",
    "We are all happy with the new version.",
    "Is the system down for everybody or just me?",
    "All of a sudden my screen went black.",
    "The whole process takes long.",
    "I can not open all my files.",
    "Nobody on my team can see my calendar but me.",
    "The report for all customers is wrong.",
    "Send it to all our clients.",
    "None of my reports open.",
    "No user is affected.",
    "No one has reported problems.",
    "All users can log in now.",
    "Not all users can log in.",
    "Users of all departments like it.",
    "Every time I click it crashes.",
    "The company logo is missing for all documents.",
    "only two users are affected, everyone else works",
    "The new hire cannot log in, everyone else in the office can.",
    "It blocks anyone from editing.",
    "Can anyone help me log in?",
    "the whole team is on holiday",
    "All staff will be trained.",
    "Nobody will be working on Sunday so we would upgrade then.",
    "What happens when nobody can connect?",
    "just me, the others can work",
    "I asked everyone and nobody could help",
    "We all use Chrome.",
]
TWO = [
    "Both offices lost the connection.",
    "Nobody at either office can log in.",
    "Users in Leeds and in York cannot connect.",
    "All four sites are down.",
    "The Hamburg and Kiel branches get disconnected.",
    "It fails from the office and from home alike, cannot connect.",
    "Every store is offline.",
    "We cannot reach the server from two different locations.",
    "Neither plant can reach the ERP.",
    "Our Boston office is down and the Denver office too.",
    "The problem is the same at our other branch, nobody gets in.",
    "Staff at three of our clinics cannot sign in.",
]
NOT_TWO = [
    "Only our Leeds office is down, the other offices are fine.",
    "We have two offices. In Leeds the printer is broken.",
    "We run three stores and one till is broken.",
    "The two web sites show an error.",
    "Our office cannot connect.",
    "Will both offices be closed on Monday?",
    "Both printers in the office are broken.",
    "I get an error when I switch between Sales and Purchasing.",
    "How do I add two more locations?",
    "All other branches work normally, only Bonn is down.",
    "Both users in the Leeds office are locked out.",
]
CONNECTED = [
    "I can't log in to the ERP.",
    "We keep getting kicked out of the hosted desktop.",
    "The VPN drops every ten minutes.",
    "Cannot connect to the server.",
    "Remote session is disconnected again and again.",
    "The licence server refuses every seat.",
    "Unable to reach the application since noon.",
    "They could not get into the system.",
    "it wont let me in anymore",
    "The portal is down.",
    "Our internet is out.",
    "The client says the host is not reachable.",
    "She has not been able to sign on since Monday.",
    "connection timed out when starting the program",
    "we have been cut off from the database",
    "the remote desktop will not connect",
    "RDP fails with 'your computer can't connect'",
    "Getting 'connection refused' on port 443",
    "sessions keep dropping",
    "server unreachable",
    "I get disconnected randomly",
    "can't get into quickbooks",
    "the app won't load, says no connection",
    "cannot access the server",
    "we lost access to the system",
    "the ERP is unreachable",
    "login page doesn't load",
    "website is down",
    "it keeps logging me out",
    "users are being bumped off the server",
    "Sage won't open: licence error, maximum users reached",
    "trying to sign in just spins",
    "can't remote in",
    "the hosted server is not reachable from here",
    "unable to log on to the terminal server",
    "we got booted",
    "Citrix freezes then disconnects",
    "No internet at the branch",
    "host not responding",
    "the cloud server is down",
    "all connections time out",
]
NOT_CONNECTED = [
    "I forgot my password and can't log in.",
    "Please unlock my account.",
    "The list is very slow.",
    "How do I connect a second printer?",
    "The report cannot be printed.",
    "The call was dropped and I want a refund.",
    "Please reset my MFA, new phone.",
    "My headset does not connect.",
    "Can we log in from home?",
    "The total on the invoice is wrong.",
    "New colleague starts Monday, she cannot log in before that of course.",
    "the report server is slow",
    "the printer is offline",
    "I lost my connection card",
    "please connect me with sales",
    "could you log in to our system and check?",
    "the import is stuck",
    "session about the new release on Friday",
    "we can log in fine but the invoice screen is empty",
    "I can log in. Export doesn't work.",
    "the database is down to 2 GB of space",
    "how do I sign on behalf of my manager?",
    "Please log a ticket for me",
    "the phone line is down",
    "the line in the report is broken",
    "order line is closed",
    "the contact is no longer with us, please remove access",
    "Cannot log time against the project",
    "I can't sign the PDF",
    "the scanner does not connect to the PC",
    "can not get to the bottom of this error",
    "We can't get on top of the backlog",
]


@pytest.mark.parametrize("text", ALL)
def test_all_users(text: str) -> None:
    assert facts_of(text)[0].scope == "all"


@pytest.mark.parametrize("text", NOT_ALL)
def test_not_all_users(text: str) -> None:
    assert facts_of(text)[0].scope != "all"


@pytest.mark.parametrize("text", TWO)
def test_two_locations(text: str) -> None:
    assert facts_of(text)[0].locations == "two_or_more"


@pytest.mark.parametrize("text", NOT_TWO)
def test_not_two_locations(text: str) -> None:
    assert facts_of(text)[0].locations != "two_or_more"


@pytest.mark.parametrize("text", CONNECTED)
def test_connectivity(text: str) -> None:
    assert facts_of(text)[0].connectivity


@pytest.mark.parametrize("text", NOT_CONNECTED)
def test_no_connectivity(text: str) -> None:
    assert not facts_of(text)[0].connectivity


NOT_OVER = [
    pytest.param(
        "Cannot log in", "Now it is all users at both offices.", id="a subject and a first word are not one sentence"
    ),
    pytest.param(
        None, "It stopped working again. Nobody can log in from both offices.", id="what stopped again is not over"
    ),
    pytest.param(
        None, "gotomyerp is down for all users. Confirmed from two locations.", id="a product by its own name"
    ),
]


@pytest.mark.parametrize(("subject", "text"), NOT_OVER)
def test_an_outage_that_goes_on_is_not_over(subject: str | None, text: str) -> None:
    facts, _ = facts_of(text, subject)
    assert (facts.connectivity, facts.locations, facts.over) == (True, "two_or_more", False)


@pytest.mark.parametrize("character", "#$=<>(!?%+'\",;&_*`:)]}[{-/\\|~^@")
def test_a_row_of_one_character_is_read_in_pieces(character: str) -> None:
    with opened("Please see " + character * 9000) as reading:
        assert max(len(token.text) for token in reading.doc) <= 40

"""The commented settings file that `intake init` writes."""

import secrets
from pathlib import Path

from intake.domain.errors import BadInput

_TEXT = """\
# Settings of the intake bot. Every key may also be set by an environment variable, which wins:
# INTAKE_SMARTHOST_PASSWORD is `password` of [smarthost], INTAKE_DESK_SECRET is `secret` of [desk].

[desk]
name = "Support"                     # what customers see beside the address
address = "support@desk.example"     # what customers write to; mail to anything else is refused
more_addresses = []                  # other addresses that are ours, such as "help@desk.example"
zone = "America/New_York"            # for people whose own time zone is not known
secret = "{secret}"  # signs reply addresses; keep it, or answers to old mail open new cases

[store]
url = "sqlite:///intake.db"          # one file; to back it up, stop the bot and copy it
keep_raw_days = 0                    # 0: mails are kept as they came for ever; or days, 30 at least, since they came
                                     # and their case was closed: their words and what was decided stay even so

[smtp_door]                          # mail in: point your mail server's route here
host = "127.0.0.1"
port = 2525
# hostname = "mail.desk.example"     # what we call ourselves to other mail servers; this machine's name without it
max_megabytes = 35                   # larger mail is refused at once, with 552
most_connections = 1000              # when it is full, whoever has been idle longest makes room
most_per_address = 600
# certificate = "cert.pem"           # with its key: TLS is offered (STARTTLS)
# key = "key.pem"
# implicit_tls = true                # or TLS from the first byte, as on port 465

# [lmtp_door]                        # for a mail server beside us: Postfix's lmtp:inet:127.0.0.1:2424
# host = "127.0.0.1"
# port = 2424

# [[mailboxes]]                      # one of these for each folder that mail is read from by IMAP
# host = "imap.desk.example"
# port = 993
# security = "tls"                   # or "starttls", or "none"
# ca_file = "ca.pem"                 # for a server whose certificate this machine does not know
# user = "support@desk.example"
# password = ""                      # or a token of OAuth 2, from a file or as a command prints it:
# token_file = "token.txt"
# token_command = ["get-token", "support"]
# folder = "INBOX"
# address = "support@desk.example"   # which of our addresses it stands for; that of [desk] without it
# from = "now"                       # or "all": take what is in the folder at the first start as well
# after = "leave"                    # or "seen", or "move:Archive", once a mail is stored here
# poll_seconds = 60                  # how often to look where the server cannot tell by itself (IDLE)
# return_path_by = "prod.outlook.com"  # its servers take a writer's Return-Path out: theirs is believed anywhere

[smarthost]                          # mail out
host = "127.0.0.1"
port = 25
security = "none"                    # or "starttls", or "tls"
# ca_file = "ca.pem"                 # for a server whose certificate this machine does not know
# user = "intake"                    # under TLS only
# password = ""                      # better: INTAKE_SMARTHOST_PASSWORD
bounce_address = "signed"            # or "none": then nobody tells us what did not arrive
connections = 4                      # at once
keep_seconds = 30                    # how long an idle connection is kept
most_per_connection = 100            # mails
most_at_once_per_domain = 2          # so that a slow domain holds up no other
most_per_minute_per_domain = 60

# [dkim]                             # signs our mail; `intake doctor` prints the record for DNS
# selector = "intake"
# key = "dkim.pem"                   # openssl genrsa -out dkim.pem 2048
# domain = "desk.example"            # that of [desk] without it

[identity]
# What a contract promises is told to senders who are proved to be whom they say: by the results of the mail server in
# front of us, or by SPF, DKIM and DMARC, which the bot looks up itself. A known address that nothing proves gets a
# receipt, and its promise runs all the same. "known_address" tells it to whoever writes a known address on a mail.
facts_for = "proved"
# trusted_results = "mx.desk.example" # the name its Authentication-Results begin with; no other is believed
# own_check = true                   # look up ourselves what no trusted server has; needs DNS
# relays = ["192.0.2.25"]            # servers that pass others' mail on to us; this machine's own networks without it
# dns_servers = ["192.0.2.53"]       # those of this machine without it
addresses_hold_days = 180            # how long an address such as support+c1001.… opens its case to whoever holds it
bounces_hold_days = 30               # how long a delivery report to one of our mails is believed

[answers]
model_wait_seconds = 5.0             # the most an acknowledgement waits for the model, where a contract needs it
most_per_hour = 20                   # mails to one mailbox; two bots that write to each other fall silent
most_per_day = 100
most_per_domain_per_hour = 100       # to all senders of a domain who are no customer's
most_per_domain_per_day = 500
most_per_customer_per_hour = 500     # to all addresses of one customer; strangers never use it up
most_per_customer_per_day = 3000
most_in_all_per_hour = 500           # to all senders together who are no customer's
most_in_all_per_day = 3000

# [[engineers]]                      # one of these for each person who answers customers; each is warned by mail
# name = "Kim"                       # stands below their answers
# address = "kim@desk.example"       # an answer to a warning goes on to the customer, from this address only

[warnings]
fractions = [0.5, 0.8]               # of a promise's time in open hours; once more when it is over

[emergencies]
gather_within_minutes = 120          # so near to each other the words of one customer's cases count together

[storms]                             # grave messages of several customers that look like one outage
window_minutes = 10                  # so near to each other they come
least_customers = 3
alike = 1.15                         # how alike they are, at the least; more groups less
lasts_minutes = 60                   # so long after the last one a further one still belongs to it
gathers_calls_minutes = 10           # once its call is taken, so long the next one waits and names all that came
most_compared = 200                  # of the latest grave messages

# [[maintenance]]                    # one of these for each window that is known; only engineers are shown it
# from = 2026-05-16T10:00:00-04:00   # beside a case that came in it; no clock stops for it
# to = 2026-05-16T15:00:00-04:00
# words = "upgrade of the audit server"
# contracts = ["erp-maestro"]        # for whom: without it all of them,
# customers = ["Acme"]               # and all of theirs
# repeats = "weekly"                 # or "daily": at the same time by the wall clock of
# zone = "America/New_York"          # this zone, the desk's without it

[paging]
escalate_after_minutes = 5           # so long a name on call has before the next one is called
# [[paging.on_call]]                 # one of these for each name and way, in the order in which they are called
# name = "Kim"                       # stands in the trail; addresses and secrets never do
# mail = "kim@desk.example"          # or one of these two in its stead:
# webhook = "https://..."            # signed as the Standard Webhooks specification has it, with
# secret = "whsec_..."               # at least 24 random bytes in base64
# slack = "https://..."              # an incoming web hook of Slack
# internal = true                    # allow an address of your own network
# allow_http = true                  # allow one without TLS

[consent]
remind_after_hours = 4               # a customer who has to agree to a change of level is asked once more, then not
links_hold_days = 14                 # how long the links in these letters hold; a reply counts as long as we wait

# [web]                              # the pages behind one-time links: a customer's yes or no, a call that is taken
# host = "127.0.0.1"                 # put a proxy with TLS in front of it
# port = 8025
# public_url = "https://support.desk.example"   # where it is reached from outside; letters have no links without it
# files_port = 8026                  # attached files are handed out here, for the window and the portal, and only with
# files_url = "https://files.desk.example"      # an origin of their own: no other name of ours, so that nothing that a
                                     # stranger has sent runs beside our pages

# [window]                           # the chat on your own pages: they load public_url + /window.js; see docs/window.md
# origins = ["https://www.desk.example"]        # where these pages are, and nowhere else
# site_secret = ""                   # better: INTAKE_WINDOW_SITE_SECRET, 32 random characters; with it your site may
                                     # sign (JWT, HS256) who is signed in there
# quiet_seconds = 4                  # messages that follow each other so soon are read as one,
# longest_turn_seconds = 60          # for so long at most
# unseen_minutes = 3                 # an answer that no window has shown for so long is mailed to a proved address
# talk_days = 30                     # so long a browser goes on with its talk; then it begins a new one
# largest_file_megabytes = 10        # of the files of one message together
# file_types = ["csv", "docx", "gif", "jpeg", "jpg", "json", "log", "pdf", "png", "txt", "webp", "xlsx", "xml", "zip"]
# most_open = 1000                   # windows at once

# [portal]                           # your customers' own pages, at public_url + /portal; see docs/portal.md
# link_minutes = 20                  # so long a mailed link signs in, once
# session_hours = 12                 # so long it lasts
# largest_file_megabytes = 10        # of the files of one form together
# file_types = ["csv", "docx", "gif", "jpeg", "jpg", "json", "log", "pdf", "png", "txt", "webp", "xlsx", "xml", "zip"]

# [slack]                            # where customers write in channels and direct messages; see docs/slack.md
# transport = "http"                 # its events come to the web door; or "socket": over a connection that we open
# signing_secret = ""                # better: INTAKE_SLACK_SIGNING_SECRET; for http
# app_token = "xapp-..."             # better: INTAKE_SLACK_APP_TOKEN; for socket
# bot_token = "xoxb-..."             # better: INTAKE_SLACK_BOT_TOKEN; for one workspace. For many, in its stead:
# client_id = "..."                  # and people install it at /slack/install of the web door; tokens lie encrypted
# client_secret = ""                 # under the secret of [desk]; better: INTAKE_SLACK_CLIENT_SECRET
# home_workspace = "T0123ABCD"       # with client_id: your own; its members alone can be engineers
# engineers_channel = "C0123ABCD"    # where case cards go; a channel that is shared with nobody outside
# engineers_group = "S0123ABCD"      # who may press beside being listed in [[engineers]]; everybody listed without it
# quiet_seconds = 8                  # messages that follow each other so soon are read as one,
# longest_turn_seconds = 60          # for so long at most
# same_matter_minutes = 30           # in a direct message: so long what is written is about the same case
# case_emoji = "ticket"              # put under a message it makes a case of it
# bots = []                          # ids of bots whose messages are taken as a person's; they are never answered
# largest_file_megabytes = 20        # of files that are fetched
# api_url = "https://slack.com/api/"

[training]                           # of a model from what engineers decide: `intake train`
local_weight = 3.0                   # a fresh verdict counts as so many messages of the shipped corpus
half_life_days = 180                 # and half of that after so long

[suggest]
# missed_outage = 19                 # a missed severity 1 is worth so many needless alarms (1 or more); without it as
                                     # the model was tuned, which its card says

# [folders]                          # yours instead of the shipped ones
# contracts = "contracts"
# templates = "templates"
# models = "models"
"""


def initial_text() -> str:
    """Return a settings file's text with a fresh secret."""
    return _TEXT.format(secret=secrets.token_urlsafe(32))


def write_initial(path: Path) -> None:
    """Write a settings file with a fresh secret, readable by its owner only; raises BadInput when one is there."""
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(initial_text(), encoding="utf-8")
    except FileExistsError as error:
        raise BadInput(f"{path}: is there already; edit it, or remove it first") from error
    except OSError as error:
        raise BadInput(f"{path}: cannot be written: {error.strerror}") from error

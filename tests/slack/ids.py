"""Who is who in the made-up Slack: our own workspace, a customer's workspace, an organisation."""

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # what signs requests
TEAM = "T0DESK"  # where the app is installed: the desk's own
BOT = "U0BOT"
BOT_ID = "B0BOT"
APP = "A0APP"
CUSTOMER = "T0GOLD"  # a customer's workspace, in a channel that is shared with them
ORGANISATION = "E0ORG"  # an Enterprise Grid organisation that the app is installed in as a whole
IN_ORGANISATION = "T0PART"  # one of its workspaces
CHANNEL = "C0SHARED"
ENGINEERS = "C0ENGINEERS"
DIRECT = "D0DIRECT"
ANN = "U0ANN"  # a person of the customer's
KIM = "U0KIM"  # an engineer of the desk's

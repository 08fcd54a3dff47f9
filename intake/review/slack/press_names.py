"""What engineers' buttons, modals and shortcuts are called between Slack and us."""

CONFIRM = "card_confirm"
OVERRIDE = "card_override"
TAKE = "card_take"
REPLY = "card_reply"
NO_REQUEST = "card_no_request"
OPEN_CASE = "card_open"  # a case's button on the app's own page
CARD = (CONFIRM, OVERRIDE, TAKE, REPLY, NO_REQUEST, OPEN_CASE)

LEVEL = "override_level"  # the select in the modal
OVERRIDDEN = "card_overridden"  # the modal itself, sent off
REPLIED = "card_replied"
SEND_TO_CUSTOMER = "send_to_customer"  # the shortcut on a message in a case's internal thread

FILES_BLOCK, FILES = "files", "files_chosen"  # what goes with an answer
LEVEL_BLOCK, REASON_BLOCK, REASON, TEXT_BLOCK, TEXT = "level", "reason", "reason_text", "words", "words_text"
EMERGENCY = "emergency"  # stands among the levels for what is none

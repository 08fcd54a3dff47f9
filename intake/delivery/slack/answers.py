"""What Slack's answer to a post means: it stands there, it never will, not now, or nobody knows.

https://docs.slack.dev/reference/methods/chat.postMessage lists the errors. One that is not known here is for good: to
repeat what is refused for a reason of its own helps nobody, and an engineer is told of it.
"""

from intake.domain.slack import SlackAnswer
from intake.stages.deliver import HandOver, Result

_INSTALL = "the app's token holds no more there; install it in this workspace again, and answer once more"
_OF_FILES = {
    "file_gone": "their bytes were let go or erased; send them again",
    "file_type_not_allowed": "the workspace takes none of that kind; send it another way",
    "file_upload_size_restricted": "the workspace takes none so large; send it another way",
    "file_uploads_disabled": "the workspace takes no files; send them another way",
    "file_uploads_except_images_disabled": "the workspace takes nothing but images; send it another way",
    "no_host_of_slack": "Slack named a place that is none of its own; send them another way",
    "posting_to_channel_denied": "the app may not share files there; ask the workspace's owner",
    "storage_limit_reached": "the workspace has no room for more files; send it another way",
}
_WHY = {
    "channel_not_found": "the channel is gone, or the app is not in it; invite the app there, and answer once more",
    "not_in_channel": "the app is not in the channel; invite it there, and answer once more",
    "is_archived": "the channel is archived; write to the customer another way",
    "restricted_action": "the workspace does not let the app write there; ask its owner",
    "restricted_action_read_only_channel": "nobody but some may write in this channel; ask its owner",
    "restricted_action_non_threadable_channel": "the channel allows no threads; ask its owner",
    "restricted_action_thread_locked": "the thread is locked; write to the customer another way",
    "thread_not_found": "the thread is gone; write to the customer another way",
    "cannot_reply_to_message": "nobody can answer that message; write to the customer another way",
    "message_not_found": "the message is gone",
    "missing_scope": "the app may not write; give it the scopes of its manifest and install it again",
    "invalid_auth": _INSTALL,
    "not_authed": _INSTALL,
    "token_revoked": _INSTALL,
    "token_expired": _INSTALL,
    "account_inactive": _INSTALL,
    "not_installed": _INSTALL,
    "team_access_not_granted": _INSTALL,
    "msg_too_long": "it is too long for Slack; shorten it",
    **{error: f"the words stand in the thread, its files do not: {why}" for error, why in _OF_FILES.items()},
}
_NOT_NOW = frozenset(
    {
        "accesslimited",
        "org_login_required",
        "rate_limited",
        "ratelimited",
        "request_timeout",
        "service_unavailable",
        "team_added_to_org",
        "unreachable",
    }
)
# Slack's own faults, of which it says that what was asked for may have been done all the same.
_PERHAPS = frozenset({"fatal_error", "internal_error"})
# The blocks are refused, not the words: these go without.
_OF_BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "block_mismatch"})


def result_of(answer: SlackAnswer) -> Result:
    """Return how a post ended, with Slack's word for it and ours."""
    if answer.ok:
        return Result(hand_over=HandOver.SENT, answer=f"ts {answer.data.get('ts', '')}")
    if answer.unknown:
        return Result(hand_over=HandOver.UNKNOWN, answer="Slack gave no answer")
    words = f"Slack: {answer.error}"
    if answer.error in _PERHAPS:
        return Result(hand_over=HandOver.UNKNOWN, answer=words)
    if answer.error in _NOT_NOW or answer.retry_after is not None:
        return Result(hand_over=HandOver.NOT_NOW, answer=words)
    why = _WHY.get(answer.error)
    return Result(hand_over=HandOver.REFUSED, answer=words if why is None else f"{words}: {why}")


def is_not_now(answer: SlackAnswer) -> bool:
    """Tell whether Slack did not say what it was asked, and may say it later."""
    return answer.unknown or answer.retry_after is not None


def unseen(answer: SlackAnswer) -> SlackAnswer:
    """Return how something ended that nobody can have seen anything of: where it is in doubt it is done again."""
    in_doubt = answer.unknown or answer.error in _PERHAPS
    return SlackAnswer(ok=False, error="request_timeout") if in_doubt else answer


def is_limited(answer: SlackAnswer) -> bool:
    """Tell whether Slack wants to be left alone, and did nothing."""
    return not answer.ok and not answer.unknown and answer.retry_after is not None


def refuses_blocks(answer: SlackAnswer) -> bool:
    """Tell whether the words would be taken without what stands round them."""
    return answer.error in _OF_BLOCKS

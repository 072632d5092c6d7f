"""What a refusal of Slack means for a message: the table of codes of chat.postMessage.

Source: Slack's method reference for chat.postMessage and conversations.open. What follows:
docs/delivery.md, Refusals.
"""

from enum import StrEnum


class Fate(StrEnum):
    PERSON_GONE = "person_gone"
    """Out of reach for good: the message is dead."""
    CONVERSATION_GONE = "conversation_gone"
    """Open a new conversation, once."""
    INSTALLATION_GONE = "installation_gone"
    """Nothing can be sent until an operator fixes it: everything waits."""
    POLICY = "policy"
    """The workspace forbids it for this receiver: dead, and an administrator should know."""
    OUR_BUG = "our_bug"
    """Dead; but blocks that are refused are tried again over hours, and plain at the end."""
    LATER = "later"
    """A definite no that may pass: back off."""
    UNCLEAR = "unclear"
    """It may have half succeeded: look it up."""


_CODES: dict[Fate, tuple[str, ...]] = {
    Fate.PERSON_GONE: (
        *("user_not_found", "users_not_found", "user_disabled", "user_not_visible"),
        *("user_not_in_channel", "cannot_dm_bot"),
    ),
    Fate.CONVERSATION_GONE: (
        *("is_archived", "is_inactive", "channel_not_found", "not_in_channel"),
        *("message_not_found", "cant_update_message", "edit_window_closed"),
    ),
    Fate.INSTALLATION_GONE: (
        *("account_inactive", "token_revoked", "token_expired", "invalid_auth", "not_authed"),
        *("missing_scope", "app_access_restricted", "org_login_required"),
        *("team_added_to_org", "ekm_access_denied", "messages_tab_disabled"),
        "team_access_not_granted",
    ),
    Fate.POLICY: (
        *("access_denied", "invalid_user_combination", "restricted_action"),
        *("message_limit_exceeded", "no_permission", "enterprise_is_restricted"),
    ),
    Fate.OUR_BUG: (
        *("invalid_blocks", "invalid_blocks_format", "msg_too_long", "msg_blocks_too_long"),
        *("no_text", "invalid_arguments", "view_too_large", "metadata_too_large"),
        *("invalid_metadata_format", "invalid_metadata_schema", "metadata_must_be_sent_from_app"),
    ),
    Fate.LATER: ("ratelimited", "rate_limited", "service_unavailable", "request_timeout"),
    Fate.UNCLEAR: ("internal_error", "fatal_error"),
}
_FATE = {code: fate for fate, codes in _CODES.items() for code in codes}
_ABOUT_BLOCKS = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})


def fate(code: str, *, in_dm: bool) -> Fate:
    """What to do about a refusal; `in_dm` when the conversation is one person's.

    A code that nobody foresaw concerns this receiver alone: it is tried again over hours, and is a
    dead letter at the end (unless others are refused in the same way: see `evidence`). What is no
    code at all says nothing about what Slack has done.

    >>> fate("channel_not_found", in_dm=True)
    <Fate.PERSON_GONE: 'person_gone'>
    """
    if not code.isidentifier():
        return Fate.UNCLEAR
    if code == "channel_not_found" and in_dm:
        return Fate.PERSON_GONE
    if code.startswith("restricted_action"):
        return Fate.POLICY
    return _FATE.get(code, Fate.LATER)


def is_foreseen(code: str) -> bool:
    """Whether the table knows what this code means.

    >>> is_foreseen("restricted_action_thread_locked"), is_foreseen("a_code_of_next_year")
    (True, False)
    """
    return code in _FATE or code.startswith("restricted_action") or not code.isidentifier()


def only_later(code: str) -> bool:
    """Whether it is foreseen to pass by itself."""
    return _FATE.get(code) is Fate.LATER


def plain_may_help(code: str) -> bool:
    """Whether the same text without blocks could be accepted."""
    return code in _ABOUT_BLOCKS


def codes_of(meaning: Fate) -> tuple[str, ...]:
    """The codes that mean this."""
    return _CODES[meaning]

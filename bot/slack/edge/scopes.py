"""What the app asks of a workspace, and what each optional scope gives: docs/slack.md, Scopes."""

from collections.abc import Mapping

REQUIRED = ("commands", "chat:write", "im:write", "mpim:write", "users:read")

OPTIONAL: Mapping[str, str] = {
    "im:history": "looks up its own direct messages, so that one whose fate is unclear is sent "
    "exactly once; without it such a nudge is sent at most once, and an introduction, a proposal "
    "or a check-in at least once",
    "files:write": "sends a calendar file to whoever asks for it; without it there are links",
}

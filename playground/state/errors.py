"""What goes wrong: Slack's own refusals, and things that a person cannot do."""

from typing import Any

Json = dict[str, Any]


class SlackError(Exception):
    """An `ok: false` answer with one of Slack's codes.

    `messages` becomes `response_metadata.messages`; other facts go beside the code
    (`needed` and `provided` of a missing scope, for instance).
    """

    def __init__(self, code: str, messages: list[str] | None = None, **facts: Any) -> None:
        super().__init__(code if not messages else f"{code}: {'; '.join(messages)}")
        self.code = code
        self.messages = messages or []
        self.facts = facts

    def as_json(self) -> Json:
        """The body that Slack sends for this refusal."""
        body: Json = {"ok": False, "error": self.code, **self.facts}
        if self.messages:
            marked = [f"[ERROR] {message}" for message in self.messages]
            body["errors"] = self.messages
            body["response_metadata"] = {"messages": marked}
        return body


class CannotDo(AssertionError):
    """A person tried what the screen does not offer: no such button, field or choice.

    It is an AssertionError, so that a story which presses a missing button fails as a test.
    """


class UnknownPerson(KeyError):
    """Nobody in the workspace has this id or name."""

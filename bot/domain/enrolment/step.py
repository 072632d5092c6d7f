"""One step of a form as it arrived: raw values, checked one by one, and what is wrong with them.

Values may be forged, of the wrong shape or missing; nothing here trusts them.
"""

import re
from collections.abc import Container, Mapping
from typing import Any

from bot.domain.enrolment.field_errors import UNKNOWN
from bot.domain.form_errors import FieldError, FormRefused

SLACK_ID = re.compile(r"[UW][A-Z0-9]{2,30}")


class Step:
    """The raw values of one step and the errors found so far, the first of each field."""

    def __init__(self, raw: object) -> None:
        self.raw: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
        self.errors: dict[str, FieldError] = {}

    def wrong(self, field: str, key: str, **facts: object) -> None:
        self.errors.setdefault(field, FieldError(key, facts))

    def finish(self) -> None:
        if self.errors:
            raise FormRefused(self.errors)

    def one(
        self, field: str, allowed: Container[str] | None, missing: str | None = None
    ) -> str | None:
        """A choice; `missing` is the error when there is none."""
        value = self.raw.get(field)
        if value is None or value == "":
            if missing:
                self.wrong(field, missing)
            return None
        text = str(value) if isinstance(value, str | int) else ""
        if text and (allowed is None or text in allowed):
            return text
        self.wrong(field, UNKNOWN)
        return None

    def several(self, field: str, allowed: Container[str] | None) -> list[str]:
        """Choices, each once, in the order given."""
        value = self.raw.get(field)
        texts = [str(one) for one in value] if isinstance(value, list | tuple) else []
        if value and (not texts or not all(allowed is None or one in allowed for one in texts)):
            self.wrong(field, UNKNOWN)
            return []
        return list(dict.fromkeys(texts))

    def number(self, field: str, low: int, high: int, missing: str | None = None) -> int | None:
        """A whole number of a closed range."""
        chosen = self.one(field, whole_numbers(low, high), missing)
        return None if chosen is None else int(chosen)


def whole_numbers(low: int, high: int, step: int = 1) -> frozenset[str]:
    return frozenset(map(str, range(low, high + 1, step)))

"""A worksheet: three lines before a meeting, for whoever wrote them alone."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta

from bot.domain.enrolment.field_errors import TOO_LONG
from bot.domain.form_errors import FieldError, FormRefused

LONGEST = 300
"""Characters of a line: it takes a minute, and three of them fit a sealed field."""
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Worksheet:
    """What I tried, one question, one thing I can give; `bot/texts/content/worksheet.toml` has the
    same names."""

    tried: str = ""
    question: str = ""
    give: str = ""

    def to_plain(self) -> dict[str, str]:
        return asdict(self)


LINES = tuple(line.name for line in fields(Worksheet))


def filled_in(values: Mapping[str, object]) -> Worksheet:
    """What the form holds. Raises FormRefused for each line that is too long."""
    lines = {line: str(values.get(line) or "") for line in LINES}
    wrong = {
        line: FieldError(TOO_LONG, {"limit": LONGEST, "n": len(text)})
        for line, text in lines.items()
        if len(text) > LONGEST
    }
    if wrong:
        raise FormRefused(wrong)
    return Worksheet(**lines)


def forgotten_at(session_end: datetime) -> datetime:
    """Thirty days after the end of the meeting. Source: docs/privacy.md, Deletion."""
    return session_end + KEPT

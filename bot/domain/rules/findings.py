"""What is wrong with a programme file: where, what, and how to fix it, as text keys."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from bot.domain.refusals import Refusal

PROBLEMS = (
    "age",
    "breaks_band",
    "breaks_function",
    "breaks_site",
    "choice",
    "country",
    "date",
    "duplicate",
    "flag",
    "id",
    "length",
    "link",
    "list",
    "nameless",
    "nested",
    "number",
    "outlives",
    "range",
    "slack_id",
    "sum",
    "syntax",
    "table",
    "text",
    "unknown",
    "zone",
)
"""Every problem there is; each has the texts rules.<problem>.what and rules.<problem>.fix."""


@dataclass(frozen=True)
class Finding:
    """One thing to fix: `where` is a path in the file such as 'functions[2].id'."""

    where: str
    problem: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def what(self) -> str:
        """Text key: what is wrong."""
        return f"rules.{self.problem}.what"

    @property
    def fix(self) -> str:
        """Text key: how to fix it."""
        return f"rules.{self.problem}.fix"


@dataclass(eq=False)
class BadRules(Refusal):
    """A programme file that cannot be applied; every finding at once."""

    findings: tuple[Finding, ...]
    key: ClassVar[str] = "refusal.bad_rules"

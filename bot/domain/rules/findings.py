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
    "breaks_topic",
    "choice",
    "contact_leads",
    "country",
    "date",
    "duplicate",
    "few_topics",
    "flag",
    "id",
    "length",
    "link",
    "list",
    "marks",
    "nameless",
    "nested",
    "no_topic",
    "number",
    "outlives",
    "range",
    "saying",
    "slack_id",
    "sum",
    "syntax",
    "table",
    "text",
    "too_many",
    "too_many_topics",
    "topic_exists",
    "topic_id",
    "topic_nameless",
    "unknown",
    "zone",
)
"""Every problem there is; each has the texts rules.<problem>.what and rules.<problem>.fix."""


@dataclass(frozen=True)
class Finding:
    """One thing to fix: `where` is a path in the file such as 'functions[2].id', `line` where that
    stands in it; None where there is no such line. Where it stands is not what is wrong: two
    findings are the same without it.
    """

    where: str
    problem: str
    facts: Mapping[str, object] = field(default_factory=dict)
    line: int | None = field(default=None, compare=False)

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

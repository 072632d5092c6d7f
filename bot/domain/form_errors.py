"""What the domain refuses of a form: every field that is wrong, with what its text may use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from bot.domain.refusals import Refusal


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field: a text key and the values its text may use."""

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(eq=False)
class FormRefused(Refusal):
    """A form that cannot be accepted; every field that is wrong, at once."""

    errors: dict[str, FieldError]
    key: ClassVar[str] = "refusal.form"

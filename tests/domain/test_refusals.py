"""Refusals carry facts and a key, never a sentence."""

import re

import pytest

from bot.domain import refusals
from bot.domain.form_errors import FieldError, FormRefused
from bot.domain.refusals import AlreadyEnrolled, NotALead, Refusal

ALL = sorted(
    (kind for kind in vars(refusals).values() if isinstance(kind, type)
     and issubclass(kind, Refusal) and kind is not Refusal),
    key=lambda kind: kind.__name__,
)  # fmt: skip


def test_facts_are_the_fields() -> None:
    assert AlreadyEnrolled("mentor").facts() == {"role": "mentor"}
    assert NotALead(("U1", "U2")).facts() == {"leads": ("U1", "U2")}


def test_a_form_names_every_field_that_is_wrong() -> None:
    refused = FormRefused(
        {"band": FieldError("form.required"), "to": FieldError("form.x", {"a": 1})}
    )
    assert refused.errors["to"].facts == {"a": 1}
    assert refused.errors["band"].facts == {}


def test_no_fact_reaches_a_log_by_way_of_the_text() -> None:
    with pytest.raises(Refusal) as caught:
        raise NotALead(("U0SECRET",))
    assert str(caught.value) == "refusal.not_a_lead"


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_the_key_is_the_name(kind: type[Refusal]) -> None:
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()
    expected = {"form_refused": "form"}.get(snake, snake)
    assert kind.key == f"refusal.{expected}"

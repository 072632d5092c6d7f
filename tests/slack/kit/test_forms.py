"""What a form sends becomes plain values, whatever its shape."""

from typing import Any

import pytest

from bot.domain.form_errors import FieldError
from bot.slack.enrolment.screens import join
from bot.slack.kit.forms import block_ids, field_errors, metadata, parse
from tests.slack.screens.samples import DRAFT, LISTS, reader


def values(**fields: Any) -> dict[str, Any]:
    return {name: {"value": element} for name, element in fields.items()}


def option(value: Any) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": "x"}, "value": value}


def test_every_kind_of_field_gives_a_plain_value() -> None:
    sent = values(
        role={"type": "radio_buttons", "selected_option": option("both")},
        site={"type": "static_select", "selected_option": None},
        days={"type": "checkboxes", "selected_options": [option("0"), option("4")]},
        offers={"type": "multi_static_select", "selected_options": []},
        manager={"type": "users_select", "selected_user": "U0GIULIA"},
        avoids={"type": "multi_users_select", "selected_users": ["U0MARCO", "U0ANNA"]},
        other_day={"type": "datepicker", "selected_date": "2027-01-07"},
        starts_at={"type": "datetimepicker", "selected_date_time": 1795528800},
        tried={"type": "plain_text_input", "value": "a table"},
        give={"type": "plain_text_input", "value": None},
    )
    assert parse(sent) == {
        "role": "both",
        "site": None,
        "days": ["0", "4"],
        "offers": [],
        "manager": "U0GIULIA",
        "avoids": ["U0MARCO", "U0ANNA"],
        "other_day": "2027-01-07",
        "starts_at": 1795528800,
        "tried": "a table",
        "give": None,
    }


def test_the_turn_of_a_field_is_dropped() -> None:
    sent = {"level.now.ai.verify#3": {"value": {"selected_option": option("2")}}}
    assert parse(sent) == {"level.now.ai.verify": "2"}


@pytest.mark.parametrize(
    "forged",
    [
        None,
        "text",
        [],
        {"role": None},
        {"role": {"value": None}},
        {"role": {"value": "both"}},
        {"role": {"other": {"selected_option": option("both")}}},
        {"role": {"value": {"type": "email_text_input", "address": "typed"}}},
    ],
)
def test_shapes_of_no_form_of_ours_are_left_out(forged: Any) -> None:
    assert parse(forged) == {}


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"selected_option": "both"}, None),
        ({"selected_option": option(7)}, None),
        ({"selected_option": option("")}, None),
        ({"selected_options": "both"}, []),
        ({"selected_options": [option("a"), None, option(3)]}, ["a"]),
        ({"selected_user": 7}, None),
        ({"selected_users": "U0ANNA"}, []),
        ({"selected_users": ["U0ANNA", None, 7, ""]}, ["U0ANNA"]),
        ({"selected_date": None}, None),
        ({"selected_date": 20270107}, None),
        ({"selected_date_time": "soon"}, None),
        ({"selected_date_time": True}, None),
        ({"value": 7}, None),
        ({"value": ["typed"]}, None),
    ],
)
def test_forged_values_become_nothing(element: Any, value: Any) -> None:
    assert parse(values(role=element)) == {"role": value}


def test_errors_stand_beside_the_fields_that_the_window_has() -> None:
    view = join.you(DRAFT, LISTS, reader("it"), turn=2)
    errors = {
        "role": FieldError("form.top_band_as_mentor", {"other": "mentee"}),
        "wish1": FieldError("form.wish_needed"),
    }
    assert field_errors(errors, view["blocks"], reader("it")) == {
        "role#2": "Qui il livello di chi impara viene dopo quello di chi fa da mentor, e il tuo è "
        "l'ultimo. Scegli «mentee» oppure entrambi i ruoli."
    }


def test_block_ids_are_found_by_field() -> None:
    view = join.levels(DRAFT, LISTS, reader("en"))
    assert block_ids(view["blocks"])["level.offer.ai.verify"] == "level.offer.ai.verify"


@pytest.mark.parametrize("kept", [None, "", "no json", "[1]", "7"])
def test_forged_metadata_is_empty(kept: Any) -> None:
    assert metadata({"private_metadata": kept}) == {}


def test_metadata_comes_back_as_it_was_given() -> None:
    assert metadata(join.you({}, LISTS, reader("en"), turn=4)) == {"step": 1, "turn": 4}

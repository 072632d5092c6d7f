"""The join form, told as somebody filling it in."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.domain.enrolment.field_errors import KEYS
from bot.domain.enrolment.form import check_topics, check_you, complete
from bot.domain.fit.people import Form, Offer, Role, Tenure, Wish
from bot.domain.form_errors import FormRefused
from bot.domain.rules import ProgrammeRules, default_rules, from_toml

RULES = default_rules()
TOPICS = ("ai.assistants", "ai.verify", "data.read", "data.sheets", "safe.scams", "back.lead", "x")
ME = "U0ANNA"

YOU: dict[str, Any] = {
    "role": "both",
    "band": "2",
    "function": "sales",
    "site": "remote",
    "tenure": "1_to_3",
    "languages": ["it", "en"],
    "form": "online",
    "manager": "U0BOSS",
}
CHOSEN: dict[str, Any] = {
    "offers": ["ai.assistants", "data.read"],
    "wish1": "back.lead",
    "wish2": None,
    "wish3": "safe.scams",
    "style1": "a",
    "style2": None,
    "style3": "b",
    "days": ["0", "1", "4"],
    "from": "510",
    "to": "960",
    "notice": ["yes"],
}
RATED: dict[str, Any] = {
    "level.offer.ai.assistants": "4",
    "level.offer.data.read": "1",
    "level.now.back.lead": "0",
    "level.wanted.back.lead": "2",
    "level.now.safe.scams": "1",
    "level.wanted.safe.scams": "4",
}


def draft(
    you: Mapping[str, Any] = {},
    chosen: Mapping[str, Any] = {},
    rated: Mapping[str, Any] = {},
) -> dict[str, Any]:
    return {"you": {**YOU, **you}, "topics": {**CHOSEN, **chosen}, "levels": {**RATED, **rated}}


def wrong(whole: object, rules: ProgrammeRules = RULES) -> dict[str, str]:
    with pytest.raises(FormRefused) as refused:
        complete(whole, rules, TOPICS, ME)  # type: ignore[arg-type]
    return {field: error.key for field, error in refused.value.errors.items()}


def test_a_form_filled_in_with_care() -> None:
    form = complete(draft(), RULES, TOPICS, ME)
    assert (form.role, form.band, form.tenure, form.form) == (
        Role.BOTH, 2, Tenure.FROM_1_TO_3, Form.ONLINE,
    )  # fmt: skip
    assert (form.function, form.site, form.manager) == ("sales", "remote", "U0BOSS")
    assert form.languages == {"it", "en"}
    assert form.offers == (Offer("ai.assistants", 4), Offer("data.read", 1))
    assert form.wishes == (Wish("back.lead", 0, 2), Wish("safe.scams", 1, 4))
    assert form.style == ("a", None, "b")
    assert (form.days, form.start, form.end, form.notice) == (frozenset({0, 1, 4}), 510, 960, True)


def test_the_least_one_can_say() -> None:
    whole = {
        "you": {"role": "mentor", "band": 1, "languages": ["it"]},
        "topics": {"offers": ["x"], "notice": ["yes"]},
        "levels": {"level.offer.x": 2},
    }
    form = complete(whole, RULES, TOPICS, ME)
    assert (form.function, form.site, form.tenure, form.manager) == (None, None, None, None)
    assert (form.form, form.style) == (Form.EITHER, (None, None, None))
    assert (form.days, form.start, form.end) == (frozenset(range(5)), 540, 1080)
    assert (form.offers, form.wishes) == ((Offer("x", 2),), ())


def test_an_empty_form_says_all_that_it_needs() -> None:
    assert wrong({}) == {
        "role": "form.required",
        "band": "form.required",
        "languages": "form.required",
        "notice": "form.notice_needed",
    }


@pytest.mark.parametrize(
    ("role", "missing"),
    [
        ("mentor", {"offers": "form.offer_needed"}),
        ("mentee", {"wish1": "form.wish_needed"}),
        ("both", {"offers": "form.offer_needed", "wish1": "form.wish_needed"}),
    ],
)
def test_a_topic_for_the_chosen_role(role: str, missing: dict[str, str]) -> None:
    empty: dict[str, Any] = {"offers": [], "wish1": None, "wish3": None}
    assert wrong(draft({"role": role}, empty)) == missing


@pytest.mark.parametrize(
    ("you", "field", "key"),
    [
        ({"band": None}, "band", "form.required"),
        ({"band": "6"}, "band", "form.unknown"),
        ({"band": "0"}, "band", "form.unknown"),
        ({"band": ["2"]}, "band", "form.unknown"),
        ({"band": True}, "band", "form.unknown"),
        ({"role": "boss"}, "role", "form.unknown"),
        ({"function": "magic"}, "function", "form.unknown"),
        ({"site": "moon"}, "site", "form.unknown"),
        ({"tenure": "40_years"}, "tenure", "form.unknown"),
        ({"form": "by_post"}, "form", "form.unknown"),
        ({"languages": ["tlh"]}, "languages", "form.unknown"),
        ({"languages": []}, "languages", "form.required"),
        ({"languages": "it"}, "languages", "form.unknown"),
        ({"manager": ME}, "manager", "form.manager_is_you"),
        ({"manager": "<!channel>"}, "manager", "form.unknown"),
    ],
)
def test_the_first_step(you: dict[str, Any], field: str, key: str) -> None:
    assert wrong(draft(you)) == {field: key}
    with pytest.raises(FormRefused) as refused:
        check_you(YOU | you, RULES, ME)
    assert refused.value.errors[field].key == key


NEW = {"tenure": "under_1", "newcomer": ["yes"]}


@pytest.mark.parametrize("role", ["mentee", "both"])
def test_the_newcomers_track_is_for_who_would_learn_in_their_first_year(role: str) -> None:
    assert complete(draft({**NEW, "role": role}), RULES, TOPICS, ME).newcomer
    assert not complete(draft({**NEW, "role": role, "newcomer": []}), RULES, TOPICS, ME).newcomer
    assert not complete(draft({"role": role}), RULES, TOPICS, ME).newcomer


@pytest.mark.parametrize(
    ("you", "key"),
    [
        ({"tenure": "1_to_3"}, "form.not_a_newcomer"),
        ({"tenure": "over_3"}, "form.not_a_newcomer"),
        ({"tenure": None}, "form.not_a_newcomer"),
        ({"role": "mentor"}, "form.newcomer_as_mentor"),
        ({"newcomer": ["perhaps"]}, "form.unknown"),
        ({"newcomer": True}, "form.unknown"),
    ],
)
def test_for_others_the_newcomers_track_is_refused_beside_the_box(
    you: dict[str, Any], key: str
) -> None:
    assert wrong(draft({**NEW, **you})) == {"newcomer": key}


def test_a_newcomer_on_the_lowest_level_may_come_to_learn_only() -> None:
    lowest = {**NEW, "role": "mentee", "band": "1"}
    assert complete(draft(lowest), RULES, TOPICS, ME).newcomer
    assert wrong(draft({**lowest, "newcomer": []})) == {"role": "form.bottom_band_as_mentee"}


@pytest.mark.parametrize(
    ("role", "band", "key", "other"),
    [
        ("mentor", "5", "form.top_band_as_mentor", "mentee"),
        ("mentee", "1", "form.bottom_band_as_mentee", "mentor"),
    ],
)
def test_a_role_that_cannot_be_paired(role: str, band: str, key: str, other: str) -> None:
    with pytest.raises(FormRefused) as refused:
        check_you(YOU | {"role": role, "band": band}, RULES, ME)
    error = refused.value.errors["role"]
    assert (error.key, error.facts) == (key, {"other": other})
    check_you(YOU | {"role": other, "band": band}, RULES, ME)
    check_you(YOU | {"role": "both", "band": band}, RULES, ME)
    check_you(YOU | {"role": role, "band": band}, from_toml("matching.gap = 0"), ME)


@pytest.mark.parametrize(("role", "band"), [("mentor", "4"), ("mentee", "2")])
def test_a_wider_gap_reaches_further(role: str, band: str) -> None:
    check_you(YOU | {"role": role, "band": band}, RULES, ME)
    assert wrong(draft({"role": role, "band": band}), from_toml("matching.gap = 2")).keys() == {
        "role"
    }


@pytest.mark.parametrize(
    ("chosen", "field", "key"),
    [
        ({"offers": ["ai.verify", "made.up"]}, "offers", "form.unknown"),
        ({"offers": {"ai.verify": 1}}, "offers", "form.unknown"),
        ({"offers": 7}, "offers", "form.unknown"),
        ({"wish1": "made.up"}, "wish1", "form.unknown"),
        ({"wish2": "back.lead"}, "wish2", "form.twice"),
        ({"wish2": "data.read"}, "wish2", "form.in_both"),
        ({"style2": "c"}, "style2", "form.unknown"),
        ({"days": []}, "days", "form.no_day"),
        ({"days": ["7"]}, "days", "form.unknown"),
        ({"from": "545"}, "from", "form.unknown"),
        ({"from": "960"}, "to", "form.ends_before"),
        ({"to": "1470"}, "to", "form.unknown"),
        ({"notice": []}, "notice", "form.notice_needed"),
        ({"notice": ["maybe"]}, "notice", "form.unknown"),
    ],
)
def test_the_second_step(chosen: dict[str, Any], field: str, key: str) -> None:
    assert wrong(draft(chosen=chosen))[field] == key
    with pytest.raises(FormRefused) as refused:
        check_topics(CHOSEN | chosen, "both", TOPICS)
    assert {name: error.key for name, error in refused.value.errors.items()}[field] == key


def test_six_topics_are_one_too_many() -> None:
    with pytest.raises(FormRefused) as refused:
        check_topics({"offers": list("abcdef"), "notice": ["yes"]}, "mentor")
    error = refused.value.errors["offers"]
    assert (error.key, error.facts) == ("form.too_many", {"limit": 5})
    check_topics({"offers": list("abcde"), "notice": ["yes"]}, "mentor")


@pytest.mark.parametrize(
    ("rated", "field", "key"),
    [
        ({"level.offer.data.read": None}, "level.offer.data.read", "form.level_needed"),
        ({"level.offer.data.read": "0"}, "level.offer.data.read", "form.unknown"),
        ({"level.offer.data.read": "5"}, "level.offer.data.read", "form.unknown"),
        ({"level.now.back.lead": "-1"}, "level.now.back.lead", "form.unknown"),
        ({"level.now.back.lead": None}, "level.now.back.lead", "form.level_needed"),
        ({"level.wanted.back.lead": None}, "level.wanted.back.lead", "form.level_needed"),
        ({"level.wanted.back.lead": "0"}, "level.wanted.back.lead", "form.wanted_too_low"),
        ({"level.now.back.lead": "3"}, "level.wanted.back.lead", "form.wanted_too_low"),
    ],
)
def test_the_third_step(rated: dict[str, Any], field: str, key: str) -> None:
    assert wrong(draft(rated=rated)) == {field: key}


def test_levels_of_topics_no_longer_chosen_are_left_aside() -> None:
    form = complete(draft(chosen={"offers": ["ai.assistants"]}), RULES, TOPICS, ME)
    assert form.offers == (Offer("ai.assistants", 4),)


@pytest.mark.parametrize("shape", [None, "text", 3, ["a"]])
def test_a_step_of_the_wrong_shape_is_an_empty_one(shape: object) -> None:
    assert "role" in wrong({"you": shape, "topics": CHOSEN, "levels": RATED})


def test_every_mistake_comes_at_once_and_every_key_is_listed() -> None:
    errors = wrong(draft({"band": "9"}, {"to": "0"}, {"level.now.back.lead": None}))
    assert errors.keys() == {"band", "to", "level.now.back.lead"}
    assert set(errors.values()) <= set(KEYS)

"""What single screens promise: whom they protect, what they keep, where they lead."""

import json
from datetime import date
from typing import Any

import pytest

from bot.domain.refusals import FieldError
from bot.programme import facts as f
from bot.slack.blocks import Said
from bot.slack.forms import block_ids, metadata
from bot.slack.limits import problems
from bot.slack.screens import answers, checkin, join, messages, standing, why
from bot.slack.screens import round as rounds
from bot.slack.screens.figures import shown_figure, stats_text
from tests.slack.screens import samples
from tests.slack.screens.samples import DRAFT, LISTS, MEETING, reader

EN, IT = reader("en"), reader("it")


def ids(said: Said | dict[str, Any]) -> list[str]:
    blocks = said.blocks if isinstance(said, Said) else said["blocks"]
    rows = [e for b in blocks if b["type"] == "actions" for e in b["elements"]]
    return [element["action_id"] for element in rows]


def field(view: dict[str, Any], name: str) -> dict[str, Any]:
    block_id = block_ids(view["blocks"])[name]
    return next(block for block in view["blocks"] if block.get("block_id") == block_id)


# --- proposals -----------------------------------------------------------------------------------


def answered(outcome: str) -> Said:
    told = f.ProposalAnswered(outcome, 7, "U0MARCO", None, samples.offered())
    return answers.answer(told, EN)


def test_a_late_yes_reads_like_a_first_one_so_that_no_decline_shows() -> None:
    assert answered("thanks") == answered("waiting_for_other")


def test_a_no_reads_the_same_whether_or_not_the_other_was_asked_yet() -> None:
    assert answered("withdrawn_silently") == answered("declined")


def test_a_used_proposal_has_no_buttons_left() -> None:
    for outcome in ("waiting_for_other", "paired", "declined", "later"):
        assert ids(answered(outcome)) == []


def test_a_proposal_offers_later_once_and_the_reminder_does_not() -> None:
    offer = messages.message("proposal.offer", samples.offered(), [EN])
    assert ids(offer) == ["proposal.yes", "proposal.no", "proposal.why", "proposal.more"]
    reminder = messages.message("proposal.reminder", samples.offered(), [EN])
    assert ids(reminder) == ["proposal.yes", "proposal.no", "proposal.why"]


def test_the_reasons_name_topics_and_never_a_level() -> None:
    reasons = f.WhyUs("U0MARCO", "mentee", ("ai.verify",), ("back.lead",), 22.5, True, True, False)
    shown = json.dumps(why.why(reasons, EN))
    assert "Checking AI answers and their limits" in shown
    assert not any(EN.plain(f"level.{n}") in shown for n in range(5))


# --- the two languages of a pair -----------------------------------------------------------------


def test_a_pair_without_a_common_language_reads_both_the_programmes_first() -> None:
    both = messages.message("session.agreed", samples.AGREED, [IT, reader("en", zone="UTC")])
    first, second = both.text.split("\n\n")
    assert first.startswith("Marco Bianchi e Anna Rossi, la vostra data è fissata")
    assert "alle 15:00 (ora di Roma)" in first
    assert "at 14:00 (UTC)" in second
    assert ids(both) == ["date.move"]
    assert both.blocks[-1]["elements"][0]["text"]["text"] == "Sposta · Move"


def test_one_common_language_is_enough() -> None:
    alone = messages.message("session.agreed", samples.AGREED, [EN])
    assert "fissata" not in alone.text


# --- the round -----------------------------------------------------------------------------------


def test_a_leads_window_names_no_topic_and_no_level() -> None:
    shown = json.dumps(rounds.round_(samples.round_view(), EN))
    assert not any(EN.topic(topic) in shown for topic in ("ai.verify", "back.lead"))
    assert "strong fit" in shown


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ("drafted", ["round.approve", "round.postpone"]),
        ("approved", ["round.stop"]),
        ("sending", []),
        ("sent", []),
    ],
)
def test_each_state_of_a_round_offers_what_can_be_done(state: str, offered: list[str]) -> None:
    view = rounds.round_(samples.round_view(state), EN)
    assert ids(view) == offered
    assert any("accessory" in block for block in view["blocks"]) == (state == "drafted")


def test_a_pair_on_hold_can_be_released_and_a_dropped_one_has_no_way_back() -> None:
    view = rounds.round_(samples.round_view(), EN)
    menus = [b["accessory"]["options"] for b in view["blocks"] if "accessory" in b]
    offered = [[option["value"] for option in menu] for menu in menus]
    assert offered == [["hold:21", "drop:21"], ["release:22", "drop:22"]]


def test_approving_for_more_than_twenty_people_is_confirmed_first() -> None:
    def confirms(pairs: int) -> bool:
        view = rounds.round_(samples.round_view(total_pairs=pairs, total_held=0), EN)
        buttons = [e for b in view["blocks"] if b["type"] == "actions" for e in b["elements"]]
        return "confirm" in buttons[0]

    assert (confirms(10), confirms(11)) == (False, True)


def test_pages_lead_to_their_neighbours_only() -> None:
    def pages(page: int) -> list[str]:
        view = rounds.round_(samples.round_view(page=page, pages=3), EN)
        return [one for one in ids(view) if one.startswith("round.page")]

    assert pages(1) == ["round.page.next"]
    assert pages(2) == ["round.page.back", "round.page.next"]
    assert pages(3) == ["round.page.back"]


# --- check-ins -----------------------------------------------------------------------------------


def test_answers_are_never_repeated_in_a_message() -> None:
    kept = answers.answer(f.CheckinKept(True, MEETING), EN)
    scale = [EN.plain(f"checkin.useful.{n}") for n in range(1, 6)]
    assert not any(step in kept.text for step in scale)


def test_the_window_begins_with_the_answers_given_before() -> None:
    before = {"useful": 4, "open": 5, "applied": 0, "balance": -1}
    view = checkin.checkin(f.CheckinForm(11, "U0MARCO", MEETING, before=before), EN)
    chosen = {name: field(view, name)["element"]["initial_option"]["value"] for name in before}
    assert chosen == {"useful": "4", "open": "5", "applied": "0", "balance": "-1"}
    assert metadata(view) == {"session": 11, "pair": None, "met_on": None}


def test_with_several_pairs_the_window_asks_which() -> None:
    choices = (f.MetChoice(3, None, "U0MARCO"), f.MetChoice(4, None, "U0GIULIA"))
    form = f.CheckinForm(None, None, None, choices, met_on=date(2026, 11, 24))
    view = checkin.checkin(form, EN)
    options = field(view, "pair")["element"]["options"]
    assert [option["value"] for option in options] == ["3", "4"]
    assert metadata(view) == {"session": None, "pair": None, "met_on": "2026-11-24"}


# --- joining -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "offers", "wish"),
    [("mentor", False, True), ("mentee", True, False), ("both", False, False)],
)
def test_each_role_needs_its_own_list(role: str, offers: bool, wish: bool) -> None:
    view = join.topics({"you": {"role": role}}, LISTS, EN)
    assert field(view, "offers")["optional"] is offers
    assert field(view, "wish1")["optional"] is wish


def test_what_was_filled_in_comes_back() -> None:
    you, topics = join.you(DRAFT, LISTS, EN, turn=1), join.topics(DRAFT, LISTS, EN)
    assert field(you, "role")["element"]["initial_option"]["value"] == "both"
    assert field(you, "manager")["element"]["initial_user"] == "U0GIULIA"
    offers = field(topics, "offers")["element"]["initial_options"]
    assert [one["value"] for one in offers] == ["ai.verify", "data.sheets"]
    assert field(topics, "from")["element"]["initial_option"]["text"]["text"] == "08:30"
    levels = join.levels(DRAFT, LISTS, EN)
    assert field(levels, "level.offer.ai.verify")["element"]["initial_option"]["value"] == "3"


def test_a_first_visit_is_prefilled_with_the_usual_week_and_the_readers_language() -> None:
    days = field(join.topics({}, LISTS, EN), "days")["element"]["initial_options"]
    assert [one["value"] for one in days] == ["0", "1", "2", "3", "4"]
    tongue = field(join.you({}, LISTS, IT), "languages")["element"]["initial_options"]
    assert [one["value"] for one in tongue] == ["it"]


def test_a_draft_of_any_shape_still_opens_the_form() -> None:
    forged: dict[str, Any] = {
        "you": {"role": ["both"], "band": {"x": 1}, "languages": "it", "form": None},
        "topics": {"offers": "ai.verify", "wish1": 7, "days": None, "from": [], "notice": "yes"},
        "levels": {"level.offer.ai.verify": {}},
    }
    twice: dict[str, Any] = {
        "you": {"manager": "<!channel>"},
        "topics": {"offers": ["ai.verify", "ai.verify", *map(str, range(200))]},
    }
    for step in (join.you, join.topics, join.levels):
        assert problems(step(forged, LISTS, EN)) == []
        assert problems(step(twice, LISTS, EN)) == []
    assert "initial_user" not in field(join.you(twice, LISTS, EN), "manager")["element"]


def test_each_chosen_topic_is_asked_for_with_its_name() -> None:
    view = join.levels(DRAFT, LISTS, EN)
    assert list(block_ids(view["blocks"])) == [
        "level.offer.ai.verify",
        "level.offer.data.sheets",
        "level.now.back.lead",
        "level.wanted.back.lead",
        "level.now.back.career",
        "level.wanted.back.career",
    ]
    assert field(view, "level.now.back.lead")["label"]["text"].endswith(EN.topic("back.lead"))


def test_an_error_of_an_earlier_step_is_listed_with_its_field() -> None:
    errors = {"band": FieldError("form.unknown")}
    view = join.you(DRAFT, LISTS, EN, errors)
    assert "• In my work: This is not in the list" in view["blocks"][0]["text"]["text"]


def test_only_the_later_steps_have_a_way_back() -> None:
    assert "join.back" not in ids(join.you({}, LISTS, EN))
    assert "join.back" in ids(join.topics({}, LISTS, EN))
    assert "join.back" in ids(join.levels(DRAFT, LISTS, EN))


def test_more_languages_than_boxes_become_a_menu() -> None:
    many = join.Lists(**{**vars(LISTS), "languages": tuple(f"x{n}" for n in range(11))})
    assert field(join.you({}, many, EN), "languages")["element"]["type"] == "multi_static_select"


def test_the_fields_of_the_first_step_are_the_ones_it_shows() -> None:
    assert set(block_ids(join.you({}, LISTS, EN)["blocks"])) == join.YOU


# --- where I stand, help, answers ----------------------------------------------------------------


def test_a_leads_round_comes_before_their_own_state() -> None:
    said = standing.standing(samples.STANDINGS["lead"], EN)
    assert said.text.startswith("Round of Monday 7 December: 42 pairs ready")
    assert ids(said)[0] == "round.open"


def test_help_lists_what_fits_the_state_and_more_for_leads() -> None:
    stranger = standing.help_(samples.STANDINGS["stranger"], IT).text
    assert "iscrivimi" in stranger
    assert "esci" not in stranger
    assert "giro" not in standing.help_(samples.STANDINGS["waiting"], IT).text
    assert "`/revmentor giro`" in standing.help_(samples.STANDINGS["lead"], IT).text


@pytest.mark.parametrize("name", samples.STANDINGS)
def test_the_home_tab_and_the_answer_offer_the_same_first_step(name: str) -> None:
    facts = samples.STANDINGS[name]
    home = [one for one in ids(standing.home(facts, EN)) if not one.startswith("verb.")]
    said = [one for one in ids(standing.standing(facts, EN)) if one != "round.open"]
    assert home == said


def test_a_state_without_its_facts_falls_back_to_what_is_known() -> None:
    bare = f.Standing("checkin", pairs=(samples.PAIR,))
    assert "Find a time" in standing.standing(bare, EN).text
    for state in ("booked", "date_asked", "paired", "proposal"):
        assert "looking for a pairing" in standing.standing(f.Standing(state), EN).text


def test_what_somebody_typed_is_repeated_shortly_and_harmlessly() -> None:
    said = answers.unknown_verb("<!here> " + "x" * 90, None, EN)
    assert "&lt;!here&gt;" in said.text
    assert "x" * 41 not in said.text


# --- figures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "english", "italian"),
    [
        (f.Published("useful", "=", "4.1", 14), "4.1 of 5", "4,1 su 5"),
        (f.Published("open", ">=", "4.4", 14), "≥ 4.4 of 5", "≥ 4,4 su 5"),
        (f.Published("applied", "=", "70", 14), "about 70%", "circa 70%"),
        (f.Published("balance", ">=", "90", 14), "≥ 90%", "≥ 90%"),
        (f.Published("answer_rate", "<=", "10", 14), "≤ 10%", "≤ 10%"),
        (f.Published("useful", "=", "4.0", 14), "4.0 of 5", "4,0 su 5"),
    ],
)
def test_figures_show_no_more_than_was_released(
    figure: f.Published, english: str, italian: str
) -> None:
    assert (shown_figure(figure, EN), shown_figure(figure, IT)) == (english, italian)


def test_statistics_are_one_figure_a_line() -> None:
    heading, *lines = stats_text(samples.STATS, EN).split("\n")
    assert heading == "Figures from Monday 26 October to Wednesday 25 November"
    figures = [line for line in lines if not line.startswith("*")]
    assert all(line.count(": ") == 1 for line in figures)
    assert "Meetings held: 23" in figures
    assert "Useful: 4.1 of 5 (14 people)" in figures


def test_charts_say_nothing_that_the_text_does_not() -> None:
    picture = messages.message("stats.picture", samples.STATS, [EN])
    kinds = [block["type"] for block in picture.blocks]
    assert kinds == ["section", "data_visualization", "data_visualization", "data_table"]
    assert picture.text == stats_text(samples.STATS, EN)

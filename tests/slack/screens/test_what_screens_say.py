"""What single screens promise: whom they protect, what they keep, where they lead."""

import json
from dataclasses import replace
from datetime import date
from typing import Any, Literal

import pytest

from bot.domain import refusals
from bot.domain.fit.people import Role
from bot.domain.form_errors import FieldError
from bot.domain.listing import PairCounts
from bot.domain.words import Word
from bot.programme.administration.kinds import Undelivered
from bot.programme.administration.results import Health
from bot.programme.enrolment.kinds import PauseOver
from bot.programme.enrolment.results import Paused, PauseForm, Resumed
from bot.programme.meetings.kinds import NoDate, StopReminding
from bot.programme.meetings.results import CheckinForm, MetChoice
from bot.programme.pairs.kinds import PairEnded
from bot.programme.people.results import LanguageChosen
from bot.programme.rounds.kinds import StillLooking
from bot.programme.rounds.results import Common, ProposalAnswered, WaitingPerson, WhyUs
from bot.programme.standing import Place, Standing
from bot.slack import answers, messages
from bot.slack.administration.screens import health
from bot.slack.enrolment.screens import join, pause
from bot.slack.kit.blocks import Said
from bot.slack.kit.forms import block_ids, metadata
from bot.slack.kit.limits import problems
from bot.slack.meetings.screens import afterwards, checkin
from bot.slack.people import screens as languages
from bot.slack.rounds.screens import proposals, why
from bot.slack.rounds.screens import round as rounds
from bot.slack.standing.screens import standing
from bot.texts.words import words_for
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


def told(outcome: Word | Literal["paired"]) -> ProposalAnswered:
    return ProposalAnswered(outcome, 7, "U0MARCO", samples.UNDO_UNTIL)


def test_a_used_proposal_reads_the_same_whatever_was_said() -> None:
    """Slack keeps it: whoever reads it learns that it was answered, not how."""
    kept = {str(proposals.answered(told(word), EN)) for word in Word}
    assert len(kept) == 1
    assert ids(proposals.answered(told(Word.YES), EN)) == ["proposal.mine"]
    assert ids(proposals.answered(told("paired"), EN)) == []


def test_the_warm_word_is_one_for_each() -> None:
    said = {proposals.warm_word(told(word), EN).text for word in Word}
    assert len(said) == 3


def test_a_meeting_told_reads_the_same_with_four_answers_and_with_none() -> None:
    about = CheckinForm(11, "U0MARCO", MEETING, closes_at=samples.UNDO_UNTIL)
    given = replace(about, before={"useful": 5})
    assert checkin.answered(about, EN) == checkin.answered(given, EN)


def test_a_proposal_offers_later_once_and_the_reminder_does_not() -> None:
    offer = messages.message("proposal.offer", samples.offered(), [EN])
    assert ids(offer) == ["proposal.yes", "proposal.no", "proposal.why", "proposal.more"]
    reminder = messages.message("proposal.reminder", samples.offered(), [EN])
    assert ids(reminder) == ["proposal.yes", "proposal.no", "proposal.why"]


def test_the_reasons_name_topics_and_never_a_level() -> None:
    reasons = WhyUs("U0MARCO", Role.MENTEE, ("ai.verify",), ("back.lead",), 22.5, True, True)
    shown = json.dumps(why.why(reasons, EN))
    assert "Checking AI answers and their limits" in shown
    assert not any(EN.plain(f"level.{n}") in shown for n in range(5))


# --- the two languages of a pair -----------------------------------------------------------------


def test_a_pair_without_a_common_language_reads_both_the_programmes_first() -> None:
    both = messages.message("session.agreed", samples.AGREED, [IT, reader("en", zone="UTC")])
    first, second = both.text.split("\n\n")
    assert first.startswith("Marco Bianchi e Anna Rossi, il vostro incontro è fissato")
    assert "alle 15:00 (ora di Roma)" in first
    assert "at 14:00 (UTC)" in second
    assert ids(both) == ["date.move", "calendar.add"]
    assert both.blocks[-1]["elements"][0]["text"]["text"] == "Cambia orario · Change the time"


def test_one_common_language_is_enough() -> None:
    alone = messages.message("session.agreed", samples.AGREED, [EN])
    assert "fissata" not in alone.text


# --- the round -----------------------------------------------------------------------------------


def test_a_leads_window_names_no_topic_and_no_level() -> None:
    shown = json.dumps(rounds.round_(samples.round_view(), EN))
    assert not any(EN.topic(topic) in shown for topic in ("ai.verify", "back.lead"))
    assert "strong match" in shown


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ("drafted", ["round.approve", "round.postpone", "round.order", "round.sift"]),
        ("approved", ["round.stop", "round.order"]),
        ("sending", ["round.order"]),
        ("sent", ["round.order"]),
    ],
)
def test_each_state_of_a_round_offers_what_can_be_done(state: str, offered: list[str]) -> None:
    until = samples.HOLD_ENDS if state == "approved" else None
    view = rounds.round_(samples.round_view(state, hold_until=until), EN)
    assert ids(view) == offered
    assert any("accessory" in block for block in view["blocks"]) == (state == "drafted")


def choices(view: dict[str, Any]) -> list[list[str]]:
    """What can be decided about each pair that something can be decided about."""
    beside = [b["accessory"] for b in view["blocks"] if "accessory" in b]
    return [[option["value"] for option in one.get("options", [one])] for one in beside]


def test_a_pair_on_hold_can_be_released_and_a_dropped_one_restored() -> None:
    view = rounds.round_(samples.round_view(), EN)
    assert choices(view) == [["hold:21", "ask:21"], ["release:22", "ask:22"], ["restore:23"]]


def test_dropping_asks_in_the_place_of_the_pair() -> None:
    view = rounds.round_(samples.round_view(), EN, asked=21)
    assert choices(view) == [["release:22", "ask:22"], ["restore:23"]]
    question = next(n for n, b in enumerate(view["blocks"]) if "for two years?" in str(b))
    buttons = view["blocks"][question + 1]["elements"]
    assert [one["value"] for one in buttons] == ["drop:21", "21"]
    stale = rounds.round_(samples.round_view(), EN, asked=23)
    assert stale == rounds.round_(samples.round_view(), EN)


def test_a_round_without_pairs_asks_for_no_decision_and_says_what_would_help() -> None:
    view = samples.VIEWS["round.no_pairs"](EN)
    assert ids(view) == ["round.postpone"]
    said = view["blocks"][1]["text"]["text"]
    assert "What would help" in said
    assert EN("round.helps.no_hours") in said
    assert EN("round.helps.no_language") in said
    fewer = samples.round_view(pairs=(), counts=PairCounts(), waiting_why={"no_hours": 1})
    said = rounds.round_(fewer, EN)["blocks"][1]["text"]["text"]
    assert said.endswith(f"What would help: {EN('round.helps.no_hours')}.")


def lines(view: dict[str, Any]) -> list[str]:
    texts = [b["text"]["text"] for b in view["blocks"] if b["type"] == "section"]
    return [one for one in texts if "(mentor)" in one]


def test_what_every_pair_shares_is_said_once() -> None:
    said = "topics: strong match"
    alike = samples.round_view(common=Common("strong", True, 38.0))
    shown = json.dumps(rounds.round_(alike, EN), ensure_ascii=False)
    assert shown.count(said) == 1
    assert "All pairs but your own: topics: strong match" in shown
    assert not any("working hours" in line for line in lines(rounds.round_(alike, EN)))
    shown = json.dumps(rounds.round_(replace(alike, has_own=False), EN), ensure_ascii=False)
    assert "All pairs: topics: strong match" in shown


def test_who_shares_a_name_is_told_apart_by_function_and_site() -> None:
    one, other = lines(samples.VIEWS["round.namesakes"](EN))
    assert one.startswith("*Marco Bianchi, Sales, Rome* (mentor) · *Giulia Verdi* (mentee)")
    assert other.startswith("*Marco Bianchi, Finance* (mentor) · *Giulia Verdi* (mentee)")


def test_a_lead_reads_full_names() -> None:
    brief = words_for(
        "en", "UTC", formal=False, names=lambda _: "Marco", full_names=samples.NAMES.get
    )
    shown = lines(rounds.round_(samples.round_view(), brief))
    assert shown[0].startswith("*Marco Bianchi* (mentor) · *Giulia Verdi* (mentee)")


def test_the_counts_of_a_round_add_up() -> None:
    said = rounds.round_(samples.round_view(), EN)["blocks"][2]["elements"][0]["text"]
    assert said == (
        "5 pairs: 2 to send, 1 left out this time, 1 not proposed for two years and "
        "1 no longer possible. 3 people waiting."
    )


def test_long_names_of_many_who_wait_are_not_cut_off() -> None:
    long = words_for("en", "UTC", formal=False, names=lambda id_: id_ + "x" * 70)
    view = rounds.round_(samples.FULL_PAGE, long)
    assert not list(problems(view))
    shown = json.dumps(view, ensure_ascii=False)
    assert all(person.who.slack_id in shown for person in samples.FULL_PAGE.waiting)
    assert "and 20 more people" in shown


def test_what_a_lead_may_not_decide_or_see_has_no_menu_and_no_categories() -> None:
    view = rounds.round_(samples.round_view(), EN)
    texts = [b["text"]["text"] for b in view["blocks"] if b["type"] == "section"]
    (impossible,) = [one for one in texts if "No longer possible" in one]
    (own,) = [one for one in texts if "Your own pair" in one]
    assert "fair match" in impossible
    assert own.endswith("Your own pair: you see no categories, and other leads decide about it")
    waits = rounds.round_(samples.round_view(waiting=(WaitingPerson(samples.ANNA, None),)), EN)
    texts = [b["text"]["text"] for b in waits["blocks"] if b["type"] == "section"]
    waiting = next(one for one in texts if one.startswith("*Waiting*"))
    assert waiting.split("\n")[-1] == "Anna Rossi (you)"


def test_a_round_on_its_way_says_how_it_stands_and_no_numbers_of_messages() -> None:
    for state, says in (("sending", "Being sent"), ("sent", "This round has been sent.")):
        view = rounds.round_(samples.round_view(state), EN)
        said = view["blocks"][1]["text"]["text"]
        assert said.startswith(says)
        assert not any(character.isdigit() for character in said)


def test_approving_for_more_than_twenty_people_is_confirmed_first() -> None:
    def confirms(pairs: int) -> bool:
        view = rounds.round_(samples.round_view(counts=PairCounts(going=pairs)), EN)
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


def test_answers_are_never_repeated() -> None:
    kept = afterwards.afterwards(samples.AFTERWARDS, EN)
    scale = [EN.plain(f"checkin.useful.{n}") for n in range(1, 6)]
    assert not any(step in str(kept) for step in scale)


def test_a_time_carries_its_moment_and_the_meeting_that_it_follows() -> None:
    view = afterwards.afterwards(samples.AFTERWARDS, EN)
    carried = [one["value"] for block in view["blocks"] for one in block.get("elements", [])]
    first, second = (int(at.timestamp()) for at in samples.FREE.options)
    assert carried == [f"{first}:11", f"{second}:11", "3"]


def test_the_window_begins_with_the_answers_given_before() -> None:
    before = {"useful": 4, "open": 5, "applied": 0, "balance": -1}
    view = checkin.checkin(CheckinForm(11, "U0MARCO", MEETING, before=before), EN)
    chosen = {name: field(view, name)["element"]["initial_option"]["value"] for name in before}
    assert chosen == {"useful": "4", "open": "5", "applied": "0", "balance": "-1"}
    assert metadata(view) == {"session": 11, "met_on": None}


def test_with_several_pairs_the_window_asks_which() -> None:
    choices = (MetChoice(3, "U0MARCO"), MetChoice(4, "U0GIULIA"))
    form = CheckinForm(None, None, None, choices, met_on=date(2026, 11, 24))
    view = checkin.checkin(form, EN)
    options = field(view, "pair")["element"]["options"]
    assert [option["value"] for option in options] == ["3", "4"]
    assert metadata(view) == {"session": None, "met_on": "2026-11-24"}


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
    assert "• In my work: This isn't in the list" in view["blocks"][0]["text"]["text"]


def test_only_the_later_steps_have_a_way_back() -> None:
    assert "join.back" not in ids(join.you({}, LISTS, EN))
    assert "join.back" in ids(join.topics({}, LISTS, EN))
    assert "join.back" in ids(join.levels(DRAFT, LISTS, EN))


def test_more_languages_than_boxes_become_a_menu() -> None:
    many = join.Lists(**{**vars(LISTS), "languages": tuple(f"x{n}" for n in range(11))})
    assert field(join.you({}, many, EN), "languages")["element"]["type"] == "multi_static_select"


def test_the_fields_of_the_first_step_are_the_ones_it_shows() -> None:
    assert set(block_ids(join.you({}, LISTS, EN)["blocks"])) == join.YOU


def test_the_notice_itself_stands_above_the_box_that_says_it_was_read() -> None:
    """Nobody ticks what they could not read: a command cannot be typed while a window is open."""
    for words in (EN, IT, reader("it", formal=True)):
        shown = join.topics({"you": {"role": "mentor"}}, LISTS, words)["blocks"]
        cipher = shown.index(field({"blocks": shown}, "notice"))
        above = "\n".join(block["text"]["text"] for block in shown[cipher - 2 : cipher])
        assert words("privacy.notice") in above
        assert words("privacy.kept") in above


def test_the_profile_is_the_same_form_without_the_notice_and_saved_at_the_end() -> None:
    views = [
        step(samples.PROFILE, LISTS, EN, editing=True)
        for step in (join.you, join.topics, join.levels)
    ]
    assert [v["callback_id"] for v in views] == ["profile.you", "profile.topics", "profile.levels"]
    assert [v["submit"]["text"] for v in views] == ["Next", "Next", "Save"]
    assert [v["title"]["text"] for v in views] == [f"Your profile: {n} of 3" for n in (1, 2, 3)]
    assert all("notice" not in block_ids(v["blocks"]) for v in views)
    assert [ids(v) for v in views] == [[], ["profile.back"], ["profile.back"]]


def test_the_profile_asks_for_places_and_people_to_avoid() -> None:
    asked = block_ids(join.levels(samples.PROFILE, LISTS, EN, editing=True)["blocks"])
    joining = block_ids(join.levels(samples.PROFILE, LISTS, EN)["blocks"])
    assert asked.keys() - joining.keys() == join.MORE


def test_who_only_learns_has_no_places_as_a_mentor() -> None:
    mentee = {**samples.PROFILE, "you": {"role": "mentee"}}
    asked = block_ids(join.levels(mentee, LISTS, EN, editing=True)["blocks"])
    assert asked.keys() & join.MORE == {"places_total", "avoids"}


def test_places_come_back_as_kept_or_as_chosen_since() -> None:
    kept = join.levels(samples.PROFILE, LISTS, EN, editing=True)
    chosen = {**samples.PROFILE, "levels": {"places_total": "1", "avoids": ["U0MARCO", "<!x>"]}}
    anew = join.levels(chosen, LISTS, EN, editing=True)
    values = [
        field(view, "places_total")["element"]["initial_option"]["value"] for view in (kept, anew)
    ]
    assert values == ["2", "1"]
    assert field(kept, "avoids")["element"]["initial_users"] == ["U0BEA", "U0CARLO"]
    assert field(anew, "avoids")["element"]["initial_users"] == ["U0MARCO"]


def test_the_manager_is_shown_to_who_named_them() -> None:
    manager = field(join.you(samples.PROFILE, LISTS, EN, editing=True), "manager")
    assert manager["element"]["initial_user"] == samples.PROFILE["you"]["manager"]


# --- a break -------------------------------------------------------------------------------------


def pause_window(until: date | None, *partners: str) -> dict[str, Any]:
    return pause.pause(PauseForm(samples.PAUSE_DAYS, until, partners), EN)


def test_a_break_is_offered_in_weeks_with_the_day_written_out() -> None:
    choices = field(pause_window(None), "until")["element"]
    assert [one["value"] for one in choices["options"]] == [
        "2026-12-02",
        "2026-12-09",
        "2026-12-23",
        "2027-01-20",
    ]
    assert choices["options"][3]["text"]["text"] == "8 weeks: until Wednesday 20 January"
    assert choices["initial_option"] == choices["options"][0]


def test_a_break_that_runs_shows_its_day_and_is_prolonged() -> None:
    again = pause.pause(PauseForm(samples.PAUSE_DAYS, samples.BACK_ON, ("U0MARCO",)), EN)
    assert again["submit"]["text"] == "Save"
    assert "We'll tell Marco Bianchi the new day, not the reason." in json.dumps(again)
    weeks = pause_window(samples.PAUSE_DAYS[2])
    assert field(weeks, "until")["element"]["initial_option"]["value"] == "2026-12-23"
    assert "initial_date" not in field(weeks, "other_day")["element"]
    other = pause_window(samples.BACK_ON)
    assert field(other, "other_day")["element"]["initial_date"] == "2027-01-07"


def test_the_window_says_who_learns_of_a_break_before_it_begins() -> None:
    assert "we'll tell Marco Bianchi that you are on a break, not why" in json.dumps(
        pause_window(None, "U0MARCO")
    )
    assert "write to anybody else" in json.dumps(pause_window(None))


def test_a_break_can_be_undone_only_while_nobody_has_heard_of_it() -> None:
    fresh = Paused(samples.BACK_ON, ("U0MARCO",), samples.UNDO_UNTIL, samples.UNDO_UNTIL, 5)
    said = pause.paused(fresh, EN)
    assert said.text.startswith(
        "You're on a break until Thursday 7 January.\n"
        "After ten minutes, and in working hours, we'll tell Marco Bianchi that you are on a "
        "break, not why."
    )
    assert ids(said) == ["pause.undo", "verb.pause"]
    prolonged = pause.paused(Paused(samples.BACK_ON, ("U0MARCO",), None, None, 5), EN)
    assert ids(prolonged) == ["verb.pause"]
    assert "ten minutes" not in prolonged.text


def test_a_partner_who_never_heard_of_a_break_does_not_hear_of_its_end() -> None:
    unheard = Resumed(samples.ROUND_DAY, ("U0MARCO",), None, samples.UNDO_UNTIL, 5)
    assert "Marco" not in pause.resumed(unheard, EN).text


def test_after_a_break_only_who_is_paired_is_asked_for_a_date() -> None:
    paired = messages.message("pause.over", PauseOver(None, samples.PAIR), [EN])
    alone = messages.message("pause.over", PauseOver(samples.ROUND_DAY, None), [EN])
    away = messages.message("pause.over", PauseOver(None, samples.ON_A_BREAK), [EN])
    resting = messages.message("pause.over", PauseOver(None, samples.RESTING), [EN])
    assert ids(paired) == ["date.find", "verb.pause"]
    assert ids(alone) == ids(away) == ids(resting) == ["verb.pause"]


TODAY = date(2026, 11, 25)


# --- reminders, language -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "facts", "about"),
    [
        ("nudge.no_date", NoDate(3, "U0MARCO", TODAY), "3"),
        ("nudge.still_looking", StillLooking(TODAY, "not_this_time", None, 1, 2), "-"),
    ],
)
def test_a_nudge_offers_a_break_and_fewer_of_them(kind: str, facts: Any, about: str) -> None:
    nudge = messages.message(kind, facts, [EN])
    assert ids(nudge)[1:] == ["verb.pause", "reminders.fewer"]
    assert nudge.blocks[-1]["elements"][-1]["value"] == about


def test_the_last_word_about_a_date_offers_a_break_and_an_end() -> None:
    nudge = messages.message("nudge.last_word", StopReminding(3, "U0MARCO", TODAY), [EN])
    assert ids(nudge) == ["date.find", "verb.pause", "swap.open"]


def test_who_changes_a_pairing_reads_beforehand_what_the_other_will_read() -> None:
    """The window holds each line of the message, but for the name in it, which is one's own."""
    read = messages.message("pair.ended", PairEnded("U0ANNA"), [EN]).text
    window = json.dumps(samples.SCREENS["view.swap"](EN), ensure_ascii=False)
    assert "Anna Rossi" in read
    for line in read.splitlines():
        assert line in window


def test_what_helps_depends_on_why_somebody_waits() -> None:
    def helps(category: str, wishes: int = 1, offers: int = 1) -> str:
        facts = StillLooking(TODAY, category, None, wishes, offers)
        return messages.message("nudge.still_looking", facts, [EN]).text.split("\n")[1]

    categories = ("not_this_time", "no_hours", "no_language", "nobody_fitting")
    assert len({helps(one) for one in categories}) == len(categories)
    assert "one more topic" in helps("not_this_time", wishes=3, offers=4)
    assert "other topics" in helps("not_this_time", wishes=3, offers=5)


def test_the_way_back_from_a_language_is_written_in_the_one_before() -> None:
    said = languages.chosen(LanguageChosen("it", "en"), IT)
    (back,) = said.blocks[-1]["elements"]
    assert said.text == "D'ora in poi ti scriviamo in italiano."
    assert (back["value"], back["text"]["text"]) == ("en", "Back to English")
    assert ids(languages.chosen(LanguageChosen("it", "it"), IT)) == []


def test_languages_are_offered_in_their_own_words() -> None:
    said = languages.choose(EN)
    row = said.blocks[-1]["elements"]
    assert [(one["action_id"], one["value"], one["text"]["text"]) for one in row] == [
        ("language.choose.en", "en", "English"),
        ("language.choose.it", "it", "Italiano"),
    ]
    assert "In quale lingua" in said.text


# --- a round, for leads --------------------------------------------------------------------------


def test_a_round_without_a_pair_says_why_and_asks_for_nothing() -> None:
    for kind in ("round.ready", "round.still_waiting"):
        said = messages.message(kind, samples.NOBODY_PAIRED, [EN])
        headline, why = said.text.split("\n")
        assert headline.startswith("No pairs in the round of Monday 7 December: 5 people waiting.")
        assert headline.endswith("Nothing needs your approval.")
        assert "not this time (2)" in why


# --- trouble, for leads --------------------------------------------------------------------------


def test_health_names_the_fix_of_what_is_broken_only() -> None:
    assert "python -m bot" not in health.health(samples.HEALTHY, EN).text
    ill = Health(**{**vars(samples.HEALTHY), "checks": {"slack": True, "schema": False}})
    headline, *lines = health.health(ill, EN).text.split("\n")
    assert headline == "Something needs a look."
    assert "Slack: OK" in lines
    assert "`python -m bot migrate`" in next(line for line in lines if line.startswith("Tables: "))


def test_late_messages_alone_make_the_bot_unwell() -> None:
    late = Health(**{**vars(samples.HEALTHY), "late_since": MEETING})
    assert health.health(late, EN).text.startswith("Something needs a look.")


def test_a_leads_troubles_count_reasons() -> None:
    said = messages.message("trouble.undelivered", Undelivered(2, {"policy": 2}, 0), [EN])
    assert said.text.split("\n") == [
        "2 messages couldn't be delivered.",
        "Why: not allowed by the workspace (2).",
    ]


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
    said = [one for one in ids(standing.standing(facts, EN)) if one != "round.open"]
    assert ids(standing.home(facts, EN))[: len(said)] == said


@pytest.mark.parametrize("name", samples.STANDINGS)
def test_the_home_tab_has_one_primary_button_and_repeats_none(name: str) -> None:
    blocks = standing.home(samples.STANDINGS[name], EN)["blocks"]
    offered = [e for b in blocks if b["type"] == "actions" for e in b["elements"]]
    assert sum(one.get("style") == "primary" for one in offered) <= 1
    pressed = [(one["action_id"], one["value"]) for one in offered]
    assert len(set(pressed)) == len(pressed)


def test_the_home_tab_goes_from_what_is_urgent_to_help() -> None:
    view = standing.home(samples.STANDINGS["checkin.much_else"], EN)
    headings = [b["text"]["text"] for b in view["blocks"] if b["type"] == "header"]
    assert headings == [
        "How did it go with Marco Bianchi?",
        "At a glance",
        "Settings",
        "Help and privacy",
    ]
    assert ids(view) == [
        *("checkin.answer", "verb.when", "verb.met", "verb.ideas"),
        *("verb.profile", "verb.pause", "verb.swap", "verb.notify", "verb.language"),
        *("verb.help", "verb.privacy", "verb.concern", "verb.leave"),
    ]


def test_what_the_first_button_does_is_not_offered_again() -> None:
    paired = ids(standing.home(samples.STANDINGS["paired"], EN))
    assert (paired[0], "verb.when" in paired) == ("date.find", False)
    waiting = ids(standing.home(samples.STANDINGS["waiting"], EN))
    assert waiting.count("verb.profile") == 1


def test_the_next_round_is_of_use_to_who_has_no_pair_and_no_proposal() -> None:
    def says(name: str) -> bool:
        return "The next round" in json.dumps(standing.home(samples.STANDINGS[name], EN))

    told = {name for name in samples.STANDINGS if says(name)}
    assert told == {"stranger", "draft", "paused", "waiting", "waiting.asked", "completed.looks"}


def test_who_is_on_a_break_may_resume_or_change_the_day() -> None:
    view = standing.home(samples.STANDINGS["paused"], EN)
    assert view["blocks"][0]["text"]["text"] == "You're on a break until Thursday 7 January"
    offered = ids(view)
    assert (offered[0], offered.count("verb.resume")) == ("verb.resume", 1)
    pauses = [e for b in view["blocks"] for e in b.get("elements", []) if e.get("value") == "pause"]
    assert [one["text"]["text"] for one in pauses] == ["Change the day"]


def test_no_date_is_asked_for_while_the_partner_is_on_a_break() -> None:
    away = standing.standing(samples.STANDINGS["on_a_break"], EN)
    assert away.text.startswith("Your pairing with Marco Bianchi is on a break")
    assert ids(away) == ["learning.ideas"]
    two = Standing(Place.PAIRED, pairs=(samples.ON_A_BREAK, samples.OTHER_PAIR))
    assert standing.standing(two, EN).text.startswith("Find a time with Giulia Verdi")


def test_a_stranger_is_not_asked_to_leave_or_to_be_reminded_less() -> None:
    offered = ids(standing.home(samples.STANDINGS["stranger"], EN))
    assert offered == ["join.open", "verb.language", "verb.help", "verb.privacy", "verb.concern"]


def test_leads_find_their_verbs_with_and_without_a_round() -> None:
    for name in ("lead", "lead.no_round"):
        offered = ids(standing.home(samples.STANDINGS[name], EN))
        assert {"verb.stats", "verb.round", "verb.health"} <= set(offered)
    assert "verb.health" not in ids(standing.home(samples.STANDINGS["waiting"], EN))


def test_a_state_without_its_facts_falls_back_to_what_is_known() -> None:
    bare = Standing(Place.CHECKIN, pairs=(samples.PAIR,))
    assert "Find a time" in standing.standing(bare, EN).text
    for state in (Place.BOOKED, Place.DATE_ASKED, Place.PAIRED, Place.PAUSED, Place.PROPOSAL):
        assert "looking for a pairing" in standing.standing(Standing(state), EN).text
    assert "Learn from colleagues" in standing.standing(Standing(Place.LEFT), EN).text


def test_what_somebody_typed_is_repeated_shortly_and_harmlessly() -> None:
    said = answers.unknown_verb("<!here> " + "x" * 90, None, EN)
    assert "&lt;!here&gt;" in said.text
    assert "x" * 41 not in said.text


def test_a_meeting_before_the_pair_is_refused_with_its_first_day() -> None:
    said = answers.refusal(refusals.BeforeThePair(date(2026, 12, 14)), EN)
    assert said.text.startswith("This pairing began on Monday 14 December")


def test_a_language_that_we_do_not_speak_leads_to_those_that_we_do() -> None:
    said = answers.refusal(refusals.UnknownLanguage("klingon" * 20), EN)
    assert ids(said) == ["verb.language"]
    assert "klingon" * 6 not in said.text

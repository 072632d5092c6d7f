"""What helps a pair along, as the code reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.due.plan import NEWCOMERS_DAYS
from bot.texts import guidance
from bot.texts.words import words_for

REGISTERS = {"en", "it", "it_formal"}


def test_a_starter_is_asked_by_whom_it_is_meant_for() -> None:
    mentor, mentee = (guidance.starters("first", role) for role in ("mentor", "mentee"))
    assert (len(mentor), len(mentee)) == (5, 4)
    assert mentor[-1] == mentee[-1]
    assert {one.by for one in mentor} == {"mentor", guidance.EITHER}


def test_each_starter_belongs_to_one_phase() -> None:
    asked = [
        one
        for phase in guidance.PHASES
        for role in ("mentor", "mentee")
        for one in guidance.starters(phase, role)
    ]
    assert set(map(id, asked)) == set(map(id, guidance.all_starters()))
    assert len(guidance.all_starters()) == 30


@given(
    phase=st.sampled_from(guidance.PHASES),
    pair=st.integers(1, 10**9),
    meetings=st.integers(0, 40),
    page=st.integers(0, 10**6),
)
def test_three_starters_are_three_and_each_of_the_two_can_ask_one(
    phase: str, pair: int, meetings: int, page: int
) -> None:
    of = f"{pair}:{meetings}"
    three = guidance.three(phase, of, page)
    assert len({id(one) for one in three}) == 3
    assert {one.phase for one in three} == {phase}
    for role in ("mentor", "mentee"):
        assert any(one.by in (role, guidance.EITHER) for one in three)
    assert guidance.three(phase, of, page) == three, "the same to both, whenever they look"


@pytest.mark.parametrize("phase", guidance.PHASES)
def test_another_three_and_another_show_the_whole_phase(phase: str) -> None:
    shown = {id(one) for page in range(3) for one in guidance.three(phase, "7:1", page)}
    assert len(shown) == sum(one.phase == phase for one in guidance.all_starters())


def test_the_next_meeting_has_others() -> None:
    asked = [guidance.three("building", f"7:{meetings}", 0) for meetings in range(1, 9)]
    assert len({tuple(map(id, three)) for three in asked}) > 4


def test_formal_italian_is_its_own_where_it_speaks_to_a_person() -> None:
    first = guidance.starters("first", "mentor")[0].says
    assert set(first) == REGISTERS
    assert "hai rimandato" in first["it"]
    assert "ha rimandato" in first["it_formal"]
    last = guidance.starters("first", "mentor")[-1].says
    assert last["it_formal"] == last["it"] != last["en"]


def test_each_role_has_its_primer() -> None:
    assert set(guidance.primers()) == {"mentor", "mentee"}
    for primer in guidance.primers().values():
        assert {
            register: len(text) for register, text in primer.paragraphs.items()
        } == dict.fromkeys(REGISTERS, 5)
    titles = {primer.title["en"] for primer in guidance.primers().values()}
    assert len(titles) == 2


def test_the_steps_of_a_goal_rise() -> None:
    scale = guidance.goal_scale()
    assert [step.score for step in scale.steps] == [-2, -1, 0, 1, 2]
    assert scale.question["it"] != scale.question["it_formal"]
    assert scale.steps[0].says["en"].startswith("As before")


def test_the_worksheet_has_three_lines_with_examples() -> None:
    assert [line.id for line in guidance.worksheet()] == ["tried", "question", "give"]
    assert all(line.example["it"] != line.says["it"] for line in guidance.worksheet())


def test_the_last_meeting_fits_its_forty_five_minutes() -> None:
    assert sum(part.minutes for part in guidance.closing()) == 45


def test_thanks_are_for_a_role_or_for_either() -> None:
    mentor, mentee = (guidance.thanks(role) for role in ("mentor", "mentee"))
    assert {one.by for one in mentor} == {"mentor", guidance.EITHER}
    assert {one.by for one in mentee} == {"mentee", guidance.EITHER}


def test_a_newcomer_meets_three_times_in_ninety_days() -> None:
    meetings = guidance.newcomer_meetings()
    assert tuple(one.by_day for one in meetings.values()) == NEWCOMERS_DAYS
    for meeting in meetings.values():
        assert {one.by for one in meeting.prompts} == {"mentee", "mentor"}


@pytest.mark.parametrize("meeting", guidance.newcomer_meetings())
def test_any_three_of_a_newcomers_meeting_have_one_for_each_to_ask(meeting: str) -> None:
    pages = [guidance.three(meeting, "7:1", page) for page in range(5)]
    for three in pages:
        assert {one.by for one in three} == {"mentee", "mentor"}
    assert {one.says["en"] for three in pages for one in three} == {
        one.says["en"] for one in guidance.newcomer_meetings()[meeting].prompts
    }


def test_the_card_knows_whether_there_is_a_page_of_rules() -> None:
    card = guidance.ai_rules()
    for register in REGISTERS:
        filled = card.with_link[register].format(link="https://rules.example")
        assert "https://rules.example" in filled
        assert "{" not in card.without_link[register]
    assert len(card.verify_steps) == len(card.reminders) == 4
    assert card.verify_prompt["it"] != card.verify_prompt["it_formal"]


@pytest.mark.parametrize(
    ("language", "formal", "register"),
    [("en", True, "en"), ("it", False, "it"), ("it", True, "it_formal")],
)
def test_a_reader_has_a_register(language: str, formal: bool, register: str) -> None:
    words = words_for(language, "Europe/Rome", formal=formal, names=lambda _: None)
    assert words.register == register
    assert guidance.worksheet()[0].says[words.register]

"""What `stats` answers: numbers that add up, each said once, and what hides one is said."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.domain.typed.period import LONGEST, WINDOW_DAYS
from bot.programme.figures.results import Pairs, People, Published
from bot.slack import messages
from bot.slack.figures import screens as figures
from bot.slack.kit.limits import problems
from bot.texts.words import Words
from tests.slack.screens import samples
from tests.slack.screens.samples import reader

EN, IT = reader("en"), reader("it")


@pytest.mark.parametrize(
    ("figure", "english", "italian"),
    [
        (Published("useful", "=", "4.1", 14), "4.1 of 5", "4,1 su 5"),
        (Published("open", ">=", "4.4", 14), "≥ 4.4 of 5", "≥ 4,4 su 5"),
        (Published("applied", "=", "70", 14), "about 70%", "circa 70%"),
        (Published("balance", ">=", "90", 14), "≥ 90%", "≥ 90%"),
        (Published("answer_rate", "<=", "10", 14), "≤ 10%", "≤ 10%"),
        (Published("useful", "=", "4.0", 14), "4.0 of 5", "4,0 su 5"),
    ],
)
def test_figures_show_no_more_than_was_released(
    figure: Published, english: str, italian: str
) -> None:
    assert (figures.shown_figure(figure, EN), figures.shown_figure(figure, IT)) == (
        english,
        italian,
    )


def said_by(shown: Any) -> list[str]:
    """Every text in blocks, but for the labels of buttons."""
    if isinstance(shown, list):
        return [text for one in shown for text in said_by(one)]
    if not isinstance(shown, dict):
        return []
    texts = [str(n) for name, n in shown.items() if name == "value" and isinstance(n, int)]
    texts += [text for name, text in shown.items() if name == "text" and isinstance(text, str)]
    return texts + [text for inner in shown.values() for text in said_by(inner)]


def numbers_in(blocks: list[dict[str, Any]], words: Words) -> Counter[str]:
    """Each number that is read there, but for those of days and of the scale."""
    text = "\n".join(said_by(blocks))
    for day in (samples.STATS.today, date(2026, 10, 26), date(2026, 11, 22), date(2026, 12, 28)):
        text = text.replace(words.date(day), "")
    return Counter(re.findall(r"\d+(?:[.,]\d+)?", re.sub(r" (of|su) 5", "", text)))


@pytest.mark.parametrize("words", [EN, IT], ids=["en", "it"])
def test_no_number_is_said_three_times(words: Words) -> None:
    """Not more than once in the answer, its picture and its window, and in two of them at most."""
    facts = samples.STATS
    picture = messages.message("stats.picture", facts, [words]).blocks
    surfaces = [figures.stats(facts, words).blocks, picture]
    surfaces.append(figures.all_figures(facts, words)["blocks"])
    each = [numbers_in(blocks, words) for blocks in surfaces]
    assert {number: n for one in each for number, n in one.items() if n > 1} == {}
    together = sum(each, Counter())
    assert {number: n for number, n in together.items() if n > 2} == {}
    assert {"34", "60", "56", "31", "32", "7"} <= together.keys()
    assert together.keys() == each[2].keys()


@pytest.mark.parametrize("words", [EN, IT], ids=["en", "it"])
def test_all_figures_add_up(words: Words) -> None:
    """What stands under a sum, or beside it, is that sum: also the states that have none."""
    view = figures.all_figures(samples.STATS, words)
    groups = [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]
    people, roles, pairs, _, closed, _ = ([*map(int, LAST.findall(one))] for one in groups)
    assert people[0] == sum(people[1:]) == sum(roles)
    assert (len(people), len(pairs)) == (5, 7)
    assert pairs[0] == sum(pairs[1:])
    assert closed[1] == closed[2] + closed[3]
    none = figures.all_figures(samples.EMPTY, words)
    assert sum(block["text"]["text"].count(": 0") for block in none["blocks"][1:]) == 16


LAST = re.compile(r": (\d+)\*?$", re.MULTILINE)


def test_at_a_glance_the_parts_stand_beside_their_sum() -> None:
    said = figures.stats(samples.STATS, EN)
    assert (
        "60 people take part: 34 in a pair, 14 with an open proposal, 9 without a pair, "
        "3 on a break."
    ) in said.text.splitlines()
    assert (
        "56 pairs so far: 12 active, 6 need a hand, 5 resting, 4 on a break, 13 ended early, "
        "16 completed."
    ) in said.text.splitlines()
    (button,) = next(one["elements"] for one in said.blocks if one["type"] == "actions")
    assert (button["action_id"], button["value"]) == ("stats.all", "30d")


def test_a_part_that_is_nothing_is_left_out_at_a_glance() -> None:
    facts = replace(samples.STATS, pairs=Pairs(1, 0, 0, 0, 0, 0), people=People(2, 0, 0, 0))
    lines = figures.stats(facts, EN).text.splitlines()
    assert "2 people take part: 2 in a pair." in lines
    assert "1 pair so far: 1 active." in lines
    assert len(figures.stats(samples.EMPTY, EN).text.splitlines()) == 4


def test_the_picture_is_one_chart_which_the_text_says_too() -> None:
    picture = messages.message("stats.picture", samples.STATS, [EN])
    kinds = [block["type"] for block in picture.blocks]
    assert kinds == ["section", "section", "data_visualization", "actions", "context"]
    assert picture.text.splitlines()[-3:] == ["Meetings:", "planned: 37", "held: 31"]
    assert picture.text.startswith("The programme on Tuesday 1 December\n")


def test_where_few_pairs_live_meetings_are_hidden_and_that_is_said() -> None:
    picture = messages.message("stats.picture", samples.FEW_PAIRS, [EN])
    assert picture.text.splitlines()[-3:] == [
        "Proposals:", "accepted by both: 21", "didn't go ahead: 11",
    ]  # fmt: skip
    for said in (picture, figures.stats(samples.FEW_PAIRS, EN)):
        assert EN("stats.say.meetings.hidden") in said.text
        assert EN("stats.too_few") in said.text
    window = "\n".join(said_by(figures.all_figures(samples.FEW_PAIRS, EN)["blocks"]))
    assert "Meetings held" not in window
    assert EN("stats.meetings_hidden") in window
    assert EN("stats.too_few") in window


def test_before_a_window_has_closed_it_says_when_the_first_figures_come_and_why() -> None:
    said = figures.stats(samples.NOTHING_CLOSED, EN).text.splitlines()
    assert said[2:4] == [
        "The first figures come on Monday 28 December.",
        EN("stats.none.why"),
    ]
    window = "\n".join(said_by(figures.all_figures(samples.NOTHING_CLOSED, EN)["blocks"]))
    assert said[2] in window
    assert "Rounds" not in window


@pytest.mark.parametrize("words", [EN, IT], ids=["en", "it"])
def test_two_years_of_figures_fit_into_one_window(words: Words) -> None:
    windows = samples.window_of(*samples.published()) * (LONGEST // WINDOW_DAYS)
    view = figures.all_figures(replace(samples.STATS, windows=windows), words)
    assert len(windows) == 26
    assert problems(view) == []

"""A row: what is read, the use case and the screen fit, or mypy says so."""

from collections import Counter
from pathlib import Path

import pytest

from bot.slack.edge.rows import Row
from bot.slack.register import BUTTON_ROWS, WINDOW_ROWS
from bot.slack.verbs import VERBS
from tests.slack.typed import checked

IMPORTS = """
from bot.programme.enrolment import notifications, pauses
from bot.programme.figures import stats
from bot.programme.meetings import attendance, checkins, finding
from bot.programme.rounds import approval, proposals
from bot.slack.figures import screens as figures
from bot.slack.edge.rows import CHOICE, ID, NOTHING, TYPED, Button, Verb, Window
from bot.slack.edge.rows import look_up, open_, replace, say
from bot.slack.enrolment.screens import notifications as note
from bot.slack.enrolment.screens import pause
from bot.slack.enrolment.windows import _until
from bot.slack.meetings.screens import checkin, when
from bot.slack.rounds.screens import proposals as proposal

ONE_MORE = look_up(finding.one_more, open_(when.when))
"""
PLANTED = {
    "another result's screen": (
        'Button("date.find", finding.in_pair, ID, replace(figures.stats))',
        'Cannot infer value of type parameter "R" of "Button"',
    ),
    "another result's window": (
        'Button("proposal.mine", proposals.my_answer, ID, open_(checkin.checkin))',
        'Cannot infer value of type parameter "R" of "Button"',
    ),
    "a window that is said": (
        'Button("proposal.mine", proposals.my_answer, ID, say(proposal.my_answer))',
        'Argument 1 to "say" has incompatible type',
    ),
    "an argument too many": (
        'Button("date.find", finding.in_pair, CHOICE, open_(when.when))',
        'Cannot infer value of type parameter "As" of "Button"',
    ),
    "an argument that nobody reads": (
        'Button("date.find", finding.in_pair, NOTHING, open_(when.when))',
        'Cannot infer value of type parameter "As" of "Button"',
    ),
    "a window's other screen": (
        'Window("pause", pauses.pause, _until, say(pause.resumed))',
        'Cannot infer value of type parameter "R" of "Window"',
    ),
    "an argument that nobody wants": (
        'Button("reminders.more", notifications.more, ID, replace(note.reminders))',
        'Cannot infer value of type parameter "As" of "Button"',
    ),
    "a verb's other screen": (
        'Verb("stats", stats.stats, TYPED, say(pause.resumed), it="statistiche")',
        'Cannot infer value of type parameter "R" of "Verb"',
    ),
    "a verb's argument that nobody reads": (
        'Verb("stats", stats.stats, NOTHING, say(figures.stats), it="statistiche")',
        'Cannot infer value of type parameter "As" of "Verb"',
    ),
    "a verb without its Italian": (
        'Verb("stats", stats.stats, TYPED, say(figures.stats))',
        'Missing named argument "it" for "Verb"',
    ),
    "a look-up by something else": (
        'Button("met.moved", attendance.say_not_yet, ID, ONE_MORE)',
        'Cannot infer value of type parameter "R" of "Button"',
    ),
    "a look-up in another window": (
        "ONE_MORE = look_up(finding.one_more, open_(pause.pause))",
        'Cannot infer value of type parameter "R" of "look_up"',
    ),
}


@pytest.mark.parametrize(("code", "says"), PLANTED.values(), ids=PLANTED)
def test_what_does_not_fit_is_a_type_error(code: str, says: str, tmp_path: Path) -> None:
    assert says in checked(IMPORTS + code, tmp_path)


FITS = (
    'Button("date.find", finding.in_pair, ID, open_(when.when))',
    'Button("met.moved", attendance.say_moved, ID, ONE_MORE)',
    'Verb("stats", stats.stats, TYPED, say(figures.stats), it="statistiche")',
)


def test_what_fits_is_none(tmp_path: Path) -> None:
    assert checked(IMPORTS + "\n".join(FITS), tmp_path) == ""


ROWS = {"verbs": VERBS, "buttons": BUTTON_ROWS, "windows": WINDOW_ROWS}


@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS)
def test_every_row_has_a_name_of_its_own(rows: tuple[Row, ...]) -> None:
    assert [name for name, times in Counter(row.name for row in rows).items() if times > 1] == []

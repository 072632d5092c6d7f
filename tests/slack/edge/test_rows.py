"""A button's row: what it carries, the use case and the screen fit, or mypy says so."""

from collections import Counter
from pathlib import Path

import pytest

from bot.slack.edge.rows import Row
from bot.slack.register import BUTTON_ROWS, WINDOW_ROWS
from tests.slack.typed import checked

IMPORTS = """
from bot.programme.enrolment import pauses
from bot.programme.meetings import checkins, dates, nudges
from bot.programme.rounds import approval, proposals
from bot.slack.figures import screens as figures
from bot.slack.edge.rows import CHOICE, ID, NOTHING, Button, Window, open_, replace, say
from bot.slack.enrolment.screens import pause
from bot.slack.enrolment.windows import _until
from bot.slack.meetings.screens import checkin
from bot.slack.meetings.screens import dates as date_screens
from bot.slack.meetings.screens import nudges as nudge_screens
from bot.slack.rounds.screens import proposals as proposal
"""
PLANTED = {
    "another result's screen": (
        'Button("date.confirm", dates.confirm, ID, replace(figures.stats))',
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
        'Button("date.confirm", dates.confirm, CHOICE, replace(date_screens.answered))',
        'Cannot infer value of type parameter "As" of "Button"',
    ),
    "an argument that nobody reads": (
        'Button("date.confirm", dates.confirm, NOTHING, replace(date_screens.answered))',
        'Cannot infer value of type parameter "As" of "Button"',
    ),
    "a window's other screen": (
        'Window("pause", pauses.pause, _until, say(pause.resumed))',
        'Cannot infer value of type parameter "R" of "Window"',
    ),
    "an argument that nobody wants": (
        'Button("reminders.more", nudges.more, ID, replace(nudge_screens.reminders))',
        'Cannot infer value of type parameter "As" of "Button"',
    ),
}


@pytest.mark.parametrize(("code", "says"), PLANTED.values(), ids=PLANTED)
def test_what_does_not_fit_is_a_type_error(code: str, says: str, tmp_path: Path) -> None:
    assert says in checked(IMPORTS + code, tmp_path)


def test_what_fits_is_none(tmp_path: Path) -> None:
    fits = 'Button("date.confirm", dates.confirm, ID, replace(date_screens.answered))'
    assert checked(IMPORTS + fits, tmp_path) == ""


@pytest.mark.parametrize("rows", [BUTTON_ROWS, WINDOW_ROWS], ids=["buttons", "windows"])
def test_every_row_has_a_name_of_its_own(rows: tuple[Row, ...]) -> None:
    assert [name for name, times in Counter(row.name for row in rows).items() if times > 1] == []

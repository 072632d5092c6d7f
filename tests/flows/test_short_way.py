"""From the row of a verb, a button or a window to its use case it is not far."""

import sys
from collections.abc import Callable
from types import CodeType
from typing import Any

import pytest

from bot.slack.edge.rows import Button, Row
from bot.slack.register import BUTTONS, WINDOWS
from bot.slack.verbs import BY_WORD
from tests.people import form
from tests.world import World


def _named_between(row: CodeType) -> list[str]:
    """The functions that stand between whoever calls this and its row, the nearest first."""
    found, frame = [], sys._getframe(2)
    while frame.f_code is not row:
        found.append(frame.f_code.co_qualname)
        assert frame.f_back is not None, "it never came by the row"
        frame = frame.f_back
    return found


def _watched(use_case: Callable[..., Any], row: CodeType, way: list[str]) -> Callable[..., Any]:
    def watching(*given: Any, **named: Any) -> Any:
        way[:] = _named_between(row)
        return use_case(*given, **named)

    return watching


def _way(row: Row, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> list[str]:
    """What stands between a row and its use case when somebody acts."""
    assert isinstance(row, Button)
    way: list[str] = []
    watched = _watched(row.use_case, Button.__call__.__code__, way)
    monkeypatch.setitem(vars(row), "use_case", watched)
    act()
    return way


def test_joining_begins_two_functions_behind_its_row(
    lite: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    eva, row = lite.person("Eva"), BY_WORD["join"]
    assert _way(row, monkeypatch, lambda: eva.types("join")) == ["run", "SlackRequest.run"]


def test_a_yes_is_said_two_functions_behind_its_row(
    lite: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, _ = lite.proposed()
    way = _way(BUTTONS["proposal.yes"], monkeypatch, anna.says_yes)
    assert way == ["run_once", "SlackRequest.run_once"]


def test_a_step_of_the_form_is_kept_two_functions_behind_its_row(
    lite: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    eva = lite.person("Eva")
    eva.types("join")
    eva.fills(**form("mentor")["you"])
    way = _way(WINDOWS["join.you"], monkeypatch, eva.submits)
    assert way == ["run", "SlackRequest.run"]

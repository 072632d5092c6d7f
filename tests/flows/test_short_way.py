"""From the row of a verb or a button to its use case it is not far."""

import sys
from collections.abc import Callable
from types import CodeType
from typing import Any

import pytest

from bot.programme.enrolment import joining
from bot.slack.edge.rows import Button
from bot.slack.enrolment import verbs
from bot.slack.register import BUTTONS
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


def test_joining_begins_two_functions_behind_its_row(
    lite: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    way: list[str] = []
    row = verbs.join.__code__
    monkeypatch.setattr(joining, "begin", _watched(joining.begin, row, way))
    lite.person("Eva").types("join")
    assert way == ["run", "SlackRequest.run"]


def test_a_yes_is_said_two_functions_behind_its_row(
    lite: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, _ = lite.proposed()
    way: list[str] = []
    row = BUTTONS["proposal.yes"]
    assert isinstance(row, Button)
    watched = _watched(row.use_case, Button.__call__.__code__, way)
    monkeypatch.setitem(vars(row), "use_case", watched)
    anna.says_yes()
    assert way == ["run_once", "SlackRequest.run_once"]

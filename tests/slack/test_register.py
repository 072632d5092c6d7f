"""What logs and figures call a request: not which button of a proposal or a check-in it was."""

from bot.slack.register import BUTTONS, WINDOWS, heard_as


def test_whichever_button_or_window_answers_a_proposal_it_is_heard_as_one() -> None:
    buttons = {name for name in BUTTONS if name.startswith("proposal")}
    assert {"proposal.yes", "proposal.no", "proposal.more"} < buttons
    heard = {heard_as("action", name) for name in buttons} | {heard_as("view", "proposal")}
    assert heard == {("private", "proposal")}


def test_answering_and_skipping_the_questions_are_heard_as_one() -> None:
    buttons = {name for name in BUTTONS if name.startswith("checkin")}
    heard = {heard_as("action", name) for name in buttons} | {heard_as("view", "checkin")}
    assert heard == {("private", "checkin")}


def test_everything_else_has_its_own_name() -> None:
    others = [("action", name) for name in BUTTONS] + [("view", name) for name in WINDOWS]
    public = [one for one in others if not one[1].startswith(("proposal", "checkin"))]
    assert [heard_as(*one) for one in public] == public

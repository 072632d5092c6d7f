"""The form is opened or turned back, and what was done last is taken back."""

from bot.domain.lifecycle import Undoable
from bot.domain.words import After
from bot.programme.enrolment import after_pair, drafts, joining, notifications, profile, undo
from bot.programme.enrolment.results import AfterPair, Chosen, Undone
from bot.slack.edge.request import SlackRequest
from bot.slack.edge.rows import ID, NOTHING, Button, Row, id_and, open_, replace, say
from bot.slack.enrolment.screens import after_pair as after_pair_screens
from bot.slack.enrolment.screens import enrolment
from bot.slack.enrolment.screens import notifications as notification_screens
from bot.slack.enrolment.screens import the_end as end_screens
from bot.slack.enrolment.verbs import ROLES
from bot.slack.enrolment.windows import left, open_form, turn_back


def _role(request: SlackRequest) -> tuple[str | None]:
    return (request.value if request.value in ROLES else None,)


def _undo(what: Undoable) -> Button[int, Undoable, Undone]:
    argument, answer = id_and(what), replace(enrolment.undone)
    return Button(f"{what}.undo", undo.take_back, argument=argument, answer=answer)


def _kept(request: SlackRequest, result: AfterPair) -> None:
    """The message reads the same whatever was said."""
    words = request.words
    request.replace_and_say(
        after_pair_screens.kept(result, words), after_pair_screens.said(result, words)
    )


def _chosen(request: SlackRequest, result: Chosen) -> None:
    """The same for every choice; what it comes to is for the person alone."""
    words = request.words
    request.replace_and_say(end_screens.kept(result, words), end_screens.said(result, words))


def _choose(after: After) -> Button[int, After, Chosen]:
    return Button(f"end.{after}", after_pair.choose, argument=id_and(after), answer=_chosen)


BUTTONS: tuple[Row, ...] = (
    Button("join.open", joining.begin, _role, open_form, changes=False),
    Button("join.back", drafts.keep, left, turn_back, changes=False),
    *map(_undo, Undoable),
    Button("after_pair.find_someone", after_pair.find_someone, NOTHING, _kept),
    Button("after_pair.turn", after_pair.turn, NOTHING, _kept),
    Button("after_pair.wait", after_pair.wait, NOTHING, _kept),
    *map(_choose, After),
    Button("end.mine", after_pair.my_choice, ID, open_(end_screens.my_choice), changes=False),
    Button("swap.find_someone", after_pair.find_someone_then, ID, say(after_pair_screens.said)),
    Button("swap.wait", after_pair.wait_then, ID, say(after_pair_screens.said)),
    Button("profile.back", profile.keep, left, turn_back, changes=False),
    Button("reminders.fewer", notifications.fewer, NOTHING, say(notification_screens.reminders)),
    Button("reminders.more", notifications.more, NOTHING, replace(notification_screens.reminders)),
)

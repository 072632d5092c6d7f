"""People of the stories: they type, press the buttons that stand before them, and read."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from bot.domain.lifecycle import ParticipationState
from bot.outbox.work import Work
from bot.programme import unit_of_work
from bot.programme.enrolment import joining
from bot.store.queries import administration as programmes
from bot.store.queries import people
from bot.store.tables import Participation
from bot.texts.topics import topics
from bot.texts.words import Words, language_of, words_for
from playground.actor.actor import Actor
from playground.actor.app import Reply
from playground.actor.screen import ShownMessage, ShownView
from playground.state.conversations import Message
from playground.state.errors import CannotDo

if TYPE_CHECKING:
    from tests.world import World

T = TypeVar("T")

AI, LEAD = "ai.assistants", "back.lead"
YOU = ("role", "band", "function", "site", "tenure", "newcomer", "languages", "form", "manager")
ABOUT = {
    "mentor": {"role": "mentor", "band": "2", "function": "technology"},
    "mentee": {"role": "mentee", "band": "4", "function": "sales"},
    "both": {"role": "both", "band": "3", "function": "finance"},
}


def form(role: str, topic: str = AI, back: str = LEAD, **changes: Any) -> dict[str, dict[str, Any]]:
    """A form that works: mentors share `topic` and learn `back`, mentees the other way round.

    A change goes to the step in which its field stands.
    """
    share, learn = (back, topic) if role == "mentee" else (topic, back)
    whole: dict[str, dict[str, Any]] = {
        "you": {"languages": ["it", "en"], "form": "either", **ABOUT[role]},
        "topics": {"notice": ["yes"], "offers": [share], "wish1": learn},
        "levels": {
            f"level.offer.{share}": "3",
            f"level.now.{learn}": "0",
            f"level.wanted.{learn}": "2",
        },
    }
    for field, value in changes.items():
        whole["you" if field in YOU else "topics"][field] = value
    return whole


class Colleague:
    """One person, with their language."""

    def __init__(self, world: "World", slack_id: str) -> None:
        self.world, self.id = world, slack_id

    # --- what they are ---

    @property
    def hands(self) -> Actor:
        return self.world.slack.actor(self.id)

    @property
    def words(self) -> Words:
        zone = self.hands.person.tz
        return words_for(self._language, zone, formal=False, names=self._name_of)

    @property
    def _language(self) -> str:
        """Their own choice, else Slack's."""
        with self.world.db() as db:
            person = people.known(db, self.id)
            if person is not None and person.language_chosen:
                return person.language
        return language_of(self.hands.person.locale, "en")

    def _name_of(self, slack_id: str) -> str:
        return self.world.slack.workspace.by_id[slack_id].display_name

    @property
    def name(self) -> str:
        return self.hands.person.display_name

    @property
    def participation(self) -> Participation:
        """Raises LookupError for a stranger."""
        with self.world.db() as db:
            person = people.known(db, self.id)
            if person is None:
                raise LookupError(self.name)
            one = people.participation_of(db, programmes.current(db).id, person.id)
            if one is None:
                raise LookupError(self.name)
            return one

    @property
    def takes_part(self) -> bool:
        try:
            return self.participation.state == ParticipationState.ACTIVE
        except LookupError:
            return False

    # --- hands ---

    def types(self, text: str = "", channel: Any = None) -> Reply:
        """What follows `/revmentor`."""
        return self.hands.types(f"/revmentor {text}".strip(), channel)

    def presses(self, key: str, in_: Any = None) -> Reply:
        """A button by its text key, in this person's language."""
        return self.hands.presses(self.words.plain(key), in_)

    def answers_to(self, kind: str, key: str) -> Reply:
        """A button of the newest message of a kind."""
        return self.presses(key, self.message(kind))

    def fills(self, **values: Any) -> None:
        """Fields of the open window, by name."""
        for name, value in values.items():
            self.hands.fills({self._block_id(name): value}, "view")

    def shows(self, field: str) -> Any:
        """What a field of the open window holds, as it is shown."""
        return self.hands.field(self._block_id(field), "view")

    def _block_id(self, field: str) -> str:
        ids = [str(block["block_id"]) for block in self.view.blocks if block["type"] == "input"]
        return next(one for one in ids if one.partition("#")[0] == field)

    def submits(self) -> Reply:
        return self.hands.submits()

    def closes(self) -> None:
        """Every window that is open."""
        while self.hands.sees.view is not None:
            self.hands.closes()

    # --- eyes ---

    @property
    def heard(self) -> list[str]:
        """The kinds of what the bot wrote to this person alone, in order."""
        return [self.world.kind_of(seen.message) for seen in self.hands.sees.dm]

    @property
    def view(self) -> ShownView:
        view = self.hands.sees.view
        assert view is not None, f"{self.name} has no window open"
        return view

    @property
    def answer(self) -> str:
        """What the newest answer, message or window says."""
        view = self.hands.sees.view
        return view.shown if view else self.hands.sees.last.shown

    @property
    def answer_plain(self) -> str:
        """The text, for screen readers, of the newest message or answer."""
        return self.hands.sees.last.text

    def message(self, kind: str) -> Message:
        """The newest message of a kind, by DM."""
        found = [seen.message for seen in self.hands.sees.dm
                 if self.world.kind_of(seen.message) == kind]  # fmt: skip
        if not found:
            raise CannotDo(f"{self.name} has heard {self.heard}, no {kind}")
        return found[-1]

    @property
    def told(self) -> list[str]:
        """The kinds of what the bot wrote where this person reads it, alone or in a room."""
        kinds = [self.world.kind_of(one.message) for one in self.hands.sees.messages]
        return [kind for kind in kinds if kind]

    def newest(self, kind: str) -> Message:
        """The newest message of a kind that this person reads, alone or in a room."""
        found = [one.message for one in self.hands.sees.messages
                 if self.world.kind_of(one.message) == kind]  # fmt: skip
        if not found:
            raise CannotDo(f"{self.name} was told {self.told}, no {kind}")
        return found[-1]

    def reads(self, kind: str) -> str:
        """The newest message of a kind as it stands there now."""
        message = self.message(kind)
        return self.world.slack.shown(message, self.id)

    def seen(self, kind: str) -> ShownMessage:
        message = self.message(kind)
        return next(one for one in self.hands.sees.dm if one.message is message)

    def says_text(self, key: str, **facts: Any) -> str:
        """A text of the catalogue as this person would read it."""
        return self.words(key, **facts)

    def does(self, use_case: Callable[[Work], T]) -> T:
        """Straight through a use case, for what a story is not about."""
        account = self.world.directory.account(self.id)
        sessions = self.world.runtime.sessions
        return unit_of_work.run(sessions, account, self.world.now, use_case).result

    # --- joining and leaving ---

    def joins(self, role: str, **changes: Any) -> None:
        """Straight through the use case, which is quicker than three windows."""
        whole = form(role, **changes)
        self.does(lambda work: joining.join(work, whole, topics().keys()))

    def joins_by_form(self, role: str, **changes: Any) -> None:
        """Step by step through the windows, as people do."""
        whole = form(role, **changes)
        self.types("join")
        for step in ("you", "topics", "levels"):
            self.fills(**whole[step])
            self.submits()

    def leaves(self) -> None:
        self.types("leave")

    def wants(self, notify: str) -> None:
        """All messages, the essential ones, or none."""
        self.types("notify")
        self.fills(notify=notify)
        self.submits()
        self.closes()

    # --- a proposal ---

    def says_yes(self) -> Reply:
        return self._proposal("button.yes")

    def declines(self) -> Reply:
        return self._proposal("button.someone_else")

    def puts_off(self) -> Reply:
        return self._proposal("button.later")

    def changes_word(self, word: str, *, not_again: bool = False) -> Reply:
        """In the window behind [My answer]: yes, someone_else or later."""
        self._proposal("button.my_answer")
        self.fills(word=word, not_again=["yes"] if not_again else [])
        return self.submits()

    def _proposal(self, key: str) -> Reply:
        kind = [one for one in self.heard if one in ("proposal.offer", "proposal.reminder")][-1:]
        return self.answers_to(kind[0] if kind else "proposal.offer", key)

    # --- a date, a meeting ---

    def proposes(self, local: str) -> Reply:
        """A date in this person's own zone, such as "2026-12-03 15:00"."""
        self.types("when")
        self.fills(starts_at=int(self._at(local).timestamp()))
        reply = self.submits()
        self.closes()
        return reply

    def _at(self, local: str) -> datetime:
        here = ZoneInfo(self.hands.person.tz)
        return datetime.fromisoformat(local).replace(tzinfo=here).astimezone(UTC)

    def confirms(self) -> Reply:
        """The one time that was suggested last."""
        return self.hands.presses("date.confirm", self.newest("session.proposed"))

    def takes(self, local: str) -> Reply:
        """One of the times that were suggested last, in this person's own zone."""
        value = f"{int(self._at(local).timestamp())}:"
        message = self.newest("session.proposed")
        return self.hands.presses(_carrying(message, "date.confirm", value), message)

    def met(self, day: str | date = "") -> Reply:
        return self.types(f"met {day}")

    def rates(self, useful: int, **others: int) -> Reply:
        """The four items of the window that is open, which is closed then."""
        reply = self.tells(useful, **others)
        self.closes()
        return reply

    def tells(self, useful: int, **others: int) -> Reply:
        """The same, in the window that goes on; what is not named is in the middle."""
        values = {"useful": useful, "open": 4, "applied": 1, "balance": 0, **others}
        self.fills(**{name: str(value) for name, value in values.items()})
        return self.submits()

    def answers(self, useful: int, **others: int) -> Reply:
        """Yes to *did you meet?*, and the four items."""
        self.answers_to("checkin.ask", "button.yes")
        return self.rates(useful, **others)


def _carrying(message: Message, action: str, value: str) -> str:
    """The action id of the button of a message that carries something beginning so."""
    rows = [one for block in message.blocks for one in block.get("elements", [])]
    return next(
        str(one["action_id"])
        for one in rows
        if str(one.get("action_id", "")).startswith(action) and one["value"].startswith(value)
    )


class Lead(Colleague):
    """Somebody who runs the programme."""

    def opens_round(self) -> Reply:
        return self.types("round")

    def approves(self) -> Reply:
        return self.presses("button.approve", "view")

    def stops(self) -> Reply:
        return self.presses("button.stop", "view")

    def postpones(self) -> Reply:
        return self.presses("button.postpone", "view")

    def decides(self, decision: str, one: Colleague, other: Colleague) -> Reply:
        """Holds or releases the pair of these two, or drops it and means it: a line of the menu
        beside it. Or restores the first that was dropped."""
        if decision == "restore":
            return self.hands.presses("round.pair", "view")
        proposal = self.world.proposal_of(one, other)
        if decision == "drop":
            self.hands.presses(f"ask:{proposal.id}", "view")
            return self.hands.presses("round.pair.drop", "view")
        return self.hands.presses(f"{decision}:{proposal.id}", "view")

    def asks_stats(self, period: str = "") -> str:
        """What the figures mean, as text."""
        self.types(f"stats {period}")
        return self.answer

    def reads_all_figures(self, period: str = "") -> str:
        """Every figure, in the window that the answer has a button for."""
        self.types(f"stats {period}")
        self.presses("button.all_figures")
        view = self.hands.sees.view
        assert view is not None
        self.closes()
        return view.shown

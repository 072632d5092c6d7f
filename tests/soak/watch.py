"""What must hold between any two steps, read off the database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select

from bot.domain.lifecycle import (
    CHECKIN,
    TABLES,
    WINDOW,
    CheckinState,
    ParticipationState,
    WindowState,
)
from bot.domain.lifecycle.transitions import Table as Transitions
from bot.programme.pairs import closing
from bot.store.db.session import Db
from bot.store.secrets import answers
from bot.store.secrets.answers import Answer
from bot.store.tables import (
    CheckinRequest,
    Event,
    OutboxRow,
    Pair,
    Participation,
    Programme,
    Proposal,
    Release,
    Round,
    Session,
    Window,
    WrappedKey,
)
from tests.databases import BOX
from tests.soak.history import History
from tests.soak.looking import every

Places = tuple[int, int, int]
"""As mentor, as mentee, in total."""

LIVE = ("active", "needs_a_hand", "resting", "paused")
OPEN = ("offered",)
NOT_MOVES = ("profile", "undo_profile", "apply")
MOVED: dict[str, type[Any]] = {
    "programme": Programme,
    "participation": Participation,
    "round": Round,
    "proposal": Proposal,
    "pair": Pair,
    "session": Session,
}
TABLE_OF: dict[str, Transitions[Any, Any]] = {table.thing: table for table in TABLES}
ANSWER_COLUMNS = {"id", "round", "window", "sealed"}
LEADS_ACT_ON = ("programme", "round", "proposal")


def _of_the_erased(db: Db) -> set[tuple[str, int]]:
    """What somebody erased had with others: of it, too, no event is left."""
    gone = select(Participation.id).where(Participation.state == ParticipationState.ERASED)
    found = {
        ("proposal" if table is Proposal else "pair", number)
        for table in (Proposal, Pair)
        for number in db.scalars(
            select(table.id).where(or_(table.mentor_id.in_(gone), table.mentee_id.in_(gone)))
        )
    }
    pairs = [number for thing, number in found if thing == "pair"]
    sessions = db.scalars(select(Session.id).where(Session.pair_id.in_(pairs)))
    return found | {("session", number) for number in sessions}


@dataclass
class Watch:
    """Remembers what it has to compare the next step with."""

    states: dict[tuple[str, int], str] = field(default_factory=dict)
    last_event: int = 0
    ceilings: dict[int, Places] = field(default_factory=dict)
    taken: dict[int, Places] = field(default_factory=dict)
    windows: dict[int, WindowState] = field(default_factory=dict)
    checkins: dict[tuple[int, int], CheckinState] = field(default_factory=dict)
    releases: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    closed_windows: dict[int, int] = field(default_factory=dict)

    def broken(self, db: Db, history: History) -> list[str]:
        """What does not hold now, or was no allowed step from what was."""
        checks: tuple[Callable[[Db], Iterator[str]], ...] = (
            self._moves_along_the_tables,
            self._unwritten_moves_along_theirs,
            self._nobody_over_capacity,
            self._answers_tied_to_nobody,
            self._releases_unchanged,
        )
        found = [what for check in checks for what in check(db)]
        return [*found, *_answers_as_given(db, history), *_ends_as_chosen(db, history)]

    # --- states ---

    def _moves_along_the_tables(self, db: Db) -> Iterator[str]:
        events = select(Event).where(Event.id > self.last_event).order_by(Event.id)
        for event in db.scalars(events):
            self.last_event = event.id
            yield from self._step(event)
        without_events = _of_the_erased(db)
        for thing, table in MOVED.items():
            for number, state in db.execute(select(table.id, table.state)):
                if state == ParticipationState.ERASED:
                    yield from self._keeps_no_events(db, thing, number)
                elif (thing, number) in without_events:
                    self.states[thing, number] = state  # its last move may be forgotten with them
                elif self._state((thing, number)) != state:
                    yield f"{thing} {number} is {state} without an event"

    def _keeps_no_events(self, db: Db, thing: str, number: int) -> Iterator[str]:
        """Of somebody erased."""
        own = (Event.thing == thing, Event.thing_id == number)
        if db.scalars(select(Event.id).where(*own).limit(1)).first() is not None:
            yield f"{thing} {number} is erased and has events"

    def _step(self, event: Event) -> Iterator[str]:
        thing = (event.thing, event.thing_id)
        before = self._state(thing) if event.from_state else None
        self.states[thing] = event.to_state
        told = f"{event.thing} {event.thing_id}: {event.event} from {event.from_state}"
        if event.from_state != before:
            yield f"{told}, but it was {before}"
        if event.actor_id is not None and event.thing not in LEADS_ACT_ON:
            yield f"{told} says who did it"
        if before is None or event.event in NOT_MOVES:
            return
        table = TABLE_OF[event.thing]
        if not table.may(before, event.event):
            yield f"{told}: no such row"
        elif table.step(before, event.event).to != event.to_state:
            yield f"{told}: leads to {event.to_state}"

    def _state(self, thing: tuple[str, int]) -> str:
        """What is not heard of yet, as a proposal just drafted, is at the start of its table."""
        return self.states.get(thing, TABLE_OF[thing[0]].first)

    def _unwritten_moves_along_theirs(self, db: Db) -> Iterator[str]:
        """Windows and check-ins keep no events: any way along the table will do."""
        windows = {row.id: row.state for row in db.scalars(select(Window))}
        checkins = {
            (row.session_id, row.participation_id): row.state
            for row in db.scalars(select(CheckinRequest))
        }
        yield from _ways(WINDOW, self.windows, windows)
        yield from _ways(CHECKIN, self.checkins, checkins)
        self.windows, self.checkins = windows, checkins

    # --- places ---

    def _nobody_over_capacity(self, db: Db) -> Iterator[str]:
        """Who lowers their places keeps what they have, and gets nothing more."""
        taken = _taken(db)
        for one in db.scalars(every(Participation)):
            now, before = taken.get(one.id, (0, 0, 0)), self.taken.get(one.id, (0, 0, 0))
            kept = self.ceilings.get(one.id, (0, 0, 0))
            ceiling = tuple(
                max(place, min(old, was))
                for place, old, was in zip(_places(one), kept, before, strict=True)
            )
            if any(has > may for has, may in zip(now, ceiling, strict=True)):
                yield f"{one.person.slack_id} has {now} of {ceiling} places"
            self.ceilings[one.id] = ceiling[0], ceiling[1], ceiling[2]
        self.taken = taken

    # --- answers and figures ---

    def _answers_tied_to_nobody(self, db: Db) -> Iterator[str]:
        if {column.key for column in Answer.__table__.columns} != ANSWER_COLUMNS:
            yield "an answer says more than it should"
        rows = db.scalars(select(Answer)).all()
        if not all(_is_a_pseudonym(row.id) for row in rows):
            yield "an answer with a name"
        if len({len(row.sealed) for row in rows}) > 1:
            yield "answers of two lengths"

    def _releases_unchanged(self, db: Db) -> Iterator[str]:
        table = Release.__table__
        now = {row.id: tuple(row) for row in db.execute(select(table))}
        for number, before in self.releases.items():
            if now.get(number) != before:
                yield f"release {number} was {before}, is {now.get(number)}"
        counts: dict[int, int] = {}
        for row in db.execute(select(table)):
            counts[row.window_id] = counts.get(row.window_id, 0) + 1
        for window, count in self.closed_windows.items():
            if counts.get(window) != count:
                yield f"window {window} had {count} figures, has {counts.get(window)}"
        self.releases, self.closed_windows = now, counts


def _ends_as_chosen(db: Db, history: History) -> Iterator[str]:
    """Both read that they go on together if both said so, and only then."""
    told = select(OutboxRow).where(OutboxRow.kind == "pair.completed", OutboxRow.subject != "")
    for row in db.scalars(told):
        pair = int(str(row.subject).partition(":")[2])
        said = closing.both_said_together(db, row.sealed_text)
        if row.sealed_text is not None and said != history.both_go_on(pair):
            yield f"pair {pair} ended with {said} for {history.choices}"


def _rolled_into(db: Db) -> dict[int | None, int]:
    """For each window, the one in which its answers are now."""
    into: dict[int | None, int] = {}
    later = 0
    for window in db.scalars(select(Window).order_by(Window.number.desc())):
        later = later if window.state == WindowState.ROLLED_OVER else window.id
        into[window.id] = later
    return into


def _answers_as_given(db: Db, history: History) -> Iterator[str]:
    """Two rows a held meeting, one a side, while the round has its key and the side its name;
    inside them what was answered, in the window of the meeting or the one it rolled into."""
    keyed = set(db.scalars(select(WrappedKey.name)))
    into = _rolled_into(db)
    due = {
        (meeting.id, side.id, into[meeting.window_id])
        for meeting in db.scalars(every(Session, Session.state == "held"))
        if f"round:{meeting.pair.round_id}" in keyed
        for side in (meeting.pair.mentor, meeting.pair.mentee)
        if side.state != "erased"
    }
    windows = db.scalars(select(Answer.window).distinct()).all()
    kept = {
        (given.session, given.respondent, window): given
        for window in windows
        for given in answers.opened(db, BOX, window)
    }
    if due != kept.keys():
        yield f"answers are kept of {sorted(kept)}, which should be {sorted(due)}"
    for (meeting, side, _), given in kept.items():
        if given.is_answered != ((meeting, side) in history.answered):
            yield f"meeting {meeting} by {side}: {given.values} is kept"


def _ways(table: Transitions[Any, Any], before: Any, now: Any) -> Iterator[str]:
    for key, state in now.items():
        if key in before and state not in _reachable(table, before[key]):
            yield f"{table.thing} {key}: from {before[key]} to {state}"


def _reachable(table: Transitions[Any, Any], state: str) -> set[str]:
    found, new = {state}, {state}
    while new:
        new = {row.to for row in table.rows if row.state in new} - found
        found |= new
    return found


def _places(one: Participation) -> Places:
    gives, takes = one.role != "mentee", one.role != "mentor"
    return one.places_mentor * gives, one.places_mentee * takes, one.places_total


def _taken(db: Db) -> dict[int, Places]:
    pairs = db.execute(select(Pair.mentor_id, Pair.mentee_id).where(Pair.state.in_(LIVE))).all()
    asked = db.execute(
        select(Proposal.mentor_id, Proposal.mentee_id).where(Proposal.state.in_(OPEN))
    ).all()
    taken: dict[int, Places] = {}
    for mentor, mentee in [*pairs, *asked]:
        for one, gives in ((mentor, 1), (mentee, 0)):
            as_mentor, as_mentee, total = taken.get(one, (0, 0, 0))
            taken[one] = as_mentor + gives, as_mentee + 1 - gives, total + 1
    return taken


def _is_a_pseudonym(name: str) -> bool:
    return len(name) == 64 and set(name) <= set("0123456789abcdef")

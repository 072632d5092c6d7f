"""Anna and Marco, who are a pair: as few rows as the database lets them be."""

from datetime import date, timedelta

from bot.store.db.session import Db
from bot.store.tables import Pair, Participation, Programme, Proposal, Round
from tests.outbox.office import MONDAY, Office


def a_pair(office: Office) -> int:
    """Anna's and Marco's, whose group has not been opened."""
    people = [office.person("UANNA"), office.person("UMARCO")]
    with office.database.sessions.begin() as db:
        programme = Programme(state="running", rules={}, leads=[], opened_at=MONDAY)
        db.add(programme)
        db.flush()
        return _two_of(db, programme.id, people)


def _two_of(db: Db, programme: int, people: list[int]) -> int:
    anna, marco = (_participation(programme, person) for person in people)
    one = Round(programme_id=programme, number=1, state="sent", due_on=date(2026, 3, 2),
                drafted_at=MONDAY, seed=1, certificate={}, rules={})  # fmt: skip
    db.add_all([anna, marco, one])
    db.flush()
    sides = {"mentor_id": anna.id, "mentee_id": marco.id, "programme_id": programme}
    proposal = Proposal(round_id=one.id, state="accepted", reasons={}, **sides)
    db.add(proposal)
    db.flush()
    pair = Pair(round_id=one.id, proposal_id=proposal.id, state="active", topics=[],
                d0=MONDAY, ends_at=MONDAY + timedelta(weeks=26), due_at=(),
                minutes=45, **sides)  # fmt: skip
    db.add(pair)
    db.flush()
    return pair.id


def _participation(programme: int, person: int) -> Participation:
    return Participation(
        programme_id=programme, person_id=person, state="active", role="both", band=1,
        languages=["en"], form="video", style=[], work_days=[0], work_from=540,
        work_to=1080, waiting_since=MONDAY, joined_at=MONDAY, notice_version=1,
    )  # fmt: skip

"""Whoever has left is gone: nothing derived from them is found 31, 60 and 400 days later.

Not in any table, not in the raw files and their free pages, not behind the seals of others; but
for other people's own lists of whom they avoid, and keyed codes of two who met.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import delete, make_url, select, text

from bot.domain.words import Word
from bot.outbox.operator import texts
from bot.outbox.work import Work
from bot.programme.enrolment import drafts, joining, leaving, profile
from bot.programme.learning import worksheets
from bot.programme.meetings import attendance, checkins
from bot.programme.pairs import acquaintance
from bot.programme.rounds import approval, proposals
from bot.store.copies import backup
from bot.store.db.engine import READING
from bot.store.db.session import Db
from bot.store.queries import administration as programmes
from bot.store.secrets import answers, codes, keys, private, sealing
from bot.store.tables import Pair, Participation, Person, Proposal, Session, WorksheetRow
from bot.texts.topics import topics
from tests import databases
from tests.databases import BACKENDS, BOX, Database
from tests.people import form
from tests.privacy import copies
from tests.privacy.copies import Copy, Row
from tests.privacy.histories import DAY, OPENING, Life
from tests.programme.stage import LEAD

TOPICS = tuple(topics())
ALONE = TOPICS[20]
"""A topic that Anna alone has named."""
ANNA, MARCO, LIA, TEO, UGO, EVA = (
    "UANNA0001",
    "UMARCO001",
    "ULIA00001",
    "UTEO00001",
    "UUGO00001",
    "UEVA00001",
)
BOSS, FOE = "UBOSS0001", "UFOE00001"
LEAVERS = (ANNA, LIA, UGO)
NOTED = "Two reports from a saved prompt"
TEXT = "Come and see the operator about the lift"
ZONES = {ANNA: "Europe/Malta"}
KEPT = {
    *("dedupe_key", "conversation", "subject", "kind", "last_error"),
    *("state", "from_state", "to_state"),
}
"""Columns not searched for: keys against repetition stay, and say nothing without the key; the
others hold a word, or a number (`person:1`) that is looked for in the tables."""


class Story(Life):
    """Anna is in a pair with Marco, who stays; Lia leads, takes part as Teo's mentee and decides a
    round; Ugo has an open proposal. Marco and Lia have noted something for a meeting to come. All
    three leave on one day."""

    collecting = False
    zones = ZONES

    def __init__(self, database: Database) -> None:
        super().__init__(database, seed=1, couples=3)
        self.collecting = True
        self.needles: dict[str, dict[bytes, str]] = {name: {} for name in LEAVERS}
        self.moments: set[str] = set()
        self.requests: dict[str, list[str]] = {name: [] for name in LEAVERS}

    def until_all_have_left(self) -> None:
        with self.sessions.begin() as db:
            programmes.current(db).leads = [LEAD, LIA]
        self._people_join()
        self._round()
        self._pairs()
        self._collect()
        self._leave()

    def _people_join(self) -> None:
        couples = ((ANNA, MARCO), (TEO, LIA), (UGO, EVA))
        for n, couple in enumerate(couples):
            for name, role in zip(couple, ("mentor", "mentee"), strict=True):
                self._joins_with(name, role, TOPICS[n], TOPICS[-1 - n])
        self._collect()
        self._saves_with(EVA, avoids=[ANNA])
        self._saves_with(ANNA, avoids=[FOE])
        self._collect()
        self.works()
        self._collect()

    def _form_of(self, name: str, role: str, topic: str, back: str) -> dict[str, Any]:
        whole = form(role, topic=topic, back=back)
        if name == ANNA:
            whole["you"] |= {"function": "legal", "site": "remote", "manager": BOSS}
            whole["topics"]["offers"] = [*whole["topics"]["offers"], ALONE]
            whole["levels"][f"level.offer.{ALONE}"] = "2"
        return whole

    def _joins_with(self, name: str, role: str, topic: str, back: str) -> None:
        self.forms = {**getattr(self, "forms", {}), name: self._form_of(name, role, topic, back)}
        self._asks(name, lambda work: joining.join(work, self.forms[name], TOPICS))

    def _saves_with(self, name: str, avoids: list[str]) -> None:
        more = {"avoids": avoids, "places_mentor": "1", "places_total": "1"}
        whole = {**self.forms[name], "more": more}
        self._asks(name, lambda work: profile.save(work, whole, TOPICS))

    def _asks(self, name: str, use_case: Any) -> Any:
        """At a moment of its own; of leavers, and of all who may open or live in a pair, it is
        noted."""
        self.stage.now += timedelta(minutes=7, seconds=13)
        if name in self.requests or self.stage.rows(Proposal):
            self.moments.add(f"{self.now():%Y-%m-%d %H:%M:%S}")
        told = self.asks(name, use_case)
        if name in self.requests:
            self.requests[name].append(self.last_request)
        return told

    def _round(self) -> None:
        with self.sessions.begin() as db:
            at = programmes.current(db).next_round_at
        assert at is not None
        self.stage.now = at - timedelta(hours=12)
        self.goes_to(at + timedelta(minutes=1))
        one = self.stage.rows(Proposal)[0].round_id
        self._asks(LIA, lambda work: approval.approve(work, one))
        self.moments.remove(f"{self.now():%Y-%m-%d %H:%M:%S}")  # what a lead does stays
        self._collect()
        self.goes_to(self.now() + timedelta(minutes=30))

    def _pairs(self) -> None:
        """Anna and Marco, Lia and Teo say yes, meet and answer; Ugo would rather somebody else."""
        for proposal in self.stage.rows(Proposal, state="offered"):
            for one in (proposal.mentor, proposal.mentee):
                name = one.person.slack_id
                word = Word.SOMEONE_ELSE if name == UGO else Word.YES
                self._asks(
                    name,
                    lambda work, p=proposal, w=word: proposals.say(work, p.id, w),
                )
                self._collect()
        self.goes_to(self.now() + 2 * DAY)
        for pair in self.stage.rows(Pair):
            for one in (pair.mentor, pair.mentee):
                self._meets_and_answers(pair, one.person.slack_id)
        for pair in self.stage.rows(Pair):
            self._prepares(pair)
        self.goes_to(self.now() + DAY)
        with self.sessions.begin() as db:
            line = f'{{"key": "lift", "channel": "{ANNA}", "text": "{TEXT}"}}'
            texts.put(Work(db, self.now()), line)
        with self.sessions.begin() as db:
            anna = db.scalars(select(Person).where(Person.slack_id == ANNA)).one()
            drafts.keep(Work(db, self.now(), anna), "you", {"manager": BOSS})
        self._collect()

    def _meets_and_answers(self, pair: Pair, name: str) -> None:
        values = {"useful": 5, "open": 4, "applied": 1, "balance": 0}

        def both(work: Work) -> None:
            session = attendance.declare_met(work, pair.id, None)
            checkins.answer(work, session.id, values)

        self._asks(name, both)
        self._collect()

    def _prepares(self, pair: Pair) -> None:
        """They agree on a date after Anna and Lia will have left, and the mentee prepares."""
        session = self.agrees(pair, self.now() + 10 * DAY)
        self.works()
        name = pair.mentee.person.slack_id
        lines = {"tried": NOTED, "give": "A name"}
        self._asks(name, lambda work: worksheets.save(work, session, lines))
        self._collect()

    def _leave(self) -> None:
        with self.sessions.begin() as db:
            programmes.current(db).leads = [LEAD]
        if self.database.is_postgresql:
            self._analyze()
        self.left_at = self.now()
        for name in LEAVERS:
            self._asks(name, lambda work: leaving.leave(work))
            self._collect()
        self.goes_to(self.now() + 4 * DAY)
        self.collecting = False

    def _analyze(self) -> None:
        """As PostgreSQL does by itself from time to time: it keeps samples of what columns hold."""
        with self.database.engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()

    # --- what is derived from somebody ---

    def works(self) -> None:
        super().works()
        if self.collecting:
            self._collect()

    def _collect(self) -> None:
        """Every value that only rows of one leaver have, sealed or not."""
        copy = copies.take(self.database.url, replaying=False)
        persons = {row.values["slack_id"]: row.values["id"] for row in copy.tables["person"]}
        for name in LEAVERS:
            if name in persons:
                self.needles[name] |= _own(copy, persons[name])
                self.needles[name] |= self._answers_of(name)
                self.needles[name] |= self._worksheets_of(name)

    def _answers_of(self, name: str) -> dict[bytes, str]:
        with self.sessions.begin() as db:
            one = db.scalars(
                select(Participation).join(Person).where(Person.slack_id == name)
            ).first()
            ciphers = answers._Ciphers(db, BOX)
            return {
                it: "their answer"
                for row in db.execute(answers._SELECT)
                if one is not None
                and answers._open(ciphers.of(row.round), row.id, row.sealed).respondent == one.id
                for it in (row.id.encode(), bytes(row.sealed))
            }

    def _worksheets_of(self, name: str) -> dict[bytes, str]:
        """Of their own, and of whoever met them, which goes with them."""
        with self.sessions.begin() as db:
            theirs = [
                row
                for row in db.scalars(select(WorksheetRow))
                if any(
                    side.slack_id == name for side in db.get_one(Session, row.session_id).pair.sides
                )
            ]
            return {bytes(row.sealed): "worksheet" for row in theirs} | (
                {NOTED.encode(): "noted"} if name == LIA else {}
            )

    def all_needles(self, name: str) -> dict[bytes, str]:
        found = dict(self.needles[name])
        found[name.encode()] = "account"
        found |= {
            sha256(key.encode()).hexdigest().encode(): "request" for key in self.requests[name]
        }
        if name == ANNA:
            found |= {ALONE.encode(): "topic", BOSS.encode(): "manager", FOE.encode(): "avoided"}
            found |= {TEXT.encode(): "text", ZONES[ANNA].encode(): "zone"}
        with self.sessions.begin() as db:
            for key in _keys(db):
                for parts in ((name,), ("person", name), ("participation", name)):
                    code = keys.pseudonym(key, *parts)
                    found |= {code.encode(): "hash", bytes.fromhex(code): "hash"}
        return found


def _keys(db: Any) -> Iterator[bytes]:
    """Every key there is, and those made of it."""
    found = [db.secrets.installation, db.secrets.codes]
    found += [keys.round_key(db, BOX, n) for n in range(1, 9) if keys.has_round_key(db, n)]
    for key in found:
        yield key
        for purpose in ("fields", "codes", "answers", "ids"):
            yield sealing.derived(key, purpose)


def _own(copy: Copy, person: int) -> dict[bytes, str]:
    mine = {("person", person)} | {
        ("participation", one) for one, its in copy.persons.items() if its == person
    }
    named: dict[bytes, str] = {}
    others: set[bytes] = set()
    for row in copy.rows:
        is_mine = bool(copy.named(row) & mine) and row.table != "round"
        for column, value in row.values.items():
            for said in _texts(value):
                if is_mine and column not in KEPT:
                    named[said] = f"{row.kind}.{column}"
                elif not is_mine:
                    others.add(said)
    return {said: where for said, where in named.items() if said not in others}


def _texts(value: Any) -> Iterator[bytes]:
    """What can be searched for: long enough not to stand anywhere by accident, and no time."""
    if isinstance(value, bytes | memoryview):
        yield bytes(value)
    elif isinstance(value, str) and len(value) >= 8 and value[4:5] != "-":
        yield value.encode()
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)


# --- looking --------------------------------------------------------------------------------------


def raw(database: Database) -> Mapping[str, bytes]:
    """Everything on the disk: files, or the heap, index and catalogue files of the database."""
    if not database.is_postgresql:
        file = Path(str(make_url(database.url).database))
        return {one.name: one.read_bytes() for one in file.parent.glob(f"{file.name}*")}
    where = make_url(database.url).set(drivername="postgresql")
    with psycopg.connect(where.render_as_string(hide_password=False), autocommit=True) as reader:
        reader.execute("CHECKPOINT")
        found = reader.execute(
            "SELECT oid::regclass::text, pg_read_binary_file(pg_relation_filepath(oid))"
            " FROM pg_class WHERE relkind IN ('r', 'i', 't', 'm', 'S')"
            " AND pg_relation_filepath(oid) IS NOT NULL AND NOT relisshared"
        ).fetchall()
    return {name: bytes(content) for name, content in found}


def leftovers(story: Story, name: str) -> dict[str, set[str]]:
    """What of a person is still on the disk: what it is → where it stands."""
    needles = story.all_needles(name)
    found: dict[str, set[str]] = {}
    for where, content in raw(story.database).items():
        for needle, what in needles.items():
            if needle in content:
                found.setdefault(what, set()).add(where)
    return found


@dataclass(frozen=True)
class Found:
    """What somebody finds who has the disk, or the tables, or even the keys."""

    on_disk: Mapping[str, Mapping[str, set[str]]]
    tables: Copy
    moments: set[str]
    """Columns with an instant at which somebody acted who has left, or their pair began."""
    sealed: list[set[str]]
    answered: set[str]
    met_until: date | None

    @property
    def shells(self) -> set[int]:
        people = self.tables.tables["person"]
        return {
            row.values["id"] for row in people if acquaintance.is_unnamed(row.values["slack_id"])
        }

    def rows_of_shells(self) -> list[Row]:
        of_them = {("person", one) for one in self.shells}
        return [row for row in self.tables.rows if of_them & self.tables.named(row)]


DAYS = (5, 31, 60, 400)
"""After leaving: on the first of these they are still there."""


@pytest.fixture(scope="module", params=BACKENDS)
def found(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[int, Found]]:
    folder = tmp_path_factory.mktemp("left")
    with databases.database(request.param, folder) as database:
        story = Story(database)
        story.until_all_have_left()
        assert {"worksheet", "noted"} <= set(story.needles[LIA].values())
        yield {days: _found(story, days) for days in DAYS}


def _found(story: Story, days: int) -> Found:
    """In large steps, and the last nights one by one."""
    end = story.left_at + days * DAY + timedelta(hours=20)
    while end - story.now() > 3 * DAY:
        story.stage.now += min(28 * DAY, end - story.now() - 2 * DAY)
        story.works()
    story.goes_to(end)
    with story.sessions.begin() as db:
        return Found(
            on_disk={name: leftovers(story, name) for name in LEAVERS},
            tables=(there := copies.take(story.database.url, replaying=False)),
            moments=set(_at(there, story.moments)),
            sealed=[_named_in(db, one) for one in db.scalars(select(Participation)).unique()],
            answered=_answered(db),
            met_until=dict(codes.met(db, codes.known(db), ANNA, [MARCO])).get(MARCO),
        )


def _at(copy: Copy, moments: set[str]) -> Iterator[str]:
    for row in copy.rows:
        for column, value in row.values.items():
            if str(value)[:19] in moments:
                yield f"{row.table}.{column}"


def _named_in(db: Db, one: Participation) -> set[str]:
    kept = private.of(db, one)
    return {*kept.avoids, *(who for who, _ in kept.not_again), str(kept.manager)}


def _answered(db: Db) -> set[str]:
    ciphers = answers._Ciphers(db, BOX)
    given = [
        answers._open(ciphers.of(row.round), row.id, row.sealed)
        for row in db.execute(answers._SELECT).all()
    ]
    return {db.get_one(Participation, one.respondent).person.slack_id for one in given}


# --- the tests ------------------------------------------------------------------------------------


def test_until_then_much_of_them_is_found(found: Mapping[int, Found]) -> None:
    """The search finds what is there, or finding nothing would prove nothing."""
    there = found[5]
    for name in LEAVERS:
        assert "account" in there.on_disk[name]
    assert {"topic", "zone", "their answer"} <= set(there.on_disk[ANNA])
    assert {ANNA, MARCO} <= there.answered
    assert len(there.tables.tables["worksheet"]) == 1, "Marco's, who stays; Lia's went with her"
    assert there.shells == set()
    assert there.met_until is None
    assert {"participation.joined_at", "pair.d0", "event.at"} <= there.moments


@pytest.mark.parametrize("days", DAYS[1:])
def test_nothing_of_them_is_on_the_disk(found: Mapping[int, Found], days: int) -> None:
    assert found[days].on_disk == {name: {} for name in LEAVERS}


@pytest.mark.parametrize("days", DAYS[1:])
def test_no_row_speaks_of_them(found: Mapping[int, Found], days: int) -> None:
    """One row for all of them stays, for the pairs and proposals that were."""
    there = found[days]
    assert there.tables.tables["worksheet"] == []
    assert len(there.shells) == 1
    of_them = there.rows_of_shells()
    assert {row.table for row in of_them} <= {
        "person", "participation", "pair", "proposal", "session",
    }  # fmt: skip
    for row in of_them:
        assert row.values.get("reasons", {}) == {}
        for column in (
            *("words", "private", "channel", "give_back", "proposed_by"),
            *("video_link", "uid", "changed_at"),
        ):
            assert row.values.get(column) is None, f"{row.table}.{column}"


@pytest.mark.parametrize("days", DAYS[1:])
def test_no_moment_of_theirs_is_left_but_the_months_of_their_pairs(
    found: Mapping[int, Found], days: int
) -> None:
    """Or whoever knows when somebody left would know whose pair it was."""
    there = found[days]
    assert there.moments == set()
    pairs = [row for row in there.rows_of_shells() if row.table in ("pair", "session")]
    times = [
        str(row.values[column])
        for row in pairs
        for column in ("d0", "ends_at", "ended_at", "starts_at")
        if row.values.get(column)
    ]
    assert times
    assert all(one[8:19] == "01 00:00:00" for one in times), times


@pytest.mark.parametrize("days", DAYS[1:])
def test_behind_the_seals_only_others_who_avoid_them_name_them(
    found: Mapping[int, Found], days: int
) -> None:
    there = found[days]
    assert [one & set(LEAVERS) for one in there.sealed if one & set(LEAVERS)] == [{ANNA}]
    assert there.answered & set(LEAVERS) == set()


def test_that_two_met_is_known_by_a_code_until_its_month(found: Mapping[int, Found]) -> None:
    for days in DAYS[1:]:
        until = found[days].met_until
        assert until is not None
        assert until.day == 1


def test_a_backup_holds_no_value_that_was_deleted(sqlite: Database, tmp_path: Path) -> None:
    """Also where the file itself does, since it was deleted without `secure_delete`."""
    secret = "USOMEBODYWHOLEFT"
    with sqlite.sessions.begin() as db:
        db.execute(text("PRAGMA secure_delete=OFF"))
        db.add(Person(slack_id=secret, zone="UTC", language="en", first_seen_at=OPENING))
    with sqlite.sessions.begin() as db:
        db.execute(text("PRAGMA secure_delete=OFF"))
        db.execute(delete(Person).where(Person.slack_id == secret))
    assert any(secret.encode() in content for content in raw(sqlite).values())
    copy = tmp_path / "backup.db"
    backup.sqlite_to(sqlite.engine.execution_options(**READING), copy)
    assert secret.encode() not in copy.read_bytes()

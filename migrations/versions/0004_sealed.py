"""Sealed words, answers and private lists; nothing of those who left; codes instead of hashes.

What exists is sealed anew with the keys of the installation, so this step needs the master
secret, and refuses without it. It cannot go down again: what it forgets is gone.
"""

import hmac
import json
import secrets
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import context, op
from cryptography.fernet import InvalidToken, MultiFernet

from bot.store.copies.migrate import Refused
from bot.store.db import append_only
from bot.store.secrets.sealing import Cipher, derived

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CONDITIONAL = (
    *("proposal.offer", "proposal.reminder", "proposal.did_not_go_ahead"),
    *("checkin.ask", "checkin.reminder"),
    *("nudge.no_date", "nudge.last_word", "nudge.still_looking"),
)
OTHER = (
    *("pause.over", "proposal.did_not_go_ahead"),
    *("nudge.no_date", "nudge.last_word", "nudge.still_looking"),
)
KEPT_OF_A_CERTIFICATE = ("asked", "people", "pairs", "proven", "drawn", "seed")
"""The rest tells of whom people avoid, beside profiles in clear."""
TWO_YEARS = timedelta(days=731)
CHANGED = (
    *("answer", "checkin_request", "draft", "event", "inbox_key", "outbox", "pair"),
    *("participation", "person", "proposal", "round", "round_waiting", "wrapped_key"),
)


def upgrade() -> None:
    connection = op.get_bind()
    keys = Keys.of(connection)
    append_only.unguard(connection)
    old = Old(connection, keys) if keys else None
    columns()
    if old is not None and keys is not None:
        Sealing(connection, keys, old).run()
    cleared()
    dropped()
    context.config.attributes["rewrite"].update(CHANGED)


def downgrade() -> None:
    raise Refused(
        "the schema does not go below 0004: words and answers are sealed and cannot be put back; "
        "run the older version on the backup from before the upgrade"
    )


# --- the schema ----------------------------------------------------------------------------------


def big() -> Any:
    return sa.Integer().with_variant(sa.BigInteger(), "postgresql")


def moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def octets(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(), nullable=True)


def columns() -> None:
    op.add_column("programme", moment("next_night_at"))
    op.create_index("ix_programme_next_night_at", "programme", ["next_night_at"])
    op.add_column("person", moment("last_other_at"))
    op.add_column("participation", octets("private"))
    op.add_column("proposal", octets("words"))
    facts = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), "postgresql")
    op.add_column("round", sa.Column("rules", facts, nullable=False, server_default="{}"))
    op.create_table(
        "met_code",
        sa.Column("code", sa.String(64), primary_key=True, nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
    )
    op.create_index("ix_met_code_until", "met_code", ["until"])
    op.drop_table("answer")
    op.create_table(
        "answer",
        sa.Column("id", sa.String(64), primary_key=True, nullable=False),
        sa.Column("round", big(), nullable=False),
        sa.Column("window", big(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sqlite_with_rowid=False,
    )
    for name in ("round", "window"):
        op.create_index(f"ix_answer_{name}", "answer", [name])
    with op.batch_alter_table("outbox", table_kwargs={"sqlite_autoincrement": True}) as outbox:
        outbox.alter_column("uid", existing_type=sa.String(36), nullable=True)


def dropped() -> None:
    op.drop_table("avoided")
    for table, names in (
        ("participation", ("person_hash", "manager_hash", "nudges_unanswered")),
        ("proposal", ("mentor_says", "mentee_says", "score")),
    ):
        for name in names:
            op.drop_column(table, name)


# --- without keys --------------------------------------------------------------------------------

_CLEARED = (
    # Words leave no event, and people who take part no actor.
    "DELETE FROM event WHERE thing = 'proposal'"
    " AND event IN ('first_yes', 'yes_again', 'late_yes', 'decline')",
    "UPDATE event SET from_state = 'offered' WHERE thing = 'proposal'"
    " AND from_state IN ('half_accepted', 'declined')",
    "UPDATE event SET event = 'both_yes' WHERE thing = 'proposal' AND event = 'second_yes'",
    "UPDATE event SET event = 'fall_away' WHERE thing = 'proposal' AND event = 'withdraw'",
    "UPDATE event SET to_state = 'closed' WHERE thing = 'proposal'"
    " AND to_state IN ('expired', 'withdrawn', 'declined')",
    # That the other side, too, said that a meeting was.
    "DELETE FROM event WHERE thing = 'session' AND event = 'yes' AND from_state = 'held'",
    "UPDATE event SET actor_id = NULL WHERE thing IN ('participation', 'pair', 'session')",
    "UPDATE proposal SET state = 'closed', remind_at = NULL,"
    " expires_at = COALESCE(expires_at, (SELECT expires_at FROM round"
    " WHERE round.id = proposal.round_id))"
    " WHERE state IN ('declined', 'half_accepted', 'withdrawn', 'expired')",
    "UPDATE participation SET priority = false",
    "UPDATE checkin_request SET state = 'closed' WHERE state = 'expired'",
    "UPDATE checkin_request SET state = 'asked' WHERE state IN ('answered', 'skipped')",
    "UPDATE checkin_request SET state = 'closed' WHERE session_id IN"
    " (SELECT id FROM session WHERE closes_at IS NULL)",
    # Categories were computed with avoidances and reporting lines, too.
    "UPDATE round_waiting SET category = 'not_this_time'",
    # What is left of those who are erased.
    "UPDATE pair SET topics = '[]', give_back = NULL, channel = NULL WHERE"
    " mentor_id IN (SELECT id FROM participation WHERE state = 'erased')"
    " OR mentee_id IN (SELECT id FROM participation WHERE state = 'erased')",
    "UPDATE pair SET mentor_dimension = NULL WHERE"
    " mentor_id IN (SELECT id FROM participation WHERE state = 'erased')",
    "UPDATE pair SET mentee_dimension = NULL WHERE"
    " mentee_id IN (SELECT id FROM participation WHERE state = 'erased')",
    "UPDATE session SET proposed_by = NULL WHERE"
    " proposed_by IN (SELECT id FROM participation WHERE state = 'erased')",
    "DELETE FROM checkin_request WHERE"
    " participation_id IN (SELECT id FROM participation WHERE state = 'erased')",
    "DELETE FROM round_waiting WHERE"
    " participation_id IN (SELECT id FROM participation WHERE state = 'erased')",
    "UPDATE outbox SET uid = NULL WHERE state = 'forgotten'",
)


def cleared() -> None:
    for statement in _CLEARED:
        op.execute(statement)
    conditional = ", ".join(f"'{kind}'" for kind in CONDITIONAL)
    op.execute(
        f"DELETE FROM outbox WHERE kind IN ({conditional}) AND state NOT IN ('pending', 'sending')"
    )
    _old_events()
    _reasons()
    _rounds()
    _requests_by_the_hour()


def _old_events() -> None:
    event = sa.table("event", sa.column("at", sa.DateTime(timezone=True)))
    newest = op.get_bind().scalar(sa.select(sa.func.max(event.c.at)))
    if newest is not None:
        op.execute(sa.delete(event).where(event.c.at < newest - timedelta(days=366)))


def _reasons() -> None:
    erased = set(_ids("SELECT id FROM participation WHERE state = 'erased'"))
    proposal = sa.table(
        "proposal", sa.column("id"), sa.column("mentor_id"), sa.column("mentee_id"),
        sa.column("reasons", sa.JSON()),
    )  # fmt: skip
    for row in op.get_bind().execute(sa.select(proposal)).all():
        kept = {k: v for k, v in row.reasons.items() if k not in ("score", "parts", "line_unknown")}
        kept["topics"] = sorted(kept.get("topics", []))
        reasons = {} if {row.mentor_id, row.mentee_id} & erased else kept
        op.execute(sa.update(proposal).where(proposal.c.id == row.id).values(reasons=reasons))


def _rounds() -> None:
    connection = op.get_bind()
    programme = sa.table("programme", sa.column("id"), sa.column("rules", sa.JSON()))
    round_ = sa.table(
        "round", sa.column("id"), sa.column("programme_id"),
        sa.column("rules", sa.JSON()), sa.column("certificate", sa.JSON()),
    )  # fmt: skip
    rules = {row.id: row.rules for row in connection.execute(sa.select(programme))}
    for row in connection.execute(sa.select(round_)).all():
        kept = rules[row.programme_id] | {"leads": [], "contact": ""}
        proven = {k: v for k, v in row.certificate.items() if k in KEPT_OF_A_CERTIFICATE}
        changed = {"rules": kept, "certificate": proven | {"inputs": ""}}
        op.execute(sa.update(round_).where(round_.c.id == row.id).values(changed))


def _requests_by_the_hour() -> None:
    key = sa.table("inbox_key", sa.column("key"), sa.column("at", sa.DateTime(timezone=True)))
    for row in op.get_bind().execute(sa.select(key)).all():
        hour = row.at.replace(minute=0, second=0, microsecond=0)
        op.execute(sa.update(key).where(key.c.key == row.key).values(at=hour))


def _ids(query: str) -> Iterator[int]:
    return iter(op.get_bind().scalars(sa.text(query)).all())


# --- with keys -----------------------------------------------------------------------------------


def code(key: bytes, *parts: str | int) -> str:
    framed = b"".join(len(p).to_bytes(4, "big") + p for p in (str(one).encode() for one in parts))
    return hmac.new(key, framed, sha256).hexdigest()


class Keys:
    """The keys that the master secret opens; wrapped anew, without the time they were made."""

    def __init__(self, box: MultiFernet, wrapped: dict[str, bytes]) -> None:
        self.box = box
        self.rounds = {
            int(name.partition(":")[2]): box.decrypt(blob)
            for name, blob in wrapped.items()
            if name.startswith("round:")
        }
        self.installation = box.decrypt(wrapped["installation"])
        self.fields = Cipher(derived(self.installation, "fields"))

    @classmethod
    def of(cls, connection: sa.Connection) -> "Keys | None":
        """None for a database in which nobody has taken part yet. Raises Refused."""
        rows = connection.execute(sa.text("SELECT name, wrapped FROM wrapped_key")).all()
        wrapped = {row.name: bytes(row.wrapped) for row in rows}
        if "installation" not in wrapped:
            return None
        box: MultiFernet | None = context.config.attributes.get("box")
        if box is None:
            raise Refused(_NO_SECRET)
        try:
            keys = cls(box, wrapped)
            for row in rows:
                connection.execute(
                    sa.text("UPDATE wrapped_key SET wrapped = :wrapped WHERE name = :name"),
                    {"name": row.name, "wrapped": box.encrypt_at_time(
                        box.decrypt(bytes(row.wrapped)), 0)},
                )  # fmt: skip
        except InvalidToken:
            raise Refused(_NO_SECRET) from None
        return keys


_NO_SECRET = (
    "REVMENTOR_SECRET_KEY: does not open what this database keeps, and this upgrade seals it "
    "anew: put the key that was used before behind the new one, separated by a comma"
)


class Old:
    """What the old tables say, read before they go."""

    def __init__(self, connection: sa.Connection, keys: Keys) -> None:
        self._connection, self._keys = connection, keys
        self.accounts = {
            code(keys.installation, "person", row.slack_id): row.slack_id
            for row in self._rows("SELECT slack_id FROM person")
        }
        self.participations = self._rows(
            "SELECT id, person_id, state, person_hash, manager_hash, nudges_unanswered"
            " FROM participation"
        )
        self.avoided: dict[int, list[str]] = defaultdict(list)
        for row in self._rows("SELECT participation_id, person_hash FROM avoided"):
            self.avoided[row.participation_id].append(row.person_hash)
        self.answers = self._rows(
            'SELECT round, respondent, pair, occasion, "window", role, dimension,'
            ' "values" FROM answer'
        )
        self.pairs = self._rows(
            "SELECT id, round_id, mentor_id, mentee_id, mentor_dimension, mentee_dimension"
            " FROM pair"
        )
        self.held = self._rows(
            "SELECT session.id, session.pair_id, session.window_id FROM session"
            " WHERE session.state = 'held' AND session.window_id IS NOT NULL"
        )
        self.collecting = {
            row.id for row in self._rows("SELECT id FROM \"window\" WHERE state = 'collecting'")
        }
        self.told = {
            (row.session_id, row.participation_id)
            for row in self._rows(
                "SELECT session_id, participation_id FROM checkin_request WHERE state = 'answered'"
            )
        }
        offers = self._rows(
            "SELECT person_id, arguments FROM outbox"
            " WHERE kind = 'proposal.offer' AND state = 'sent'"
        )
        self.heard = {(row.person_id, _json(row.arguments)["proposal"]) for row in offers}

    def _rows(self, query: str) -> list[Any]:
        return list(self._connection.execute(sa.text(query)).all())


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


class Sealing:
    """Writes into the new columns what the old ones said, sealed."""

    def __init__(self, connection: sa.Connection, keys: Keys, old: Old) -> None:
        self._connection, self._keys, self._old = connection, keys, old

    def run(self) -> None:
        self._private()
        self._codes()
        self._words()
        self._answers()
        self._last_other()
        self._drafts()
        self._texts()

    def _private(self) -> None:
        for row in self._old.participations:
            if row.state == "erased":
                continue
            plain = {
                "manager": self._named(row.manager_hash),
                "avoids": [self._named(one) for one in self._old.avoided[row.id]],
                "not_again": [],
                "unanswered": row.nudges_unanswered,
            }
            sealed = self._keys.fields.seal(plain, about=f"participation:{row.id}", size=2048)
            self._set("participation", "private", row.id, sealed)

    def _named(self, hashed: str | None) -> str | None:
        """The account behind a hash; of somebody whom the bot has never seen, the hash."""
        return hashed and self._old.accounts.get(hashed, f"code:{hashed}")

    def _codes(self) -> None:
        """Who met somebody that is erased since: known by their hashes alone."""
        erased = {row.id for row in self._old.participations if row.state == "erased"}
        hashed = {row.id: row.person_hash for row in self._old.participations}
        key = derived(self._keys.installation, "codes")
        pair = sa.table(
            "pair", sa.column("mentor_id"), sa.column("mentee_id"),
            sa.column("d0", sa.DateTime(timezone=True)),
        )  # fmt: skip
        found: dict[str, date] = {}
        for row in self._connection.execute(sa.select(pair)).all():
            if {row.mentor_id, row.mentee_id} & erased:
                both = code(key, *sorted((hashed[row.mentor_id], hashed[row.mentee_id])))
                until = _month_after(row.d0 + TWO_YEARS)
                found[both] = max(until, found.get(both, until))
        met = sa.table("met_code", sa.column("code"), sa.column("until", sa.Date()))
        for both, until in found.items():
            self._connection.execute(sa.insert(met).values(code=both, until=until))

    def _words(self) -> None:
        rows = self._connection.execute(
            sa.text(
                "SELECT proposal.id, mentor.person_id AS mentor, mentee.person_id AS mentee"
                " FROM proposal"
                " JOIN participation mentor ON mentor.id = proposal.mentor_id"
                " JOIN participation mentee ON mentee.id = proposal.mentee_id"
                " WHERE proposal.state = 'offered'"
            )
        ).all()
        for row in rows:
            plain = {
                side: [(person, row.id) in self._old.heard, None, False]
                for side, person in (("mentor", row.mentor), ("mentee", row.mentee))
            } | {"fits": True}
            sealed = self._keys.fields.seal(plain, about=f"proposal:{row.id}", size=192)
            self._set("proposal", "words", row.id, sealed)

    def _answers(self) -> None:
        """Old answers found again by their codes; and both sides of what is held in open
        windows, answered or not."""
        old, written = self._old, set()
        pairs = {row.id: row for row in old.pairs}
        values = {(row.round, row.respondent, row.occasion): row for row in old.answers}
        for session in old.held:
            pair = pairs[session.pair_id]
            key = self._keys.rounds.get(pair.round_id)
            if key is None:
                if session.window_id not in old.collecting:
                    continue
                key = self._new_key(pair.round_id)
            occasion = code(key, "session", session.id)
            for role, who, dimension in (
                ("mentor", pair.mentor_id, pair.mentor_dimension),
                ("mentee", pair.mentee_id, pair.mentee_dimension),
            ):
                row = values.get((pair.round_id, code(key, "person", who), occasion))
                if row is None and session.window_id not in old.collecting:
                    continue
                given = None if row is None else _json(row.values)
                told = (session.id, who) in old.told
                id_ = code(derived(key, "ids"), session.id, who)
                plain = [who, pair.id, session.id, role, dimension, given, told]
                sealed = Cipher(derived(key, "answers")).seal(plain, about=id_, size=512)
                window = session.window_id if row is None else row.window
                written.add((id_, pair.round_id, window, sealed))
        for id_, round_id, window, sealed in sorted(written):
            self._connection.execute(
                sa.text(
                    'INSERT INTO answer (id, round, "window", sealed)'
                    " VALUES (:id, :round, :window, :sealed)"
                ),
                {"id": id_, "round": round_id, "window": window, "sealed": sealed},
            )

    def _new_key(self, round_id: int) -> bytes:
        key = secrets.token_bytes(32)
        self._keys.rounds[round_id] = key
        self._connection.execute(
            sa.text("INSERT INTO wrapped_key (name, wrapped) VALUES (:name, :wrapped)"),
            {"name": f"round:{round_id}", "wrapped": self._keys.box.encrypt_at_time(key, 0)},
        )
        return key

    def _last_other(self) -> None:
        outbox = sa.table(
            "outbox", sa.column("person_id"), sa.column("kind"), sa.column("state"),
            sa.column("sent_at", sa.DateTime(timezone=True)),
        )  # fmt: skip
        person = sa.table(
            "person", sa.column("id"), sa.column("last_other_at", sa.DateTime(timezone=True))
        )
        last = (
            sa.select(outbox.c.person_id, sa.func.max(outbox.c.sent_at))
            .where(outbox.c.kind.in_(OTHER), outbox.c.state == "sent")
            .group_by(outbox.c.person_id)
        )
        for person_id, at in self._connection.execute(last).all():
            self._connection.execute(
                sa.update(person).where(person.c.id == person_id).values(last_other_at=at)
            )

    def _drafts(self) -> None:
        """A draft that does not open is dropped; so is the way back from a profile just saved."""
        rows = self._connection.execute(
            sa.text("SELECT person_id, programme_id, sealed FROM draft")
        ).all()
        for row in rows:
            this = {"person": row.person_id, "programme": row.programme_id}
            try:
                plain = json.loads(self._keys.box.decrypt(bytes(row.sealed)))
            except InvalidToken:
                self._connection.execute(
                    sa.text(
                        "DELETE FROM draft WHERE person_id = :person AND programme_id = :programme"
                    ),
                    this,
                )
                continue
            about = f"draft:{row.person_id}"
            sealed = self._keys.fields.seal(plain, about=about, size=8192)
            self._connection.execute(
                sa.text(
                    "UPDATE draft SET sealed = :sealed"
                    " WHERE person_id = :person AND programme_id = :programme"
                ),
                this | {"sealed": sealed},
            )
        self._connection.execute(
            sa.text(
                "UPDATE participation SET undo_what = NULL, undo_until = NULL, undo_sealed = NULL"
                " WHERE undo_what = 'profile'"
            )
        )

    def _texts(self) -> None:
        rows = self._connection.execute(
            sa.text("SELECT id, sealed_text FROM outbox WHERE sealed_text IS NOT NULL")
        ).all()
        for row in rows:
            try:
                plain = self._keys.box.decrypt(bytes(row.sealed_text)).decode()
            except InvalidToken:
                continue
            size = 4096 * (1 + len(json.dumps(plain, ensure_ascii=False).encode()) // 4096)
            sealed = self._keys.fields.seal(plain, about="operator.text", size=size)
            self._set("outbox", "sealed_text", row.id, sealed)

    def _set(self, table: str, column: str, number: int, value: bytes) -> None:
        self._connection.execute(
            sa.text(f"UPDATE {table} SET {column} = :value WHERE id = :id"),
            {"id": number, "value": value},
        )


def _month_after(at: datetime) -> date:
    first = at.astimezone(UTC).date().replace(day=1)
    return (first + timedelta(days=32)).replace(day=1)

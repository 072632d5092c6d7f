"""What a person keeps to themselves: one sealed blob a participation, always of one length.

It is sealed anew as a whole whenever the profile is saved, and every night, so that nobody can
see from outside which part of it changed, or whether any did.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.fit.people import Role, SideRole
from bot.store.db.session import Db
from bot.store.secrets import keys, sealing
from bot.store.tables import Participation

SIZE = 2048
MOST_NOT_AGAIN = 40
"""The newest; older ones give way."""


@dataclass(frozen=True)
class Private:
    """The manager and the people to avoid (Slack ids), and who is not to come again until when.

    `not_again` holds pairs of a Slack id and the first day of the month in which it ends.
    `unanswered` counts nudges in a row without a sign of life. `notice` is which version of the
    notice was read after joining: when somebody reads it tells what they were about to do.
    `looks`: they would like to be in the next round, as everybody does who joins; after a pair only
    who asks for it, on the day `looks_since`; `turns_to` is the role in which, where it is another
    one than so far.
    """

    manager: str | None = None
    avoids: tuple[str, ...] = ()
    not_again: tuple[tuple[str, date], ...] = ()
    unanswered: int = 0
    notice: int = 0
    looks: bool = True
    looks_since: date | None = None
    turns_to: SideRole | None = None

    def without(self, account: str) -> "Private":
        """With nothing that names this account."""
        return replace(
            self,
            manager=None if self.manager == account else self.manager,
            avoids=tuple(one for one in self.avoids if one != account),
            not_again=tuple(one for one in self.not_again if one[0] != account),
        )

    def renamed(self, names: Mapping[str, str]) -> "Private":
        """With codes replaced by the accounts that they mean."""
        manager = names.get(self.manager, self.manager) if self.manager else None
        avoids = tuple(names.get(one, one) for one in self.avoids)
        return replace(self, manager=manager, avoids=avoids)

    def avoiding(self, account: str) -> "Private":
        """With this account among the people to avoid."""
        return self if account in self.avoids else replace(self, avoids=(*self.avoids, account))

    def not_again_with(self, account: str, until: date) -> "Private":
        """With this account not to come again before `until`."""
        kept = [one for one in self.not_again if one[0] != account]
        return replace(self, not_again=tuple([*kept, (account, until)][-MOST_NOT_AGAIN:]))


def is_code(name: str) -> bool:
    """Of somebody whom the bot had never seen, installations from before 0004 have only a code."""
    return name.startswith(_CODE)


def named(db: Db, kept: Iterable[Private], accounts: Iterable[str]) -> dict[str, str]:
    """Whom the codes in these lists mean, as far as they are among the accounts; without a code
    those are not looked at."""
    coded = {name for one in kept for name in (one.manager, *one.avoids) if name and is_code(name)}
    if not coded:
        return {}
    key = db.secrets.installation
    known = {_CODE + keys.pseudonym(key, "person", account): account for account in accounts}
    return {name: known[name] for name in coded if name in known}


_CODE = "code:"


def of(db: Db, participation: Participation) -> Private:
    """What this person keeps to themselves. Raises sealing.Unreadable."""
    if participation.private is None:
        return Private()
    kept = db.secrets.fields.open(participation.private, about=_about(participation.id))
    return Private(
        manager=kept["manager"],
        avoids=tuple(kept["avoids"]),
        not_again=tuple((who, date.fromisoformat(until)) for who, until in kept["not_again"]),
        unanswered=kept["unanswered"],
        notice=kept.get("notice", 0),
        looks=kept.get("looks", True),
        looks_since=_day(kept.get("looks_since")),
        turns_to=_role(kept.get("turns_to")),
    )


def of_or_nothing(db: Db, participation: Participation) -> Private:
    """The same, and nothing where it does not open: for who is about to say it anew."""
    try:
        return of(db, participation)
    except sealing.Unreadable:
        return Private()


def keep(db: Db, participation: Participation, private: Private) -> None:
    """Seal it anew, changed or not; the participation has its number already.

    Of more than fits, those who were not to come again longest ago give way.
    """
    while True:
        try:
            participation.private = _sealed(db, participation.id, private)
        except sealing.TooLong:
            if not private.not_again:
                raise
            private = replace(private, not_again=private.not_again[1:])
        else:
            return


def _sealed(db: Db, participation_id: int, private: Private) -> bytes:
    plain = {
        "manager": private.manager,
        "avoids": list(private.avoids),
        "not_again": [(who, until.isoformat()) for who, until in private.not_again],
        "unanswered": private.unanswered,
        "notice": private.notice,
        "looks": private.looks,
        "looks_since": private.looks_since.isoformat() if private.looks_since else None,
        "turns_to": private.turns_to,
    }
    return db.secrets.fields.seal(plain, about=_about(participation_id), size=SIZE)


def _day(plain: str | None) -> date | None:
    return date.fromisoformat(plain) if plain else None


def _role(plain: str | None) -> SideRole | None:
    if plain is None:
        return None
    return Role.MENTOR if plain == Role.MENTOR else Role.MENTEE


def _about(participation_id: int) -> str:
    return f"participation:{participation_id}"

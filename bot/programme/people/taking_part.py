"""Whether somebody takes part: what a verb that needs it asks, and its one refusal."""

from bot.domain.refusals import NotEnrolled
from bot.outbox.work import Work
from bot.store.queries import people
from bot.store.tables import Participation


def my_part(work: Work, *, lock: bool = False) -> Participation:
    """The participation of who asks, with `lock` read afresh and held. Raises NotEnrolled."""
    return taking_part(people.participation_of(work.db, work.programme.id, work.me.id, lock=lock))


def taking_part(participation: Participation | None) -> Participation:
    """The same participation. Raises NotEnrolled for none, and for who takes no part now."""
    if participation is None or not participation.takes_part:
        raise NotEnrolled
    return participation

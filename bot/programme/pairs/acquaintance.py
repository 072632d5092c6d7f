"""Who is not to be brought together again: for two years who met, for a while who did not agree.

While both are known it stands in the rows of their pairs and proposals. When the first of two is
erased it becomes a keyed code, which is looked up once, when somebody joins, and from then on
stands in their own sealed list. For how long: docs/programme.md, Not again.
"""

from datetime import date, datetime, timedelta

from bot.domain.enrolment.profile import MOST_AVOIDED
from bot.outbox.work import Work
from bot.store.queries import people, proposals
from bot.store.secrets import codes
from bot.store.secrets.private import Private
from bot.store.tables import Participation

NOT_AGAIN_FOR = timedelta(days=731)
"""After a pair, and after a lead's "not for two years"."""
APART_FOR = timedelta(weeks=12)
"""At least, after a proposal that closed; and three rounds (`ROUNDS_APART`)."""


def encode(work: Work, participation: Participation) -> int:
    """Before an erasure: with whom this person is not to be brought together stays as codes."""
    kept = 0
    for other_id, when, met in proposals.last_together(work.db, participation.id):
        until = month_after(when + (NOT_AGAIN_FOR if met else APART_FOR))
        other = people.participation(work.db, other_id)
        if until > work.now.date() and not is_unnamed(other.slack_id):
            codes.remember(work.db, participation.slack_id, other.slack_id, until)
            kept += 1
    return kept


def remembered(work: Work, participation: Participation) -> Private:
    """What the codes know of somebody who joins: whom not to meet again, and until when."""
    known, found = codes.known(work.db), Private()
    if not known:
        return found
    others = people.accounts(work.db, participation.programme_id)
    for other, until in codes.met(work.db, known, participation.slack_id, others):
        if until > work.now.date():
            found = found.not_again_with(other, until)
    return found


def avoiding(mine: Private, account: str, now: datetime) -> Private:
    """With somebody to avoid; where the form shows no more, for as long as after a pair."""
    if account in mine.avoids or len(mine.avoids) < MOST_AVOIDED:
        return mine.avoiding(account)
    return mine.not_again_with(account, month_after(now + NOT_AGAIN_FOR))


def month_after(moment: datetime) -> date:
    """The first day of the month that follows."""
    first = moment.date().replace(day=1)
    return (first + timedelta(days=32)).replace(day=1)


_GONE = "gone-"


def unnamed(suffix: str) -> str:
    """What stands where an account was, once nobody is to know whose it was."""
    return f"{_GONE}{suffix}"


def is_unnamed(account: str) -> bool:
    return account.startswith(_GONE)

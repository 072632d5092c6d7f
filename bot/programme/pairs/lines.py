"""Two whose reporting line has come together: their pair ends, in the night after.

Whom somebody names as manager is theirs; both read what is read after any end. The rules:
docs/programme.md, When somebody vanishes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.fit.eligibility import in_line
from bot.domain.lifecycle import Undoable
from bot.outbox.work import Work
from bot.programme.pairs import pairing
from bot.programme.people import undo
from bot.store.queries import pairs as store
from bot.store.queries import people
from bot.store.secrets import private, sealing
from bot.store.secrets.private import Private
from bot.store.tables import Pair, Participation


@dataclass(frozen=True)
class _InALine:
    account: str
    manager: str | None


def part(work: Work) -> int:
    """End the live pairs of which one has become the other's manager, or their manager's; how many.

    A profile that can still be undone counts the night after.
    """
    pairs = store.live_pairs(work.db, work.programme.id)
    if not pairs:
        return 0
    managers = _managers(work)
    parting = [pair for pair in pairs if _is_in_line(pair, managers)]
    for pair in parting:
        pairing.end_early(work, pair, to=pair.sides)
    return len(parting)


def _managers(work: Work) -> dict[str, str | None]:
    """Whom everybody who takes part names as their manager, by account."""
    kept = {
        one.slack_id: mine
        for one in people.taking_part(work.db, work.programme.id)
        if (mine := _known(work, one)) is not None
    }
    names = private.named(work.db, kept.values(), people.accounts(work.db, work.programme.id))
    return {account: mine.renamed(names).manager for account, mine in kept.items()}


def _known(work: Work, participation: Participation) -> Private | None:
    if undo.pending(participation, Undoable.PROFILE, work.now):
        return None
    try:
        return private.of(work.db, participation)
    except sealing.Unreadable:
        return None


def _is_in_line(pair: Pair, managers: Mapping[str, str | None]) -> bool:
    one, other = (_InALine(it.slack_id, managers.get(it.slack_id)) for it in pair.sides)
    return in_line(one, other, managers)

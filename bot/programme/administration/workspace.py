"""Whose database this is: it belongs to the workspace of its first contact with Slack."""

from bot.outbox.work import Work
from bot.store.db.session import Db
from bot.store.queries import administration as programmes
from bot.store.transitions import log_event


def contact(db: Db, workspace: str) -> str | None:
    """Slack has said whose the token is: at first contact the database becomes that workspace's.

    Returns the workspace that the database belongs to if it is another one.
    """
    ours = programmes.claim(db, workspace)
    return ours if ours != workspace else None


def workspace(work: Work) -> str | None:
    """Whose the database is; None before the first contact with Slack."""
    return work.programme.workspace


def adopt(work: Work, workspace: str) -> str | None:
    """From now on the database is this workspace's; returns whose it was."""
    programme = work.lock_programme()
    before, programme.workspace = programme.workspace, workspace
    if before != workspace:
        state = programme.state
        log_event(work.db, programme, "adopt", state, state, work.now, reason=workspace)
    return before

"""The privacy notice: who has not read the newest one does so before what is new in it is asked."""

from dataclasses import replace

from bot.outbox.work import Work
from bot.programme.people.results import Notice
from bot.store.secrets import private
from bot.store.tables import Participation


def to_read(work: Work, participation: Participation) -> Notice | None:
    """The notice in force; None for who has read it, when joining or since."""
    read = max(participation.notice_version, private.of_or_nothing(work.db, participation).notice)
    return Notice(work.rules.notice_link) if read < work.programme.notice_version else None


def acknowledge(work: Work, participation: Participation) -> None:
    """It is read. That is kept sealed: when somebody reads the notice says what they were about to
    do."""
    if to_read(work, participation) is None:
        return
    kept = private.of_or_nothing(work.db, participation)
    private.keep(work.db, participation, replace(kept, notice=work.programme.notice_version))

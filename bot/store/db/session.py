"""A transaction of ours: a session that knows what its process holds."""

from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from bot.store.copies.journal import Journal
from bot.store.secrets.sealing import Secrets


class Db(Session):
    """A session with the installation's secrets and the journal, which no function need pass on.

    `owes`: a message was queued in it, so that the sender is woken when it is committed.
    """

    def __init__(
        self,
        *args: Any,
        secrets: Secrets | None = None,
        journal: Journal | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._secrets, self._journal = secrets, journal
        self.owes = False

    @property
    def secrets(self) -> Secrets:
        """The secrets of this session's process. Raises LookupError where nobody put them in."""
        if self._secrets is None:
            raise LookupError("these sessions were made without the installation's secrets")
        return self._secrets

    @property
    def journal(self) -> Journal:
        """The journal of this session's process. Raises LookupError where nobody put it in."""
        if self._journal is None:
            raise LookupError("these sessions were made without the journal")
        return self._journal

    def entrust(self, secrets: Secrets, journal: Journal | None = None) -> None:
        """For a session that had to be open before its secrets were known."""
        self._secrets, self._journal = secrets, journal or self._journal


Sessions = sessionmaker[Db]

"""What a mentee noted for a meeting: one sealed blob of one length, written on or not.

It is sealed anew at every save and every night, like the private lists.
"""

from bot.domain.learning.worksheet import Worksheet
from bot.store.db.session import Db
from bot.store.secrets import sealing
from bot.store.tables import WorksheetRow

SIZE = 4096
"""Three lines of the longest, of characters of four bytes, and their names."""


def of(db: Db, row: WorksheetRow) -> Worksheet:
    """What is noted. A blob that does not open is an empty worksheet."""
    try:
        return read(db, row)
    except sealing.Unreadable:
        return Worksheet()


def read(db: Db, row: WorksheetRow) -> Worksheet:
    """The same. Raises sealing.Unreadable."""
    return Worksheet(**db.secrets.fields.open(row.sealed, about=_about(row)))


def keep(db: Db, row: WorksheetRow, worksheet: Worksheet) -> None:
    """Seal it anew, changed or not."""
    row.sealed = db.secrets.fields.seal(worksheet.to_plain(), about=_about(row), size=SIZE)


def _about(row: WorksheetRow) -> str:
    return f"worksheet:{row.session_id}"

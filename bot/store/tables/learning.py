"""What people note for themselves before a meeting."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables.base import Table


class WorksheetRow(Table):
    """A mentee's worksheet for a meeting: there from the moment a date is agreed, sealed, whether
    anything was written or not (`bot.store.secrets.worksheets`); gone at `forget_at`."""

    __tablename__ = "worksheet"
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    forget_at: Mapped[datetime] = mapped_column(index=True)

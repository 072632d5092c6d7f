"""Data keys, wrapped."""

from sqlalchemy import (
    LargeBinary,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables.base import Table


class WrappedKey(Table):
    """A random key, encrypted by the master secret: 'installation', or 'round:N'."""

    __tablename__ = "wrapped_key"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)

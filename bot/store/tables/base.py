"""What all tables share: names of keys and indexes, how types are kept."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    Date,
    Integer,
    MetaData,
)
from sqlalchemy.orm import DeclarativeBase

from bot.store.db.types import Json, Moment, Moments

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


Id = Integer().with_variant(BigInteger(), "postgresql")


# A number is never given twice, or a message about a new thing would look like one already sent.
NEVER_AGAIN = {"sqlite_autoincrement": True}


class Table(DeclarativeBase):
    __table_args__: Any = NEVER_AGAIN
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment,
        tuple[datetime, ...]: Moments,
        date: Date,
        dict[str, Any]: Json,
        list[Any]: Json,
    }

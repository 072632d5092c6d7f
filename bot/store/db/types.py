"""Column types: moments in UTC, one or several, JSON that both databases keep alike, enums as
their values."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Enum
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

Json = JSON().with_variant(JSONB(), "postgresql")


def value_of(kind: type[StrEnum], length: int) -> Enum:
    """A member of `kind`, kept as its value in a column of text.

    Raises LookupError for anything else, typed or read, with the kind and all that it knows.
    """
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        validate_strings=True,
        length=length,
        values_callable=lambda members: [one.value for one in members],
    )


class Moment(TypeDecorator[datetime]):
    """An aware instant, kept in UTC.

    SQLite drops the zone, so it is converted on the way in and put back on the way out.
    Raises ValueError for a naive datetime: nobody could say which instant it means.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Moments(TypeDecorator[tuple[datetime, ...]]):
    """Aware instants in their order, kept in UTC as ISO text in JSON.

    Raises ValueError for a naive datetime, as `Moment` does.
    """

    impl = Json
    cache_ok = True

    def process_bind_param(self, value: tuple[datetime, ...] | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if any(one.tzinfo is None for one in value):
            raise ValueError("a moment needs its zone")
        return [one.astimezone(UTC).isoformat() for one in value]

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[datetime, ...] | None:
        return None if value is None else tuple(datetime.fromisoformat(one) for one in value)

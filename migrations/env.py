"""Runs the steps on the connection that `migrate` hands over, in its transaction."""

from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

from bot.store.db import append_only, samples
from bot.store.secrets.answers import Answer


def guard_again(ctx: MigrationContext, *_: Any, **_step: Any) -> None:
    assert ctx.connection is not None
    append_only.guard(ctx.connection)
    samples.forbid(ctx.connection)


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Answer.metadata,
        transactional_ddl=True,
        transaction_per_migration=False,
        render_as_batch=connection.dialect.name == "sqlite",
        on_version_apply=guard_again,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])

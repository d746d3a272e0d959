"""Alembic's entry: runs revisions on the connection that `casedesk.db.upgrade` or a test gives it."""

from __future__ import annotations

from alembic import context

from casedesk.models import Base
from casedesk.services import numbers  # the sequence of order positions belongs to the metadata


def run() -> None:
    """One transaction for all revisions; batch mode, because SQLite cannot alter a table."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        include_object=lambda _thing, name, _kind, _reflected, _other: name != "sqlite_sequence",
    )
    context.run_migrations()


assert numbers.ORDER_POSITIONS.metadata is Base.metadata
run()

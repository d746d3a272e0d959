"""The spine: staff, customers, cases, orders, milestones, requests, promises, decisions, money, files, history."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from casedesk.db import base

revision = "0001"
down_revision = None

STATE_MOVES = (
    ("order", "", "quote"),
    ("order", "quote", "placed"),
    ("order", "placed", "in_progress"),
    ("order", "placed", "done_not_confirmed"),
    ("order", "in_progress", "done_not_confirmed"),
    ("order", "done_not_confirmed", "completed"),
    ("order", "quote", "on_hold"),
    ("order", "placed", "on_hold"),
    ("order", "in_progress", "on_hold"),
    ("order", "done_not_confirmed", "on_hold"),
    ("order", "on_hold", "quote"),
    ("order", "on_hold", "placed"),
    ("order", "on_hold", "in_progress"),
    ("order", "on_hold", "done_not_confirmed"),
    ("order", "quote", "cancelling"),
    ("order", "placed", "cancelling"),
    ("order", "in_progress", "cancelling"),
    ("order", "done_not_confirmed", "cancelling"),
    ("order", "on_hold", "cancelling"),
    ("order", "cancelling", "cancelled"),
    ("order_line", "", "as_ordered"),
    ("order_line", "as_ordered", "in_work"),
    ("order_line", "as_ordered", "delivered"),
    ("order_line", "in_work", "delivered"),
    ("order_line", "as_ordered", "cancelled"),
    ("order_line", "in_work", "cancelled"),
    ("milestone", "", "not_started"),
    ("milestone", "", "ready"),
    ("milestone", "not_started", "ready"),
    ("milestone", "ready", "under_way"),
    ("milestone", "ready", "done"),
    ("milestone", "under_way", "done"),
    ("milestone", "blocked", "done"),
    ("milestone", "not_started", "skipped"),
    ("milestone", "ready", "skipped"),
    ("milestone", "under_way", "skipped"),
    ("milestone", "blocked", "skipped"),
    ("milestone", "not_started", "blocked"),
    ("milestone", "ready", "blocked"),
    ("milestone", "under_way", "blocked"),
    ("milestone", "blocked", "not_started"),
    ("milestone", "blocked", "ready"),
    ("milestone", "blocked", "under_way"),
    ("request", "", "new"),
    ("request", "new", "under_way"),
    ("request", "waiting", "under_way"),
    ("request", "new", "waiting"),
    ("request", "under_way", "waiting"),
    ("request", "new", "settled"),
    ("request", "under_way", "settled"),
    ("request", "waiting", "settled"),
    ("request", "new", "closed"),
    ("request", "under_way", "closed"),
    ("request", "waiting", "closed"),
    ("request", "settled", "closed"),
    ("request", "settled", "under_way"),
    ("request", "closed", "under_way"),
    ("promise", "", "open"),
    ("promise", "open", "kept"),
    ("promise", "open", "kept_late"),
    ("promise", "open", "released"),
    ("handover", "", "offered"),
    ("handover", "offered", "accepted"),
    ("handover", "offered", "declined"),
    ("handover", "offered", "lapsed"),
    ("handover", "offered", "withdrawn"),
    ("decision", "", "asked"),
    ("decision", "", "in_force"),
    ("decision", "asked", "in_force"),
    ("decision", "asked", "refused"),
    ("decision", "in_force", "revoked"),
    ("decision", "in_force", "replaced"),
    ("decision", "in_force", "expired"),
    ("document", "", "drafted"),
    ("document", "", "issued"),
    ("document", "drafted", "issued"),
    ("document", "issued", "reprinted"),
    ("document", "issued", "replaced"),
    ("document", "reprinted", "replaced"),
    ("staff", "", "active"),
    ("staff", "", "invited"),
    ("staff", "invited", "active"),
    ("staff", "active", "away"),
    ("staff", "away", "active"),
    ("staff", "invited", "left"),
    ("staff", "active", "left"),
    ("staff", "away", "left"),
)
"""Thing, state before ('' where it begins), state after."""

STATEFUL = {
    "orders": "order",
    "order_lines": "order_line",
    "milestones": "milestone",
    "requests": "request",
    "promises": "promise",
    "handovers": "handover",
    "decisions": "decision",
    "issued_documents": "document",
    "staff": "staff",
}
"""Tables with a state, and the thing each holds."""

_OF_IMPORTED_ORDER = "EXISTS (SELECT 1 FROM orders WHERE id = NEW.order_id AND source IS NOT NULL)"
IMPORTED = {
    "orders": "NEW.source IS NOT NULL",
    "order_lines": _OF_IMPORTED_ORDER,
    "milestones": _OF_IMPORTED_ORDER,
}
"""When a row may begin in any state: an import brings it (design/contract.md, import_order)."""

APPEND_ONLY = (
    "entries",
    "entry_values",
    "interactions",
    "money_entries",
    "promised_dates",
    "ownerships",
    "handover_remarks",
    "looks",
    "installation",
    "state_moves",
    "stored_files",
)
STRUCK_OUT = ("interactions", "money_entries", "promised_dates", "ownerships", "requests")
"""Tables whose rows an undo strikes out by `undone_at`, once; the rest of an append-only row stays as it is."""

_GONE = "''"
_UNDO_IS_WRITTEN = "EXISTS (SELECT 1 FROM entries WHERE id = NEW.undo_id)"
_UNDO_IS_OWN = (
    "EXISTS (SELECT 1 FROM entries undoing JOIN entries undone ON undone.id = undoing.corrects_id "
    "WHERE undoing.id = OLD.undo_id AND undoing.kind = 'undo' AND undone.author_id = undoing.author_id)"
)
"""A move back is announced before its undo is written and ends after: so both are of one transaction."""

FIXED_COLUMNS = {"orders": "digits", "customers": "id", "promises": "first_due_at"}
"""Columns that keep their first value for ever."""


def sqlite_guards(columns: Mapping[str, Collection[str]]) -> Iterator[str]:
    """CREATE TRIGGER statements for SQLite; `columns` are those of each table."""
    for table, thing in STATEFUL.items():
        moves = f"NEW.state <> OLD.state AND NOT {_undoes(thing, 'NEW.state')}"
        yield _sqlite_state(table, thing, "move", "UPDATE OF state", "OLD.state", moves)
        yield _sqlite_state(
            table, thing, "beginning", "INSERT", "''", f"NOT ({IMPORTED.get(table, '1 = 0')})"
        )
        yield (
            f"CREATE TRIGGER {table}_state_end BEFORE DELETE ON {table} WHEN NOT {_undoes(thing, _GONE)} "
            f"BEGIN SELECT RAISE(ABORT, 'casedesk:state_move {thing}'); END"
        )
    for table in APPEND_ONLY:
        kept = ", ".join(one for one in columns[table] if table not in STRUCK_OUT or one != "undone_at")
        yield _sqlite_refusal(f"{table}_no_update", f"UPDATE OF {kept}", table, "1 = 1")
        yield _sqlite_refusal(f"{table}_no_delete", "DELETE", table, "1 = 1")
    for table in STRUCK_OUT:
        struck = f"OLD.undone_at IS NULL AND NEW.undone_at IS NOT NULL AND {_strikes(table)}"
        yield _sqlite_refusal(f"{table}_undone_once", "UPDATE OF undone_at", table, f"NOT ({struck})")
    yield _sqlite_refusal("undo_moves_no_update", "UPDATE", "undo_moves", "1 = 1")
    yield _sqlite_refusal("undo_moves_first", "INSERT", "undo_moves", _UNDO_IS_WRITTEN)
    yield _sqlite_refusal("undo_moves_last", "DELETE", "undo_moves", f"NOT {_UNDO_IS_OWN}")
    for table, column in FIXED_COLUMNS.items():
        changed = f"NEW.{column} IS NOT OLD.{column}"
        yield _sqlite_refusal(f"{table}_{column}_fixed", f"UPDATE OF {column}", table, changed)


def _undoes(thing: str, to_state: str) -> str:
    """Whether an undo under way takes the row back to a state; '' is where it did not exist."""
    return (
        f"EXISTS (SELECT 1 FROM undo_moves WHERE row_id = OLD.id AND thing = '{thing}' "
        f"AND from_state = OLD.state AND to_state = {to_state})"
    )


def _strikes(table: str) -> str:
    """Whether an undo under way strikes the row out."""
    return f"EXISTS (SELECT 1 FROM undo_moves WHERE row_id = OLD.id AND thing = '{table}' AND to_state = 'undone')"


def _sqlite_state(table: str, thing: str, name: str, verb: str, before: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {table}_state_{name} BEFORE {verb} ON {table} WHEN {condition} AND NOT EXISTS ("
        f"SELECT 1 FROM state_moves WHERE thing = '{thing}' AND from_state = {before} AND to_state = NEW.state) "
        f"BEGIN SELECT RAISE(ABORT, 'casedesk:state_move {thing}'); END"
    )


def _sqlite_refusal(name: str, verb: str, table: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, 'casedesk:append_only {table}'); END"
    )


def postgresql_guards() -> Iterator[str]:
    """CREATE FUNCTION and CREATE TRIGGER statements for PostgreSQL."""
    yield _POSTGRESQL_STATE_MOVE
    yield _POSTGRESQL_APPEND_ONLY
    yield _POSTGRESQL_STRUCK_OUT
    yield _POSTGRESQL_UNDO_MOVE
    for table, thing in STATEFUL.items():
        yield _postgresql_row(
            f"{table}_state_move", "UPDATE OF state", table, "", f"casedesk_state_move('{thing}')"
        )
        yield _postgresql_row(f"{table}_state_end", "DELETE", table, "", f"casedesk_state_move('{thing}')")
        yield _postgresql_beginning(table, thing)
    for table in APPEND_ONLY:
        verbs = "DELETE OR TRUNCATE" if table in STRUCK_OUT else "UPDATE OR DELETE OR TRUNCATE"
        yield (
            f"CREATE TRIGGER {table}_append_only BEFORE {verbs} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION casedesk_append_only()"
        )
        yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_append_only"
    for table in STRUCK_OUT:
        verb = "UPDATE" if table in APPEND_ONLY else "UPDATE OF undone_at"
        yield _postgresql_row(f"{table}_struck_out", verb, table, "", "casedesk_struck_out()")
        yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_struck_out"
    yield _postgresql_row(
        "undo_moves_order", "INSERT OR UPDATE OR DELETE", "undo_moves", "", "casedesk_undo_move()"
    )
    for table, column in FIXED_COLUMNS.items():
        changed = f"WHEN (NEW.{column} IS DISTINCT FROM OLD.{column}) "
        yield _postgresql_row(
            f"{table}_{column}_fixed", f"UPDATE OF {column}", table, changed, "casedesk_append_only()"
        )


def _postgresql_row(name: str, verb: str, table: str, condition: str, function: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW {condition}EXECUTE FUNCTION {function}"
    )


def _postgresql_beginning(table: str, thing: str) -> str:
    """A trigger's condition may not look into other tables, so rows of an order have the function look."""
    condition = "WHEN (NEW.source IS NULL) " if table == "orders" else ""
    looks = ", 'of_imported_order'" if IMPORTED.get(table) == _OF_IMPORTED_ORDER else ""
    return _postgresql_row(
        f"{table}_state_beginning", "INSERT", table, condition, f"casedesk_state_move('{thing}'{looks})"
    )


_POSTGRESQL_STATE_MOVE = """
CREATE FUNCTION casedesk_state_move() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    before text := CASE WHEN TG_OP = 'INSERT' THEN '' ELSE OLD.state END;
    after text := CASE WHEN TG_OP = 'DELETE' THEN '' ELSE NEW.state END;
BEGIN
    IF after = before OR EXISTS (
        SELECT 1 FROM public.state_moves
        WHERE thing = TG_ARGV[0] AND from_state = before AND to_state = after
    ) THEN
        RETURN NEW;
    END IF;
    IF TG_OP <> 'INSERT' AND EXISTS (
        SELECT 1 FROM public.undo_moves
        WHERE row_id = OLD.id AND thing = TG_ARGV[0] AND from_state = before AND to_state = after
    ) THEN
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    END IF;
    IF TG_NARGS = 2 THEN
        IF TG_OP = 'INSERT' AND EXISTS (
            SELECT 1 FROM public.orders WHERE id = NEW.order_id AND source IS NOT NULL
        ) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'casedesk:state_move %', TG_ARGV[0] USING ERRCODE = 'check_violation';
END $$
"""

_POSTGRESQL_APPEND_ONLY = """
CREATE FUNCTION casedesk_append_only() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'casedesk:append_only %', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$
"""


_POSTGRESQL_STRUCK_OUT = """
CREATE FUNCTION casedesk_struck_out() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.undone_at IS NULL AND NEW.undone_at IS NOT NULL
        AND (TG_TABLE_NAME = 'requests' OR to_jsonb(NEW) - 'undone_at' = to_jsonb(OLD) - 'undone_at')
        AND EXISTS (
            SELECT 1 FROM public.undo_moves
            WHERE row_id = OLD.id AND thing = TG_TABLE_NAME AND to_state = 'undone'
        )
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'casedesk:append_only %', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$
"""

_POSTGRESQL_UNDO_MOVE = f"""
CREATE FUNCTION casedesk_undo_move() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT {_UNDO_IS_WRITTEN} THEN
            RETURN NEW;
        END IF;
    ELSIF TG_OP = 'DELETE' THEN
        IF {_UNDO_IS_OWN} THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'casedesk:append_only undo_moves' USING ERRCODE = 'check_violation';
END $$
"""


def upgrade() -> None:
    """Tables, the sequence of order positions, the moves of states, and what the database refuses."""
    op.create_table(
        "calendars",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("week", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendars")),
        sa.UniqueConstraint("key", name=op.f("uq_calendars_key")),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number_key", sa.BigInteger(), nullable=False),
        sa.Column("created_at", base.UtcInstant(), nullable=False),
        sa.CheckConstraint("kind IN ('real', 'practice', 'test')", name=op.f("ck_installation_kind_known")),
        sa.CheckConstraint("id = 1", name=op.f("ck_installation_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "products",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("service", sa.String(length=40), nullable=False),
        sa.Column("charge", sa.String(length=40), nullable=False),
        sa.Column("price", base.Amount(), nullable=False),
        sa.Column("setup_price", base.Amount(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("term_months", sa.Integer(), nullable=False),
        sa.Column("template_key", sa.String(length=40), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("external", sa.String(), nullable=True),
        sa.Column("extra", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("charge IN ('once', 'monthly')", name=op.f("ck_products_charge_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        sa.UniqueConstraint("code", name=op.f("uq_products_code")),
        sa.UniqueConstraint("source", "external", name="uq_products_source_external"),
    )
    op.create_table(
        "state_moves",
        sa.Column("thing", sa.String(length=40), nullable=False),
        sa.Column("from_state", sa.String(length=40), nullable=False),
        sa.Column("to_state", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("thing", "from_state", "to_state", name=op.f("pk_state_moves")),
    )
    op.create_table(
        "undo_moves",
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("undo_id", sa.Uuid(), nullable=False),
        sa.Column("thing", sa.String(length=40), nullable=False),
        sa.Column("from_state", sa.String(length=40), nullable=False),
        sa.Column("to_state", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["thing", "from_state", "to_state"],
            ["state_moves.thing", "state_moves.from_state", "state_moves.to_state"],
            name="fk_undo_moves_state_moves",
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_undo_moves")),
    )
    op.create_table(
        "stored_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("size <= 20971520", name=op.f("ck_stored_files_size_limit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_files")),
    )
    op.create_table(
        "calendar_days",
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("hours", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendars.id"], name=op.f("fk_calendar_days_calendar_id")),
        sa.PrimaryKeyConstraint("calendar_id", "day", name=op.f("pk_calendar_days")),
    )
    op.create_table(
        "teams",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column("lead_id", sa.Uuid(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendars.id"], name=op.f("fk_teams_calendar_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["staff.id"], name=op.f("fk_teams_lead_id"), use_alter=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("key", name=op.f("uq_teams_key")),
    )
    op.create_table(
        "company",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("legal_name", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("prices_include_tax", sa.Boolean(), nullable=False),
        sa.Column("tax_words", sa.String(), nullable=False),
        sa.Column("late_words", sa.String(), nullable=False),
        sa.Column("cancel_days", sa.Integer(), nullable=False),
        sa.Column("loyal_years", sa.Integer(), nullable=False),
        sa.Column("go_live_on", sa.Date(), nullable=False),
        sa.Column("headed_paper", sa.Boolean(), nullable=False),
        sa.Column("logo_id", sa.Uuid(), nullable=True),
        sa.Column("default_team_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_company_single")),
        sa.ForeignKeyConstraint(["default_team_id"], ["teams.id"], name=op.f("fk_company_default_team_id")),
        sa.ForeignKeyConstraint(["logo_id"], ["stored_files.id"], name=op.f("fk_company_logo_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
    )
    op.create_table(
        "events",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("synonyms", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_events_team_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_events")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.String(length=63), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("external", sa.String(), nullable=True),
        sa.Column("extra", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('invited', 'active', 'away', 'left')", name=op.f("ck_staff_state_known")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_staff_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("login", name=op.f("uq_staff_login")),
    )
    op.create_table(
        "milestone_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("is_draft", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", base.UtcInstant(), nullable=True),
        sa.Column("released_by_id", sa.Uuid(), nullable=True),
        sa.Column("released_at", base.UtcInstant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("NOT (is_draft AND active)", name=op.f("ck_milestone_templates_draft_not_in_use")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["staff.id"], name=op.f("fk_milestone_templates_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["staff.id"], name=op.f("fk_milestone_templates_released_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_templates")),
        sa.UniqueConstraint("key", "edition", name="uq_milestone_templates_key_edition"),
    )
    op.create_table(
        "template_milestones",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("depends_on", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("is_promise", sa.Boolean(), nullable=False),
        sa.Column("customer_visible", sa.Boolean(), nullable=False),
        sa.Column("we_do", sa.String(), nullable=False),
        sa.Column("you_do", sa.String(), nullable=False),
        sa.CheckConstraint("working_days >= 0", name=op.f("ck_template_milestones_duration")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_template_milestones_team_id")),
        sa.ForeignKeyConstraint(
            ["template_id"], ["milestone_templates.id"], name=op.f("fk_template_milestones_template_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_milestones")),
        sa.UniqueConstraint("template_id", "key", name="uq_template_milestones_key"),
    )
    op.create_index(
        "uq_template_milestones_promise",
        "template_milestones",
        ["template_id"],
        unique=True,
        sqlite_where=sa.text("is_promise"),
        postgresql_where=sa.text("is_promise"),
    )
    op.create_table(
        "absences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("deputy_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("set_at", base.UtcInstant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("deputy_id <> staff_id", name=op.f("ck_absences_deputy_is_another")),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_absences_in_order")),
        sa.ForeignKeyConstraint(["deputy_id"], ["staff.id"], name=op.f("fk_absences_deputy_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["staff.id"], name=op.f("fk_absences_set_by_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_absences_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_index("ix_absences_staff_until", "absences", ["staff_id", "until_on"], unique=False)
    op.create_table(
        "commands_done",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("command", sa.String(length=60), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("at", base.UtcInstant(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("undo", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_commands_done_staff_id")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_commands_done")),
    )
    op.create_index(
        "ix_commands_done_undoable",
        "commands_done",
        ["staff_id", "at"],
        unique=False,
        sqlite_where=sa.text("undo IS NOT NULL"),
        postgresql_where=sa.text("undo IS NOT NULL"),
    )
    op.create_table(
        "customers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("salutation", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("preferred_channel", sa.String(length=40), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("external", sa.String(), nullable=True),
        sa.Column("extra", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('person', 'organisation')", name=op.f("ck_customers_kind_known")),
        sa.CheckConstraint(
            "preferred_channel IN ('call', 'email', 'letter', 'sms', 'visit', 'counter', 'note')",
            name=op.f("ck_customers_preferred_channel_known"),
        ),
        sa.CheckConstraint(
            "(source IS NULL) = (external IS NULL)", name=op.f("ck_customers_source_complete")
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["staff.id"], name=op.f("fk_customers_contact_id")),
        sa.ForeignKeyConstraint(
            ["id"],
            ["cases.customer_id"],
            name=op.f("fk_customers_id"),
            initially="DEFERRED",
            deferrable=True,
            use_alter=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
        sa.UniqueConstraint("source", "external", name="uq_customers_source_external"),
    )
    op.create_index("ix_customers_name", "customers", ["name", "id"], unique=False)
    op.create_table(
        "import_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("mapping", sa.String(), nullable=False),
        sa.Column("started_at", base.UtcInstant(), nullable=False),
        sa.Column("finished_at", base.UtcInstant(), nullable=True),
        sa.Column("started_by_id", sa.Uuid(), nullable=False),
        sa.Column("counts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["started_by_id"], ["staff.id"], name=op.f("fk_import_runs_started_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_runs")),
    )
    op.create_table(
        "import_records",
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("external", sa.String(length=120), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column(
            "digests",
            sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["run_id"], ["import_runs.id"], name=op.f("fk_import_records_run_id")),
        sa.PrimaryKeyConstraint("source", "kind", "external", name=op.f("pk_import_records")),
    )
    op.create_index("ix_import_records_target", "import_records", ["target_id"], unique=False)
    op.create_table(
        "ownerships",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("queue_id", sa.Uuid(), nullable=True),
        sa.Column("since", base.UtcInstant(), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("undone_at", base.UtcInstant(), nullable=True),
        sa.CheckConstraint(
            "how IN ('opened', 'taken', 'assigned', 'accepted', 'queued', 'imported')",
            name=op.f("ck_ownerships_how_known"),
        ),
        sa.CheckConstraint(
            "subject_kind IN ('order', 'request')", name=op.f("ck_ownerships_subject_kind_known")
        ),
        sa.CheckConstraint(
            "(owner_id IS NULL) <> (queue_id IS NULL)", name=op.f("ck_ownerships_owner_or_queue")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_ownerships_by_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_ownerships_owner_id")),
        sa.ForeignKeyConstraint(["queue_id"], ["teams.id"], name=op.f("fk_ownerships_queue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ownerships")),
    )
    op.create_index("ix_ownerships_by", "ownerships", ["by_id", "since"], unique=False)
    op.create_index("ix_ownerships_owner", "ownerships", ["owner_id", "since"], unique=False)
    op.create_index("ix_ownerships_subject", "ownerships", ["subject_id", "since"], unique=False)
    op.create_table(
        "staff_roles",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "role IN ('sales', 'support', 'billing', 'field', 'exception_team', 'manager', 'administrator')",
            name=op.f("ck_staff_roles_role_known"),
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_roles_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "role", name=op.f("pk_staff_roles")),
    )
    op.create_table(
        "cases",
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", base.UtcInstant(), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("head_digest", sa.String(length=64), nullable=False),
        sa.Column("last_entry_at", base.UtcInstant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["customers.id"],
            name=op.f("fk_cases_customer_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["opened_by_id"], ["staff.id"], name=op.f("fk_cases_opened_by_id")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_cases")),
    )
    op.create_table(
        "consents",
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("allowed", sa.Boolean(), nullable=False),
        sa.Column("said_at", base.UtcInstant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "channel IN ('call', 'email', 'letter', 'sms', 'visit', 'counter', 'note')",
            name=op.f("ck_consents_channel_known"),
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_consents_customer_id")),
        sa.PrimaryKeyConstraint("customer_id", "channel", name=op.f("pk_consents")),
    )
    op.create_table(
        "contact_points",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("typed", sa.String(), nullable=False),
        sa.Column("normal", sa.String(), nullable=True),
        sa.Column("street", sa.String(), nullable=True),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("ended_at", base.UtcInstant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('phone', 'email', 'address')", name=op.f("ck_contact_points_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_contact_points_customer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_points")),
    )
    op.create_index("ix_contact_points_customer", "contact_points", ["customer_id", "position"], unique=False)
    op.create_table(
        "persons",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("may_be_told", sa.String(), nullable=False),
        sa.Column("ended_at", base.UtcInstant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_persons_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
    )
    op.create_index("ix_persons_customer", "persons", ["customer_id", "position"], unique=False)
    op.create_table(
        "premises",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("access_notes", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_premises_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_premises")),
    )
    op.create_index("ix_premises_customer", "premises", ["customer_id"], unique=False)
    op.create_table(
        "handovers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("giver_id", sa.Uuid(), nullable=False),
        sa.Column("receiver_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("owed", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("offered_at", base.UtcInstant(), nullable=False),
        sa.Column("expires_at", base.UtcInstant(), nullable=False),
        sa.Column("answered_at", base.UtcInstant(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('offered', 'accepted', 'declined', 'lapsed', 'withdrawn')",
            name=op.f("ck_handovers_state_known"),
        ),
        sa.CheckConstraint(
            "subject_kind IN ('order', 'request')", name=op.f("ck_handovers_subject_kind_known")
        ),
        sa.CheckConstraint(
            "(receiver_id IS NULL) <> (team_id IS NULL)", name=op.f("ck_handovers_person_or_team")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.customer_id"], name=op.f("fk_handovers_case_id")),
        sa.ForeignKeyConstraint(["giver_id"], ["staff.id"], name=op.f("fk_handovers_giver_id")),
        sa.ForeignKeyConstraint(["receiver_id"], ["staff.id"], name=op.f("fk_handovers_receiver_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_handovers_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
    )
    op.create_index("ix_handovers_case", "handovers", ["case_id", "state"], unique=False)
    op.create_index("ix_handovers_giver", "handovers", ["giver_id", "state"], unique=False)
    op.create_index("ix_handovers_receiver", "handovers", ["receiver_id", "state"], unique=False)
    op.create_index("ix_handovers_subject", "handovers", ["subject_id", "state"], unique=False)
    op.create_index("ix_handovers_team", "handovers", ["team_id", "state"], unique=False)
    op.create_table(
        "handover_remarks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("handover_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", base.UtcInstant(), nullable=False),
        sa.CheckConstraint("kind IN ('question', 'answer')", name=op.f("ck_handover_remarks_kind_known")),
        sa.CheckConstraint("text <> ''", name=op.f("ck_handover_remarks_text_given")),
        sa.ForeignKeyConstraint(["by_id"], ["staff.id"], name=op.f("fk_handover_remarks_by_id")),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handovers.id"], name=op.f("fk_handover_remarks_handover_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_remarks")),
    )
    op.create_index("ix_handover_remarks_handover", "handover_remarks", ["handover_id", "at"], unique=False)
    op.create_table(
        "notices_read",
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("read_at", base.UtcInstant(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_notices_read_staff_id")),
        sa.PrimaryKeyConstraint("staff_id", "key", name=op.f("pk_notices_read")),
    )
    op.create_table(
        "looks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("at", base.UtcInstant(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('case', 'find')", name=op.f("ck_looks_kind_known")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.customer_id"], name=op.f("fk_looks_case_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_looks_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_looks")),
    )
    op.create_index("ix_looks_at", "looks", ["at"], unique=False)
    op.create_table(
        "orders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("digits", sa.String(length=10), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("premises_id", sa.Uuid(), nullable=True),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("headline", sa.String(), nullable=False),
        sa.Column("wants", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("tell_by", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("held_from", sa.String(length=40), nullable=True),
        sa.Column("hold_kind", sa.String(length=40), nullable=True),
        sa.Column("hold_reason", sa.String(), nullable=False),
        sa.Column("hold_check_on", sa.Date(), nullable=True),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("hindered", sa.Boolean(), nullable=False),
        sa.Column("overdue_from", sa.Date(), nullable=True),
        sa.Column("opened_at", base.UtcInstant(), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=True),
        sa.Column("placed_on", sa.Date(), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("first_promised_on", sa.Date(), nullable=True),
        sa.Column("promise_moves", sa.Integer(), nullable=False),
        sa.Column("forecast_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("completed_how", sa.String(), nullable=False),
        sa.Column("cancel_reason", sa.String(), nullable=False),
        sa.Column("cancel_asked_by", sa.String(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("lines_revision", sa.Integer(), nullable=False),
        sa.Column("total_once", base.Amount(), nullable=False),
        sa.Column("total_monthly", base.Amount(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("external", sa.String(), nullable=True),
        sa.Column("extra", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("next_step", sa.String(), nullable=False),
        sa.Column("calls_back", sa.String(), server_default="", nullable=False),
        sa.Column("next_step_due_at", base.UtcInstant(), nullable=True),
        sa.Column("queued_at", base.UtcInstant(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("queue_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "held_from IN ('quote', 'placed', 'in_progress', 'done_not_confirmed', 'on_hold', 'cancelling', 'completed', 'cancelled')",
            name=op.f("ck_orders_held_from_known"),
        ),
        sa.CheckConstraint(
            "hold_kind IN ('customer', 'money', 'stock', 'other')", name=op.f("ck_orders_hold_kind_known")
        ),
        sa.CheckConstraint(
            "state <> 'cancelled' OR cancel_reason <> ''", name=op.f("ck_orders_cancel_reason")
        ),
        sa.CheckConstraint(
            "state <> 'on_hold' OR (hold_reason <> '' AND held_from IS NOT NULL)",
            name=op.f("ck_orders_hold_reason"),
        ),
        sa.CheckConstraint(
            "state IN ('completed', 'cancelled') OR (next_step <> '' AND next_step_due_at IS NOT NULL)",
            name=op.f("ck_orders_next_step"),
        ),
        sa.CheckConstraint(
            "state IN ('completed', 'cancelled') OR (owner_id IS NULL) <> (queue_id IS NULL)",
            name=op.f("ck_orders_owner_or_queue"),
        ),
        sa.CheckConstraint(
            "state IN ('quote', 'on_hold', 'cancelling', 'cancelled') OR placed_on IS NOT NULL",
            name=op.f("ck_orders_placed_has_day"),
        ),
        sa.CheckConstraint(
            "state IN ('quote', 'placed', 'in_progress', 'done_not_confirmed', 'on_hold', 'cancelling', 'completed', 'cancelled')",
            name=op.f("ck_orders_state_known"),
        ),
        sa.CheckConstraint(
            "(promised_on IS NULL) = (first_promised_on IS NULL)", name=op.f("ck_orders_first_promise_kept")
        ),
        sa.CheckConstraint("(queue_id IS NULL) = (queued_at IS NULL)", name=op.f("ck_orders_queue_clock")),
        sa.CheckConstraint("(source IS NULL) = (external IS NULL)", name=op.f("ck_orders_source_complete")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.customer_id"], name=op.f("fk_orders_case_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["staff.id"], name=op.f("fk_orders_opened_by_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_orders_owner_id")),
        sa.ForeignKeyConstraint(["premises_id"], ["premises.id"], name=op.f("fk_orders_premises_id")),
        sa.ForeignKeyConstraint(["queue_id"], ["teams.id"], name=op.f("fk_orders_queue_id")),
        sa.ForeignKeyConstraint(
            ["template_id"], ["milestone_templates.id"], name=op.f("fk_orders_template_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("digits", name=op.f("uq_orders_digits")),
        sa.UniqueConstraint("source", "external", name="uq_orders_source_external"),
    )
    op.create_index(
        "ix_orders_calls_back",
        "orders",
        ["id"],
        unique=False,
        sqlite_where=sa.text("calls_back <> ''"),
        postgresql_where=sa.text("calls_back <> ''"),
    )
    op.create_index("ix_orders_case", "orders", ["case_id", "opened_at"], unique=False)
    op.create_index("ix_orders_forecast", "orders", ["forecast_on", "id"], unique=False)
    op.create_index("ix_orders_next_step", "orders", ["next_step_due_at", "id"], unique=False)
    op.create_index(
        "ix_orders_open_opened",
        "orders",
        ["opened_at", "id"],
        unique=False,
        sqlite_where=sa.text("done_on IS NULL AND state NOT IN ('completed', 'cancelled')"),
        postgresql_where=sa.text("done_on IS NULL AND state NOT IN ('completed', 'cancelled')"),
    )
    op.create_index(
        "ix_orders_open_promised",
        "orders",
        ["promised_on", "id"],
        unique=False,
        sqlite_where=sa.text("done_on IS NULL AND state NOT IN ('completed', 'cancelled')"),
        postgresql_where=sa.text("done_on IS NULL AND state NOT IN ('completed', 'cancelled')"),
    )
    op.create_index("ix_orders_opened", "orders", ["opened_at", "id"], unique=False)
    op.create_index("ix_orders_owner", "orders", ["owner_id", "promised_on", "id"], unique=False)
    op.create_index("ix_orders_owner_opened", "orders", ["owner_id", "opened_at", "id"], unique=False)
    op.create_index("ix_orders_placed", "orders", ["placed_on", "id"], unique=False)
    op.create_index("ix_orders_promised", "orders", ["promised_on", "id"], unique=False)
    op.create_index(
        "ix_orders_queue",
        "orders",
        ["queue_id", "queued_at"],
        unique=False,
        sqlite_where=sa.text("queue_id IS NOT NULL"),
        postgresql_where=sa.text("queue_id IS NOT NULL"),
    )
    op.create_index("ix_orders_state", "orders", ["state", "id"], unique=False)
    op.create_index("ix_orders_total", "orders", ["total_once", "id"], unique=False)
    op.create_table(
        "search_keys",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column(
            "key",
            sa.String(length=120).with_variant(sa.String(length=120, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("target_kind", sa.String(length=40), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('order_number', 'phone', 'email', 'name', 'company', 'address', 'alias')",
            name=op.f("ck_search_keys_kind_known"),
        ),
        sa.CheckConstraint(
            "target_kind IN ('customer', 'order')", name=op.f("ck_search_keys_target_kind_known")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.customer_id"], name=op.f("fk_search_keys_case_id")),
        sa.PrimaryKeyConstraint("kind", "key", "target_id", "source_id", name=op.f("pk_search_keys")),
    )
    op.create_index("ix_search_keys_kind_key", "search_keys", ["kind", "key", "target_id"], unique=False)
    op.create_index("ix_search_keys_source", "search_keys", ["source_id"], unique=False)
    op.create_table(
        "aliases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("system", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=120), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.customer_id"], name=op.f("fk_aliases_case_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_aliases_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aliases")),
        sa.UniqueConstraint("system", "number", name="uq_aliases_system_number"),
    )
    op.create_index("ix_aliases_case", "aliases", ["case_id"], unique=False)
    op.create_index("ix_aliases_order", "aliases", ["order_id"], unique=False)
    op.create_table(
        "contracts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("premises_id", sa.Uuid(), nullable=True),
        sa.Column("service", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("term_months", sa.Integer(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("notice_on", sa.Date(), nullable=True),
        sa.Column("renews_months", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_contracts_in_order")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.customer_id"], name=op.f("fk_contracts_case_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_contracts_order_id")),
        sa.ForeignKeyConstraint(["premises_id"], ["premises.id"], name=op.f("fk_contracts_premises_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contracts")),
    )
    op.create_index("ix_contracts_case", "contracts", ["case_id"], unique=False)
    op.create_index("ix_contracts_premises", "contracts", ["premises_id", "service"], unique=False)
    op.create_table(
        "issued_documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("suffix", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("issued_by_id", sa.Uuid(), nullable=False),
        sa.Column("issued_at", base.UtcInstant(), nullable=False),
        sa.Column("times_reprinted", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('drafted', 'issued', 'reprinted', 'replaced')",
            name=op.f("ck_issued_documents_state_known"),
        ),
        sa.CheckConstraint(
            "(case_id IS NULL) <> (staff_id IS NULL)", name=op.f("ck_issued_documents_case_or_staff")
        ),
        sa.CheckConstraint(
            "order_id IS NULL OR case_id IS NOT NULL", name=op.f("ck_issued_documents_order_in_case")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.customer_id"], name=op.f("fk_issued_documents_case_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_issued_documents_file_id")),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["staff.id"], name=op.f("fk_issued_documents_issued_by_id")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_issued_documents_order_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_issued_documents_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_documents")),
    )
    for scope, condition in (
        ("order", "order_id IS NOT NULL"),
        ("case", "order_id IS NULL AND case_id IS NOT NULL"),
        ("staff", "staff_id IS NOT NULL"),
    ):
        op.create_index(
            f"uq_issued_documents_{scope}_suffix",
            "issued_documents",
            [f"{scope}_id", "suffix"],
            unique=True,
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )
    op.create_table(
        "milestones",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("depends_on", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("is_promise", sa.Boolean(), nullable=False),
        sa.Column("customer_visible", sa.Boolean(), nullable=False),
        sa.Column("we_do", sa.String(), nullable=False),
        sa.Column("you_do", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("forecast_on", sa.Date(), nullable=True),
        sa.Column("estimate_on", sa.Date(), nullable=True),
        sa.Column("estimate_reason", sa.String(), nullable=False),
        sa.Column("started_at", base.UtcInstant(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_at", base.UtcInstant(), nullable=True),
        sa.Column("done_by_id", sa.Uuid(), nullable=True),
        sa.Column("blocked_reason", sa.String(), nullable=False),
        sa.Column("check_on", sa.Date(), nullable=True),
        sa.Column("skipped_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'done') = (done_on IS NOT NULL)", name=op.f("ck_milestones_done_has_day")
        ),
        sa.CheckConstraint(
            "state <> 'blocked' OR (blocked_reason <> '' AND check_on IS NOT NULL)",
            name=op.f("ck_milestones_blocked_reason"),
        ),
        sa.CheckConstraint(
            "state <> 'skipped' OR skipped_reason <> ''", name=op.f("ck_milestones_skipped_reason")
        ),
        sa.CheckConstraint(
            "state IN ('not_started', 'ready', 'under_way', 'blocked', 'done', 'skipped')",
            name=op.f("ck_milestones_state_known"),
        ),
        sa.ForeignKeyConstraint(["done_by_id"], ["staff.id"], name=op.f("fk_milestones_done_by_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_milestones_order_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_milestones_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
        sa.UniqueConstraint("order_id", "key", name="uq_milestones_order_key"),
    )
    op.create_index(
        "uq_milestones_promise",
        "milestones",
        ["order_id"],
        unique=True,
        sqlite_where=sa.text("is_promise"),
        postgresql_where=sa.text("is_promise"),
    )
    op.create_table(
        "money_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("amount", base.Amount(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", base.UtcInstant(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("external", sa.String(), nullable=True),
        sa.Column("undone_at", base.UtcInstant(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('invoiced', 'paid', 'credited', 'disputed')", name=op.f("ck_money_entries_kind_known")
        ),
        sa.CheckConstraint(
            "(reverses_id IS NULL) = (amount >= 0)", name=op.f("ck_money_entries_only_reversals_negative")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.customer_id"], name=op.f("fk_money_entries_case_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_money_entries_order_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["staff.id"], name=op.f("fk_money_entries_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["money_entries.id"], name=op.f("fk_money_entries_reverses_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_money_entries")),
        sa.UniqueConstraint("source", "external", name="uq_money_entries_source_external"),
    )
    op.create_index("ix_money_entries_case", "money_entries", ["case_id", "booked_on"], unique=False)
    op.create_index("ix_money_entries_order", "money_entries", ["order_id"], unique=False)
    op.create_index(
        "uq_money_entries_reversed_once",
        "money_entries",
        ["reverses_id"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_table(
        "order_lines",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("charge", sa.String(length=40), nullable=False),
        sa.Column("unit_price", base.Amount(), nullable=False),
        sa.Column("quantity", base.Amount(), nullable=False),
        sa.Column("discount", base.Amount(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("billed_from", sa.Date(), nullable=True),
        sa.Column("billed_until", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("since", base.UtcInstant(), nullable=False),
        sa.CheckConstraint("charge IN ('once', 'monthly')", name=op.f("ck_order_lines_charge_known")),
        sa.CheckConstraint(
            "state IN ('as_ordered', 'in_work', 'delivered', 'cancelled')",
            name=op.f("ck_order_lines_state_known"),
        ),
        sa.CheckConstraint("discount >= 0", name=op.f("ck_order_lines_discount_not_negative")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_lines_order_id")),
        sa.ForeignKeyConstraint(["product_id"], ["products.id"], name=op.f("fk_order_lines_product_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_lines")),
        sa.UniqueConstraint("order_id", "revision", "position", name="uq_order_lines_place"),
    )
    op.create_index("ix_order_lines_product", "order_lines", ["product_id"], unique=False)
    op.create_table(
        "promised_dates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column("said_at", base.UtcInstant(), nullable=False),
        sa.Column("said_by_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("undone_at", base.UtcInstant(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_promised_dates_order_id")),
        sa.ForeignKeyConstraint(["said_by_id"], ["staff.id"], name=op.f("fk_promised_dates_said_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promised_dates")),
    )
    op.create_index("ix_promised_dates_order", "promised_dates", ["order_id", "said_at"], unique=False)
    op.create_table(
        "requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("event_key", sa.String(length=40), nullable=False),
        sa.Column("wants", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("due_at", base.UtcInstant(), nullable=True),
        sa.Column("waiting_for", sa.String(), nullable=False),
        sa.Column("waiting_what", sa.String(), nullable=False),
        sa.Column("follow_up_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("expectation_met", sa.Boolean(), nullable=True),
        sa.Column("opened_at", base.UtcInstant(), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("settled_at", base.UtcInstant(), nullable=True),
        sa.Column("closed_at", base.UtcInstant(), nullable=True),
        sa.Column("times_reopened", sa.Integer(), nullable=False),
        sa.Column("next_step", sa.String(), nullable=False),
        sa.Column("calls_back", sa.String(), server_default="", nullable=False),
        sa.Column("next_step_due_at", base.UtcInstant(), nullable=True),
        sa.Column("queued_at", base.UtcInstant(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("queue_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("undone_at", base.UtcInstant(), nullable=True),
        sa.CheckConstraint(
            "state <> 'waiting' OR (waiting_for <> '' AND follow_up_on IS NOT NULL)",
            name=op.f("ck_requests_waiting_named"),
        ),
        sa.CheckConstraint(
            "state IN ('closed') OR (next_step <> '' AND next_step_due_at IS NOT NULL)",
            name=op.f("ck_requests_next_step"),
        ),
        sa.CheckConstraint(
            "state IN ('closed') OR (owner_id IS NULL) <> (queue_id IS NULL)",
            name=op.f("ck_requests_owner_or_queue"),
        ),
        sa.CheckConstraint(
            "state IN ('new', 'under_way', 'waiting', 'settled', 'closed')",
            name=op.f("ck_requests_state_known"),
        ),
        sa.CheckConstraint("(queue_id IS NULL) = (queued_at IS NULL)", name=op.f("ck_requests_queue_clock")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.customer_id"], name=op.f("fk_requests_case_id")),
        sa.ForeignKeyConstraint(["event_key"], ["events.key"], name=op.f("fk_requests_event_key")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["staff.id"], name=op.f("fk_requests_opened_by_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_requests_order_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_requests_owner_id")),
        sa.ForeignKeyConstraint(["queue_id"], ["teams.id"], name=op.f("fk_requests_queue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
    )
    op.create_index(
        "ix_requests_calls_back",
        "requests",
        ["id"],
        unique=False,
        sqlite_where=sa.text("calls_back <> ''"),
        postgresql_where=sa.text("calls_back <> ''"),
    )
    op.create_index("ix_requests_case", "requests", ["case_id", "state"], unique=False)
    op.create_index("ix_requests_next_step", "requests", ["next_step_due_at", "id"], unique=False)
    op.create_index("ix_requests_opened", "requests", ["opened_at", "id"], unique=False)
    op.create_index("ix_requests_owner", "requests", ["owner_id", "state"], unique=False)
    op.create_index("ix_requests_queue", "requests", ["queue_id", "queued_at"], unique=False)
    op.create_table(
        "attachments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("stored_by_id", sa.Uuid(), nullable=False),
        sa.Column("stored_at", base.UtcInstant(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.customer_id"], name=op.f("fk_attachments_case_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_attachments_file_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_attachments_order_id")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_attachments_request_id")),
        sa.ForeignKeyConstraint(["stored_by_id"], ["staff.id"], name=op.f("fk_attachments_stored_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    op.create_index("ix_attachments_case", "attachments", ["case_id"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", base.UtcInstant(), nullable=False),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", base.UtcInstant(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("no_second_reader", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "mode IN ('anyone', 'system_proposes', 'manager_approves', 'automatic')",
            name=op.f("ck_decisions_mode_known"),
        ),
        sa.CheckConstraint(
            "state IN ('asked', 'in_force', 'refused', 'expired', 'revoked', 'replaced')",
            name=op.f("ck_decisions_state_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('revoked', 'refused') OR reason <> ''", name=op.f("ck_decisions_reason_given")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.customer_id"], name=op.f("fk_decisions_case_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["staff.id"], name=op.f("fk_decisions_decided_by_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_decisions_order_id")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_decisions_request_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["staff.id"], name=op.f("fk_decisions_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index("ix_decisions_case", "decisions", ["case_id", "state"], unique=False)
    op.create_index("ix_decisions_decided_by", "decisions", ["decided_by_id", "state"], unique=False)
    op.create_index("ix_decisions_state", "decisions", ["state", "decided_at"], unique=False)
    op.create_table(
        "entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("command", sa.String(length=60), nullable=False),
        sa.Column("at", base.UtcInstant(), nullable=False),
        sa.Column("recorded_at", base.UtcInstant(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("previous_digest", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "kind IN ('case', 'customer', 'call', 'email', 'letter', 'sms', 'visit', 'counter', 'note', 'order', 'milestone', 'request', 'promise', 'decision', 'ownership', 'handover', 'attachment', 'document', 'money', 'staff', 'catalogue', 'company', 'undo')",
            name=op.f("ck_entries_kind_known"),
        ),
        sa.CheckConstraint("(case_id IS NULL) = (seq IS NULL)", name=op.f("ck_entries_seq_with_case")),
        sa.ForeignKeyConstraint(["author_id"], ["staff.id"], name=op.f("fk_entries_author_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.customer_id"], name=op.f("fk_entries_case_id")),
        sa.ForeignKeyConstraint(["corrects_id"], ["entries.id"], name=op.f("fk_entries_corrects_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_entries_order_id")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_entries_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        sa.UniqueConstraint("case_id", "seq", name="uq_entries_case_seq"),
    )
    op.create_index(
        "ix_entries_corrects",
        "entries",
        ["corrects_id"],
        unique=False,
        sqlite_where=sa.text("corrects_id IS NOT NULL"),
        postgresql_where=sa.text("corrects_id IS NOT NULL"),
    )
    op.create_index(
        "uq_entries_undone_once",
        "entries",
        ["corrects_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'undo'"),
        postgresql_where=sa.text("kind = 'undo'"),
    )
    op.create_index("ix_entries_case_at", "entries", ["case_id", "at", "id"], unique=False)
    op.create_index("ix_entries_order_at", "entries", ["order_id", "at", "id"], unique=False)
    op.create_index("ix_entries_subject", "entries", ["subject_id"], unique=False)
    op.create_table(
        "promises",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("due_at", base.UtcInstant(), nullable=False),
        sa.Column("first_due_at", base.UtcInstant(), nullable=False),
        sa.Column("keeper_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", base.UtcInstant(), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("kept_at", base.UtcInstant(), nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", base.UtcInstant(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('kept', 'kept_late')) = (kept_at IS NOT NULL)", name=op.f("ck_promises_kept_has_time")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'kept', 'kept_late', 'released')", name=op.f("ck_promises_state_known")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.customer_id"], name=op.f("fk_promises_case_id")),
        sa.ForeignKeyConstraint(["keeper_id"], ["staff.id"], name=op.f("fk_promises_keeper_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["staff.id"], name=op.f("fk_promises_made_by_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_promises_order_id")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_promises_request_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["staff.id"], name=op.f("fk_promises_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
    )
    op.create_index("ix_promises_case", "promises", ["case_id", "state"], unique=False)
    op.create_index("ix_promises_due", "promises", ["state", "due_at"], unique=False)
    op.create_index("ix_promises_keeper_due", "promises", ["keeper_id", "state", "due_at"], unique=False)
    op.create_table(
        "entry_values",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("old", sa.String(), nullable=True),
        sa.Column("new", sa.String(), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name=op.f("fk_entry_values_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", "field", name=op.f("pk_entry_values")),
    )
    op.create_table(
        "interactions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("direction", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("event_key", sa.String(length=40), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("spoken_with", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("started_at", base.UtcInstant(), nullable=False),
        sa.Column("ended_at", base.UtcInstant(), nullable=True),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("logged_by_id", sa.Uuid(), nullable=False),
        sa.Column("logged_at", base.UtcInstant(), nullable=False),
        sa.Column("undone_at", base.UtcInstant(), nullable=True),
        sa.CheckConstraint(
            "channel IN ('call', 'email', 'letter', 'sms', 'visit', 'counter', 'note')",
            name=op.f("ck_interactions_channel_known"),
        ),
        sa.CheckConstraint(
            "direction IN ('in', 'out', 'internal')", name=op.f("ck_interactions_direction_known")
        ),
        sa.CheckConstraint(
            "outcome IN ('answered', 'new_promise', 'handed_over', 'complaint', 'no_answer', 'message_left', 'wrong_number', 'cut_off')",
            name=op.f("ck_interactions_outcome_known"),
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR ended_at >= started_at", name=op.f("ck_interactions_in_order")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.customer_id"], name=op.f("fk_interactions_case_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name=op.f("fk_interactions_entry_id")),
        sa.ForeignKeyConstraint(["event_key"], ["events.key"], name=op.f("fk_interactions_event_key")),
        sa.ForeignKeyConstraint(["logged_by_id"], ["staff.id"], name=op.f("fk_interactions_logged_by_id")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_interactions_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_interactions_person_id")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_interactions_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interactions")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_interactions_entry_id")),
    )
    op.create_index("ix_interactions_case_started", "interactions", ["case_id", "started_at"], unique=False)
    op.create_index("ix_interactions_logged", "interactions", ["logged_at", "id"], unique=False)
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        _finish_postgresql()
    else:
        op.execute("INSERT INTO counters (name, value) VALUES ('order_positions', 0)")
    moves = sa.table("state_moves", sa.column("thing"), sa.column("from_state"), sa.column("to_state"))
    op.bulk_insert(
        moves, [dict(zip(("thing", "from_state", "to_state"), one, strict=True)) for one in STATE_MOVES]
    )
    is_postgresql = bind.dialect.name == "postgresql"
    for statement in postgresql_guards() if is_postgresql else sqlite_guards(_columns(bind)):
        op.execute(sa.text(statement.replace(":", r"\:")))


def _columns(bind: sa.Connection) -> dict[str, list[str]]:
    found = sa.inspect(bind)
    return {table: [column["name"] for column in found.get_columns(table)] for table in APPEND_ONLY}


def _finish_postgresql() -> None:
    """What two tables that name each other need, and the sequence."""
    op.create_foreign_key("fk_teams_lead_id", "teams", "staff", ["lead_id"], ["id"])
    op.create_foreign_key(
        "fk_customers_id",
        "customers",
        "cases",
        ["id"],
        ["customer_id"],
        deferrable=True,
        initially="DEFERRED",
    )
    op.execute("CREATE SEQUENCE order_positions START 0 MINVALUE 0")


def downgrade() -> None:
    """Everything of this revision is dropped; history with it."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP SEQUENCE order_positions")
        op.drop_constraint("fk_customers_id", "customers", type_="foreignkey")
        op.drop_constraint("fk_teams_lead_id", "teams", type_="foreignkey")
    op.drop_index("ix_interactions_logged", table_name="interactions")
    op.drop_index("ix_interactions_case_started", table_name="interactions")
    op.drop_table("interactions")
    op.drop_table("entry_values")
    op.drop_index("ix_promises_keeper_due", table_name="promises")
    op.drop_index("ix_promises_due", table_name="promises")
    op.drop_index("ix_promises_case", table_name="promises")
    op.drop_table("promises")
    op.drop_index(
        "uq_entries_undone_once",
        table_name="entries",
        sqlite_where=sa.text("kind = 'undo'"),
        postgresql_where=sa.text("kind = 'undo'"),
    )
    op.drop_index(
        "ix_entries_corrects",
        table_name="entries",
        sqlite_where=sa.text("corrects_id IS NOT NULL"),
        postgresql_where=sa.text("corrects_id IS NOT NULL"),
    )
    op.drop_index("ix_entries_subject", table_name="entries")
    op.drop_index("ix_entries_order_at", table_name="entries")
    op.drop_index("ix_entries_case_at", table_name="entries")
    op.drop_table("entries")
    op.drop_index("ix_decisions_state", table_name="decisions")
    op.drop_index("ix_decisions_decided_by", table_name="decisions")
    op.drop_index("ix_decisions_case", table_name="decisions")
    op.drop_table("decisions")
    op.drop_index("ix_attachments_case", table_name="attachments")
    op.drop_table("attachments")
    op.drop_index("ix_requests_queue", table_name="requests")
    op.drop_index("ix_requests_owner", table_name="requests")
    op.drop_index("ix_requests_opened", table_name="requests")
    op.drop_index("ix_requests_next_step", table_name="requests")
    op.drop_index("ix_requests_case", table_name="requests")
    op.drop_index(
        "ix_requests_calls_back",
        table_name="requests",
        sqlite_where=sa.text("calls_back <> ''"),
        postgresql_where=sa.text("calls_back <> ''"),
    )
    op.drop_table("requests")
    op.drop_index("ix_promised_dates_order", table_name="promised_dates")
    op.drop_table("promised_dates")
    op.drop_index("ix_order_lines_product", table_name="order_lines")
    op.drop_table("order_lines")
    op.drop_index(
        "uq_money_entries_reversed_once",
        table_name="money_entries",
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.drop_index("ix_money_entries_order", table_name="money_entries")
    op.drop_index("ix_money_entries_case", table_name="money_entries")
    op.drop_table("money_entries")
    op.drop_index(
        "uq_milestones_promise",
        table_name="milestones",
        sqlite_where=sa.text("is_promise"),
        postgresql_where=sa.text("is_promise"),
    )
    op.drop_table("milestones")
    op.drop_table("issued_documents")
    op.drop_index("ix_contracts_premises", table_name="contracts")
    op.drop_index("ix_contracts_case", table_name="contracts")
    op.drop_table("contracts")
    op.drop_index("ix_aliases_order", table_name="aliases")
    op.drop_index("ix_aliases_case", table_name="aliases")
    op.drop_table("aliases")
    op.drop_index("ix_search_keys_source", table_name="search_keys")
    op.drop_index("ix_search_keys_kind_key", table_name="search_keys")
    op.drop_table("search_keys")
    op.drop_index("ix_orders_total", table_name="orders")
    op.drop_index("ix_orders_state", table_name="orders")
    op.drop_index(
        "ix_orders_queue",
        table_name="orders",
        sqlite_where=sa.text("queue_id IS NOT NULL"),
        postgresql_where=sa.text("queue_id IS NOT NULL"),
    )
    op.drop_index("ix_orders_promised", table_name="orders")
    op.drop_index("ix_orders_placed", table_name="orders")
    op.drop_index("ix_orders_owner_opened", table_name="orders")
    op.drop_index("ix_orders_owner", table_name="orders")
    op.drop_index("ix_orders_opened", table_name="orders")
    op.drop_index(
        "ix_orders_open_promised",
        table_name="orders",
        sqlite_where=sa.text("done_on IS NULL AND state NOT IN ('completed', 'cancelled')"),
        postgresql_where=sa.text("done_on IS NULL AND state NOT IN ('completed', 'cancelled')"),
    )
    op.drop_index(
        "ix_orders_open_opened",
        table_name="orders",
        sqlite_where=sa.text("done_on IS NULL AND state NOT IN ('completed', 'cancelled')"),
        postgresql_where=sa.text("done_on IS NULL AND state NOT IN ('completed', 'cancelled')"),
    )
    op.drop_index("ix_orders_next_step", table_name="orders")
    op.drop_index("ix_orders_forecast", table_name="orders")
    op.drop_index("ix_orders_case", table_name="orders")
    op.drop_index(
        "ix_orders_calls_back",
        table_name="orders",
        sqlite_where=sa.text("calls_back <> ''"),
        postgresql_where=sa.text("calls_back <> ''"),
    )
    op.drop_table("orders")
    op.drop_index("ix_looks_at", table_name="looks")
    op.drop_table("looks")
    op.drop_table("notices_read")
    op.drop_index("ix_handover_remarks_handover", table_name="handover_remarks")
    op.drop_table("handover_remarks")
    op.drop_index("ix_handovers_team", table_name="handovers")
    op.drop_index("ix_handovers_subject", table_name="handovers")
    op.drop_index("ix_handovers_receiver", table_name="handovers")
    op.drop_index("ix_handovers_giver", table_name="handovers")
    op.drop_index("ix_handovers_case", table_name="handovers")
    op.drop_table("handovers")
    op.drop_index("ix_premises_customer", table_name="premises")
    op.drop_table("premises")
    op.drop_index("ix_persons_customer", table_name="persons")
    op.drop_table("persons")
    op.drop_index("ix_contact_points_customer", table_name="contact_points")
    op.drop_table("contact_points")
    op.drop_table("consents")
    op.drop_table("cases")
    op.drop_table("staff_roles")
    op.drop_index("ix_ownerships_subject", table_name="ownerships")
    op.drop_index("ix_ownerships_owner", table_name="ownerships")
    op.drop_index("ix_ownerships_by", table_name="ownerships")
    op.drop_table("ownerships")
    op.drop_index("ix_import_records_target", table_name="import_records")
    op.drop_table("import_records")
    op.drop_table("import_runs")
    op.drop_index("ix_customers_name", table_name="customers")
    op.drop_table("customers")
    op.drop_index(
        "ix_commands_done_undoable",
        table_name="commands_done",
        sqlite_where=sa.text("undo IS NOT NULL"),
        postgresql_where=sa.text("undo IS NOT NULL"),
    )
    op.drop_table("commands_done")
    op.drop_index("ix_absences_staff_until", table_name="absences")
    op.drop_table("absences")
    op.drop_index(
        "uq_template_milestones_promise",
        table_name="template_milestones",
        sqlite_where=sa.text("is_promise"),
        postgresql_where=sa.text("is_promise"),
    )
    op.drop_table("template_milestones")
    op.drop_table("milestone_templates")
    op.drop_table("staff")
    op.drop_table("events")
    op.drop_table("company")
    op.drop_table("teams")
    op.drop_table("calendar_days")
    op.drop_table("stored_files")
    op.drop_table("undo_moves")
    op.drop_table("state_moves")
    op.drop_table("products")
    op.drop_table("installation")
    op.drop_table("counters")
    op.drop_table("calendars")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION casedesk_state_move()")
        op.execute("DROP FUNCTION casedesk_append_only()")
        op.execute("DROP FUNCTION casedesk_struck_out()")
        op.execute("DROP FUNCTION casedesk_undo_move()")

"""Opens a database for the people who act on it: its schema checked, its clock, and who one is there.

It knows no door: which login was asked for or chosen is said by the caller.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import make_url, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from casedesk.clock import Clock, FixedClock, ServerClock, SystemClock
from casedesk.db.engine import (
    Database,
    normalised_url,
    open_database,
    sqlite_file,
    unreachable,
    without_right,
)
from casedesk.db.upgrade import require_current
from casedesk.errors import DatabaseUnreachable, NotPermitted, RefusedByRule, WrongUsage
from casedesk.models import Installation, Staff
from casedesk.rules.states import StaffState
from casedesk.rules.vocabulary import DatabaseKind
from casedesk.services.services import Services
from casedesk.words import say

SIGNED_IN_STATES = (StaffState.ACTIVE, StaffState.AWAY)


def open_current(url: str) -> Database:
    """The database, whose schema is this program's; DatabaseUnreachable says what to do otherwise."""
    with _answering(url):
        require_current(url)
    return open_database(url)


def open_upgraded(url: str) -> Database:
    """The database; a desk of this computer that an older CaseDesk wrote is copied and upgraded first."""
    try:
        return open_current(url)
    except DatabaseUnreachable:
        file = sqlite_file(url)
        if file is None or not file.exists():
            raise
        from casedesk.services.setup import NewDesk, initialise

        # Only a file that is a desk already may be touched, so its kind is asked first.
        initialise(url, database_kind(url), NewDesk(), datetime.now(UTC))
        return open_current(url)


def clock_of(database: Database) -> Clock:
    """The clock of the database's server; this computer's for an embedded desk, where they are the same."""
    if database.is_sqlite:
        return SystemClock()
    with _answering(database.url), database.reading() as connection:
        return ServerClock(connection.scalars(text("SELECT clock_timestamp()")).one())


def login_of(database: Database, asked: str | None, chosen: str | None = None) -> str:
    """Who acts: on a shared database the login of the connection, on an embedded desk who was asked for.

    Without `asked` it is the one chosen at the start, else the only active person; WrongUsage lists several.
    """
    with _answering(database.url):
        if database.is_sqlite:
            return asked or chosen or _only_person(database)
        return _connection_login(database, asked)


def first_login(url: str, asked: str | None) -> str:
    """The login of a new desk's first person: the one of the connection, on an embedded desk any."""
    from casedesk.services.setup import NewDesk

    database = open_database(url)
    try:
        with _answering(url):
            return (asked or NewDesk.login) if database.is_sqlite else _connection_login(database, asked)
    finally:
        database.close()


def _connection_login(database: Database, asked: str | None) -> str:
    with database.reading() as connection:
        own = str(connection.scalar(text("SELECT session_user")))
    if asked not in (None, own):
        raise NotPermitted(
            say(
                "You are signed in to this database as $own, so you cannot act as $asked. Leave --as out,"
                " or connect with the login of $asked.",
                own=own,
                asked=asked,
            ),
            login=asked,
        )
    return own


def _only_person(database: Database) -> str:
    """The only person registered here; colleagues who came with an import act only when they are asked for."""
    active = select(Staff.login).where(Staff.state.in_(SIGNED_IN_STATES)).order_by(Staff.login)
    with database.reading() as connection:
        here = connection.scalars(active.where(Staff.source.is_(None))).all()
        logins = here or connection.scalars(active).all()
    if len(logins) == 1:
        return logins[0]
    raise WrongUsage(
        say("Who acts? Say it with --as and one of: $logins", logins=", ".join(logins)), logins=list(logins)
    )


def simulated(database: Database, login: str, instant: datetime) -> tuple[Services, FixedClock]:
    """The services of a person for whom time stands at an instant; only on a practice or test database."""
    clock = FixedClock(instant)
    services = Services(database, clock, login)
    if services.company.kind is DatabaseKind.REAL:
        raise real_time()
    return services, clock


def real_time() -> RefusedByRule:
    """The refusal to let the clock of a real desk stand anywhere."""
    return RefusedByRule(
        say(
            "This database holds real work, so its time cannot be set. Leave --now out, or use a practice"
            " or test database (casedesk init --test)."
        ),
        rule="real_time",
    )


def database_kind(url: str) -> DatabaseKind:
    """What a database was created as."""
    database = open_database(url)
    try:
        with _answering(url), database.reading() as connection:
            return DatabaseKind(connection.scalars(select(Installation.kind)).one())
    finally:
        database.close()


def shown_address(url: str) -> str:
    """The address of a database without its password."""
    return make_url(normalised_url(url)).render_as_string(hide_password=True)


@contextmanager
def _answering(url: str) -> Iterator[None]:
    """Tells a database that does not answer, or a file that is none, in words."""
    try:
        yield
    except OperationalError as error:
        raise unreachable(url) from error
    except DBAPIError as error:
        raise without_right(url, error) or DatabaseUnreachable(
            say("This is not a database that CaseDesk can read. Check the address or the file.")
        ) from error

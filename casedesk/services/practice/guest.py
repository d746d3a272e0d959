"""Lets whoever made a practice company on a server work in it; on this computer one chooses whom to play."""

from __future__ import annotations

from datetime import datetime

from casedesk.contract.desk import InviteStaff
from casedesk.db.engine import open_database
from casedesk.rules.permissions import Role
from casedesk.services.practice.specification import practice
from casedesk.services.sign_in import login_of, simulated


def admit(url: str, now: datetime) -> None:
    """The login of the connection becomes a member of staff with every role; nothing on an embedded database.

    On a server one acts as that login and none other, and the invented staff have no logins there.
    """
    organisation = practice().organisation
    database = open_database(url)
    try:
        if database.is_sqlite:
            return
        own = login_of(database, None)
        services, _ = simulated(database, organisation.staff[0].login, now)
        services.run(
            InviteStaff(login=own, name=own, team=organisation.company.default_team, roles=tuple(Role))
        )
    finally:
        database.close()

"""Who is away on a day and who stands in, in one statement."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from casedesk.models import Absence
from casedesk.rules.absences import stands_in_for
from casedesk.services.reader import Reader


def away_today(reader: Reader) -> dict[UUID, UUID]:
    """The deputy of everybody who is away; where two absences overlap, the one entered last says who."""
    rows = reader.connection.execute(
        select(Absence.staff_id, Absence.deputy_id)
        .where(Absence.from_on <= reader.today, Absence.until_on >= reader.today)
        .order_by(Absence.set_at)
    )
    return {row.staff_id: row.deputy_id for row in rows}


def people_of_desk(reader: Reader, person: UUID) -> tuple[UUID, ...]:
    """The person, then everybody who is away and whose work the person does."""
    return (person, *stands_in_for(person, away_today(reader)))

"""Marking notices of the bell as read; the notices themselves are told by `queries.notices`."""

from __future__ import annotations

from sqlalchemy import select

from casedesk.contract.notices import Notices, NoticesRead, ReadNotices
from casedesk.models import NoticeRead
from casedesk.services.handlers import handles
from casedesk.services.queries.notices import notices
from casedesk.services.reader import Reader
from casedesk.services.unit_of_work import UnitOfWork


@handles(ReadNotices)
def read_notices(work: UnitOfWork, command: ReadNotices) -> NoticesRead:
    """Each notice is marked once, for the person who read it."""
    keys = command.keys or tuple(one.key for one in notices(_reader(work), Notices()) if not one.is_read)
    known = set(
        work.session.scalars(
            select(NoticeRead.key).where(NoticeRead.staff_id == work.actor.id, NoticeRead.key.in_(keys))
        )
    )
    fresh = [key for key in dict.fromkeys(keys) if key not in known]
    work.session.add_all(NoticeRead(staff_id=work.actor.id, key=key, read_at=work.now) for key in fresh)
    if fresh:
        work.changed("notice", work.actor.id)
    return NoticesRead(len(fresh))


def _reader(work: UnitOfWork) -> Reader:
    return Reader(work.session.connection(), work.actor, work.company, work.now)

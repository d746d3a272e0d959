"""Teams, staff, roles, absences and calendars."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casedesk.db.base import Base, Id, Instant, Json, Versioned, Word, one_of
from casedesk.rules.permissions import Role
from casedesk.rules.states import StaffState


class Calendar(Versioned, Base):
    """Opening hours of a week in one time zone; `week` maps "0" (Monday) to "6" to pairs of HH:MM."""

    __tablename__ = "calendars"

    id: Mapped[Id]
    key: Mapped[Word] = mapped_column(String(40), unique=True)
    name: Mapped[str]
    zone: Mapped[str]
    week: Mapped[Json]
    days: Mapped[list["CalendarDay"]] = relationship(back_populates="calendar", order_by="CalendarDay.day")


class CalendarDay(Base):
    """A day that differs from the week: closed, or open for other hours."""

    __tablename__ = "calendar_days"

    calendar_id: Mapped[UUID] = mapped_column(ForeignKey("calendars.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str]
    hours: Mapped[Json]
    calendar: Mapped[Calendar] = relationship(back_populates="days")


class Team(Versioned, Base):
    """A group of staff with a queue, a lead and a calendar."""

    __tablename__ = "teams"

    id: Mapped[Id]
    key: Mapped[Word] = mapped_column(String(40), unique=True)
    name: Mapped[str]
    calendar_id: Mapped[UUID] = mapped_column(ForeignKey("calendars.id"))
    lead_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id", use_alter=True))
    active: Mapped[bool] = mapped_column(default=True)
    calendar: Mapped[Calendar] = relationship()


class Staff(Versioned, Base):
    """A named member of staff; `login` is how programs name the person."""

    __tablename__ = "staff"
    __table_args__ = (one_of("state", StaffState, name="state_known"),)

    id: Mapped[Id]
    login: Mapped[str] = mapped_column(String(63), unique=True)
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    team_id: Mapped[UUID] = mapped_column(ForeignKey("teams.id"))
    state: Mapped[Word] = mapped_column(default=StaffState.ACTIVE)
    source: Mapped[str | None]
    external: Mapped[str | None]
    extra: Mapped[Json] = mapped_column(default=dict)
    team: Mapped[Team] = relationship(foreign_keys=[team_id])
    roles: Mapped[list["StaffRole"]] = relationship(back_populates="staff", cascade="all, delete-orphan")


class StaffRole(Base):
    """One of the seven roles held by a person; roles give rights."""

    __tablename__ = "staff_roles"
    __table_args__ = (one_of("role", Role),)

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    role: Mapped[Word] = mapped_column(String(40), primary_key=True)
    staff: Mapped[Staff] = relationship(back_populates="roles")


class Absence(Versioned, Base):
    """A person is away from a day to a day (both included); the deputy sees and may do everything."""

    __tablename__ = "absences"
    __table_args__ = (
        CheckConstraint("until_on >= from_on", name="in_order"),
        CheckConstraint("deputy_id <> staff_id", name="deputy_is_another"),
        Index("ix_absences_staff_until", "staff_id", "until_on"),
    )

    id: Mapped[Id]
    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    deputy_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    from_on: Mapped[date]
    until_on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    set_at: Mapped[Instant]

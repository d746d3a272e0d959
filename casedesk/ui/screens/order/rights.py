"""Who may do what with this order, to grey out and say who may; the commands check again."""

from __future__ import annotations

from casedesk.contract.orders import MilestoneRow, OrderDetail
from casedesk.rules.permissions import Grant, Role, may
from casedesk.ui.desk import Person
from casedesk.words import say


class Rights:
    """What the person at the desk may do; each answer is "" or the sentence that says who may."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._roles = {Role(role) for role in person.roles.roles}

    def work_on(self, milestone: MilestoneRow) -> str:
        """Milestones of the own team; managers those of every team."""
        grant = may(self._roles, "work_milestone")
        if grant is Grant.ANYTHING or (
            grant is not Grant.NO and milestone.team == self._person.roles.staff.team
        ):
            return ""
        return say("Only $team or a manager", team=milestone.team)

    def skip(self, milestone: MilestoneRow) -> str:
        """Leaving a milestone out is for the exception team and managers; the promise itself stays."""
        if milestone.is_promise:
            return say("This milestone is the promise. Cancel the order instead.")
        if may(self._roles, "skip_milestone") is Grant.NO:
            return say("Only the exception team or a manager")
        return ""

    def hand_over(self, order: OrderDetail) -> str:
        """Own work; it has to have an owner first."""
        if order.owner.login is None:
            return say("Nobody owns this yet. Take it first.")
        return self._own("offer_handover", order)

    def hold(self, order: OrderDetail) -> str:
        return self._own("hold_order", order)

    def cancel(self, order: OrderDetail) -> str:
        """An own order, or anybody's for the exception team and managers."""
        if may(self._roles, "cancel_others_order") is not Grant.NO or self._acts_for(order):
            return "" if may(self._roles, "cancel_order") is not Grant.NO else say("Only sales or support")
        return say("Only $owner, the deputy, the exception team or a manager", owner=_owner(order))

    def take(self, order: OrderDetail) -> str:
        """Work in the queue of the own team; managers of any team."""
        if Role.MANAGER in self._roles or order.owner.team == self._person.roles.staff.team:
            return ""
        return say("Only $team or a manager", team=order.owner.team)

    def _own(self, permission: str, order: OrderDetail) -> str:
        grant = may(self._roles, permission)
        if grant is Grant.ANYTHING or (grant is not Grant.NO and self._acts_for(order)):
            return ""
        return say("Only $owner, the deputy or a manager", owner=_owner(order))

    def _acts_for(self, order: OrderDetail) -> bool:
        own_name = self._person.name
        return (
            Role.MANAGER in self._roles
            or order.owner.login == self._person.login
            or order.owner.deputy == own_name
        )


def _owner(order: OrderDetail) -> str:
    return order.owner.name or order.owner.team

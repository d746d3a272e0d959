"""Smaller lives in a case: letters and notes, decisions, money on account, new ways to reach somebody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from random import Random

from casedesk.contract.cases import (
    AddNote,
    Amend,
    ApproveDecision,
    LogInteraction,
    RecordDecision,
    RecordMoney,
    RefuseDecision,
    RevokeDecision,
)
from casedesk.contract.customers import AddContactPoint, AddPerson
from casedesk.rules.vocabulary import ContactPointKind, MoneyKind
from casedesk.services.practice.people import Someone
from casedesk.services.practice.setting import Setting
from casedesk.services.practice.telling import Acts, Teller
from casedesk.services.practice.weaving import Acquaintance, Act, Life

_LIVED_DAYS = 165
_WRONG_NOTE_SHARE = 0.08


class Small(StrEnum):
    """What else happens in a case."""

    WRITING = "writing"
    NOTE = "note"
    DECISION = "decision"
    ASKED_DECISION = "asked_decision"
    APPROVED_DECISION = "approved_decision"
    REFUSED_DECISION = "refused_decision"
    REVOKED_DECISION = "revoked_decision"
    ACCOUNT = "account"
    NEW_CONTACT = "new_contact"


class SmallLife(Teller):
    """One of them; used once. `someone` is a person to draw new contact points and persons from."""

    def __init__(
        self, setting: Setting, customer: Acquaintance, small: Small, another: Someone, chance: Random
    ) -> None:
        super().__init__(setting, customer, chance)
        self._small = small
        self._another = another
        self._day = -chance.randrange(1, _LIVED_DAYS)
        self._actor = self.someone(chance.choice(("support", "support", "order_desk")), self._day)

    def live(self) -> Life:
        """What happens, up to today."""
        yield from _SMALL[self._small](self)

    def writing(self) -> Acts:
        """A mail, a letter, an SMS, a talk at the counter, a visit."""
        written = self.chance.choice(self.talk.writing)
        yield self.act(
            self._actor,
            self._day,
            lambda: LogInteraction(
                about=self.customer.about_latest,
                channel=written.channel,
                direction=written.direction,
                summary=written.summary,
                spoken_with=self.customer.name,
            ),
        )

    def note(self) -> Acts:
        """A note for colleagues; now and then it is wrong and corrected."""
        text = self.chance.choice(self.talk.notes)
        noted = yield self.act(
            self._actor, self._day, lambda: AddNote(about=self.customer.about_latest, text=text)
        )
        if self.chance.random() < _WRONG_NOTE_SHARE:
            yield self.act(self._actor, self._day, Amend(entry=noted.id, text=self.talk.correction))

    def decision(self) -> Acts:
        """A decision that is in force."""
        made = self.chance.choice(self.talk.decision)
        yield self.act(
            self._actor,
            self._day,
            RecordDecision(about=self.customer.about, question=made.question, outcome=made.outcome),
        )

    def asked_decision(self) -> Acts:
        """Asked these days; the manager has not answered."""
        self._day = -self.chance.randrange(1, 3)
        self._actor = self.someone("support", self._day)
        yield from self._ask()

    def approved_decision(self) -> Acts:
        """Asked, and approved the next day."""
        asked = yield from self._ask()
        yield self._manager(self._day + 1, ApproveDecision(decision=asked.id))

    def refused_decision(self) -> Acts:
        """Asked, and refused with a reason."""
        asked = yield from self._ask()
        yield self._manager(
            self._day + 1, RefuseDecision(decision=asked.id, reason=self.talk.refused_because)
        )

    def revoked_decision(self) -> Acts:
        """In force for a while, then revoked."""
        made = self.chance.choice(self.talk.decision)
        decided = yield self.act(
            self._actor,
            self._day,
            RecordDecision(about=self.customer.about, question=made.question, outcome=made.outcome),
        )
        yield self._manager(
            self._day + 5, RevokeDecision(decision=decided.id, reason=self.talk.revoked_because)
        )

    def account(self) -> Acts:
        """Some months of invoices and payments on account; the last may be unpaid."""
        amount = self.chance.choice(("28.00", "34.00", "24.00", "43.00", "52.50"))
        months = self.chance.randrange(2, 5)
        first = -21 * months - self.chance.randrange(15)
        for month in range(months):
            yield self._money(first + 21 * month, MoneyKind.INVOICED, Decimal(amount))
            if month < months - 1 or self.chance.random() < 0.7:
                yield self._money(first + 21 * month + 8, MoneyKind.PAID, Decimal(amount))

    def new_contact(self) -> Acts:
        """A further phone number, and somebody who may be told."""
        phone, *_ = self._another.phones
        yield self.act(
            self._actor,
            self._day,
            AddContactPoint(
                customer=self.customer.id, kind=ContactPointKind.PHONE, value=phone, label="mobile"
            ),
        )
        yield self.act(
            self._actor,
            self._day,
            AddPerson(
                customer=self.customer.id,
                name=self._another.name,
                role="flatmate",
                may_be_told="the day and time of a visit",
            ),
        )

    def _ask(self) -> Acts:
        asked = self.chance.choice(self.talk.asked_decision)
        return (
            yield self.act(
                self._actor,
                self._day,
                RecordDecision(
                    about=self.customer.about,
                    question=asked.question,
                    outcome=asked.outcome,
                    needs_approval=True,
                ),
            )
        )

    def _manager(self, day: int, command: object) -> Act:
        return self.act(self.crew.lead_of["management"], day, command)

    def _money(self, day: int, kind: MoneyKind, amount: Decimal) -> Act:
        entry = RecordMoney(about=self.customer.about, kind=kind, amount=amount, note="monthly")
        return self.act(self.someone("billing", day), day, entry)


_SMALL: Mapping[Small, Callable[[SmallLife], Acts]] = {
    Small.WRITING: SmallLife.writing,
    Small.NOTE: SmallLife.note,
    Small.DECISION: SmallLife.decision,
    Small.ASKED_DECISION: SmallLife.asked_decision,
    Small.APPROVED_DECISION: SmallLife.approved_decision,
    Small.REFUSED_DECISION: SmallLife.refused_decision,
    Small.REVOKED_DECISION: SmallLife.revoked_decision,
    Small.ACCOUNT: SmallLife.account,
    Small.NEW_CONTACT: SmallLife.new_contact,
}

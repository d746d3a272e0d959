"""The case of Marta Lindqvist, which every design picture and training text shows: two orders, one plan, one delay."""

from __future__ import annotations

import tempfile
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from casedesk.contract.cases import (
    AddNote,
    Attach,
    OpenRequest,
    PromiseGiven,
    RecordDecision,
    RecordMoney,
)
from casedesk.contract.desk import AcceptHandover, OfferHandover
from casedesk.contract.documents import IssueDocument
from casedesk.contract.orders import (
    ChangeLines,
    EstimateMilestone,
    FinishMilestone,
    LineGiven,
    OpenOrder,
    PlaceOrder,
    StartMilestone,
)
from casedesk.contract.values import About, Login, OrderNumber
from casedesk.rules.vocabulary import CallOutcome, Direction, MoneyKind
from casedesk.services.practice.setting import Setting
from casedesk.services.practice.telling import Acts, Teller
from casedesk.services.practice.weaving import Acquaintance, Act, Life

MARTA = "Marta Lindqvist"
MARTAS_ORDERS = 2
_PLACED, _HANDED_OVER, _FIRST_PROMISE = -11, -8, 4
_DELAY = timedelta(days=3)
_MONTHS_ON_ACCOUNT, _DAYS_A_MONTH = 7, 21
_LINES = (LineGiven(product="FIBRE500"), LineGiven(product="PHONE"), LineGiven(product="ROUTERX6"))
_PERMIT = (
    "Street permit SB-2291\n14 Tanner's Yard, pavement, 4 m\nTraffic plan: accepted\nStonebridge council\n"
)


def martas_lives(setting: Setting, customer: Acquaintance, chance: Random) -> list[Life]:
    """Her orders and her bills; what was said and written stands in the story."""
    orders, bills = (_MartaLife(setting, customer, chance) for _ in range(2))
    return [orders.orders(), bills.bills()]


class _MartaLife(Teller):
    """One thread of her case; used once."""

    def orders(self) -> Acts:
        """The new line, the end of the old one, and why the new one is late."""
        promised_on, expected_on = self._days_told()
        yield from self._asks()
        fibre = yield self._on(
            _PLACED,
            time(9, 51),
            "pnair",
            OpenOrder(
                customer=self.customer.id,
                wants="Fibre 500 at 14 Tanner's Yard, where she moved in with Owen Hale. One connection, one bill.",
                lines=_LINES,
                requested_on=promised_on,
                street="14 Tanner's Yard",
                postcode="SB4 2QT",
                city="Stonebridge",
                phone=self.customer.phone,
                tell_by="call",
            ),
        )
        self.customer.orders.append(fibre.number)
        yield from self._agreed(fibre.number, promised_on)
        yield from self._handed_over(fibre.number)
        yield from self._old_line_ends(promised_on)
        yield from self._waits_for_the_permit(fibre.number)
        yield from self._permit_came(fibre.number, expected_on)

    def _days_told(self) -> tuple[date, date]:
        """The day promised, and the working day three days later that is expected now."""
        number = _FIRST_PROMISE
        while not self.days.works_on(self.days.on(number) + _DELAY):
            number += 1
        return self.days.on(number), self.days.on(number) + _DELAY

    def _asks(self) -> Acts:
        yield self.call_at(
            self.days.at(_PLACED, time(9, 51)),
            "pnair",
            Direction.IN,
            "She moves to Tanner's Yard with Owen Hale and wants one connection and one bill. Read out price and day.",
            about=self.customer.about,
            event="moving_in_together",
        )

    def _agreed(self, number: OrderNumber, promised_on: date) -> Acts:
        """Placed, agreed, confirmed on paper; the setup is free for a loyal customer."""
        about = About(number)
        placing = PlaceOrder(order=number, promised_on=promised_on)
        yield self._on(_PLACED, time(9, 53), "pnair", placing)
        waived = RecordDecision(about=about, question="Waive the setup fee?", outcome="Setup fee waived")
        yield self._on(_PLACED, time(9, 58), "dosei", waived)
        free = LineGiven(
            product="SETUP",
            detail="£49.00, waived because you have been with us for so long",
            discount=Decimal(1),
        )
        yield self._on(_PLACED, time(9, 59), "dosei", ChangeLines(order=number, lines=(*_LINES, free)))
        yield self._on(_PLACED, time(10, 5), "akerr", FinishMilestone(order=number, milestone="agreed"))
        confirmation = IssueDocument(document="order-confirmation", about=number)
        yield self._on(_PLACED, time(10, 20), "dosei", confirmation)
        yield self._on(
            _PLACED + 1, time(14, 20), "rcalder", FinishMilestone(order=number, milestone="checked")
        )

    def _handed_over(self, number: OrderNumber) -> Acts:
        offer = OfferHandover(about=About(number), to="dosei", note="Two orders, one plan.")
        offered = yield self._on(_HANDED_OVER, time(11), "pnair", offer)
        yield self._on(_HANDED_OVER, time(11, 20), "dosei", AcceptHandover(handover=offered.id))

    def _old_line_ends(self, promised_on: date) -> Acts:
        """The DSL line at the old flat ends once the new one works."""
        free = RecordDecision(
            about=self.customer.about,
            question="Does the old line at 3 Mill Lane end without a fee?",
            outcome="Old DSL ends without a fee",
        )
        yield self._on(_HANDED_OVER, time(11, 30), "dosei", free)
        end = yield self._on(
            _HANDED_OVER,
            time(11, 35),
            "dosei",
            OpenOrder(
                customer=self.customer.id,
                wants="To end the old line at 3 Mill Lane when the new one works, not a day before.",
                lines=(LineGiven(product="END", name="End DSL 50"),),
                street="3 Mill Lane",
                postcode="SB2 1LP",
                city="Stonebridge",
                phone=self.customer.phone,
            ),
        )
        self.customer.orders.insert(0, end.number)
        day = next(day for day in map(self.days.on, range(30)) if day > promised_on)
        yield self._on(_HANDED_OVER, time(11, 37), "dosei", PlaceOrder(order=end.number, promised_on=day))
        agreed = FinishMilestone(order=end.number, milestone="agreed")
        yield self._on(_HANDED_OVER, time(11, 50), "akerr", agreed)
        confirmed = FinishMilestone(order=end.number, milestone="confirmed")
        yield self._on(_HANDED_OVER + 1, time(9, 40), "rcalder", confirmed)
        after_the_new_one = EstimateMilestone(
            order=end.number, milestone="switched_off", forecast_on=day, reason="the new line must work first"
        )
        yield self._on(_HANDED_OVER + 1, time(10), "jweber", after_the_new_one)

    def _waits_for_the_permit(self, number: OrderNumber) -> Acts:
        about = About(number)
        estimate = EstimateMilestone(
            order=number,
            milestone="permit",
            forecast_on=self.days.on(1),
            reason="the council asked for a traffic plan before the pavement may be opened",
        )
        yield self._on(-5, time(15, 30), "akapoor", estimate)
        plan = AddNote(
            about=about, text="Traffic plan is drawn and handed in. The council decides on Tuesdays."
        )
        yield self._on(-4, time(10, 10), "akapoor", plan)
        yield self.call_at(
            self.days.at(-2, time(15, 12)),
            "dosei",
            Direction.OUT,
            "Told her that the dig at Tanner's Yard waits for the street permit and that she hears the day from us.",
            CallOutcome.NEW_PROMISE,
            about,
            promise=PromiseGiven(
                text="Tell the date of the street permit",
                due_at=self.days.ahead("support", 18),
                keeper=Login("pnair"),
            ),
        )

    def _permit_came(self, number: OrderNumber, expected_on: date) -> Acts:
        """This morning: the permit, the dig, the visit; and she calls."""
        ago = self.days.ago
        permit = FinishMilestone(order=number, milestone="permit")
        yield self.act_at(ago("network", 112), "jweber", permit)
        with tempfile.TemporaryDirectory(prefix="casedesk-practice-") as folder:
            file = Path(folder, "Street permit SB-2291.txt")
            file.write_text(_PERMIT, encoding="utf-8")
            yield self.act_at(ago("network", 108), "jweber", Attach(about=About(number), file=str(file)))
        yield self.act_at(ago("network", 90), "jweber", StartMilestone(order=number, milestone="line_built"))
        dig = EstimateMilestone(
            order=number,
            milestone="line_built",
            forecast_on=self.days.on(3),
            reason="the dig is booked with Crew 7",
        )
        yield self.act_at(ago("network", 85), "jweber", dig)
        visit = EstimateMilestone(
            order=number,
            milestone="visit",
            forecast_on=expected_on,
            reason="the crew comes when the dig is finished",
        )
        yield self.act_at(ago("field", 60), "ladeyemi", visit)
        asks = OpenRequest(
            about=About(number), event="where_is_my_order", wants="When do they dig, and who comes?"
        )
        yield self.act_at(ago("support", 4), "pnair", asks)

    def bills(self) -> Acts:
        """The old line, month by month, always paid."""
        for month in range(-_MONTHS_ON_ACCOUNT, 0):
            day = _DAYS_A_MONTH * month
            for kind, when in ((MoneyKind.INVOICED, day), (MoneyKind.PAID, day + 6)):
                entry = RecordMoney(
                    about=self.customer.about, kind=kind, amount=Decimal("24.00"), note="DSL 50"
                )
                yield self.act("hpark", when, entry)

    def _on(self, day: int, clock: time, login: str, command: object) -> Act:
        return self.act_at(self.days.at(day, clock), login, command)

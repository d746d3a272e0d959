"""Fields that understand days and times as people type them, and say so when they do not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from casedesk.ui import text as words_for
from casedesk.ui.when import NotUnderstood, read_day, read_instant
from casedesk.ui.widgets.inputs import TextLine

Now = Callable[[], datetime]


class _WhenField(TextLine):
    """What day and instant fields share: read when the typing rests, write out in full on leaving."""

    value_changed = Signal(object)
    problem_changed = Signal(str)

    def __init__(self, now: Now, placeholder: str, parent: QWidget | None) -> None:
        super().__init__(placeholder=placeholder, parent=parent)
        self._now = now
        self._value: date | datetime | None = None
        self._problem = ""
        self.rested.connect(self._on_rested)

    @property
    def problem(self) -> str:
        """Why the text was not understood, "" when it was or when nothing was typed."""
        return self._problem

    def _read(self, typed: str) -> date | datetime:
        raise NotImplementedError

    def _write(self, value: date | datetime) -> str:
        raise NotImplementedError

    def _show(self, value: date | datetime | None) -> None:
        self._take(value, "")
        self.setText("" if value is None else self._write(value))

    @Slot()
    def _on_rested(self) -> None:
        typed = self.text().strip()
        value: date | datetime | None = None
        problem = ""
        if typed and self._value is not None and typed == self._write(self._value):
            value = self._value
        elif typed:
            try:
                value = self._read(typed)
            except NotUnderstood as not_understood:
                problem = str(not_understood)
        if value is not None and not self.hasFocus():
            self.setText(self._write(value))
        self._take(value, problem)

    def _take(self, value: date | datetime | None, problem: str) -> None:
        if problem != self._problem:
            self._problem = problem
            self.problem_changed.emit(problem)
        if value != self._value:
            self._value = value
            self.value_changed.emit(value)


class DateField(_WhenField):
    """A day: "27 Nov", "27.11.", "tomorrow", "mon", "in 3 days".

    `value_changed(date | None)` when the understood day changes, `problem_changed(text)` when it is not
    understood.
    `now()` is the present instant in the zone the day is meant in.
    """

    def __init__(
        self, now: Now, value: date | None = None, *, placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(now, placeholder, parent)
        self.set_value(value)

    @property
    def value(self) -> date | None:
        """The day, None when empty or not understood."""
        return self._value

    def set_value(self, value: date | None) -> None:
        self._show(value)

    def _read(self, typed: str) -> date:
        return read_day(typed, self._now().date())

    def _write(self, value: date | datetime) -> str:
        return words_for.day(value, self._now().date())


class DateTimeField(_WhenField):
    """A minute: "Fri 27 Nov, 15:00", "tomorrow 9", "15:00"; signals as on `DateField`, with aware
    instants."""

    def __init__(
        self, now: Now, value: datetime | None = None, *, placeholder: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(now, placeholder, parent)
        self.set_value(value)

    @property
    def value(self) -> datetime | None:
        """The minute, in the zone of `now()`; None when empty or not understood."""
        return self._value if isinstance(self._value, datetime) else None

    def set_value(self, value: datetime | None) -> None:
        self._show(value)

    def _read(self, typed: str) -> datetime:
        return read_instant(typed, self._now())

    def _write(self, value: date | datetime) -> str:
        if not isinstance(value, datetime):
            raise TypeError(f"{value!r} is a day without a time")
        today = self._now().date()
        return words_for.dated_time(value.astimezone(self._now().tzinfo), today)

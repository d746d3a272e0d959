"""How a file is to be read: the options a mapping file may set; it opens nothing.

An option left out is harmless or proven by the file itself; what the file cannot prove stops the import.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Reading:
    """The options of one file. `None` means: not said, so the file has to prove it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    header: bool | None = None
    columns: tuple[str, ...] = ()
    skip_lines: int | None = None
    sheet: str | None = None
    trim: bool | None = None
    null_words: tuple[str, ...] = ()
    dates: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    guarded: bool | None = None

    def over(self, general: Reading) -> Reading:
        """These options where they are said, else those of `general`."""
        said = {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if getattr(self, field.name) not in (None, ())
        }
        return replace(general, **said)

"""The shape of a document: its blocks and their texts, as a TOML file gives them; it reads and draws nothing.

To add a kind of block: its class here, its name in `AnyBlock`, and its drawing in `blocks.py` (in the flow of
the page) or `letter.py` (at a fixed place on the first page).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from string import Template
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field as Choice

from casedesk.documents.fields import PAGES, PageKind

_STRICT: dict[str, Any] = {"extra": "forbid"}


@dataclass(frozen=True, kw_only=True)
class Block:
    """One part of a document.

    It is shown when every optional field in `when` has a value and none in `unless` has one.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FixedBlock(Block):
    """A block with a fixed place on the first page; its place among the others does not matter."""


@dataclass(frozen=True, kw_only=True)
class LetterHead(FixedBlock):
    """The company's mark and name at the top left of the first page."""

    kind: Literal["letter_head"]


@dataclass(frozen=True, kw_only=True)
class WindowAddress(FixedBlock):
    """The recipient where a window envelope shows it, under one small line with the sender."""

    kind: Literal["window_address"]
    sender: str


@dataclass(frozen=True, kw_only=True)
class NumberFrame(FixedBlock):
    """The order number, large, with its bar code, in a frame at the top right; `corner` stands in its corner."""

    kind: Literal["number_frame"]
    label: str
    note: str = ""
    corner: str = ""


@dataclass(frozen=True, kw_only=True)
class ContactCard(FixedBlock):
    """The person to ask for, with phone number, below the number's frame."""

    kind: Literal["contact"]
    label: str


@dataclass(frozen=True, kw_only=True)
class InsideHead(FixedBlock):
    """At the top right of a page for inside use: what it is, and small lines on how to treat it."""

    kind: Literal["inside_head"]
    text: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WorkHead(FixedBlock):
    """At the top left below the company: what a page for colleagues is, and for whom; the first line is strong."""

    kind: Literal["work_head"]
    text: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CustomerHead(Block):
    """The customer with every way to reach them, beside the contact and the account."""

    kind: Literal["customer_head"]
    contact: str
    account: str


@dataclass(frozen=True, kw_only=True)
class Brief(Block):
    """The five lines "Where things stand" in a tinted box."""

    kind: Literal["brief"]
    text: str
    aside: str = ""


@dataclass(frozen=True, kw_only=True)
class OrderTracks(Block):
    """The orders of a case, each with its status and its milestones on a track."""

    kind: Literal["order_tracks"]
    title: str
    aside: str = ""


@dataclass(frozen=True, kw_only=True)
class Headline(Block):
    """The one sentence that matters."""

    kind: Literal["headline"]
    text: str


@dataclass(frozen=True, kw_only=True)
class Paragraph(Block):
    """Running text; `lead` are bold first words; `tone` is its weight on the page."""

    kind: Literal["paragraph"]
    text: str
    lead: str = ""
    tone: Literal["body", "date", "remark"] = "body"


@dataclass(frozen=True, kw_only=True)
class Box(Block):
    """A tinted box with a label, the words that matter in large, and a remark at the right."""

    kind: Literal["box"]
    label: str
    text: str
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table.

    `text` fills a cell, with `aside` in grey after it and `below` on a line under it; `empty` stands where
    all three are empty. `share` is the part of the width, `total` the cell in the total row. A column
    that is `left_out_when_empty` disappears when no row has anything in it.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    head: str
    text: str
    share: float
    aside: str = ""
    below: str = ""
    empty: str = ""
    total: str = ""
    shape: str = ""
    strong: bool = False
    align: Literal["left", "right"] = "left"
    left_out_when_empty: bool = False


@dataclass(frozen=True, kw_only=True)
class Table(Block):
    """A list of the page under a title; it is left out when the list is empty.

    The head is repeated on each page; a total stays with the last row.
    """

    kind: Literal["table"]
    rows: str
    title: str
    columns: tuple[Column, ...]
    aside: str = ""
    spacing: Literal["dense", "narrow", "wide"] = "narrow"


@dataclass(frozen=True, kw_only=True)
class FactColumn:
    """A label over lines of the page, of which the first is strong; `lines` names a list of the page."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    label: str
    lines: str


@dataclass(frozen=True, kw_only=True)
class Facts(Block):
    """Short facts side by side."""

    kind: Literal["facts"]
    columns: tuple[FactColumn, ...]


@dataclass(frozen=True, kw_only=True)
class Checklist(Block):
    """A list to tick and write on; it is left out when the list is empty.

    `text` says what, with `aside` in grey after it and `middle` in a column of its own; `unit` stands after the
    line to write on. Without `ticks` there are no boxes to tick.
    """

    kind: Literal["checklist"]
    rows: str
    title: str
    text: str
    remark: str = ""
    aside: str = ""
    middle: str = ""
    unit: str = ""
    ticks: bool = True


@dataclass(frozen=True, kw_only=True)
class Choices(Block):
    """What may be the case, to tick, under a title with a sentence beside it."""

    kind: Literal["choices"]
    title: str
    text: str
    options: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SignatureBox:
    """A box to sign in: whose, what is signed, and the labels under the lines to write on."""

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    head: str
    text: str
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Signatures(Block):
    """Boxes to sign in, side by side and `height` points high."""

    kind: Literal["signatures"]
    boxes: tuple[SignatureBox, ...]
    height: float = 128.0


@dataclass(frozen=True, kw_only=True)
class WritingSpace(Block):
    """Empty lines to write on, under a title."""

    kind: Literal["writing_space"]
    title: str
    lines: int
    aside: str = ""


AnyBlock = Annotated[
    LetterHead
    | WindowAddress
    | NumberFrame
    | ContactCard
    | InsideHead
    | WorkHead
    | CustomerHead
    | Brief
    | OrderTracks
    | Headline
    | Paragraph
    | Box
    | Table
    | Facts
    | Checklist
    | Choices
    | Signatures
    | WritingSpace,
    Choice(discriminator="kind"),
]


@dataclass(frozen=True, kw_only=True)
class DocumentSpec:
    """One document: its name for people, what kind of page it is about, and its blocks from top to bottom.

    `letter` begins its suffix (C in C1). `for_customer` is the id of the document that is printed instead of one
    for inside use when it is to be handed out.
    `title` names the file in a viewer. `running_head` and `running_aside` stand at the left and the right of
    every page but the first. `foot` are the lines at the bottom of each page; `page` counts the pages there.
    `copy_mark` marks a reprint on each page. `phrases` are the small words that fields are made with.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = _STRICT

    id: str
    language: str
    name: str
    letter: str
    about: str
    title: str
    running_head: str
    running_aside: str
    foot: tuple[str, ...]
    page: str
    copy_mark: str
    blocks: tuple[AnyBlock, ...]
    for_customer: str = ""
    phrases: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def page_kind(self) -> PageKind:
        """What this document may say."""
        return PAGES[self.about]

    def filled_copy_mark(self, suffix: str, copied_on: str) -> str:
        """What stands on each page of a copy."""
        return Template(self.copy_mark).substitute(suffix=suffix, copied_on=copied_on)

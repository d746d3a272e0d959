"""The words of the command line and what they are called in `options`; it loads nothing that does the work.

To add a subcommand: its parser here with its target (`module:function`), and that function, which takes
the options and returns an `Answer` or an exit status.
"""

from __future__ import annotations

import re
from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from typing import Any, NoReturn

from casedesk import __version__
from casedesk.errors import WrongUsage
from casedesk.words import say

TAKES_WORDS = "words"
"""The name under which a subcommand collects a name and `key=value` words, wherever the options stand."""


def read_arguments(words: Sequence[str]) -> Namespace:
    """The options of a command line; WrongUsage for a wrong one. `target` names who carries it out."""
    options, rest = _parser().parse_known_args(list(words))
    takes_words = hasattr(options, TAKES_WORDS)
    unknown = [word for word in rest if not takes_words or word.startswith("-")]
    if unknown:
        raise WrongUsage(say("“$word” is not understood here. See: casedesk --help", word=unknown[0]))
    if takes_words:
        options.words += rest
    return options


class _Parser(ArgumentParser):
    """One that raises instead of ending the program, and understands no abbreviations."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings | {"allow_abbrev": False})

    def error(self, message: str) -> NoReturn:
        raise WrongUsage(
            say("$why. See: $program --help", why=message[:1].upper() + message[1:], program=self.prog)
        )


class _Subcommands:
    """Adds subcommands that all take the common options."""

    def __init__(self, parser: ArgumentParser) -> None:
        self._parsers = parser.add_subparsers(
            metavar="SUBCOMMAND", title=say("subcommands"), parser_class=_Parser
        )

    def add(self, name: str, target: str, help: str) -> ArgumentParser:
        one = self._parsers.add_parser(name, help=help, description=help)
        one.set_defaults(target=target)
        _add_common(one, default=SUPPRESS)
        return one


def _parser() -> ArgumentParser:
    parser = _Parser(
        prog="casedesk",
        description=say(
            "CaseDesk: one order number and one case record per customer. Without a subcommand the desk opens."
        ),
        epilog=say("Every command, query, parameter and answer is described in docs/doors.md."),
    )
    parser.add_argument("--version", action="version", version=f"CaseDesk {__version__}")
    parser.set_defaults(target="casedesk.cli.desk:open_desk")
    _add_common(parser, default=None)
    subcommands = _Subcommands(parser)
    for add in (_add_desk, _add_screenshot, _add_calls, _add_files, _add_upkeep):
        add(subcommands)
    return parser


def _add_common(parser: ArgumentParser, default: str | None) -> None:
    """A subcommand takes them too; there they have no default, so that one before it is not forgotten."""
    common = parser.add_argument_group(say("options of every subcommand"))
    common.add_argument(
        "--db",
        metavar="URL",
        default=default,
        help=say("SQLAlchemy address of the database; CASEDESK_DB or this computer's when left out"),
    )
    common.add_argument(
        "--as",
        dest="person",
        metavar="LOGIN",
        default=default,
        help=say("which member of staff acts; on PostgreSQL always the login of the connection"),
    )
    common.add_argument(
        "--json",
        action="store_true",
        default=default or False,
        help=say("exactly one JSON document on standard output"),
    )
    common.add_argument(
        "--now",
        metavar="TIME",
        default=default,
        help=say("the clock stands at this instant; only on a practice or test database"),
    )


def _add_desk(subcommands: _Subcommands) -> None:
    for name in ("practice", "demo"):
        subcommands.add(
            name, "casedesk.cli.desk:open_practice", say("open the desk on a fresh practice database")
        )
    one = subcommands.add(
        "open", "casedesk.cli.desk:open_record", say("bring the running desk to the front on a case")
    )
    wish = one.add_mutually_exclusive_group(required=True)
    wish.add_argument(
        "record",
        metavar="ORDER",
        nargs="?",
        help=say("order number, or an address as casedesk://order/41072981"),
    )
    wish.add_argument("--phone", metavar="NUMBER", help=say("the number that calls"))


def _add_screenshot(subcommands: _Subcommands) -> None:
    one = subcommands.add(
        "screenshot", "casedesk.cli.desk:screenshot", say("draw a screen into a PNG, without a display")
    )
    one.add_argument("screen", metavar="SCREEN", help=say("which screen"))
    one.add_argument("--order", metavar="N", help=say("order number to show"))
    one.add_argument("--customer", metavar="ID", help=say("customer to show"))
    one.add_argument("--text", metavar="TEXT", help=say("text to search for"))
    one.add_argument(
        "--part", metavar="NAME", help=say("part of the screen, as teams or templates/standard of admin")
    )
    one.add_argument("--theme", choices=("light", "dark"), default="light", help=say("light or dark"))
    one.add_argument(
        "--size", metavar="WxH", type=_size, default=(1440, 900), help=say("logical size, as 1440x900")
    )
    one.add_argument(
        "--scale", type=_scale, default=1.0, help=say("pixels of the picture for each logical one")
    )
    _add_output(one, "FILE.png")


def _size(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"([1-9][0-9]{2,3})x([1-9][0-9]{2,3})", text)
    if found is None:
        raise ArgumentTypeError(say("“$text” is not a size, as 1440x900", text=text))
    return int(found[1]), int(found[2])


def _scale(text: str) -> float:
    if re.fullmatch(r"[1-4](?:\.[0-9]+)?", text) is None:
        raise ArgumentTypeError(say("“$text” is not a scale from 1 to 4", text=text))
    return float(text)


def _add_calls(subcommands: _Subcommands) -> None:
    one = subcommands.add("do", "casedesk.cli.calls:do", say("run a command: do NAME key=value ..."))
    one.add_argument(
        "--stdin",
        dest="target",
        action="store_const",
        const="casedesk.cli.stream:stream",
        default=SUPPRESS,
        help=say("one JSON object a line in, one a line out"),
    )
    one.add_argument(
        "words", metavar="NAME key=value", nargs="*", help=say("lists and objects are written as JSON")
    )
    one = subcommands.add("ask", "casedesk.cli.calls:ask", say("run a query: ask NAME key=value ..."))
    one.add_argument(
        "words", metavar="NAME key=value", nargs="*", help=say("lists and objects are written as JSON")
    )
    subcommands.add("commands", "casedesk.cli.listing:commands", say("list every command and query"))


def _add_files(subcommands: _Subcommands) -> None:
    one = subcommands.add(
        "import", "casedesk.cli.imports:import_files", say("bring in the data of another system")
    )
    one.add_argument("source", metavar="SOURCE", help=say("a CSV or XLSX file, or a folder of them"))
    one.add_argument("--map", dest="mapping", metavar="MAP.toml", required=True, help=say("the mapping file"))
    one.add_argument("--dry-run", action="store_true", help=say("read and check everything, write nothing"))
    one.add_argument(
        "--rejects",
        metavar="FILE.csv",
        help=say("where to keep rejected rows; in CaseDesk's folder when left out"),
    )
    one = subcommands.add(
        "export", "casedesk.cli.files:export", say("write a list into a CSV, XLSX or JSON file")
    )
    one.add_argument(
        "words",
        metavar="KIND key=value",
        nargs="*",
        help=say("customers, orders, staff, products or any query that answers a list"),
    )
    _add_output(one, "FILE")
    _add_print(subcommands)
    subcommands.add(
        "documents", "casedesk.cli.printing:documents", say("list the documents that can be printed")
    )


def _add_print(subcommands: _Subcommands) -> None:
    one = subcommands.add(
        "print", "casedesk.cli.printing:print_document", say("issue documents as PDF, or print a copy")
    )
    one.add_argument(
        "document",
        metavar="DOCUMENT",
        help=say("its id, as order-confirmation; or the suffix of an issued one, as C1, for a marked copy"),
    )
    one.add_argument(
        "about",
        metavar="ORDER",
        nargs="+",
        help=say(
            "order numbers; a customer's id for a case record, a decision's for a decision, "
            "a colleague's login for a worklist"
        ),
    )
    one.add_argument(
        "--for-customer",
        action="store_true",
        help=say("the case record as it may be handed to the customer, without anything for inside use"),
    )
    one.add_argument("--page-size", choices=("A4", "Letter"), default="A4", help=say("A4 or Letter"))
    _add_output(one, "FILE.pdf|FOLDER")


def _add_upkeep(subcommands: _Subcommands) -> None:
    one = subcommands.add("init", "casedesk.cli.upkeep:init", say("create a desk's database, or upgrade it"))
    kind = one.add_mutually_exclusive_group()
    kind.add_argument("--test", action="store_true", help=say("as a test database, where --now works"))
    kind.add_argument(
        "--practice",
        dest="target",
        action="store_const",
        const="casedesk.cli.practice:init",
        default=SUPPRESS,
        help=say("the practice company, in a database of its own"),
    )
    one = subcommands.add("backup", "casedesk.cli.upkeep:backup", say("copy this desk's database, checked"))
    one.add_argument("file", metavar="FILE", help=say("where to"))
    one = subcommands.add(
        "restore", "casedesk.cli.upkeep:restore", say("bring a desk back from its backup, into a new file")
    )
    one.add_argument("file", metavar="FILE", help=say("the backup"))
    one.add_argument(
        "--replace",
        action="store_true",
        help=say("also where a desk is already: its file is kept under another name"),
    )
    subcommands.add(
        "verify", "casedesk.cli.upkeep:verify", say("check that structure and every history are whole")
    )
    subcommands.add("doctor", "casedesk.cli.doctor:doctor", say("check this computer and its database"))


def _add_output(parser: ArgumentParser, metavar: str) -> None:
    parser.add_argument("-o", "--output", metavar=metavar, required=True, help=say("the file to write"))

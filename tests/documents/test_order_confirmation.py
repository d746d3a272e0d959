"""The order confirmation on paper: what it says, how it holds long content, and that a scanner reads it."""

from __future__ import annotations

import difflib
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from casedesk.documents.context import Contact, Line, Number, OrderPage, Recipient
from casedesk.documents.letter import AddressTooLong
from casedesk.documents.render import documents, render
from casedesk.errors import NotFound, WrongUsage
from tests.documents.golden.renew import FOLDER, golden_text
from tests.documents.paper import bar_codes, fonts, picture, size_mm, squeezed, texts
from tests.documents.samples import bare_order, lindqvist_order

ORDER = lindqvist_order()
LONG_NAME = "Maximiliane-Katharina Friederike von Hohenstein-Wartenberg-Süd"
assert len(LONG_NAME) >= 60


def named(name: str, page: OrderPage = ORDER) -> OrderPage:
    """The page for a customer of that name."""
    address = (name, *page.recipient.address_lines[1:])
    return replace(page, recipient=Recipient(address_lines=address, salutation=name))


def with_lines(count: int) -> OrderPage:
    lines = tuple(
        Line(name=f"Product {number}", words="with words beside it", once=Decimal("1234.50"))
        for number in range(1, count + 1)
    )
    return replace(ORDER, lines=lines, total_once=Decimal("1234.50") * count, total_monthly=None)


@pytest.mark.parametrize("document_id", [spec.id for spec in documents()])
def test_the_text_is_the_golden_one(document_id: str) -> None:
    golden = (FOLDER / f"{document_id}.txt").read_text(encoding="utf-8")
    printed = golden_text(document_id)
    difference = difflib.unified_diff(golden.splitlines(), printed.splitlines(), "golden", "printed")
    assert golden == printed, "\n".join(difference)


@pytest.mark.parametrize("document_id", ["order-confirmation", "order-quote"])
@pytest.mark.parametrize("page", [ORDER, bare_order()], ids=["everything", "only what it must have"])
def test_no_field_is_left_open(document_id: str, page: OrderPage) -> None:
    text = "".join(texts(render(document_id, page)))
    assert "$" not in text
    assert "None" not in text


def test_parts_without_a_value_are_left_out() -> None:
    text = texts(render("order-confirmation", bare_order()))[0]
    for absent in ("Our promise", "What happens next", "Each month", "First bill", "free of charge"):
        assert absent not in text
    assert "This is what we agreed." in text


def test_equal_input_gives_equal_bytes() -> None:
    assert render("order-confirmation", ORDER) == render("order-confirmation", lindqvist_order())


def test_every_font_is_in_the_file() -> None:
    used = fonts(render("order-confirmation", ORDER))
    assert {name.split("+")[-1] for name in used} == {
        "CaseDeskInter-Regular",
        "CaseDeskInter-SemiBold",
        "CaseDeskInter-Bold",
    }
    assert all(used.values())
    assert b"Helvetica" not in render("order-confirmation", ORDER)


@pytest.mark.parametrize(
    ("page_size", "millimetres"), [("A4", (210, 297)), ("Letter", (216, 279))], ids=["A4", "Letter"]
)
def test_the_sample_fits_one_page_of_either_paper(page_size: str, millimetres: tuple[int, int]) -> None:
    pdf = render("order-confirmation", ORDER, page_size=page_size)
    assert size_mm(pdf) == millimetres
    assert len(texts(pdf)) == 1
    assert "Page 1 of 1" in texts(pdf)[0]


@pytest.mark.parametrize(
    "number",
    [
        Number(printed="4817-2090", digits="48172090"),
        Number(printed="481-720-906", digits="481720906"),
        Number(printed="481-720-9012", digits="4817209012"),
    ],
    ids=lambda number: number.printed,
)
@pytest.mark.parametrize("page_size", ["A4", "Letter"])
def test_a_scanner_reads_the_digits(number: Number, page_size: str) -> None:
    pdf = render("order-confirmation", replace(ORDER, number=number), page_size=page_size)
    (code,) = bar_codes(picture(pdf))
    assert (str(code.format), code.text) == ("Code 128", number.digits)
    assert number.printed in texts(pdf)[0]


def test_the_bars_are_half_a_millimetre_wide_with_a_quiet_zone() -> None:
    dpi = 600
    image = picture(render("order-confirmation", ORDER), dpi=dpi)
    (code,) = bar_codes(image)
    millimetre = dpi / 25.4
    row = (code.position.top_left.y + code.position.bottom_left.y) // 2
    dark = [x for x in range(image.width // 2, image.width) if int(image.getpixel((x, row))) < 128]
    left, right = code.position.top_left.x, code.position.top_right.x
    bars = [x for x in dark if left - 3 <= x <= right + 3]
    # Eight digits are four signs of set C: with start, check sign and stop 79 bar widths.
    assert (bars[-1] - bars[0]) / millimetre == pytest.approx(79 * 0.5, abs=0.15)
    assert (bars[0] - max(x for x in dark if x < bars[0])) / millimetre >= 5.0
    assert (min(x for x in dark if x > bars[-1]) - bars[-1]) / millimetre >= 5.0


def test_a_long_order_repeats_its_head_and_counts_its_pages() -> None:
    pages = texts(render("order-confirmation", with_lines(60)))
    assert len(pages) == 3
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of 3" in page
        assert "Product Once" in page
        assert "Order 4817-2090." in page
    for page in pages[1:]:
        assert page.startswith("Order 4817-2090 Fernhill Telecom, Monday 9 November 2026\nProduct Once")
    whole = "\n".join(pages)
    assert all(f"Product {number} " in whole for number in range(1, 61))


@pytest.mark.parametrize("count", range(14, 31))
def test_the_total_is_never_alone_on_a_page(count: int) -> None:
    pages = texts(render("order-confirmation", with_lines(count)))
    (page,) = [page for page in pages if "Total, VAT included" in page]
    assert f"Product {count} " in page


def test_amounts_are_never_broken() -> None:
    line = Line(name="W" * 80, once=Decimal("123456789012.34"), monthly=Decimal("98765432109.87"))
    page = replace(ORDER, lines=(line,), total_once=Decimal("123456789012.34"))
    text = texts(render("order-confirmation", page))[0]
    assert text.count("£123,456,789,012.34") == 2
    assert "£98,765,432,109.87" in text


def test_a_row_taller_than_a_page_goes_on_over_the_page() -> None:
    words = " ".join(f"word{number}" for number in range(3000))
    pages = texts(render("order-confirmation", replace(ORDER, lines=(Line(name="Much", words=words),))))
    assert len(pages) > 2
    assert all(f"word{number}" in squeezed("".join(pages)) for number in range(3000))


@pytest.mark.parametrize("page_size", ["A4", "Letter"])
def test_long_names_are_printed_whole(page_size: str) -> None:
    page = named(LONG_NAME)
    page = replace(
        page,
        contact=Contact(
            name=LONG_NAME, phone="+44 1632 960 214 ext. 2291", hours="Mondays", email="a@b.example"
        ),
        recipient=replace(
            page.recipient, address_lines=(LONG_NAME, LONG_NAME, "14 Tanner's Yard", "SB4 2QT")
        ),
    )
    text = squeezed("".join(texts(render("order-confirmation", page, page_size=page_size))))
    assert text.count(squeezed(LONG_NAME)) == 5  # two address lines, contact, "Dear", "Call"


def test_an_address_that_no_window_shows_is_refused() -> None:
    page = replace(ORDER, recipient=Recipient(address_lines=(LONG_NAME,) * 12, salutation="all"))
    with pytest.raises(AddressTooLong, match="too long for the window of an envelope"):
        render("order-confirmation", page)


@pytest.mark.parametrize(
    "name",
    [
        "Smith <Ltd>",
        "<b>Bold",
        "</para>",
        "<img src='file:///etc/passwd'/>",
        "<img src=http://example.test/x.png>",
        "Marks &amp; Spencer & Sons",
        "&#60;b&#62; &nbsp;",
        "$order_number ${taken_by} $$",
        "%s %(name)s {0} {name}",
        'O\'Neil "Bob" \\n',
    ],
)
def test_names_stay_what_they_are(name: str) -> None:
    text = squeezed(texts(render("order-confirmation", named(name)))[0])
    assert text.count(squeezed(name)) == 2


@pytest.mark.parametrize(
    "name",
    [
        "Κωνσταντίνος Παπαδημητρίου",
        "Екатерина Щербакова-Ёлкина",
        "Łukasz Żółć, Győr",
        "Ştefănescu Țărnă",
        "Nguyễn Thị Hồng",
        "Þórður Guðmundsdóttir",
        "Ọlálékan Adébáyọ̀",
    ],
)
def test_european_and_other_latin_letters_are_printed(name: str) -> None:
    assert squeezed(name) in squeezed(texts(render("order-confirmation", named(name)))[0])


def test_a_suffix_stands_small_in_the_foot_only() -> None:
    text = texts(render("order-confirmation", replace(ORDER, suffix="C2")))[0]
    assert text.count("4817-2090 C2") == 1
    assert "Order 4817-2090 C2." in text


def test_a_quantity_stands_before_the_name() -> None:
    line = Line(name="Chai", once=Decimal("302.40"), quantity=Decimal(21))
    assert "21 × Chai" in texts(render("order-confirmation", replace(ORDER, lines=(line,))))[0]


def test_money_is_written_in_the_decimals_of_its_currency() -> None:
    page = replace(bare_order(), currency="JPY", lines=(Line(name="Fee", once=Decimal(1234)),))
    assert "¥1,234" in texts(render("order-confirmation", page))[0]


def test_a_language_without_texts_reads_as_english() -> None:
    """A letter is in one language: English words never stand beside German days."""
    assert render("order-confirmation", ORDER, language="de") == render("order-confirmation", ORDER)
    assert render("order-confirmation", ORDER, language="tlh") == render("order-confirmation", ORDER)


def test_english_of_the_united_states_writes_its_days() -> None:
    text = texts(render("order-confirmation", ORDER, language="en-US"))[0]
    assert "Monday, November 30, 2026" in text


def test_the_address_stands_where_the_window_shows_it() -> None:
    """DIN 5008 form A: the address lies between 44.7 and 72 mm from the top, from 20 mm to 105 mm."""
    dpi = 100
    image = picture(render("order-confirmation", named(LONG_NAME)), dpi=dpi)
    window = image.crop(tuple(round(mm / 25.4 * dpi) for mm in (20, 44.7, 105, 72)))
    below_and_beside = image.crop(tuple(round(mm / 25.4 * dpi) for mm in (0, 72, 105, 80)))
    assert window.getextrema()[0] < 100
    assert below_and_beside.getextrema()[0] > 200


def test_what_does_not_exist_is_named() -> None:
    with pytest.raises(NotFound, match=r"There is no document “invoice”\. There are: .*order-confirmation"):
        render("invoice", ORDER)
    with pytest.raises(WrongUsage, match=r"“A5” is not a size of paper here\. There are: A4, Letter\."):
        render("order-confirmation", ORDER, page_size="A5")
    with pytest.raises(TypeError, match="order-confirmation needs OrderPage, not str"):
        render("order-confirmation", "an order")


def test_reportlab_is_not_loaded_before_something_is_printed() -> None:
    program = (
        "import sys; from casedesk.documents.render import documents; documents();"
        "sys.exit('reportlab' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0


def test_a_logo_stands_in_place_of_the_mark() -> None:
    drawn = BytesIO()
    Image.new("RGB", (60, 30), "#17608F").save(drawn, "PNG")
    page = replace(ORDER, company=replace(ORDER.company, logo=drawn.getvalue()))
    printed = render("order-confirmation", page)
    assert b"/Subtype /Image" in printed
    assert ORDER.company.name in texts(printed)[0]


def test_headed_paper_has_its_head_and_foot_already() -> None:
    page = replace(ORDER, company=replace(ORDER.company, headed_paper=True))
    blank, headed = (texts(render("order-confirmation", one))[0] for one in (ORDER, page))
    assert blank.count(ORDER.company.legal_name) == 1
    assert ORDER.company.legal_name not in headed
    assert "1 of 1" in headed
    assert ORDER.number.printed in headed

"""A company's logo on paper: whether a picture can be printed at all, and the picture in its place."""

from __future__ import annotations

from io import BytesIO

from reportlab.lib.utils import ImageReader
from reportlab.platypus import Image


def can_be_printed(content: bytes) -> bool:
    """Whether the bytes are a whole picture that a page can hold."""
    try:
        reader = ImageReader(BytesIO(content))
        width, height = reader.getSize()
        reader.getRGBData()  # type: ignore[no-untyped-call]
    except Exception:  # noqa: BLE001 - the library says in many ways that a picture is broken
        return False
    return bool(width and height)


def picture_in(content: bytes, width: float, height: float) -> Image:
    """The picture as large as the place allows, in its own proportions."""
    wide, high = ImageReader(BytesIO(content)).getSize()
    scale = min(width / wide, height / high)
    made = Image(BytesIO(content), wide * scale, high * scale)
    made.hAlign = "LEFT"
    return made

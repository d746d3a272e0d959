"""What every test of the window inherits: a dressed application, put back to its first look afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from casedesk.ui.theme import Density, Look, ThemeChoice, dress, look


@pytest.fixture(scope="session")
def _dressed(qapp: QApplication) -> None:
    dress(qapp, ThemeChoice.LIGHT)


@pytest.fixture(autouse=True)
def worn_look(_dressed: None) -> Iterator[Look]:
    """The look in use; a test may change theme, zoom and density.

    It is asked for anew each time: a test of the whole program dresses the application again.
    """
    _wear_first_look()
    yield look()
    _wear_first_look()


def _wear_first_look() -> None:
    worn = look()
    if (worn.choice, worn.zoom, worn.density) != (ThemeChoice.LIGHT, 100, Density.NORMAL):
        worn.choose_theme(ThemeChoice.LIGHT)
        worn.set_zoom(100)
        worn.set_density(Density.NORMAL)

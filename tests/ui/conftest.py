"""What every test of the window inherits: a dressed application, put back to its first look afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from casedesk.ui.theme import Density, Look, ThemeChoice, dress


@pytest.fixture(scope="session")
def _dressed(qapp: QApplication) -> Look:
    return dress(qapp, ThemeChoice.LIGHT)


@pytest.fixture(autouse=True)
def worn_look(_dressed: Look) -> Iterator[Look]:
    """The look in use; a test may change theme, zoom and density."""
    yield _dressed
    if (_dressed.choice, _dressed.zoom, _dressed.density) != (ThemeChoice.LIGHT, 100, Density.NORMAL):
        _dressed.choose_theme(ThemeChoice.LIGHT)
        _dressed.set_zoom(100)
        _dressed.set_density(Density.NORMAL)

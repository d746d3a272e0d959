"""The window; it knows services and their rows, never models or the database."""

import builtins

import PySide6.QtCore  # noqa: F401 - puts in what is taken out below

# PySide6 puts a hook before `import` that reads the source of every module imported from then on, in search of those
# that ask for its other spellings of names (`from __feature__ import ...`). Nothing here does, and the reading cost a
# tenth of each start and kept all that source in memory (napari/napari#8584 found the same).
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)

"""The screen New order."""

"""The screen Order."""

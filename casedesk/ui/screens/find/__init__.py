"""The screen Find."""

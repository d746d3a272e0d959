"""The screen My Desk."""

"""The screen Case."""

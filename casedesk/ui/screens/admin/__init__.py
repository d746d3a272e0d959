"""The screen Admin: the company itself, its people, calendars, products and kinds of order."""

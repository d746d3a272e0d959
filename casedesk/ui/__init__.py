"""The window; it knows services and their rows, never models or the database."""

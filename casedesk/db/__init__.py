"""The two databases: engines, column vocabulary, upgrade; it knows no business rule."""

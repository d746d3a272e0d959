"""The command palette (Ctrl+Shift+P): everything that can be done now, found by its words."""

"""Reads that answer a screen or a door with frozen rows; they change nothing."""

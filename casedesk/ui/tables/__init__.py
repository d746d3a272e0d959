"""Table models over windows of rows, and the one delegate that paints their cells."""

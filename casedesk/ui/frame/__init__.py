"""The frame of the window: top bar, rail, status bar and what lies over the page; it knows no screen."""

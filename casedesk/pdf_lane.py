"""The one lane into PDFium, for whoever draws or binds pages; it knows no page.

PDFium is not thread-safe, not even between two documents: it crashes, or silently gives wrong text. Every call into
it happens while this lock is held, and everything it opened is closed before the lock is let go, so that nothing is
left for the garbage collector, which would close it at any time on any thread.
"""

from __future__ import annotations

import threading

PDF_LANE = threading.Lock()

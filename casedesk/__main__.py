"""`python -m casedesk` is the command line."""

from __future__ import annotations

import sys

from casedesk.cli.main import main

if __name__ == "__main__":
    sys.exit(main())

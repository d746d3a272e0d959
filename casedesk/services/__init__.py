"""The use cases: one command is one function and one transaction, one query one read; no Qt here."""

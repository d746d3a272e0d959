"""Printed pages: a context goes in, PDF bytes come out; no database and no Qt here."""

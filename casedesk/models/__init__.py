"""The tables, one module per aggregate; no behaviour lives here."""

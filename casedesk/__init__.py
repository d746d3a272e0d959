"""CaseDesk: one order number and one case record per customer, for every department."""

__version__ = "1.0.0"

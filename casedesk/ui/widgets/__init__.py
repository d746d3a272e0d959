"""Shared widgets of section 5 and 9 of the design: screens only assemble them."""

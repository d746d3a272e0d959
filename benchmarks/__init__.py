"""What CaseDesk costs, as counts and ratios measured in one run; never part of the tests."""

"""What CaseDesk can do, declared once for every door; it knows neither SQLAlchemy nor Qt."""

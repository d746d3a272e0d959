"""The screens, one package each: a view that renders a state and a presenter that makes it."""

"""The few dialogs that open in place of a page: first start, who are you, print preview."""

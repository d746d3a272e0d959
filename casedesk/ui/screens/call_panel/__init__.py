"""The docked call panel."""

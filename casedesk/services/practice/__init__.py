"""The practice company: invented customers with all that has happened to them, for trying and learning."""

from casedesk.services.practice.creation import create

__all__ = ["create"]

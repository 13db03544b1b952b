"""Alliances, sanctions, votes and governance."""

"""Contributions that say the same, found and merged."""

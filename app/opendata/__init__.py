"""The trail of every item as a page and as data."""

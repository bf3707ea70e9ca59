"""Gemeinwerk: a city and its people decide together what is worth doing."""

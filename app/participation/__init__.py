"""Participation processes: public concept, phases with dates, what is open now."""

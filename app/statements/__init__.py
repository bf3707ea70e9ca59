"""Consultations in numbered sections, and the structured statements of organisations on them."""

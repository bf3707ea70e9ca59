"""Statements cut into segments, worked on, answered and shown as a synopsis."""

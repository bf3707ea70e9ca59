"""Telling people by mail what became of their contribution."""

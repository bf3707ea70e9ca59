"""Supports and comments, shown per declared group and never for fewer than five."""

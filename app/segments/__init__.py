"""Statements cut into segments, tagged, and worked on by several people."""

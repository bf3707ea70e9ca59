"""The measure: opened at gate 0, its team, description, phases and logbook."""

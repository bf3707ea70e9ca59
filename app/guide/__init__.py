"""How it works, drawn from the process itself; the start page."""

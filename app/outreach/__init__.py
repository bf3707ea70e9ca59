"""Which perspectives are missing, and what was done to reach them."""

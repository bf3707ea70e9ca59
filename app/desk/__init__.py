"""What waits for me, for every office."""

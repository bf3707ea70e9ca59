"""Setting priorities together, by points or by an order."""

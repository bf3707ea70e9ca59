"""What the administration makes of topics and contributions, with its origin."""

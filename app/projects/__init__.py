"""The project list, requests for participation and contact points."""

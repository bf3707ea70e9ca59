"""Decision packages, the body's decision with implementer and budget, amendments."""

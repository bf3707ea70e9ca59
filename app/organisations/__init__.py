"""Groups that speak, authorities, and the bodies that decide."""

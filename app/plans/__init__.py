"""Project plans: work packages, milestones, risks, cost; versions that can be compared."""

"""Values, goals and action fields of the strategy in force, and the districts."""

"""A model city state, seeded through the product's own commands with the clock set back."""

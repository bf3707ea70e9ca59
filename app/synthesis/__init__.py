"""Topics made of contributions, their digest, and the answer that each of them gets."""

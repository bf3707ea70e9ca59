"""Short statements to agree with, to disagree with or to pass on."""

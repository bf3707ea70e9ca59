"""Problem statements: drafted on a phone in few steps, published, found, withdrawn."""

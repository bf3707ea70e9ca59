"""Languages: catalogues, pages folded at compile time, dates and numbers."""

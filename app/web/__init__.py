"""Requests and pages: endpoint, forms, cache, errors. Knows no stage of the process."""

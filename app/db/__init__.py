"""The database: connections, transactions, identifiers, the clock. SQLite and PostgreSQL alike."""

"""Real parts for the tests: PostgreSQL, SMTP, OpenID providers, a browser, the app as a process."""

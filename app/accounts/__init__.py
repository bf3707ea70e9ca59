"""People: sign-in by mail link and OpenID Connect, sessions, groups and offices."""

"""`python -m app` is the same as the command `app`."""

from app.cli import main

main()

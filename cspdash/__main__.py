"""`python -m cspdash`: the command line."""

from cspdash.cli import main

main()

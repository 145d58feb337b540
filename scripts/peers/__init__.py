"""What a user would pick instead of cspdash, asked the same of the same rows: `python -m cspdash bench --peers`.

Each is written as its users write it, so that the house's rules on tools do not hold here. polars and datasette are in
requirements-peers.txt.
"""

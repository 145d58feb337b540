"""cspdash: shows whether a Community Safety Partnership's area is getting safer."""

__version__ = "0.1.0"

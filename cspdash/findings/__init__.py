"""Questions answered: catalogue, store and statistics meet only here."""

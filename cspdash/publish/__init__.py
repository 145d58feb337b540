"""The public edition: protected cells, the gate that tries to undo them, and the release that holds only these."""

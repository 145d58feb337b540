"""Demonstration data: generated, seeded, on real areas."""

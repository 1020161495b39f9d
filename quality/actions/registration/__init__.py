"""Packs for the regulator: made, answered, followed to the end."""

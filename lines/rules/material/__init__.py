"""Pieces and sets: what is taken first, what may be built, what a count says."""

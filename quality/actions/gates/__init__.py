"""Acts of the quality gates."""

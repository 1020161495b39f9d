"""The description of the API: what DRF knows of itself, and by hand what the hot path does."""

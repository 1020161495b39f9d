"""The pages of inspection by sample."""

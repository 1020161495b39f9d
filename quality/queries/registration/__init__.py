"""What a pack says of itself."""

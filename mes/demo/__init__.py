"""The demo plants: what they are, what happened there lately, and who works there."""

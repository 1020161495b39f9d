"""What picks, lines and books look like: questions only."""

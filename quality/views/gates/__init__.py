"""The quality desk: now, yields, causes, control charts, and what does not conform."""

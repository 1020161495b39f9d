"""From the store to the line and into units: picking, calls, back-flush, what goes back."""

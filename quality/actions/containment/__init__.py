"""Containment: opened in one act, caught up with by the clock, inspected to zero, closed."""

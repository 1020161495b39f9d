"""Inspection lots: opened, inspected item by item, decided, and what follows."""

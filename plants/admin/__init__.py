"""Master data to edit. What the floor wrote is only shown, and by its own apps."""

from plants.admin import calendars, log, people, products, sites, targets

__all__ = ["calendars", "log", "people", "products", "sites", "targets"]

"""Cells that a spreadsheet reads as what they are."""

from mes.kernel.tables import Cell, Sheet, csv_cell, inert

__all__ = ["Cell", "Sheet", "csv_cell", "inert"]

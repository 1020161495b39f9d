"""Desk pages of labels, printers and packing rules."""

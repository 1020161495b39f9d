"""One drawing of a label in mm, written twice: ZPL for the printer, SVG for eyes and browsers."""

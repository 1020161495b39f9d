"""Pages of picking, of the side of a line, of calls for material and of the books."""

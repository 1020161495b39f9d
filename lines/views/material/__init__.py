"""Pages of the store: receiving by scan, consignments, stock, sets that can be built."""

"""The store: lists, counts, lots, stock. Every piece that moves is a row of one ledger."""

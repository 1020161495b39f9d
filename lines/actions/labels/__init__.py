"""Labels: what stands on them, the queue to the printer, what became of them."""

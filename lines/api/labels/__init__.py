"""Labels, layouts, printers, accessories and weights over HTTP."""

"""Picking, calls for material and the books of material over HTTP."""

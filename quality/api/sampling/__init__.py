"""Inspection by sample over HTTP."""

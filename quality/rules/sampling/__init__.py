"""Acceptance sampling by attributes: ISO 2859-1 single sampling, normal and tightened."""

"""`python -m bench`: what the hot path costs on this machine, on engines and servers of its own."""

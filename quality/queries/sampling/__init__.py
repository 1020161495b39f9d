"""Questions about inspection by sample: the desk, a lot, severity, the certificate."""

"""What the ledger of parts adds up to, for pages and for the API."""

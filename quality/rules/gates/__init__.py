"""Rules of the quality gates: no database, no clock."""

"""`make run`: embedded engines, the process table and the supervisor."""

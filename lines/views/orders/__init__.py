"""Pages of the planner: the queue of each line, one order, a month; and the changeover."""

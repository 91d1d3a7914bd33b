"""From the landing zone into the warehouse."""

"""From channels to the landing zone: windows, budgets, fetches."""

"""The cheapest mix of levers for a goal, the best mix for a budget, and how sure either is."""

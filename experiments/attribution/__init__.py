"""How much of a change each lever made: Shapley values, the common trend and the definition."""

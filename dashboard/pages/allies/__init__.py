"""The page allies."""

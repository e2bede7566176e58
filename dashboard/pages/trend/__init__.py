"""The page trend."""

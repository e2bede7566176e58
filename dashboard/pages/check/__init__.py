"""The page check."""

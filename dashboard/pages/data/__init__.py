"""The page data."""

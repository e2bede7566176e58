"""The page status."""

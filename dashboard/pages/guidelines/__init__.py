"""The page guidelines."""

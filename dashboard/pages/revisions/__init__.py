"""The page revisions."""

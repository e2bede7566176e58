"""The page of one release that is kept."""

"""The page ally."""

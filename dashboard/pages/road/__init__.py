"""The page road."""

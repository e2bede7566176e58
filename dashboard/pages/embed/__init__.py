"""The page embed."""

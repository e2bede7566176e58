"""The page estimates."""

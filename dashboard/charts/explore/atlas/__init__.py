"""The view as a map."""

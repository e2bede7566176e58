"""The view as a table."""

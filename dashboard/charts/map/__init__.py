"""The chart map."""

"""The chart estimate-allies."""

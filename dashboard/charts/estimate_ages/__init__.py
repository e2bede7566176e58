"""The chart estimate-ages."""

"""The chart guidelines."""

"""The chart ally."""

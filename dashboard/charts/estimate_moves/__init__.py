"""The chart estimate-moves."""

"""The chart count-trend."""

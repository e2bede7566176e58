"""The chart first-figures."""

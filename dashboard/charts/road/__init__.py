"""The chart road."""

"""The chart ranking."""

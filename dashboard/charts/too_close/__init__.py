"""The chart too-close."""

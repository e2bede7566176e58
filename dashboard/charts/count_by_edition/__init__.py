"""The chart count-by-edition."""

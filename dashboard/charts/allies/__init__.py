"""The chart allies."""

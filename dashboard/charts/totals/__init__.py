"""The chart totals."""

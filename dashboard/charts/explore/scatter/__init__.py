"""The view of two measures of one year."""

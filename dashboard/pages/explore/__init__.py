"""`/explore`."""

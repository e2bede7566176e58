"""The view that ranks the members of a year."""

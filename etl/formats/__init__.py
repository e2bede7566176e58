"""The formats in which a release and its figures are written and read back."""

"""The pages of statements on record."""

"""Claims: their rules, and how editions judge them. Pure."""

LONGEST = 4000
"""The longest text that is read, in characters; what goes beyond it is not."""

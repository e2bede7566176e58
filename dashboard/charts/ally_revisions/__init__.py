"""The chart ally-revisions."""

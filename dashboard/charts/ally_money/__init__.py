"""The chart ally-money."""

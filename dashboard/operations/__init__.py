"""What operators look at: health, metrics, how fresh the data are."""

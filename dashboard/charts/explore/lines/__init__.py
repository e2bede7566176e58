"""The views by year: lines, and a small chart for each."""

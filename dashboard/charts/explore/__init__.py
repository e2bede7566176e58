"""The chart `explore`: any allies, measures, years and editions, in six views of one state."""

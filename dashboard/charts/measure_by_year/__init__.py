"""The chart `measure-by-year`: any measure of allies and groups over the years of an edition."""

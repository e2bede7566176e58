"""How many allies met both guidelines, by year and edition."""

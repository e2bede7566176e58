"""Claims: their rules, and how editions judge them. Pure."""

"""What a chart says: the figures behind it in order, and the sentences computed from them. Pure."""

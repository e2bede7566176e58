"""From a plot to an SVG, a PNG or a card."""

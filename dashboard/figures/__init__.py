"""From findings to plotly figures: plain functions, plain dicts.

Every figure is laid out in axis domains with no margins, so that plotly.js in the page, the drawing
of the first response and the downloaded file agree at every size.
"""

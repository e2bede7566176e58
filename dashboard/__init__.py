"""The dashboard: from a release to a page."""

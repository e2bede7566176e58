"""Dash in the pages: the app, by its public interface alone, and what a page's policy must allow for it."""

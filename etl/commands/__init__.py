"""The commands that are more than a few lines, a module each; `etl.__main__` gathers them."""

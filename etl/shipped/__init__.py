"""The data that ship with the project, read strictly."""

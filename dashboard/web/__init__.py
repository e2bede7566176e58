"""Requests and responses: what every address shares."""

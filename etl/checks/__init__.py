"""The checks that figures must pass before they are published."""

"""Where figures come from: a folder for each source."""

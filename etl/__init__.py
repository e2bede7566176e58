"""From a publication of NATO's tables to a release: fetch, read, check, judge, publish."""

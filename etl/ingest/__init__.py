"""From a source's answer to a published release."""

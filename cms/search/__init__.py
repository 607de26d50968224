"""Search over pages and whatever other rooms register."""

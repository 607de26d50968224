"""Walks through the running site in a real browser: the same server as production, the starter content, no shortcuts."""

"""Walks through the running site in a real browser: the server of production, the starter content, no shortcuts."""

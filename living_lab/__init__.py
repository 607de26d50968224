"""Rounds in which residents and the municipality develop things together: ideas, votes, public answers."""

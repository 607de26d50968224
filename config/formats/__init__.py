"""Formats Django lacks for the languages of this site."""

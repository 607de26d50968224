"""Somali, which Django does not know: day before month, 24-hour clock."""

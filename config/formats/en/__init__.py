"""English as written in Finland: day before month, 24-hour clock."""

"""Swedish as written in Finland: dots in times and dates."""

"""Finnish: dots in times and dates."""

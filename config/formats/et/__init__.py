"""Estonian in Finland: day before month, the week begins on Monday."""

"""Estonian in Finland: day before month, the week begins on Monday."""

SHORT_DATE_FORMAT = "j.n.Y"
SHORT_DATETIME_FORMAT = "j.n.Y G:i"
FIRST_DAY_OF_WEEK = 1

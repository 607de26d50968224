"""Arabic in Finland: the 24-hour clock that stands on the door."""

TIME_FORMAT = "G:i"
DATETIME_FORMAT = "j F، Y G:i"
SHORT_DATE_FORMAT = "j.n.Y"
SHORT_DATETIME_FORMAT = "j.n.Y G:i"
FIRST_DAY_OF_WEEK = 1

"""Arabic in Finland: the 24-hour clock that stands on the door."""

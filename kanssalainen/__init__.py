"""The Kanssalainen cards: decks to read, print and pass on."""

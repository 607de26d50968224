"""Co-design workshops: people in a room, their notes, and what becomes of them."""

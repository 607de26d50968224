"""Public views of the Living Lab."""

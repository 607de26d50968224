"""Use cases of the Living Lab: check, execute, log. Each is one short transaction."""

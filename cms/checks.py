"""The project's rules as system checks."""

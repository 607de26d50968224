"""The house: settings from the environment, addresses, the ASGI entry and security headers. No domain rules."""

"""Long tests that break things on purpose: ``make test-slow``."""

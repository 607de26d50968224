"""Staff sign-in: the account adapter, the gate before the staff pages, mail about what waits."""

"""What the desk shows: one module a noun."""

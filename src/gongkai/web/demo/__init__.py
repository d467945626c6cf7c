"""The demonstration: a city of our own making, built through the same operations as a real one."""

"""Paper: one module a format, the same two verbs, ``read`` and ``write``."""

"""One script a claim. ``python -m bench`` runs them all; ``python -m bench docx startup`` runs some."""

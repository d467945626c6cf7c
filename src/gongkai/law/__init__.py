"""What must be: outcomes, applicants and remedies, each declared once with its article."""

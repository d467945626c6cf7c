"""What is counted: the form, the report, its identities, the checks and what they find."""

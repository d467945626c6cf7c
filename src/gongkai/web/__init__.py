"""People: the platform, a thin Django application over law, report and documents."""

"""How the platform is put together: settings, addresses, the WSGI entry."""

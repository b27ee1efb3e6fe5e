"""How fast the service is, and how soon it notices that its table is out of reach."""

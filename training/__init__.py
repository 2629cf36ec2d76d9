"""How the bundled weights were made. Nothing imports this."""

"""How the models are made that the package ships, and those of one's own."""

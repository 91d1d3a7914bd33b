"""Reviews of apps and companies, by the official APIs of those who print them."""

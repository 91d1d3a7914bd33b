"""Forums that run Askbot."""

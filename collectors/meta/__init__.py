"""Pages of Facebook and accounts of Instagram, by Meta's Graph API with the token of those who run them."""

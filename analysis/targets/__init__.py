"""What a post says of each brand, product and rival in it."""

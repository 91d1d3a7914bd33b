"""What models and analyses keep from one run to the next."""

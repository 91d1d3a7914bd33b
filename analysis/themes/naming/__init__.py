"""What themes are called, summed up and quoted by."""

"""Forgetting people and posts in every place that holds them."""

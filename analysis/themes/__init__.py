"""What posts are about: groups of posts that keep their identity from week to week."""

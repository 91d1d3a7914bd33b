"""Tone of posts in languages beside English, by models that learned it: a small one, and an encoder where the extra is installed."""

"""The tone of a post and what its writer wants: models, word lists and their measures."""

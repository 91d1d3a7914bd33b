"""The text of a post as analysis reads it: tokens, clauses, names, language."""

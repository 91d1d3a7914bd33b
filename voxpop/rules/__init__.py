"""The language of rules: words, phrases, AND, OR and NOT over the text of a post."""

"""Who wrote what: accounts of one person, and the words that are a writer's own."""

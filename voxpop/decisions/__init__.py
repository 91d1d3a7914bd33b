"""What people decided, in files that only grow: labels of posts, names and splits of themes, places of demands."""

"""What is kept of posts and of the theme model between two analyses, so that each thing is computed once."""

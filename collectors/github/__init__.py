"""Issues, comments and discussions of GitHub repositories."""

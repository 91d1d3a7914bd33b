"""What the community knows: questions asked again, answers that helped, who knows what; for the terminal, a page, and as Markdown."""

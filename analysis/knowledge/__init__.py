"""What a community knows: questions that are asked again, the answers that solved them, and how sure that is. Pure."""

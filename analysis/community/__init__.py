"""How the community itself does: who takes part, who answers, how fast, and which promises were kept."""

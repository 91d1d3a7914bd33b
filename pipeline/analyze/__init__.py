"""From posts in the warehouse to scores, themes, demands and marts."""

"""What assistants may ask over the Model Context Protocol: forms, sums over groups, posts by the report's rules, receipts; read only."""

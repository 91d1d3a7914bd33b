"""Questions to a published snapshot; nothing is written."""

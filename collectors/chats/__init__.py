"""Chats that a company runs for its community, by the APIs of those who host them."""

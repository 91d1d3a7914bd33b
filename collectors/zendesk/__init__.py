"""Tickets and comments of Zendesk."""

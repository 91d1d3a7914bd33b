"""Mailboxes by IMAP and mbox files."""

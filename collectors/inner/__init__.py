"""Records within records that nobody named: replies in a post, comments in a ticket, told by their keys."""

"""Collectors: the outside world to raw items, raw items to posts. The registry of sources is here."""

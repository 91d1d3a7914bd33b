"""Tone and wishes read by lists of words: English and four languages more, and the words of one company."""

"""Commands that answer questions, in words and over a protocol."""

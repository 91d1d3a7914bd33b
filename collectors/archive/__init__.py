"""Files that people have: exports, dumps, tables."""

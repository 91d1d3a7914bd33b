"""In which words the report is said: one package a language."""

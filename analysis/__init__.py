"""Voices, sentiment, themes, estimates and the report: tables in, tables out, nothing stored."""

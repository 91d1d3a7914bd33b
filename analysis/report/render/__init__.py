"""In which form the report is said: page, e-mail, text, spreadsheet, PDF, archive."""

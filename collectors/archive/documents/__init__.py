"""Records of files that are no tables: JSON in lines or documents, XML, and records within records."""

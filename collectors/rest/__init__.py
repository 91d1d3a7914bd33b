"""Any JSON API, described in the configuration."""

"""Airflow on this machine: a home, a server, DAGs without a server."""

"""Airflow's wiring: when each step runs, over what, and what it triggers; the steps are in `voxpop.pipeline`."""

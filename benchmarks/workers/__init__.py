"""Several workers of Airflow on this machine, beside one machine without it: `python -m benchmarks.workers.run`."""

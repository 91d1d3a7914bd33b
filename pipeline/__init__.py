"""The steps that join collectors, warehouse and analysis; the command and the DAGs call nothing else."""

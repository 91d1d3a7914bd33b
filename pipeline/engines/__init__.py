"""Reading posts ahead of the analysis, on as many processors as there are: the same functions in processes here, or in Spark."""

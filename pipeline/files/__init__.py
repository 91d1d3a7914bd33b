"""The models on a file of rows, without a warehouse."""

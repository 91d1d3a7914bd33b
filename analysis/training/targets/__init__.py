"""Training of the model that reads what is said of a name: `voxpop train targets`."""

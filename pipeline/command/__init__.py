"""The command `voxpop`."""

"""Commands of what follows from listening: `voxpop alerts`, `voxpop tracker`, `voxpop route`."""

"""Commands of the closed loop: `voxpop tracker`, `voxpop route`."""

"""A copy of landing and of the published snapshot in a store of objects, for machines that share no disk: `voxpop push`, `voxpop pull`."""

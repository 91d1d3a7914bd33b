"""Training of the models that read languages beside English: `voxpop train languages`."""

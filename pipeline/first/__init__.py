"""A newcomer's way: an address or a file looked at with nothing stored, and channels added to voxpop.yaml."""

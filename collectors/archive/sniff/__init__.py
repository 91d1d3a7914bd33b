"""A channel proposed for a file that nobody has described yet."""

from voxpop.collectors.archive.sniff.propose import Proposal, propose

__all__ = ["Proposal", "propose"]

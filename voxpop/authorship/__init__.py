"""Whose words: which words of a post its writer wrote, and which they quote, forward, sign with or were given to fill in."""

from voxpop.authorship.histories import introduces_quote
from voxpop.authorship.markup import Markup, markup_of
from voxpop.authorship.parts import RULES_VERSION, Part, own_text, split_parts
from voxpop.authorship.titles import own_title

__all__ = ["RULES_VERSION", "Markup", "Part", "introduces_quote", "markup_of", "own_text", "own_title", "split_parts"]

"""The configuration of questions of one's own: what every post is asked, told by examples."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from voxpop.config.section import Identifier, Section

LEAST_EXAMPLES = 5
"""From fewer examples nothing is learned; none at all is fine, for posts can be labelled."""

MOST_EXAMPLES = 200

Example = Annotated[str, StringConstraints(min_length=1, max_length=10_000)]


class OwnQuestion(Section):
    """A question that every post is asked, such as whether it wants a refund: learned from examples, or from labels."""

    id: Identifier
    name: Annotated[str, Field(min_length=1, max_length=80)]
    means: Annotated[str, Field(min_length=1)]  # when the answer is yes, for the people who label
    examples: tuple[Example, ...] = ()
    counter_examples: tuple[Example, ...] = ()

    @model_validator(mode="after")
    def _can_be_learned(self) -> Self:
        n = len(self.examples)
        if 0 < n < LEAST_EXAMPLES:
            msg = (
                f"'{self.id}' has {n} examples; write at least {LEAST_EXAMPLES}, better 20, or none and label posts with "
                f"'voxpop label --question {self.id}'"
            )
            raise ValueError(msg)
        if max(n, len(self.counter_examples)) > MOST_EXAMPLES:
            msg = f"'{self.id}' has more than {MOST_EXAMPLES} examples; label posts with 'voxpop label --question {self.id}' instead"
            raise ValueError(msg)
        said = Counter(" ".join(text.casefold().split()) for text in (*self.examples, *self.counter_examples))
        if twice := next((text for text, times in said.items() if times > 1), None):
            msg = f"'{self.id}' has the example '{twice[:60]}' twice; keep one, as an example or as a counter-example"
            raise ValueError(msg)
        return self

"""What is wrong with an answer that is no JSON, in words that help."""

from __future__ import annotations

import json


def what_is_wrong(body: str, kind: str = "") -> str:
    """Why the body of an answer cannot be read: empty, cut off in the middle, broken at a place, or no JSON at all.

    body: the text of the answer. kind: its content type, where it has one.

    >>> what_is_wrong('{"data": [{"id": 1}, {"te')
    'JSON that is cut off after 25 characters'
    >>> what_is_wrong("<html>sign in</html>", "text/html")
    'text/html, which is not JSON; does it need a login?'
    """
    whole = body.strip()
    if not whole:
        return "nothing, where JSON was expected"
    if whole[0] not in "{[" and "json" not in kind.lower():
        return f"{kind or 'no type'}, which is not JSON; does it need a login?"
    try:
        json.loads(whole)
    except json.JSONDecodeError as error:
        ended = error.pos >= len(whole) - 1 or error.msg.startswith("Unterminated")
        if ended:
            return f"JSON that is cut off after {len(body):,} characters"
        return f"broken JSON: {error.msg} at character {error.pos:,} of {len(body):,}"
    except (ValueError, RecursionError) as error:
        return f"JSON that cannot be read: {type(error).__name__}"
    return f"{kind or 'no type'}, in a way that cannot be read"

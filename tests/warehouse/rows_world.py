"""Rows of each table with all that a case does not say."""

from datetime import UTC, datetime

SEEN = datetime(2026, 11, 23, 4, tzinfo=UTC)
DEFAULTS = {
    "posts": {"source": "discourse", "kind": "post", "text": "A text.", "author_id": "a1", "first_fetched_at": SEEN,
              "fetched_at": SEEN, "fetch_id": "f1", "content_hash": "h"},
    "post_channels": {"source": "discourse", "channel": "forum", "first_fetched_at": SEEN},
    "voices": {"source": "discourse", "voice_id": "v", "role": "original", "flag": None, "own": False},
    "sentiment": {"source": "discourse", "content_hash": "h", "negative": 0.1, "neutral": 0.8, "positive": 0.1,
                  "label": "neutral", "confidence": 0.8, "scored": True, "model_version": "m", "lang": "en"},
    "post_themes": {"source": "discourse", "theme_id": "t1", "strength": 0.5, "model_version": "m"},
    "post_audiences": {"source": "discourse", "audience": "everyone"},
    "coverage": {"source": "discourse", "channel": "forum", "started_at": SEEN, "ended_at": SEEN, "items": 1, "requests": 1,
                 "retries": 0, "posts_read": 0, "cost_usd": 0.0, "outcome": "complete", "reason": "", "n_new": 0,
                 "n_edited": 0, "n_repeated": 0, "n_refused": 0, "n_gone": 0, "unknown_keys": "{}", "notes": [],
                 "recheck": False},
    "labels": {"source": "discourse", "content_hash": "h", "field": "sentiment", "labeler": "ana", "labelled_at": SEEN},
    "coverage_gaps": {},
    "quarantine": {"source": "discourse", "channel": "forum", "fetch_id": "f1", "field": "text", "reason": "r", "payload": "{}",
                   "first_seen_at": SEEN},
    "post_targets": {"source": "discourse", "content_hash": "h", "target": "Larkspur", "role": "brand", "label": "neutral",
                     "basis": "clause", "model_version": "m"},
    "own_questions": {"name": "Refund", "means": "They want money back.", "n_examples": 20, "n_counter_examples": 0,
                      "n_labelled": 0, "answered": True, "basis": "examples", "share": 0.1, "precision": 0.8, "recall": 0.8,
                      "n_judged_yes": 0, "n_right": 0, "model_version": "q"},
    "post_questions": {"source": "discourse", "content_hash": "h", "question": "refund", "answer": "no", "above": False,
                       "probability": 0.1, "model_version": "q"},
    "people": {},
    "channel_quotes": {},
    "post_further_themes": {"source": "discourse", "strength": 0.6, "model_version": "m"},
    "post_sub_themes": {"source": "discourse", "model_version": "m"},
    "sub_themes": {"keywords": []},
    "themes": {"keywords": [], "n_posts": 1, "state": "active", "model_version": "m"},
}  # fmt: skip

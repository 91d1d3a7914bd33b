"""What columns are mostly called, by the field of a post that they hold."""

from __future__ import annotations

import re

NAMES = {
    "post_id": "id _id uuid guid post_id message_id msg_id review_id comment_id ticket_id tweet_id id_str event_id key response_id "
    "document_id answer_id status_id permalink respondent_id resource_id mention_id number",
    "created_at": "created_at created date timestamp time datetime posted_at published_at published created_utc createdat create_time "
    "createtime created_time date_created created_date creation_date creationdate post_time sent_at submitted submitted_at "
    "submission_date date_posted review_date at ts createddatetime recorded_date date_unixtime origin_server_ts datum erstellt fecha",
    "text": "text body content message comment review description raw full_text selftext answer feedback tweet caption comment_text "
    "review_text review_body post_text message_text snippet hit_sentence plain_text html_body response verbatim kommentar texto note",
    "author": "author_id user_id userid uid author.id user.id from_id sender_id requester_id owneruserid poster_id customer_id "
    "reporter_id created_by_id from.id reviewer_id submitter_id account_id member_id sender user by respondent",
    "handle": "author username user_name screen_name nickname display_name displayname author_name user.name author.name from name "
    "reviewer handle sender_name user.username author.username influencer reviewer_name by from_name author_username",
    "title": "title subject headline summary topic_title review_title post_subject",
    "parent_id": "parent_id parent in_reply_to in_reply_to_id reply_to reply_to_id replytoid reply_to_message_id in_reply_to_status_id "
    "parentid replied_to_id",
    "thread_id": "thread_id thread topic_id conversation_id discussion_id link_id ticket_id threadid",
    "rating": "rating stars star_rating starrating score_given overall nps bewertung sterne puntuacion calificacion note_globale avaliacao valutazione",
    "lang": "lang language reviewer_language locale language_code user_language",
    "url": "url link permalink web_url weburl href review_link",
    "likes": "likes like_count score favorite_count upvotes ups points helpful_votes useful",
    "tags": "tags labels hashtags keywords",
    "community": "community subreddit channel forum group group_name product app package_name board room",
    "edited_at": "edited_at edited updated_at last_edit_date edit_at last_edited_at",
    "deleted_at": "deleted_at",
}
"""Field -> names, the usual ones first."""
RANKS = {field: {name: place for place, name in enumerate(words.split())} for field, words in NAMES.items()}
ORDER = (
    "post_id", "created_at", "text", "title", "author", "handle", "parent_id", "thread_id", "rating", "lang", "url", "likes", "tags",
    "community", "edited_at", "deleted_at",
)  # fmt: skip
"""Fields in the order in which they take their columns."""

EDITS = (
    "edit_at",
    "edited_at",
    "editedAt",
    "last_edited_at",
    "lastEditedAt",
    "lastEditedDateTime",
    "last_edit_at",
    "edited_on",
    "edited_timestamp",
)
"""Keys that hold when a post was edited, and nothing else."""


def rank(field: str, path: str) -> int | None:
    """How usual a column's name is for a field, 0 the most; None: it is not known for it."""
    bare = re.sub(r"[^a-z0-9.]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", path).lower()).strip("_")
    last = bare.rpartition(".")[2]
    tries = (bare, bare.replace(".", "_"), ".".join(bare.split(".")[-2:]), last, path.lower())
    for worse, name in enumerate(tries):
        if name in RANKS[field]:
            return RANKS[field][name] + (20 * (worse > 2) if "." in bare else 0)
    return None

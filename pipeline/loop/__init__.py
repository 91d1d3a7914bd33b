"""The loop that closes: demands become issues of a tracker, posts go to whom they concern, and what was done is told to those who asked.

`run` is what commands use for trackers, `routes` for posts, `hearing` for the people who asked.
"""

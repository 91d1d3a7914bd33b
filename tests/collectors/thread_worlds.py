"""The worlds of all sources of conversations: their servers, the keys of their channels, their made-up secrets."""

from tests.collectors import chat_world, review_world, social_world, tracker_world

WORLDS = (chat_world, review_world, social_world, tracker_world)
SERVERS = {source: server for made in WORLDS for source, server in made.SERVERS.items()}
OPTIONS = {source: options for made in WORLDS for source, options in made.OPTIONS.items()}
SECRETS = {name: value for made in WORLDS for name, value in made.SECRETS.items()}

"""What collectors share on the way to a server and back: requests, JSON, HTML."""

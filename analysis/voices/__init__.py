"""Who speaks: originals, reposts and copies told apart, floods and bots set aside."""

"""Files of the encoder of languages; `voxpop.analysis.sentiment.languages.encoder` reads them."""

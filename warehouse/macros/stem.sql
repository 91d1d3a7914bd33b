-- What the forms of an English word share, lightly: crash, crashes, crashed, crashing; price, pricing. It must only be the same
-- for the index and for the words that are looked for.
create or replace macro stem(word) as
regexp_replace(
    regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(word, '^([a-z]{2,})(?:ies|ied)$', '\1y'),
                    '^([a-z]*(?:s|x|z|ch|sh))es$',
                    '\1'
                ),
                '^([a-z]{2,}[^siu])s$',
                '\1'
            ),
            '^([aeiouy][a-z]{2,}|[a-z][aeiouy][a-z]+|[a-z]{2,}[aeiouy][a-z]*)(?:ing|ed)$',
            '\1'
        ),
        '^([a-z]{2,})(?:(b)b|(d)d|(g)g|(m)m|(n)n|(p)p|(r)r|(t)t)$',
        '\1\2\3\4\5\6\7\8\9'
    ),
    '^([a-z]{4,})e$',
    '\1'
);

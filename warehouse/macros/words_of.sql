-- The words of a text, in lower case with one space between; of scripts that do not part words each sign is one.
create or replace macro words_of(written) as
trim(
    regexp_replace(
        regexp_replace(
            replace(lower(nfc_normalize(written)), 'ß', 'ss'),
            '([\x{0e00}-\x{0eff}\x{3040}-\x{30ff}\x{3400}-\x{9fff}\x{f900}-\x{faff}])',
            ' \1 ',
            'g'
        ),
        '[^\p{L}\p{N}\p{M}]+',
        ' ',
        'g'
    )
);

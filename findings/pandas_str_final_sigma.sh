#!/bin/sh
# pandas 3.1.1 with PyArrow 26.0.1: Series.str.lower and str.upper are not Python's lower and upper any more. The text type that pandas 3
# gives to every column of texts hands them to Arrow, which maps letter by letter: a Greek word in capitals ends in 'σ' and not in 'ς',
# 'İ' becomes one letter and not two, 'ß' becomes 'ẞ' and not 'SS'. The same column as objects answers as Python does, and so does every
# dictionary of words, every tokenizer and every key that was made by text.lower(): they do not meet. Regular expressions on the same
# column go through Python and do agree. One would expect that lower() is lower(). Seen on 2026-11-30:
#   ΚΑΚΟΣ: str 'κακοσ', object 'κακος', in the lexicon False, True
#   İPTAL: str 'iptal', object 'i̇ptal'
#   Spaß: str 'SPAẞ', object 'SPASS'
#   5½: isdigit str True, object False
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "pandas==3.1.1" "pyarrow==26.0.1"
cat > "$place/look.py" <<'END'
import pandas

TEXTS = ["ΚΑΚΟΣ", "İPTAL", "Spaß", "5½"]
LEXICON = {"ΚΑΚΟΣ".lower(): -1.0}
texts = pandas.Series(TEXTS)
objects = texts.astype(object)
lower = [(a, b) for a, b in zip(texts.str.lower(), objects.str.lower(), strict=True)]
upper = (texts.str.upper()[2], objects.str.upper()[2])
known = (bool(texts.str.lower().isin(LEXICON)[0]), bool(objects.str.lower().isin(LEXICON)[0]))
digits = (bool(texts.str.isdigit()[3]), bool(objects.str.isdigit()[3]))
print("ΚΑΚΟΣ: str %r, object %r, in the lexicon %s, %s" % (*lower[0], *known))
print("İPTAL: str %r, object %r" % lower[1])
print("Spaß: str %r, object %r" % upper)
print("5½: isdigit str %s, object %s" % digits)
assert str(texts.dtype) == "str"
assert lower[0] == ("κακοσ", "κακος")
assert known == (False, True)
assert lower[1] == ("iptal", "i\u0307ptal")
assert upper == ("SPA\u1e9e", "SPASS")
assert digits == (True, False)
END
"$place/env/bin/python" "$place/look.py"

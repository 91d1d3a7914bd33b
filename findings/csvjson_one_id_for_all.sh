#!/bin/sh
# csvkit 2.2.0 (agate 1.14.2): csvjson writes three post ids of nineteen digits as one and the same number, 1.994e+18. csvsort and csvstat
# on the same file keep all digits and count three ids; only the way to JSON goes through a float, and not even with all digits that a
# float has. Nothing is said. One would expect that an id that comes in as digits goes out as them. Seen on 2026-11-30:
#   csvjson: [1.994e+18]
#   csvsort: 1994000000000000001 1994000000000000002 1994000000000000003
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "csvkit==2.2.0" "agate==1.14.2"
printf 'id,text\n1994000000000000003,late\n1994000000000000001,lost\n1994000000000000002,fine\n' > "$place/posts.csv"
"$place/env/bin/csvjson" "$place/posts.csv" > "$place/posts.json"
"$place/env/bin/csvsort" -c id "$place/posts.csv" > "$place/sorted.csv"
ids=$("$place/env/bin/python" -c 'import json, sys; print(sorted({p["id"] for p in json.load(open(sys.argv[1]))}))' "$place/posts.json")
sorted=$(tail -n +2 "$place/sorted.csv" | cut -d, -f1 | tr '\n' ' ')
echo "csvjson: $ids"
echo "csvsort: $sorted"
[ "$ids" = "[1.994e+18]" ] && [ "$sorted" = "1994000000000000001 1994000000000000002 1994000000000000003 " ]

#!/bin/sh
# csvkit 2.2.0 (agate 1.14.2): sorting a file by its counts rewrites the other columns. In a week in which all posts are Norwegian, the
# column of languages holds only 'no' and comes out as 'False'; a column of themes that holds only 'may' and 'march' comes out as days of
# the year 1. One further value ('de', 'battery') and the same columns pass as they are, so that it shows in small files and single weeks only.
# csvjson and csvjoin do likewise, csvcut, csvgrep and csvstack do not. One would expect that a sort moves rows. Seen on 2026-11-30:
#   no,2 / no,5: False,2 False,5
#   may,2 / march,5: 0001-05-01,2 0001-03-01,5
#   no,2 / de,5: no,2 de,5
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "csvkit==2.2.0" "agate==1.14.2" "parsedatetime==2.6"
sort_by_posts() { printf '%s,posts\n%s,5\n%s,2\n' "$1" "$2" "$3" | "$place/env/bin/csvsort" -c posts | tail -n +2 | tr '\n' ' '; }
norwegian=$(sort_by_posts lang no no)
months=$(sort_by_posts theme march may)
mixed=$(sort_by_posts lang de no)
echo "no,2 / no,5: $norwegian"
echo "may,2 / march,5: $months"
echo "no,2 / de,5: $mixed"
[ "$norwegian" = "False,2 False,5 " ] && [ "$months" = "0001-05-01,2 0001-03-01,5 " ] && [ "$mixed" = "no,2 de,5 " ]

#!/bin/sh
# ruptures 1.1.10: a weekly series of 60 values without any noise that steps up once, at 33. PELT, known as the exact method, finds two
# changes, at 30 and at 35, and none at 33; Binseg, BottomUp, Dynp and Window find 35. They only look at every fifth place unless told
# otherwise, and PELT then pays for the step with a false segment of five weeks. KernelCPD, in the same package, on the same values and
# with the same penalty, finds 33. One would expect one change, in the week in which it was. Seen on 2026-11-30:
#   Pelt [30, 35], Binseg [35], BottomUp [35], Dynp [35], Window [35], KernelCPD [33]
#   Pelt told to look everywhere: [33]
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/env"
"$place/env/bin/pip" install --quiet --disable-pip-version-check "ruptures==1.1.10" "numpy==2.4.6" "scipy==1.17.1"
cat > "$place/look.py" <<'END'
import numpy
import ruptures

weeks = numpy.concatenate([numpy.zeros(33), numpy.full(27, 5.0)])


def breaks(found):
    """Where a segment ends, without the end of the series."""
    return [int(place) for place in found[:-1]]


seen = {
    "Pelt": breaks(ruptures.Pelt(model="l2").fit_predict(weeks, pen=3)),
    "Binseg": breaks(ruptures.Binseg(model="l2").fit_predict(weeks, n_bkps=1)),
    "BottomUp": breaks(ruptures.BottomUp(model="l2").fit_predict(weeks, n_bkps=1)),
    "Dynp": breaks(ruptures.Dynp(model="l2").fit_predict(weeks, n_bkps=1)),
    "Window": breaks(ruptures.Window(width=10, model="l2").fit_predict(weeks, n_bkps=1)),
    "KernelCPD": breaks(ruptures.KernelCPD(kernel="linear").fit_predict(weeks, pen=3)),
}
everywhere = breaks(ruptures.Pelt(model="l2", jump=1).fit_predict(weeks, pen=3))
print(", ".join("%s %s" % item for item in seen.items()))
print("Pelt told to look everywhere: %s" % everywhere)
assert seen["Pelt"] == [30, 35]
assert all(seen[name] == [35] for name in ("Binseg", "BottomUp", "Dynp", "Window"))
assert seen["KernelCPD"] == everywhere == [33]
END
"$place/env/bin/python" "$place/look.py"

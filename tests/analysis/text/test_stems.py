"""The stemmer is nltk's, without what nltk brings along, and whoever imports nltk after us has all of it."""

import subprocess
import sys

CHILD = """
import sys
from voxpop.analysis.text.stems import stemmer
words = ["running", "generously", "dashboards", "skies", "refunds", "flights", "succeeded", "dying", "'s", "ärgerlich"]
ours = [stemmer()(word) for word in words]
assert not {"sklearn", "scipy.stats", "pandas", "nltk"} & sys.modules.keys(), "a command would start slowly"
import nltk.stem
from nltk.classify.scikitlearn import SklearnClassifier
from sklearn.naive_bayes import BernoulliNB
SklearnClassifier(BernoulliNB())
theirs = nltk.stem.SnowballStemmer("english")
assert ours == [theirs.stem(word) for word in words]
stemmer.cache_clear()
assert stemmer()("running") == "run"
assert "nltk" in sys.modules
"""


def test_it_comes_alone_and_leaves_nltk_whole():
    done = subprocess.run([sys.executable, "-c", CHILD], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

"""What a sentence says of the names in it by its build: who is left for whom, who beats whom, who used to be good.

Names stand in the sentence as single characters of Unicode's private area. A rule is a pattern with the groups `good` and `bad`
(names that gain and lose), found in lower case. The gaps between words are bounded, so a long text costs no more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from voxpop.analysis.text.names import places

ONE = "[\ue000-\uf8ff]"
OWN = "(?:['’]s?)?"
LIST = rf"{ONE}{{1,3}}{OWN}(?:(?:, ?{ONE}{{1,3}}{OWN}){{0,9}},?(?: and | or | nor | & | plus )(?:the )?{ONE}{{1,3}}{OWN}|(?: ?/ ?{ONE}{{1,3}}){{1,9}})?"
GOOD, BAD, ALSO = rf"(?P<good>{LIST})", rf"(?P<bad>{LIST})", rf"(?P<also>{LIST})"


def gap(most: int) -> str:
    """A gap of at most this number of words, none of them a name."""
    return rf"(?:[ ,]+(?!(?:than|but|if)\b)[\w'’%-]+){{0,{most}}}"


_BETTER = (
    "better|faster|quicker|easier|nicer|cheaper|smoother|smarter|simpler|cleaner|safer|stronger|lighter|friendlier|prettier"
    "|superior|sharper|snappier|leaner|greater|happier|(?:more|far more|much more) (?:reliable|stable|useful|polished|flexible"
    "|responsive|intuitive|powerful|modern|mature|fun|secure|honest|helpful|complete|accurate|affordable|features|options)"
    "|(?:less|fewer) (?:[\\w'-]+ )?(?:trouble|bugs?|hassle|pain|clicks?|problems?|issues?|errors?|outages?|crashes|buggy|expensive"
    "|complicated|annoying|clunky|confusing|painful|work|noise)|more (?:regions|integrations|value|control)|costs? less"
)
_WORSE = (
    "worse|slower|uglier|clunkier|pricier|dearer|buggier|harder|weaker|dumber|clumsier|heavier|poorer|inferior|sadder|lazier"
    "|more (?:expensive|complicated|confusing|annoying|buggy|bloated|fragile|painful|bugs?|trouble|outages|problems|clicks|errors"
    "|hassle|downtime|crashes|issues|limited|clunky|cumbersome)|less (?:reliable|stable|useful|polished|flexible|responsive"
    "|intuitive|powerful|secure|helpful|accurate|mature|fun)|fewer (?:features|options|integrations)|costs? more"
)
_NOT = r"(?:isn['’]?t|is not|are not|aren['’]?t|was not|was[n]['’]?t|no|not|hardly|never|nothing)"
_MOVE = (
    r"(?:mov(?:e|ed|ing)|switch(?:ed|ing)?|migrat(?:e|ed|ing)|went|go(?:ing)?|gone|chang(?:e|ed|ing)|c[ao]me|coming|jump(?:ed|ing)"
    r"|transfer(?:red|ring)|convert(?:ed|ing)|hopp(?:ed|ing))"
)
_LEAVE = (
    r"(?:left|leav(?:e|es|ing)|quit(?:ting)?|ditch(?:ed|ing)?|dump(?:ed|ing)?|drop(?:ped|ping)?|abandon(?:ed|ing)|cancel(?:l?ed|l?ing)?"
    r"|uninstall(?:ed|ing)?|(?:got|getting|get) rid of|(?:mov(?:e|ed|ing)|switch(?:ed|ing)?|migrat(?:e|ed|ing))"
    r"(?:[ ][\w'’]+){0,3} (?:off|away from|out of)|(?:get|got|getting) (?:off|away from)|goodbye(?: to)?|bye(?: bye)?|farewell"
    r"|escap(?:e|ed|ing)(?: from)?|fled|reject(?:ed|ing)|avoid|stay away from|steer clear of|(?:do not|don['’]?t|never) (?:touch|buy|use|trust)"
    r"|stuck (?:with|on)|(?:tired|sick) of|fed up with|had enough of|done with|giving up on|gave up on|tear(?:ing)? out|ripp(?:ed|ing) out)"
)
_STAYS = r"(?:never|not|no plans (?:to|of)|won['’]?t|will not|don['’]?t|no reason to|almost|nearly|would have|would never)(?: be)? "

RULES: Final[tuple[tuple[str, str], ...]] = (
    # who is left for whom
    (
        "move",
        rf"\b(?:{_MOVE}|back|refugees?)\b{gap(5)} (?:from|off){gap(3)} {BAD}{gap(6)} (?:to|onto|over to|into){gap(2)} {GOOD}(?! (?:was|is|has been)\b)",
    ),
    (
        "move",
        rf"\b{_LEAVE}{gap(2)} {BAD}{gap(7)},? (?:for|in favou?r of|with|and (?:mov|switch|chang|go|went|migrat)\w*(?: on| over| back)? (?:to|with)){gap(2)} {GOOD}",
    ),
    (
        "move",
        rf"\b(?:replac(?:ed|ing)|swapp?(?:ed|ing)?|trad(?:ed|ing)){gap(2)} {BAD}{gap(3)} (?:with|by|for){gap(2)} {GOOD}",
    ),
    ("move", rf"{GOOD} (?:has |have )?replaced{gap(2)} {BAD}"),
    ("move", rf"\b(?:hello|hi there|welcome) {GOOD}(?!\w)(?=[!.]|$)"),
    (
        "leave",
        rf"(?<!never )(?<!not )(?<!almost )(?<!nearly )(?<!would have )\b{_LEAVE}(?: the whole team off| our| my| the| using| with)?{gap(1)} {BAD}",
    ),
    (
        "leave",
        rf"\b(?:never|not|no one|nobody|won['’]?t be)(?: wants?(?: to)?| to| is)? (?:go|going|come|coming|wants?){gap(2)} back (?:to )?{gap(1)} ?{BAD}",
    ),
    ("leave", rf"\b(?:do(?:es)? not|don['’]?t|doesn['’]?t|never) want{gap(1)} {BAD} back"),
    ("stay", rf"\b{_STAYS}{_LEAVE}{gap(2)} {GOOD}"),
    (
        "stay",
        rf"\b(?:go|going|went|came|come|move|moving|switched|return(?:ed|ing)?|am|are) ?back (?:to|on|with){gap(2)} {GOOD}",
    ),
    ("stay", rf"(?:^|[.,!] )back (?:to|on|with){gap(2)} {GOOD}"),
    ("stay", rf"\b(?:stay(?:ed|ing)?|stick(?:ing)?) (?:with|on|at){gap(1)} {GOOD}"),
    ("stay", rf"\b(?:i|we|really|still|already) miss(?:ed)?{gap(1)} {GOOD}"),
    ("stay", rf"\b(?:want|give me|bring){gap(2)} {GOOD}{gap(1)} back\b"),
    ("stay", rf"\b(?:renewed|signed(?: up)? (?:with|for)|re-?subscribed to){gap(2)} {GOOD}"),
    (
        "stay",
        rf"\bif it (?:were not|was not|weren['’]?t|was[n]['’]?t) for{gap(1)} {GOOD}{gap(6)} {_LEAVE}{gap(1)} {BAD}",
    ),
    ("leave", rf"\bstill (?:on|with|using) {BAD},? (?:still|and still|but|because|sadly)"),
    ("leave", rf"\b(?:almost|nearly) (?:bought|chose|picked|signed with|went with|ordered|switched to|moved to) {BAD}"),
    # who is chosen over whom
    ("choice", rf"\bonce you(?:['’]ve| have)? {gap(2)}tried{gap(1)} {GOOD}{gap(5)}(?: {BAD})?"),
    ("choice", rf"\b(?:can['’]?t|cannot) recommend {GOOD} (?:enough|highly enough)"),
    ("choice", rf"(?:^|[,.!] |\band |\bjust )use {GOOD}"),
    (
        "choice",
        rf"\b(?:cho(?:se|ose|osing|sen)|pick(?:ed|ing|s)?|prefer(?:red|s)?|took|take|taking|bought|recommend(?:ed)?|use|using)\b{gap(2)} {GOOD}{gap(5)} (?:over|instead of|rather than|before){gap(3)} {BAD}",
    ),
    ("choice", rf"\bprefer(?:red|s)?{gap(3)} {GOOD}{gap(4)} (?:to|over|than){gap(3)} {BAD}"),
    (
        "choice",
        rf"\b(?:i|we|they|team|managers?|agents?|users?) (?:much |really |all )?prefer(?:red|s)?{gap(4)} {GOOD}",
    ),
    ("choice", rf"\binstead of{gap(1)} {BAD}"),
    ("choice", rf"\b(?:begged for|swears? by){gap(1)} {GOOD}"),
    ("choice", rf"\bswears? at{gap(1)} {BAD}"),
    ("choice", rf"\b(?:convinced|persuaded){gap(4)} to (?:try|use|buy|give){gap(1)} {GOOD}"),
    # who beats whom
    ("comparison", rf"{BAD}{gap(5)} {_NOT}{gap(2)} (?:{_BETTER}){gap(3)} than"),
    (
        "comparison",
        rf"\b(?:nothing|none|hard to find anything|no tool)(?: is)?(?: any)? (?:{_BETTER}) than{gap(1)} {GOOD}",
    ),
    ("comparison", rf"\b(?:nothing|none|anything)(?: is)?(?: any)? (?:{_WORSE}) than{gap(1)} {BAD}"),
    ("comparison", rf"{GOOD}(?!{gap(5)} {_NOT}\b){gap(8)} (?:{_BETTER}){gap(3)} than{gap(4)} {BAD}"),
    ("comparison", rf"{BAD}(?!{gap(5)} {_NOT}\b){gap(6)} (?:{_WORSE}){gap(3)} than{gap(4)} {GOOD}"),
    (
        "comparison",
        rf"{GOOD}{gap(4)} (?:beats?|outperforms?|destroys?|crushes|trumps|outclasses|outshines?|wins? (?:over|against)|runs? circles around|eats){gap(2)} {BAD}",
    ),
    ("comparison", rf"{GOOD}{gap(5)} (?:ahead of|superior to|above){gap(2)} {BAD}"),
    ("comparison", rf"{GOOD}{gap(4)} puts?{gap(1)} {BAD}{gap(4)} to shame"),
    ("comparison", rf"{BAD} (?:has|have|offers?) nothing like{gap(1)} {GOOD}"),
    ("comparison", rf"\b(?:pushes|drives|sends){gap(4)} (?:to|towards?){gap(1)} {GOOD}"),
    ("comparison", rf"\bthe (?:fault|mistake) of{gap(1)} {BAD}"),
    ("comparison", rf"\bif it had{gap(3)} like {GOOD}"),
    (
        "comparison",
        rf"{GOOD}{gap(2)} (?:is|are) (?:just |almost |nearly )?as (?:good|fast|reliable|stable|easy|nice|quick|solid) as{gap(1)} {ALSO}",
    ),
    ("comparison", rf"{GOOD} ?(?:>+|≫) ?{BAD}"),
    ("comparison", rf"{BAD} ?(?:<+|≪) ?{GOOD}"),
    (
        "comparison",
        rf"{BAD}{gap(5)} (?:loses? (?:to|against)|lags?(?: far| way)? behind|trails|(?:is|are)(?: far| way| years)? behind|inferior to){gap(2)} {GOOD}",
    ),
    (
        "comparison",
        rf"{BAD}{gap(3)} (?:can['’]?t|cannot|can not|could never|will never|doesn['’]?t|does not|didn['’]?t|won['’]?t) (?:even )?(?:match|compete|keep up|touch|come close|come near|hold a candle|beat){gap(2)} {GOOD}",
    ),
    (
        "comparison",
        rf"{BAD}{gap(3)} (?:no|not a|hardly a) (?:match|substitute|replacement|competition|alternative){gap(1)} (?:for|to){gap(1)} {GOOD}",
    ),
    (
        "comparison",
        rf"{BAD}{gap(3)} (?:nothing|pales|looks (?:old|poor)) (?:compared (?:to|with)|against|next to|beside){gap(1)} {GOOD}",
    ),
    (
        "comparison",
        rf"{BAD}{gap(3)} (?:isn['’]?t|is not|not|was[n]['’]?t|nowhere near|nearly|far from|never|n['’]t)(?: nearly| half| quite| even)? (?:as|so) [\w'’-]+(?: [\w'’-]+){{0,2}} as{gap(2)} {GOOD}",
    ),
    ("comparison", rf"\b(?:i )?wish(?:es|ed)?{gap(1)} {BAD}{gap(4)} (?:as|like|more like){gap(4)} {GOOD}"),
    (
        "comparison",
        rf"{BAD} (?:should|could|needs? to|must|ought to){gap(2)} (?:learn from|copy|look at|take a leaf out of|take a page from|be more like|be like){gap(2)} {GOOD}",
    ),
    (
        "comparison",
        rf"{GOOD} (?:has|have|offers?|comes with|lets|gives|does|can){gap(10)},? (?:unlike|which|not like|something){gap(1)} {BAD}",
    ),
    ("comparison", rf"{GOOD}{gap(3)} does everything(?: that)? {BAD}"),
    # who was good once
    ("past", rf"\b(?:was|were|used to be)(?: once)? (?:a |an )?(?:big |huge )?(?:fan|fans|lover) of{gap(1)} {BAD}"),
    ("past", rf"\bhad (?:such )?(?:high|great|big) hopes (?:for|in|of){gap(1)} {BAD}"),
    (
        "past",
        rf"{BAD}{gap(2)} (?:was|were|used to be|worked) (?:fine|great|good|ok|okay|perfect|nice|lovely|fast|solid|reliable|our first choice|the best){gap(2)},? (?:until|till|before|but|then|once)",
    ),
    ("past", rf"\bso much for{gap(1)} {BAD}"),
    (
        "past",
        rf"\b(?:the next|the new|another|(?:turn(?:s|ed|ing)? into|becom(?:e|es|ing))(?: the next| the new)?) {BAD}",
    ),
    ("past", rf"\b(?:never a fan of|hated|did not like|didn['’]?t like|not a fan of){gap(1)} {GOOD}{gap(2)},? until"),
    ("past", rf"\b(?:loved|liked|praised) about{gap(1)} {BAD} is (?:gone|broken|lost)"),
    ("past", rf"\bhated about{gap(1)} {BAD} is (?:gone|fixed|better)(?: in| with) {GOOD}"),
)
"""Name of the rule and its pattern; a sentence may follow several."""

ASIDE: Final = re.compile(
    rf"\b(?:unlike|compared (?:to|with)|in comparison (?:to|with)|coming from|after{gap(4)} (?:with|of|on)|(?:looks?|feels?|seems?|is|are)\b{gap(5)} next to|as opposed to|in contrast to)"
    rf"{gap(2)} (?P<other>{LIST})"
)
"""Names that the sentence sets its subject against: they get the opposite of what it says."""

PAST: Final = re.compile(
    r"\b(?:used to (?!it\b)|once was|in the (?:early|old) days|back in the day|at first|initially|in the beginning)"
)
"""What was so and is not any more."""

UNREAL: Final = re.compile(
    r"\b(?:if (?:only )?|would be|would have|could be|hope|hoping|wish|let's see|we will see|should be)\b"
)
"""What is not so, or not yet."""

PRAISE: Final = re.compile(
    r"\bnever (?:once |ever )?(?:lost|loses?|crash|fail|broke|breaks?|let|went down|goes down)|\b(?:is|are|was|works) (?:even |far |much |so much |clearly )?better\b"
    r"|\btook (?:only |just )?(?:\w+ )?(?:seconds?|minutes?)\b|\bwithin (?:the |an |a |one )?(?:\w+ )?(?:seconds?|minutes?|hour)\b|\b(?:it|which) flies\b"
    r"|\b(?:simply|just|already) (?:works?|shipped)\b|\bwould (?:buy|choose|do it) again\b|\bnumber one\b|\bpicking up\b|\bdid not blink\b"
)
"""Praise that a scorer of tone does not see, since no word of it is warm."""

COMPLAINT: Final = re.compile(
    r"\b(?:is|are|was) (?:even |far |much |so much )?worse\b|\btook (?:us |me )?(?:\w+ )?(?:hours?|days?|weeks?|months?|weekends?|forever|ages)\b"
    r"|\bprice (?:rise|increase|hike)|\b(?:raised|doubled|tripled) (?:its|their|the|our) (?:prices?|bill|fees?)|\bnever (?:even )?(?:repl|answer|respond|call|came)"
    r"|\b(?:is|are|was|were|went|goes) (?:down|dead|dying)\b|\bgave up\b|\bgr[ea]y hair\b|\bdid(?: not|n['’]t) make (?:it|the cut)\b|\b(?:lost|loses|ate|eats|killed) (?:our|my|three|two|half|all)\b"
)
"""Complaint that says only what happened."""

CARRIED: Final = re.compile(rf"\bfrom{gap(3)} {LIST}{gap(3)} (?:to|onto|into){gap(2)} (?P<there>{LIST})", re.IGNORECASE)
"""A way from one name to another: what is said of it is said of the second."""

SUBJECTS: Final = re.compile(LIST, re.IGNORECASE)
"""A name, or several listed."""

_NAMED = re.compile(ONE)
ASKED: Final = re.compile(r"\?[\s)\"']*$")
_OPEN = re.compile(
    r"\?\s*$|^(?:how|does|has|is|any(?:one|body)?|which|what|where|can|could|should|looking for|hiring)\b"
)


@cache
def _compile() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The rules, compiled where the first sentence asks for them: that takes a tenth of a second."""
    return tuple((name, re.compile(pattern)) for name, pattern in RULES)


def by_build(sentence: str) -> Iterator[tuple[str, int, int]]:
    """The rule, the name's number and the side (1 gains, -1 loses), for each name that a rule of the sentence speaks of."""
    lowered = sentence.lower()
    if not _NAMED.search(lowered):
        return
    is_open = bool(_OPEN.search(lowered))
    for name, rule in _compile():
        for hit in rule.finditer(lowered):
            if is_open and name in {"move", "choice", "stay", "comparison"}:
                continue
            found = hit.groupdict()
            for group, side in (("good", 1), ("also", 1), ("bad", -1)):
                for place in places(found.get(group) or ""):
                    yield name, place, side


def aside(sentence: str) -> list[int]:
    """The names that the sentence sets its subject against."""
    return [place for hit in ASIDE.finditer(sentence.lower()) for place in places(hit["other"])]

"""What a reply says of the answer before it: that it worked, thanks alone, that it failed, 'same here', or none of these. Pure.

English and German, by rule, a sentence at a time. What is only hoped, asked or announced ('let me know if it works', 'I'll try that') is no
report that it worked; what fails in any sentence wins over thanks. Replies in other languages say nothing here and count for nothing.
"""

from __future__ import annotations

import re
from enum import StrEnum

from voxpop.analysis.text.clauses import sentences


class Reaction(StrEnum):
    """What a reply is, beside whatever else it says."""

    WORKED = "worked"
    THANKED = "thanked"
    FAILED = "failed"
    STALE = "stale"  # it worked once, and no longer does
    SAME = "same"  # another person with the same question
    NONE = "none"


_IT = r"(?:that|this|it|which|your? (?:\w+ ){0,2}(?:answer|solution|fix|suggestion|tip|workaround|advice|code|approach|method|patch)|the (?:\w+ ){0,2}(?:answer|solution|fix|suggestion|tip|workaround|patch|trick|above)|(?:method|option|step) \w+|both)"
_HOW = r"(?:(?:did|does|do|has|have|just|really|actually|finally|totally|definitely|indeed|also|all|now|is|absolutely|completely|seems? to have|seems to|appears to have|'s|’s) )*"
_WORKED = re.compile(
    rf"\b{_IT}\s*{_HOW}(?:work(?:s|ed|ing)|did (?:it|the trick|the job)|do(?:es)? the (?:trick|job)|fix(?:ed|es)|solv(?:ed|es)|resolv(?:ed|es)|help(?:ed|s) (?:me |us )?(?:a lot|solve|fix|find|out)|did work|sorted|made it work|got (?:it|me|us) working)\b"
    r"|^\W*(?:(?:yes|yep|yeah|ok|okay|great|perfect|excellent|awesome|wow|amazing|brilliant|thanks?|thank you|aha|ah)\W+)*(?:work(?:s|ed)(?: like a charm| perfectly| great| fine| now| for me| well|\W*$)|solved|fixed|resolved|problem solved|did the trick|working (?:now|great|perfectly|fine))"
    r"|\b(?:thanks?|thank you)\b[^.!?]{0,40}\b(?:it|that|this|everything|all)(?:'s| is)? (?:now )?work(?:s|ed|ing)\b"
    r"|\b(?:works?|worked|working) (?:now|like a charm|perfectly|great|for (?:me|us)|as expected|again)\b|\bthat was (?:it|the (?:problem|issue|cause|reason|solution))\b|\byou (?:just )?(?:saved|made) my\b|\blife ?saver\b"
    r"|\b(?:problem|issue|question|it|this) (?:is |was |has been |got )?(?:now )?(?:solved|fixed|resolved|answered)\b|\b(?:exactly|just) what i (?:needed|was looking for|wanted)\b|\baccepted (?:this|your|as)\b"
    r"|\b(?:das|es|dies|der tipp|die lösung|deine lösung|dein tipp) (?:hat|war) (?:\w+ ){0,3}?(?:funktioniert|geklappt|geholfen|geholfen|die lösung|es|gelöst)\b|\b(?:jetzt )?(?:funktioniert|klappt|läuft|geht)(?: es)? (?:jetzt|nun|wieder|endlich|super|perfekt|prima|bestens)\b"
    r"|\bjetzt (?:funktioniert|klappt|läuft|geht)\b|\bgelöst\b|\bproblem (?:ist )?(?:behoben|gelöst)\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:glad|happy|good|great) (?:to hear |that |it |this )|\b(?:how (?:this|that|it)|interested|i['’]d|if|hope|hopefully|should|would|could|might|may|will|'ll|’ll|going to|gonna|let me know|try|trying|expect|unless|until|when i|whether|did (?:that|this|it)|does (?:that|this|it)|wenn|falls|ob|hoffe|hoffentlich|sollte|würde|werde|probiere?|versuche?)\b",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"\b(?:did|does|do|has|have|is|was|will|would|still)(?:n['’]?t| not)(?: \w+){0,3}? (?:work\w*|help\w*|solve\w*|fix\w*|change[sd]? anything|seem to (?:work|help))\b|\b(?:no|without|any) (?:luck|success|effect|change|joy|avail|difference)\b"
    r"|\b(?:none|neither|nothing) (?:of [\w ]{1,40} )?(?:work\w*|help\w*|chang\w*)\b|\bnot working\b|\bnot (?:fixed|solved|resolved|working) (?:for|here|either|yet|in|on)\b|\bnot sure (?:this|that|it) (?:works|helps)\b|\bstill (?:not|no|doesn|don|isn|can|the same|get|getting|have|having|see|seeing|fail\w*|broken|stuck|crash\w*|happen\w*|hang\w*|open)\b|\b(?:same|another|different) (?:error|result|issue|problem) (?:again|still|persists|remains|afterwards|after that)\b"
    r"|\b(?:problem|issue|error|it) (?:still )?(?:persists|remains|comes back|came back|is back)\b|\bmade (?:it|things) worse\b|\bfailed (?:again|for me|too)\b|\bunfortunately\b[^.!?]{0,60}\b(?:not|n['’]t|same|still|no)\b"
    r"|\b(?:funktioniert|klappt|geht|hilft|half|hat) (?:\w+ ){0,3}?(?:nicht|nichts)\b|\bnicht (?:funktioniert|geklappt|geholfen)\b|\b(?:immer noch|weiterhin|leider) (?:\w+ ){0,4}?(?:nicht|kein\w*|fehler|dasselbe)\b|\bkeine? (?:erfolg|änderung|besserung)\b",
    re.IGNORECASE,
)
_STALE = re.compile(
    r"\b(?:no longer|not anymore|does(?:n['’]?t| not) (?:\w+ )?(?:work|exist|apply) (?:anymore|any more|any longer|since|as of)|stopped working (?:in|since|with|after|as of)|out ?dated|out of date|obsolete|deprecated|(?:was|were|has been|have been|been|got) (?:removed|renamed|dropped|replaced)"
    r"|used to work|funktioniert (?:\w+ )?nicht mehr|geht (?:\w+ )?nicht mehr|veraltet|überholt|(?:wurde|ist) (?:entfernt|umbenannt|ersetzt)|gibt es nicht mehr)\b",
    re.IGNORECASE,
)
_THANKED = re.compile(r"\b(?:thanks?|thank ?you|thx|ty|tnx|cheers|much appreciated|appreciate (?:it|your|the)|danke\w*|vielen dank|merci|gracias|grazie|obrigad[oa])\b", re.IGNORECASE)  # fmt: skip
_IN_ADVANCE = re.compile(r"\b(?:in advance|im voraus|for any|for your time|for reading|for looking)\b", re.IGNORECASE)
_SAME = re.compile(
    r"^\W*(?:\w+\W+){0,4}?(?:same (?:here|question|problem|issue|error|for me|thing|boat)|me too|us too|seconded|i (?:have|had|get|see|am having|'m having|’m having) (?:exactly |also |got )?(?:the |this )?(?:very |exact )?same|we (?:have|had|get|see) the same|any (?:news|update|solution|luck|answer)s?\b|"
    r"did you (?:ever )?(?:find|solve|fix|get)|(?:i|we)(?:'d| would| too)? (?:also |too )?(?:like|want|love|need) to know|hier auch|dasselbe|das gleiche|gleiches|geht mir auch|gibt es (?:schon )?(?:eine lösung|neuigkeiten))|^\W*(?:\+ ?1|following|bump|push)\W*$",
    re.IGNORECASE,
)
_OWN_SOLUTION = re.compile(
    r"\b(?:(?:i|we)(?:'ve| have)? (?:just |finally |now |managed to )*(?:found (?:out|the (?:solution|answer|problem|cause|reason|issue)|it|a (?:solution|workaround|way))|figured (?:it )?out|solved|fixed|resolved|solve|fix|got it (?:working|to work))"
    r"|(?:solved|fixed|resolved) (?:it |this |that |my problem )?(?:by|myself|with)|(?:the )?(?:solution|fix|answer|problem|issue|cause) (?:was|is|turned out)|turns out|turned out|edit\W+(?:solved|fixed|solution)|^\W*(?:(?:ok|okay|never ?mind|update|ah|aha)\W+)*(?:found|solved|fixed|figured)(?: it| out| the \w+)\b|(?:ich|wir) hab\w* (?:es |das )?(?:\w+ ){0,3}?(?:gelöst|gefunden|herausgefunden|hinbekommen)|die lösung (?:war|ist)|lag an)\b",
    re.IGNORECASE,
)

_ADVICE = re.compile(
    r"\b(?:you (?:can|could|need|have to|will have|should|must|may|might|want)|(?:you'll|you’ll) (?:need|have)|try|use|using|set|sets|setting|go to|open the|click|press|choose|select|enable|disable|switch|turn (?:on|off)|add|install|uninstall|run|"
    r"check|make sure|look (?:at|into|under)|there(?:'s| is| are) an? |it(?:'s| is) under|it(?:'s| is) the|here(?:'s| is)|instead of|workaround|solution|because|the (?:reason|option|setting|trick|cause|fix)|docs?|documentation|manual|replace|remove|rename|restart|"
    r"du (?:kannst|musst|solltest)|sie (?:können|müssen|sollten)|man (?:kann|muss)|versuch\w*|nimm|stell\w*|öffne\w*|klick\w*|weil|unter (?:einstellungen|admin)|anleitung)\b|https?://|[`{};]|\s>\s|->",
    re.IGNORECASE,
)

WORDS_OF_AN_ANSWER = 25
"""A reply of more words than this is no mere reaction."""


def read_reaction(text: str) -> Reaction:
    """What a reply says of what was said before it.

    >>> [str(read_reaction(t)) for t in ("Thanks, that worked!", "Thanks, will try", "Thank you, but it didn't help", "Same here")]
    ['worked', 'thanked', 'failed', 'same']
    """
    said = {_of(sentence) for sentence in sentences(text[:2000])}
    for reaction in (Reaction.STALE, Reaction.FAILED, Reaction.WORKED):
        if reaction in said:
            return reaction
    if _SAME.search(text):
        return Reaction.SAME
    return Reaction.THANKED if Reaction.THANKED in said else Reaction.NONE


def _of(sentence: str) -> Reaction:
    if not _is_question(sentence):
        if _STALE.search(sentence):
            return Reaction.STALE
        if _FAILED.search(sentence) and not _hoped(sentence, _FAILED):
            return Reaction.FAILED
        if _WORKED.search(sentence) and not _hoped(sentence, _WORKED):
            return Reaction.WORKED
    return Reaction.THANKED if _THANKED.search(sentence) and not _IN_ADVANCE.search(sentence) else Reaction.NONE


def _hoped(sentence: str, pattern: re.Pattern[str]) -> bool:
    """Whether what is found stands behind a word of hope, asking or plan in the same part of the sentence."""
    found = pattern.search(sentence)
    return bool(found and _NOT_YET.search(re.split(r"[,;:–—]|\b(?:and|but|und|aber)\b", sentence[: found.end()])[-1]))


def is_own_solution(text: str) -> bool:
    """Whether one who asked says how they solved it: the words for it, and enough of them to help another."""
    return len(text.split()) > 5 and any(
        _OWN_SOLUTION.search(one) and not _FAILED.search(one) and not one.endswith("?")
        for one in sentences(text[:2000])
    )


def is_answer(text: str) -> bool:
    """Whether a reply can hold an answer: it advises, or says something that is neither a question nor a reaction alone.

    >>> [is_answer(t) for t in ("Which version are you on?", "Not fixed for me either, sorry.", "Set it under Admin > Mail.")]
    [False, False, True]
    """
    words = len(text.split())
    if words < 3:
        return False
    spoken = sentences(text[:4000])
    told = [one for one in spoken if not _is_question(one)]
    if advises(" ".join(told)):
        if _of(spoken[0]) in (Reaction.NONE, Reaction.THANKED) and not _SAME.search(spoken[0]):
            return True
        return advises(" ".join(one for one in told if _of(one) is Reaction.NONE))
    return bool(told) and not _is_question(spoken[0]) and read_reaction(text) is Reaction.NONE


def advises(text: str) -> bool:
    """Whether a text says what to do, or why something is so."""
    return bool(_ADVICE.search(text))


def _is_question(sentence: str) -> bool:
    return sentence.rstrip(" \"')*_").endswith("?")

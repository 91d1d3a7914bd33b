"""Our own word list: how words, emoji and idioms of customers lean, from -3 to 3, and the words that turn them."""

from __future__ import annotations

POSITIVE = {
    3.0: """amaz~ awesome awesomeness brilliant~ excellent~ fantastic~ incredible incredibly outstanding phenomenal
        stellar superb flawless~ perfect~ perfection love~ lovin lovely luv adore~ wonderful~ terrific magnificent
        exceptional~ gorgeous beautiful~ spectacular stunning delight~ delightful thrill~ ecstatic heaven blissful bliss
        best epic godsend lifesaver flawless masterpiece stoked yay woohoo yass yaaas hurray hooray bravo kudos legend
        blessed overjoyed ecstatic unbeatable mindblowing yummy""",
    2.0: """great greatest good gud goodness happy happier happiest happily happiness glad gladly enjoy~ enjoyable fun
        nice nicer nicest nicely cool impress~ impressive recommend~ thank thanks thankful thankyou thx tks ty tysm thnx
        grateful gratitude appreciat~ appreciative excit~ exciting excitement pleas~ pleasant pleasantly pleasure
        cute sweet sweetest awesomely congrats congratulations congratulation congratulate win wins winner winning
        winners success~ successful~ celebrat~ celebration proud proudly smile~ smiling laugh~ hilarious funny
        favorite favourite fave favorites better elegant~ intuitive seamless~ smooth~ painless~ effortless~ reliable
        rock-solid delicious tasty charm~ magic magical genius hero heroes helpful helpfully super friendly welcoming
        generous gem treasure glorious sexy handsome fab fabulous marvelous solid slick polished snappy responsive
        blown upgrade-worthy worth worthy praise~ applaud~ applause admire~ admirable respect respectful inspir~ inspiring
        yes yeah yep wow yay haha hahaha lol lmao xd joy joyful joyous cheerful hopeful hope~ hopefully bliss
        freat gr8 grt dope lit goat fire rad neat sweetly victory triumph~ lucky luckily fortunate fortunately
        comfort~ comfortable cozy relax~ relaxing peaceful satisf~ satisfying satisfaction kind kindly kindness
        caring thoughtful honest honestly brave wise smart smarter clever talented powerful prettier pretty attractive""",
    1.0: """easy easier easiest easily ease fast faster fastest quick quickly quicker clean cleaner clear clearly simple
        simpler simply handy useful usefully usable convenient convenience stable robust secure safe flexible accurate
        affordable free bonus discount deal improve~ improved improvement improvements enhanced enhance~ fixed resolved
        solved works working worked ok okay fine alright decent fair acceptable agree~ agreed support~ supportive
        interest~ interesting interested curious fresh modern efficient efficiently effective effectively productive
        benefit~ beneficial advantage valuable save~ saved saves saving gain~ growth progress promising welcome
        polite professional courteous attentive prompt promptly patient patiently responsiveness trust~ trusted
        confident secure help~ helped helps correct correctly right well ready bright rich strong strength healthy
        warm popular special unique top thumbs +1 cheers plus loyal truly ideal proper properly relief relieved relieve
        nailed finally looking-forward eager keen wish wishes heart hug hugs kiss kisses party amusing quality""",
}
"""Words that lean to praise, by strength; a tilde stands for the usual endings."""

NEGATIVE = {
    -3.0: """hate~ hated hateful hatred horrible horribly horrendous terrible terribly awful~ worst atrocious abysmal
        dreadful disgust~ disgusting disgusted appall~ appalling garbage trash trashy rubbish crap crappy shit shitty
        shite bullshit bs scam~ scammer scammers fraud fraudulent rip-off ripoff fuck~ fucked fucking fuckin fck effing wtf
        unusable unacceptable inexcusable pathetic~ disgrace~ disgraceful outrage~ outrageous furious infuriat~ nightmare
        nightmares disaster disastrous catastrophe catastrophic fiasco useless worthless despicable vile evil loathe~
        hell livid enrage~ sickening miserable~ abomination shambles joke-of clusterfuck pos idiotic moronic idiot idiots
        moron morons bastard bastards asshole assholes bitch bitches cunt dick scum liar liars murder~ rape~ terrorist
        terrorists dumpster cancer""",
    -2.0: """bad badly worse worsen~ poor poorly disappoint~ disappointing disappointment disappointments frustrat~
        frustration frustrations annoy~ annoyance annoyances irritat~ irritating anger angry angrier mad pissed upset
        upsetting sad sadly sadder sadness saddened depress~ depression cry cries crying cried tears hurt hurts hurting
        pain painful painfully ugh argh arghh grr meh yuck yikes suck~ sucked sucky sux fail~ failed failure failures
        fails stupid stupidly stupidity dumb dumbest ridiculous~ absurd nonsense insane insulting insult~ rude rudely
        lousy shoddy sloppy ugly nasty gross creepy stink~ stinks awkward clunky clumsy janky buggy laggy glitchy
        broken breaks broke unreliable unresponsive incompetent incompetence negligent negligence careless ignorant
        arrogant dishonest misleading mislead~ deceptive deceiv~ lied lies lying cheat~ cheated steal~ stole stolen
        overpriced expensive overcharge~ overcharged ripped waste~ wasted wasting loser losers lost lose losing
        regret~ worry~ worried worrying worries worrisome fear~ scared scary afraid terrified panic~ dread~ stress~
        stressed stressful stressing suffer~ suffering struggle~ struggling tired exhausted exhausting bored boring
        unhappy unfortunate unfortunately unhelpful unprofessional unpleasant unfair unfriendly unsatisfied dissatisf~
        dissatisfied dissatisfaction disrespect~ disrespectful ignore~ ignored ignoring abandon~ abandoned refuse~ refused
        complain~ complaint complaints blame~ shame shameful ashamed embarrass~ embarrassing embarrassed mess messy
        messed screw~ screwed ruin~ ruined wreck~ wrecked destroy~ destroyed damage~ damaged kill~ killed death dead die
        died dying war wars attack~ attacked victim victims abuse~ abused abusive racist racism sexist hostile
        toxic corrupt corruption crime criminal illegal weak lame mediocre inferior subpar wrong wrongly cancelled
        cancel~ cancelling cancels canceled refund refunds unbelievable smh fml facepalm damn damnit dammit hellish sick
        boo sigh wtf shocked shocking tragic tragedy crisis chaos chaotic jerk jerks greedy greed""",
    -1.0: """slow slower slowest slowly sluggish delay~ delayed delays late wait~ waiting waited hours confus~ confusing
        confused confusion complicated complex convoluted cumbersome tedious difficult difficulty difficulties hard harder
        trouble troubles troublesome issue issues problem problems problematic bug bugs crash~ crashed crashing crashes
        freeze~ frozen froze freezing hang hangs hung stuck glitch glitches error errors errored outage outages down
        downtime unavailable missing disappear~ disappeared gone duplicate~ duplicated corrupt~ corrupted inconsistent
        incorrect incorrectly inaccurate invalid unable cannot lack~ lacking lacks limited limitation without
        miss~ forgot forget~ doubt~ doubtful skeptical unsure unclear uncertain concern~ concerned concerning
        sorry apolog~ apologies oops alas shy lonely alone weird odd strange suspicious risk risky threat~ threaten~
        regress~ regression timeout timeouts unstable flaky leak~ leaks overloaded blocked blocker denied rejected
        reject~ declined worrying vague outdated obsolete stale old hassle nuisance nag~ annoyingly spam spammy bloat~
        bloated overkill pricey costly nobody nothing nowhere hardly never barely restore~ rollback reverted workaround
        workarounds escalate~ escalated unanswered unresolved unsolved silence silent crickets switching churn leaving
        left quit quitting drop~ fallen fall falls flawed flaw flaws defect defects defective faulty fault""",
}
"""Words that lean to complaint, by strength."""

TROUBLE = """crash~ crashed crashing crashes freeze~ freezes freezing frozen hang hangs hung stuck fail~ failed failing fails
    failure error errors bug bugs buggy broken broke breaks breaking glitch glitches outage outages down lost loses losing
    missing vanish~ vanished disappear~ disappeared duplicate~ duplicated duplicates corrupt~ corrupted timeout timeouts
    slow slower laggy lag lags lagging unable cannot can't cant won't wont doesn't doesnt didn't didnt isn't isnt regression
    unusable unavailable unresponsive stops stopped wrong incorrect incorrectly blank overwritten overwrote wiped restored
    rollback reverted refuses rejects rejected locked spinning endless nothing empty blank twice again still offline
    blocked blocking logged kicked delayed late garbled""".replace("'", "'")
"""Words of things that do not work, apart from how anybody feels about them."""

NEGATORS = """not no never none nobody nothing neither nor nowhere hardly barely scarcely without cannot can't cant couldn't
    couldnt don't dont doesn't doesnt didn't didnt isn't isnt wasn't wasnt aren't arent weren't werent won't wont wouldn't
    wouldnt shouldn't shouldnt hasn't hasnt haven't havent hadn't hadnt ain't aint lacks lack"""

BOOSTERS = """very really so extremely absolutely totally completely incredibly super insanely ridiculously highly truly
    utterly deeply seriously such too hella freaking fucking damn much quite particularly especially entirely
    unbelievably mega ultra most way more"""

DAMPERS = "slightly somewhat kinda sorta rather fairly bit little mildly partly almost nearly occasionally sometimes"

CONTRAST = "but however although though yet except unfortunately sadly nevertheless nonetheless still whereas"

THANKS = "thanks thank thx tks ty tysm thnx cheers grateful appreciate appreciated kudos"

QUESTION = """how what when where why who which does do is are can could would should has have anyone anybody did will
    any somebody someone"""

WISH = (
    "wish could would should please pls plz hope hoping want need feature request add option ability suggestion allow"
)

SWEARS = "fuck fucking fucked fuckin fck shit shitty bullshit wtf damn crap hell ass asshole bitch bastard"

EMOJI = {
    2.5: "😍 🥰 😘 ❤ 💕 💖 💗 💙 💚 💛 💜 🧡 🖤 😻 🤩 🎉 🎊 🥳 💯 🏆 ♥ 💘 💞 💓 💝 🤗",
    2.0: "😀 😁 😃 😄 😊 🙂 ☺ 😎 👍 👏 🙌 🙏 😋 😇 🤠 😂 🤣 😆 😸 🎈 🌟 ⭐ ✨ 🔥 🚀 💪 👌 😌 😉 😺 🍾 🥂 🤞 🤘 🙋 ✅ 🌈 🫶 ✌ 💐 🌹",
    1.0: "😅 😏 😜 😝 😛 🤭 🎂 🎁 🎶 ☀ 🌞 🍻 👀 🤓 🌸 👑 💃 😈",
    -1.0: "😐 😑 😕 🙁 ☹ 🤔 😬 😶 🙄 😴 😪 🤷 😳 😯 😰 😥 😮 🥴 ⏳ 😵",
    -2.0: "😞 😔 😟 😣 😖 😫 😩 😢 😭 😓 😨 😧 💔 😷 🤒 🤕 🤦 😒 😤 🥺 😱 😿 🥱 ❌ ⚠",
    -2.5: "😠 😡 🤬 👎 🤮 🤢 💩 🖕 😾 👿 💀 ☠ 🤡 🗑",
}
"""Emoji by lean."""

EMOTICONS = {
    2.0: ":) :-) =) :] :d :-d =d xd ;) ;-) ;d :p :-p =p ^^ ^_^ (: (-: (; <3 :') :* :-* ;p :o) :} ;-d =] :3",
    -2.0: ":( :-( =( :[ :'( :/ :-/ =/ :\\ :-\\ :| :-| :@ </3 ): )-: -_- :s :-s d: >:( =\\ :{ ;( >.< >_<",
}
"""Emoticons by lean, in lower case."""

IDIOMS = {
    0.0: """no problem|no problems|no worries|not a problem|thanks in advance|thank you in advance|tia|good morning
        |good afternoon|good evening|good day|good night|hope you are well|hope this helps|hope that helps|kind regards
        |best regards|fatal error|error message|error messages|error code|error log|error handling|error logs|kill process
        |kill the process|dead letter|best practice|best practices|dear all|happy to help|feel free|sorry to bother
        |problem statement|bug bounty|issue tracker|error report|war room|war file|parent child|master slave|hello kitty
        |like to know|would like|i'd like|looks like|feels like|something like|things like|sounds like|seems like|like this
        |like that|looking for|well as|right now|right click|free trial|free tier|free plan|death march|hard drive|hard code
        |hard coded|stress test|load test|drop down|pull request|white space|trash bin|recycle bin|bug fix|bug fixes
        |dark mode|cool down|pretty much|kind of|sort of|nothing special|no longer|no idea|hot fix|silent install
        |abort signal|failure rate|panic mode|crash course|killer app|critical path|lost and found|at least|better than
        |happy new year|happy friday|happy monday|best way|the best way|good way|right way|what is the best""",
    2.0: """works like a charm|like a charm|can't wait|cannot wait|cant wait|can't complain|cant complain|not bad|not too bad
        |life saver|game changer|big fan|huge fan|well done|good job|great job|nice work|great work|good work|hats off
        |thumbs up|blown away|no complaints|never fails|two thumbs|spot on|on point|top notch|second to none|highly recommend
        |makes my day|made my day|so far so good|no brainer|looking forward|look forward|it just works|just works|worth it
        |worth every|rock solid|keep it up|shout out|props to|hit the spot|can't live without|five stars|5 stars
        |could not be happier|couldn't be happier|couldn't agree more|kicks ass|kick ass|bad ass|badass|sick build
        |killing it|nailed it|crushing it|never looked back|not a single issue|no issues|without issues|easy to use
        |saved me|saves me|saved us|saves us|thank god|fixed it|that did it|did the trick|does the trick""",
    -2.0: """not working|doesn't work|does not work|doesnt work|don't work|didn't work|did not work|won't work|not work
        |stopped working|stops working|no longer works|not happy|no response|no reply|no answer|no help|not helpful
        |never works|never again|fed up|sick of|tired of|had enough|give up|gave up|giving up|last straw|waste of
        |waste of time|waste of money|thumbs down|let down|lets down|let us down|pain in the|deal breaker|dealbreaker
        |no use|not good|not great|not acceptable|not impressed|not recommend|don't recommend|can't believe|cant believe
        |can't even|cant even|rip off|ripped off|joke of|what a joke|thanks for nothing|thanks a lot for|no thanks|too slow
        |too expensive|too complicated|too many|too hard|keeps crashing|keeps failing|keeps freezing|switching to
        |moving to|looking for alternatives|looking for an alternative|looking for alternative|cancel my|cancelling our
        |canceling our|still broken|still waiting|still not|not loading|won't load|doesn't load|can't log|cannot log
        |unable to|out of control|falls short|fall short|under whelming|one star|1 star|zero stars|never got
        |on hold|hung up|data loss|lost data|lost our|lost all|lost my|double charged|charged twice|wtf|worse than
        |stay away|do not buy|don't buy|not worth|want my money|money back|step backwards|step back|slap in the
        |broke our|broke my|breaks our|breaks my|not supported|does nothing|nothing happens|makes no sense""",
}
"""Idioms that stand as one word each: those at 0 only look like opinion."""

_ENDINGS = ("", "s", "es", "ed", "d", "ing", "ly", "er", "ers")


def inflect(entry: str) -> tuple[str, ...]:
    """Returns the spellings that an entry stands for: 'annoy~' also annoys, annoyed, annoying, annoyingly."""
    if not entry.endswith("~"):
        return (entry,)
    stem = entry[:-1]
    forms = [stem + ending for ending in _ENDINGS]
    if stem.endswith("e"):
        forms += [stem[:-1] + "ing", stem[:-1] + "ingly", stem[:-1] + "able"]
    elif stem.endswith("y"):
        forms += [stem[:-1] + "ies", stem[:-1] + "ied"]
    elif stem.endswith("at"):
        forms += [stem + "e", stem + "es", stem + "ion", stem + "ingly"]
    else:
        forms += [stem + "e", stem + "es", stem + "ingly", stem + "edly"]
    return tuple(dict.fromkeys(forms))


def valences() -> dict[str, float]:
    """Returns the lean of every word, emoji and emoticon; the stronger list wins where two name a word."""
    found: dict[str, float] = {}
    for groups in (EMOTICONS, EMOJI, POSITIVE, NEGATIVE):
        for value, words in groups.items():
            for entry in words.split():
                for form in inflect(entry):
                    if abs(value) > abs(found.get(form, 0.0)):
                        found[form] = value
    return found


def idioms() -> dict[tuple[str, ...], float]:
    """Returns the lean of every idiom, as a run of words."""
    return {
        tuple(phrase.split()): value for value, text in IDIOMS.items() for phrase in text.split("|") if phrase.strip()
    }


def words(text: str) -> frozenset[str]:
    """Returns the spellings of a list of entries."""
    return frozenset(form for entry in text.split() for form in inflect(entry))


def spellings() -> set[str]:
    """Returns every word, sign and idiom that the lists name; an idiom is its words joined by low lines."""
    listed = (TROUBLE, NEGATORS, BOOSTERS, DAMPERS, CONTRAST, THANKS, QUESTION, WISH, SWEARS)
    found = set(valences()).union(*(words(text) for text in listed))
    for phrase in idioms():
        found.update(phrase)
        found.add("_".join(phrase))
    return found

"""Made-up posts of business customers, put together from our own phrases, to practise on what public corpora lack."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

THINGS: Final = """the export|the import|single sign-on|the login page|the calendar sync|the mobile app|the dashboard|our reports
the API|the webhooks|the contact list|the search|the email editor|the mail integration|the Outlook add-in|the Slack integration
the billing page|the admin panel|custom fields|the workflow builder|automation rules|the scheduler|the forecast|the pipeline view
the deal board|the ticket queue|notifications|push notifications|the file upload|attachments|the PDF generator|the invoice module
the knowledge base|the chat widget|the phone integration|call recordings|the activity log|the audit trail|user permissions
the role editor|the data migration|the nightly backup|the sandbox|the staging environment|the SDK|the command line client
the connector|the plugin|the onboarding wizard|the setup|the documentation|the new editor|the new layout|the latest release
the update|the upgrade|version 4|the beta|the assistant|AI suggestions|lead scoring|the segment builder|campaigns|the form builder
the survey tool|the partner portal|the customer portal|the marketplace|the time tracker|the map view|the Kanban board|filters
saved views|bulk edit|the duplicate check|the merge function|tags|the timeline|the quote tool|the price book|the browser extension
the Excel export|the data loader|the sync job|two-factor login|password reset|the rate limiter|the queue|the installer"""

PROBLEMS: Final = """crashes|keeps crashing|is down|is down again|does not work|doesn't work anymore|stopped working|has stopped responding
is broken|is still broken|is completely broken|hangs|hangs at 90 percent|freezes|freezes every few minutes|fails|fails silently
fails without any message|throws an error|throws a 500|returns an error every time|times out|keeps timing out|is extremely slow
got much slower|takes forever|takes minutes to load|loads a blank page|shows a white screen|shows the wrong numbers
shows yesterday's values|shows other people's records|loses data|lost half of our records|drops records|skips rows|drops the last line
creates duplicates|sends everything twice|sends the mail to the wrong person|overwrites manual changes|deletes my changes
forgets the settings|resets itself|logs everybody out|locks us out|rejects valid passwords|rejects our certificate
does not save|won't open|won't load|won't start|cannot be opened|cannot find existing customers|ignores the filter
ignores the time zone|displays garbled characters|breaks with special characters|breaks after every update|is unusable
is unusable on a phone|is a mess|is a pain|gets worse with every release|eats all memory|never finishes|aborts halfway
is stuck on pending|is out of sync|has been flaky for weeks|disappeared|has vanished from the menu|was removed without notice
is missing half of the entries|doubles every amount|rounds the totals wrongly|stopped syncing|refuses to connect|disconnects all the time"""

WHEN: Final = """since the update|since yesterday|since this morning|since last week|after the upgrade|after the last release|again|today
for days now|for the third time this month|every single day|whenever I save|as soon as I click send|on Chrome and Firefox
on iOS|on Android|for all of our users|for half of the team|in production|right before quarter end|at the worst time|during the demo
when two people edit at once|with more than a thousand rows|over night|on every second try||||||"""

EFFECT: Final = """Nobody can work|Our team is blocked|We had to roll back|I had to redo everything by hand|We lost a full day of work
Customers are complaining|Support has not answered in a week|Still no fix|No reply from support|Ticket open since spring
This costs us money|I am losing patience|We pay a lot for this|Had to restore everything from a copy|Please fix this
Is anybody looking at this|How did this get through testing|Not acceptable for the price|Steps to reproduce below
Expected: it saves. Actual: nothing happens|Worked fine last month|The workaround no longer helps|I can reproduce it every time
We had to go back to spreadsheets|Two hours wasted|Data had to be entered again||||||||"""

COMPLAINTS: Final = """Support takes days to answer and then sends a link to an article
The price went up again and we got nothing in return|The invoice is wrong every single month|Nobody answers the phone
Your sales team promised this feature a year ago|The contract terms changed without notice|Seats we removed are still on the bill
Support keeps asking for the same screenshots|We went through four people and none could help|The account manager never calls back
Too many clicks for a simple task|The interface is cluttered and confusing|The learning curve is brutal
Far too expensive for what it does|Important features are hidden behind the highest plan|The docs are out of date
Documentation is thin and the examples are wrong|Terrible onboarding, we were left alone|The trainer did not know the product
Every release breaks something else|The roadmap is a list of broken promises|We feel like unpaid testers
The redesign made everything harder to find|Nothing in the admin area is where it should be|I regret signing for three years
Reporting is weak compared with other tools|It feels abandoned, no real update in a year|Downtime again and no word from the vendor
Hours of downtime in the middle of the working day|Six weeks of waiting for a simple answer|Awful customer service
Not worth the money|Would not recommend it to anyone|Very disappointed with the support we get|The community asks and nobody from the company responds
Mandatory calls with sales just to see a price, no thanks|Hidden fees everywhere|Overpriced and underdelivering
Simple changes cost extra|Our data is held hostage, the export leaves out half of it|They raised the API prices again"""

CHURN: Final = """We are leaving at the end of the year|Already looking for a replacement|We switched to a competitor last month
Cancelled our subscription today|Not renewing|We will not renew unless this gets fixed|Our contract ends in May and so does our patience
Moving the whole team to another tool|I am evaluating alternatives because of this|We gave up on it|Our exit is planned
Time to move on|Downgraded to the free plan, the paid one is not worth it|We are out|Management decided to drop it"""

SARCASM: Final = """Great job breaking {thing} again|Wow, {thing} {problem}, what a surprise|Love it when {thing} {problem}
Oh wonderful, {thing} {problem}|Nice, another release where {thing} {problem}|Thanks for the update, now {thing} {problem}
Fantastic, {thing} {problem} and support is on holiday|Yeah, sure, {thing} {problem} but at least we got a new logo
Brilliant idea to ship this when {thing} {problem}|So glad we pay for this, {thing} {problem}|Good to see that {thing} still {problem}
10 out of 10 for {thing} that {problem}|Congratulations, {thing} {problem}|Of course {thing} {problem}, why would it not"""

TASKS: Final = """export contacts to a spreadsheet|import accounts from a file|set up single sign-on|change the default currency|add a custom field
delete a user|transfer ownership of records|connect a second mailbox|create a recurring task|restrict access by team|map fields
merge two accounts|call the API from a script|rotate the API key|set a webhook|schedule a report|filter by last activity
share a dashboard with a client|turn off email notifications|rename a stage|translate the portal|add a logo to quotes
restore a deleted record|move data to another region|link a ticket to a deal|use variables in a template|archive old projects
clone a workflow|upgrade from version 3 to 4|test changes in a sandbox|see who changed a field|calculate a weighted forecast
sort the board by due date|attach a file to a note|hide a column for some roles|change the owner of many deals at once"""

QUESTIONS: Final = """How do I {task}?|How can I {task}?|Is there a way to {task}?|Is it possible to {task}?|Can I {task} without admin rights?
What is the best way to {task}?|Where can I {task}?|Does anyone know how to {task}?|Has anybody managed to {task}?
Which plan do I need to {task}?|Any documentation on how to {task}?|Do I need a developer to {task}?|What happens when I {task}?
Trying to {task}, where do I start?|I would like to {task}, how is this done?|We want to {task}. What do you recommend?
Quick question: can we {task}?|Who is allowed to {task}?|How long does it take to {task}?|Could someone explain how to {task}?
Does {thing} support this?|What does {thing} cost?|Is {thing} included in the basic plan?|How does {thing} work with several time zones?
Does {thing} work offline?|What are the limits of {thing}?|Is there an API for {thing}?|When will {thing} be available in Europe?
How do {thing} and {thing2} relate?|Which one do you use, {thing} or {thing2}?|What does this error code mean?
How should I handle a fatal error in a script?|How do I kill a process that is running?|What happens to dead letters in {thing}?"""

WISHES: Final = """Please add an option to {task}|Feature request: {task}|It would be great to be able to {task}|Would be nice if we could {task}
Could you add a way to {task}?|I wish we could {task}|Suggestion: let users {task}|Idea: a button to {task}|We need the ability to {task}
Any plans to let admins {task}?|Please consider support for this: {task}|Would love to {task} from the mobile app
Proposal: allow everyone to {task}|+1 for being able to {task}|Can we get a shortcut to {task}?|A keyboard shortcut for {thing} would help
Larger fonts in {thing} please|It would help to have {thing} in {thing2}|Request: make {thing} configurable"""

FACTS: Final = """You can find it under Settings, then Users|Open the menu and choose Edit|That is described in the second chapter of the guide
You need admin rights for this|This is controlled by a permission|Use the API for that, the interface does not offer it|Add a filter and save the view
The limit is 500 records per request|We have 30 users in two offices|We use it with {thing} and {thing2}|I am an admin at a small company
The new version comes out on Monday|The meeting starts at ten|The webinar is next Thursday|Slides are attached|See the link above
I have sent you a message|Moved to the other category|Same question|Following this thread|Bump|Any news?|We changed {thing} to run weekly
Our data is stored in Ireland|Last year we had {thing}, this year we have {thing2}|The team consists of four people
It depends on your plan|Yes, that is possible with {thing}|No, only admins can do that|Click on the three dots and select Archive
First create the field, then add it to the layout|Set the value to true and restart|The default is 30 seconds|The field is optional
We run {thing} every night|Our partner set up {thing}|We are comparing three vendors at the moment|Looking for a freelancer who knows {thing}
We are hiring an administrator|The error message is written to the log file|The job is killed when the limit is reached
A failed run is repeated three times|An invalid value raises an exception by design|Critical is the highest of four priorities
No problem, see the answer above|No worries, there is time|Thanks in advance|Hello everyone, new here|Happy to share the script
Hope this helps|Kind regards from Hamburg|Please find the details below|Here is what I did: opened {thing}, then {thing2}"""

PRAISE: Final = """Thank you, that solved it|Thanks, works now|Perfect, thank you so much|That did it, many thanks|{thing} saves us hours every week
{thing} is fantastic|{thing} is so much faster now|{thing} works perfectly|{thing} just works|Really happy with {thing}|Love {thing}
Big fan of {thing}|{thing} is a huge improvement|Great work on {thing}|Kudos for {thing}|Finally {thing}, we waited for this
The team loves {thing}|My colleagues are delighted with {thing}|{thing} made my day|{thing} was easy to set up|{thing} was up and running in minutes
{thing} is better than anything we had before|Impressed by {thing}|Support was quick and friendly|Excellent support, problem solved in ten minutes
Your support team is amazing|Best decision we made this year|We have used it for years and are very satisfied|Would recommend it to every small company
Smooth migration, no data lost|The upgrade went without a hitch|No problems at all since we switched|Not a single outage this year
I can't imagine working without it|Worth every cent|Good value for money|Clean interface and great documentation|So easy to use
The documentation is excellent|Coming from a competitor, this is a relief|Happy customer since 2015|Well done everyone
This release fixed all of our issues, thank you|The bug is fixed, thanks for the quick turnaround|Glad we renewed|You guys rock
Wonderful community, I got an answer within an hour|What a time saver|Keep up the good work|Nice improvement|Awesome, thanks for sharing"""

MIXED_GOOD: Final = "{praise}, even if {thing} could be faster|{praise}, though I miss {thing}|At first {thing} {problem}, but support fixed it and now we are very happy"
MIXED_BAD: Final = "Good product, but {thing} {problem}|I like {thing2}, however {thing} {problem}|It was great until the update, now {thing} {problem}|Nice idea, but {thing} {problem}"
OPENINGS: Final = (
    "||||||||Hi, |Hello, |Hi all, |Good morning, |Hey team, |Hi everyone, |Dear support, |Hello community, "
)
CLOSINGS: Final = "||||||| Thanks!| Thanks in advance.| Thank you.| Cheers| Best regards| Thanks| Regards, a customer"

SIZES: Final = {"bug": 1500, "complaint": 700, "churn": 250, "sarcasm": 350, "question": 1200, "wish": 700, "fact": 900, "praise": 1500,
    "mixed good": 150, "mixed bad": 250}  # fmt: skip
"""How many posts of each kind are made; repeats are made once."""


def posts(seed: int = 7) -> list[tuple[str, str, str]]:
    """Returns made-up posts as (text, label, kind), always the same for a seed."""
    dice = random.Random(seed)  # noqa: S311 no secret depends on it
    found: dict[str, tuple[str, str]] = {}
    for kind, size in SIZES.items():
        for _ in range(size):
            text, label = _one(kind, dice)
            found.setdefault(text, (label, kind))
    return [(text, label, kind) for text, (label, kind) in found.items()]


def _one(kind: str, dice: random.Random) -> tuple[str, str]:
    def pick(text: str) -> str:
        return dice.choice(_phrases(text)).format_map(_Slots(dice))

    if kind == "bug":
        text = f"{pick(THINGS)} {pick(PROBLEMS)} {pick(WHEN)}".strip()
        effect = pick(EFFECT)
        text = f"{_first_capital(text, dice)}. {effect}" if effect else _first_capital(text, dice)
        return _frame(text, dice), "negative"
    if kind in {"complaint", "churn"}:
        parts = [pick(COMPLAINTS if kind == "complaint" else CHURN)]
        if dice.random() < 0.5:
            parts.append(
                dice.choice([pick(COMPLAINTS), _first_capital(f"{pick(THINGS)} {pick(PROBLEMS)}", dice), pick(EFFECT)])
            )
        return _frame(". ".join(part for part in parts if part), dice, polite=False), "negative"
    if kind == "sarcasm":
        return _frame(pick(SARCASM), dice, polite=False), "negative"
    if kind == "question":
        return _frame(pick(QUESTIONS), dice), "neutral"
    if kind == "wish":
        return _frame(pick(WISHES), dice), "neutral"
    if kind == "fact":
        return _frame(pick(FACTS), dice), "neutral"
    if kind == "mixed good":
        return pick(MIXED_GOOD), "positive"
    if kind == "mixed bad":
        return pick(MIXED_BAD), "negative"
    text = pick(PRAISE)
    return _frame(f"{text}. {pick(PRAISE)}" if dice.random() < 0.3 else text, dice, polite=False), "positive"


class _Slots(dict[str, str]):
    """Fills `{thing}`, `{task}` and the other slots of a phrase at random."""

    def __init__(self, dice: random.Random) -> None:
        super().__init__()
        self.dice = dice

    def __missing__(self, name: str) -> str:
        lists = {"thing": THINGS, "thing2": THINGS, "task": TASKS, "problem": PROBLEMS, "praise": PRAISE}
        return self.dice.choice(_phrases(lists[name])).format_map(self)


def _phrases(text: str) -> Sequence[str]:
    return text.replace("\n", "|").split("|")


def _first_capital(text: str, dice: random.Random) -> str:
    return text[:1].upper() + text[1:] if dice.random() < 0.7 else text


def _frame(text: str, dice: random.Random, *, polite: bool = True) -> str:
    if polite:
        text = dice.choice(_phrases(OPENINGS)) + text
        closing = dice.choice(_phrases(CLOSINGS))
        text += (closing if text[-1] in "?!." else "." + closing) if closing else ""
    if text[-1].isalpha() and dice.random() < 0.4:
        text += dice.choice(".!.")
    return text

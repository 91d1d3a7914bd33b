"""Quotes by the marks of forums, chats, trackers and feeds; signatures, footers, templates and translations."""

import pytest

from voxpop.authorship import Markup, own_text, own_title, split_parts

OWN = "No, that made it worse for us."


@pytest.mark.parametrize(
    "quote",
    [
        "> Try the new build.\n> It helps.",
        "&gt; Try the new build.\n&gt; It helps.",
        ">Try the new build.\n>It helps.",
        ">> Is it slow?\n> Try the new build.",
        '[quote="mia, post:3, topic:12"]\nTry the new build.\n[/quote]',
        "[QUOTE=mia]Try [quote=ben]old[/quote] the new build.[/QUOTE]",
        "<blockquote><p>Try the new build.</p></blockquote>",
        "<blockquote>a<blockquote>b</blockquote>c</blockquote>",
        "<mx-reply><blockquote>In reply to mia<br>Try it</blockquote></mx-reply>",
        "> <@mia:chat.example> Try the new build.\n> It helps.",
        "@_**Mia Stone|12** [said](https://chat.example/#narrow/near/7):\n```quote\nTry the new build.\n```",
        "````quote\n```quote\nolder\n```\nTry the new build.\n````",
        "{quote}Try the new build.{quote}",
        "bq. Try the new build.",
        "<details class='elided'>\n<summary>...</summary>\nTry the new build.\n</details>",
        "<!-- Please search before you post. This crash is known. -->",
    ],
)
@pytest.mark.parametrize("markup", [Markup.MARKDOWN, Markup.FORM, Markup.UNKNOWN])
def test_a_quote_is_no_word_of_the_writers(quote, markup):
    assert own_text(f"{quote}\n\n{OWN}", markup) == OWN
    assert own_text(f"{OWN}\n\n{quote}", markup) == OWN
    assert own_text(f"{OWN}\n\n{quote}\n\nSorry.", markup) == f"{OWN}\n\nSorry."


@pytest.mark.parametrize(
    "text",
    [
        "It dies early.\n> 500 rows and it dies.\nReally.",
        "It feels slow\n>:( every day",
        "a\n>= 5 is wrong",
        "a > b and b > c, so what",
        "```\n> this is a prompt\n```\nIt prints nothing.",
        "Use `<!-- -->` in the template, it is ignored.",
        "[quote without an end\nand my words",
        "<blockquote> never closed, and my words",
        "I quote: it is done.",
        "Pros\n--\nIt is fast. I like that very much, and the team does too.\nCons\n--\nNone.",
        "- [ ] add dark mode\n- [x] add search",
        "### The export is terrible\nIt loses rows.",
        "Please provide a template for invoices.",
        "No response\nI wrote to you three times.",
        "I wrote <!-- in my template and the page went blank. Please help.",
        "/home is full\nand it stops",
        "[mia]: # the number sign is lost (why?)",
        "*It is great!*\nReally.",
        "I asked Google to translate (Original) and it is nonsense",
    ],
)
@pytest.mark.parametrize("markup", [Markup.MARKDOWN, Markup.FORM, Markup.UNKNOWN])
def test_what_only_looks_like_a_quote_stays(text, markup):
    assert own_text(text, markup) is None


def test_x_knows_no_marks_but_those_of_handing_on():
    assert own_text("> be me\n> pay for this\nlol", Markup.SHORT) is None
    assert own_text("Never again. RT @acme: our new plans are here", Markup.SHORT) == "Never again."
    assert own_text("“@acme: our new plans are here” never again", Markup.SHORT) == "never again"
    assert own_text("RT @acme: our new plans are here", Markup.SHORT) is None


def test_a_text_of_one_line_is_all_quote_only_where_the_markup_is_known():
    assert own_text("> It stops after a minute.", Markup.MARKDOWN) == ""
    assert own_text("> It stops after a minute. Same here", Markup.UNKNOWN) is None


@pytest.mark.parametrize(
    "form",
    [
        "<!-- Describe the crash -->\n\n### What happened\n\n{}\n\n### Anything else?\n\n_No response_\n",
        "**Describe the bug**\nA clear and concise description of what the bug is.\n{}\n\n**Additional context**\nAdd any other context about the problem here.",
        "### Is there an existing issue for this?\n\n- [X] I have searched the existing issues\n\n### Current Behavior\n\n{}\n\n### Very special field\n\n_No response_",
        "{}\n\n- [x] I agree to follow this project's Code of Conduct\n- [ ] There is a test",
        "[//]: # (Describe the crash.\nWithout logs we close it.)\n\n{}\n\n[comment]: <> (the end)",
        "## Summary\n\n(Summarize the bug encountered concisely)\n\n{}\n\n## Possible fixes\n\n/label ~bug ~crash\n/cc @mia",
        "h3. Steps to reproduce\n{}\nh3. Actual results\n*Expected Results:*\n",
        "### 复现步骤\n\n{}\n\n### 期望结果\n",
    ],
)
def test_a_trackers_form_is_nobodys_opinion(form):
    assert own_text(form.format(OWN), Markup.FORM) == OWN


@pytest.mark.parametrize(
    "below",
    [
        "-- \nMia Stone\nStone & Sons",
        "Sent from my iPhone",
        "Von meinem Samsung Galaxy gesendet",
        "Envoyé de mon iPhone",
        "Get Outlook for Android",
        "_______________________________________________\nusers mailing list\nusers@lists.example\nhttps://lists.example/listinfo/users",
        "--\nYou received this message because you are subscribed to the Google Groups group.\nTo unsubscribe, send a mail.",
        "-------------- next part --------------\nAn HTML attachment was scrubbed...\nURL: <https://lists.example/a.htm>",
        "-----BEGIN PGP SIGNATURE-----\n\niQBuAgUB\n=8H7Y\n-----END PGP SIGNATURE-----",
    ],
)
def test_what_a_program_puts_below_is_cut(below):
    assert own_text(f"{OWN}\n\n{below}", Markup.MAIL) == OWN


def test_a_card_goes_and_the_closing_stays():
    text = f"{OWN}\n\nKind regards\nMia Stone\nStone & Sons GmbH\nTel. +49 30 1234567\nmia@stone.example"
    assert own_text(text, Markup.MAIL) == f"{OWN}\n\nKind regards"
    kept = f"{OWN}\n\nThanks,\nMia\nPS: the log is at https://stone.example/log and it is full of errors."
    assert own_text(kept, Markup.MAIL) is None


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("(Translated by Google) Never again\n\n(Original)\nNie wieder", "Nie wieder"),
        ("Nie wieder\n\n(Translated by Google)\nNever again", "Nie wieder"),
        ("(Übersetzt von Google) Nie wieder\n\n(Original)\nNunca mais", "Nunca mais"),
        ("(Traduit par Google) Plus jamais\n\n(Avis d'origine)\nNever again", "Never again"),
    ],
)
def test_a_machines_translation_is_not_the_customer(text, own):
    assert own_text(text) == own


@pytest.mark.parametrize(
    ("title", "kind", "parent", "own"),
    [
        ("Re: Export stops", "reply", "m1", ""),
        ("AW: [users] Export stops", "reply", None, ""),
        ("Re[2]: Export stops", "reply", None, ""),
        ("RE: RE: Export stops", "answer", None, ""),
        ("Fwd: Export stops", "ticket", None, ""),
        ("Re: my order 12", "ticket", None, None),
        ("Export stops", "reply", "m1", None),
        ("Regarding: nothing works", "reply", "m1", None),
        (None, "reply", "m1", None),
    ],
)
def test_the_title_of_what_is_answered_is_not_the_writers(title, kind, parent, own):
    assert own_title(title, kind, parent) == own


def test_parts_joined_are_the_text():
    text = "Hello\n> a\n> b\n\n<!-- c -->\nwell `x`\n-- \nMia"
    assert "".join(part.text for part in split_parts(text, Markup.MARKDOWN)) == text


def test_chats_quote_all_that_follows_three_marks():
    text = "It works again.\n>>> The import stops.\nAt row nine."
    assert own_text(text, Markup.CHAT) == "It works again."
    assert own_text("```\n>>> 1 + 1\n2\n```\nIt says two.", Markup.CHAT) is None
    assert own_text(">>> sum(prices)\n0\nZero is wrong.", Markup.MAIL) == "0\nZero is wrong."


def test_other_signs_of_quotes_in_mail():
    assert own_text("Mia schrieb:\n» Der Import bricht ab.\n» Immer.\n\nHier auch.", Markup.UNKNOWN) == "Hier auch."
    assert own_text("＞ Der Import bricht ab.\n＞ Immer.\n\nHier auch.", Markup.MAIL) == "Hier auch."
    assert own_text("»Das ist doch nichts«, sagte sie.\n»Nie.«", Markup.MAIL) is None

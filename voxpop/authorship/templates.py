"""Lines that a form of a tracker wrote: its headings, its hints, the boxes it wants ticked."""

from __future__ import annotations

import re
from typing import Final

HEADING: Final = re.compile(r"^\s{0,3}(?:#{1,6}|h[1-6]\.)\s+(.+?)\s*#*\s*$")
BOLD: Final = re.compile(r"^\s*(?:\*\*|__|\*(?=[^\s*]))(.+?)(?:\*\*|__|\*)\s*:?\s*$")
LEVEL: Final = re.compile(r"\s*(#{1,6}|h[1-6]\.)")
BOX: Final = re.compile(r"^\s*[-*+]\s+\[\s*[xX]?\s*\]\s+(.*)$")
ITEM: Final = re.compile(
    r"^[-*]\s+(?:\*\*)?[A-Z][^:]{2,100}(?:\([^)]{2,80}\))?[^:]{0,40}(?:\*\*)?(?::|=>)(?:\*\*)?(?:\s*:grey_question:)?\s*$"
)
EVIDENT: Final = 2
"""Headings of a form in a text that make its other headings the form's."""

LABEL: Final = re.compile(
    r"^(?!.*\b(?:i|we|my|our|you|your)\b(?! (?:environment|question|issue|setup)))[^!]{1,110}$", re.IGNORECASE
)
"""A heading that a form may have: no exclamation, nothing of me and you."""

PLEDGE: Final = re.compile(
    r"(?:i (?:have|am|'m|agree|confirm|understand|will|checked|searched|read|verified|did|report|updated|added)|i've|this (?:issue|bug|is)|my (?:issue|code)"
    r"|checked|searched|read the|there (?:is|are) no|the (?:issue|bug|problem) (?:still|exists)|yes\b|no\b|latest version|by submitting)",
    re.IGNORECASE,
)

HEADINGS: Final = frozenset(
    """what happened|what happened?|what did you do|what did you do?|what did you expect|what did you expect to happen|what did you expect to see
what did you see instead|what did you see instead?|what went wrong|what were you doing|what is the problem|what is expected
what is expected?|what is actually happening|what is actually happening?|what is the current behavior|what is the current behavior?
what is the expected behavior|what is the expected behavior?|do you want to request a *feature* or report a *bug*?|do you want to request a feature or report a bug?|detailed description|website or app|how often does this bug happen|pull request readiness checklist|what version of react are you using|which versions of react, and which browser / os are affected by this issue? did this work in previous versions of react?|what problem does this feature solve
what problem does this feature solve?|what does the proposed api look like|what does the proposed api look like?|what you expected to happen
bug report|bug description|describe the bug|describe the issue|describe the problem|describe the feature|describe your issue|describe your problem
a clear and concise description|issue description|problem description|issue summary|short description
current behavior|current behaviour|actual behavior|actual behaviour|actual result|actual results|observed behavior|expected behavior|expected behaviour
expected result|expected results|expected outcome|actual outcome|the current behavior|the expected behavior
steps to reproduce|steps to reproduce the issue|steps to reproduce the problem|steps to reproduce (for bugs)|steps to reproduce the behavior
to reproduce|how to reproduce|how to reproduce?|reproduction|reproduction steps|reproduction link|link to reproduction|link to minimal reproduction
reproducible example|minimal reproduction|minimal reproducible example|minimal, reproducible example|reproducible in vscode.dev or in vs code desktop?
issue reproduction|repro steps|code to reproduce|code example|code snippet|standalone code to reproduce the issue|source code / logs
relevant log output|log output|error log|error message|error messages|stack trace|traceback|console output|screenshots|screenshots / video
screenshots or videos|screenshots/recordings|additional context|additional information|additional info|additional details
additional notes|anything else|anything else?|any other comments|any other comments?|any other information|other information|more information
environment|your environment|environment info|environment information|system information|system info|system information (version)|software versions
version information|version(s)|react version|what browsers are you seeing the problem on|what browsers are you seeing the problem on?
operating system|os version|browsers|device information|desktop (please complete the following information)
smartphone (please complete the following information)|operating system / platform|compiler|python version|node version|tensorflow version|opencv version
package version|library version|app version|bazel version|cuda/cudnn version|gpu model and memory|mobile device|gcc/compiler version|custom code|current behaviour?|current behavior?
standalone code|issue type|type of issue|have you reproduced the bug with tensorflow nightly|have you reproduced the bug with tensorflow nightly?|have you reproduced the bug with tf nightly?|tf version|os platform and distribution|python environment
checklist|pre-flight checklist|prerequisites|before submitting|before you start|before opening an issue|preliminary checks|issue submission checklist|first check
is there an existing issue for this|is there an existing issue for this?|code of conduct|contribution|contributing|are you willing to submit a pr
are you willing to submit a pr?|are you willing to submit a pull request?|is your feature request related to a problem|is your feature request related to a problem?
is your feature request related to a problem? please describe|describe the solution you'd like|describe the solution|describe alternatives you've considered
describe the feature and the current behavior/state|describe the workaround|alternatives considered|alternatives you've considered
solution you'd like|feature request|feature description
affected version|affected versions|component|components|which component|is this a regression|is this a regression?
related issues|your question|privileged issue|issue content|acceptance criteria|user story|non-goals
react version:|the current behavior:|the expected behavior:|bug report checklist|isolated sketch or code link|who will benefit|who will benefit?|does this issue occur when all extensions are disabled?
was ist passiert|was ist passiert?|erwartetes verhalten|tatsächliches verhalten|schritte zum nachstellen|schritte zur reproduktion|umgebung|zusätzliche informationen
que s'est-il passé|que s'est-il passé ?|description du problème|comportement attendu|comportement actuel|étapes pour reproduire|environnement|informations complémentaires
qué pasó|¿qué pasó?|comportamiento esperado|comportamiento actual|pasos para reproducir|entorno|información adicional
summary|what is the current *bug* behavior?|what is the expected *correct* behavior?|relevant logs and/or screenshots|possible fixes|example project
output of checks|results of gitlab environment info|results of gitlab application check|problem to solve|intended users|proposed solution
beschreibung des fehlers|fehlerbeschreibung|schritte zum reproduzieren|aktuelles verhalten|zusätzlicher kontext|erwartetes ergebnis|tatsächliches ergebnis
décrivez le bug|description du bug|résultat attendu|résultat actuel|étapes de reproduction|pour reproduire|captures d'écran|contexte additionnel
descripción del error|describe el error|resultado esperado|resultado actual|capturas de pantalla|descrição do bug|descreva o bug|resultado esperado|capturas de tela
descrizione del problema|descrivi il bug|comportamento atteso|comportamento attuale|passi per riprodurre|ambiente|opis błędu|kroki do odtworzenia|oczekiwane zachowanie
beschrijving van de bug|stappen om te reproduceren|verwacht gedrag|huidig gedrag|описание ошибки|описание проблемы|шаги для воспроизведения|ожидаемое поведение|фактическое поведение|окружение
问题描述|复现步骤|重现步骤|期望结果|预期行为|实际结果|实际行为|环境信息|运行环境|截图|附加信息|補足情報|バグの内容|不具合の内容|再現手順|期待される動作|期待する動作|実際の動作|環境|버그 설명|재현 방법|재현 단계|예상 동작|실제 동작|환경
o que aconteceu|o que aconteceu?|comportamento esperado|comportamento atual|passos para reproduzir|ambiente|informações adicionais
descripe the feature and motivation|describe the feature and motivation|any other info / logs|any other info|other info / logs|custom code|gpu model and memory""".replace(
        "\n", "|"
    ).split("|")
)
"""Headings of the forms that projects use, in small letters."""

HINTS: Final = re.compile(
    r"^\s*(?:<details><summary>click to expand!</summary>|(?:describe the problem clearly here|provide a reproducible test case that is the bare"
    r"|include any logs or source code that would be helpful|you can (?:also )?(?:obtain the tensorflow version with|collect some of this information)"
    r"|\*\*if the current behavior is a bug, please provide the steps|\*\*other info / logs\*\* include any logs).{0,300}|see details at https://\S+contribut\S*|_no response_(?:\s*</\w+>)?"
    r"|a clear and concise description of .{3,60}|if applicable, add screenshots to help explain your problem\.?"
    r"|add any other context(?: or screenshots)? about the .{3,40} here\.?"
    r"|\d\. see error|/(?:label|unlabel|relabel|assign|assign_reviewer|cc|milestone|due|estimate|weight|epic|iteration|relate|severity)(?: +[~@%\"&#\d].*)?|/confidential"
    r"|\((?:summarize the bug encountered concisely|how one can reproduce the issue|what actually happens|what you should see instead"
    r"|if you have an example project|if possible, please create an example project|paste any relevant logs|if you can, link to the line of code)[^()]{0,300}\)"
    r"|steps to reproduce the behavior:|\d\. go to '\.{3,4}'|\d\. click on '\.{3,4}'|\d\. scroll down to '\.{3,4}'"
    r"|[-*] (?:os|browser|version|device|desktop|smartphone):? ?\[e\.g\.[^\]]{0,60}\]"
    r"|.{0,80}ex\. i'm always frustrated when \[\.\.\.\])\s*$",
    re.IGNORECASE,
)


def template_lines(lines: list[str], *, forms: bool) -> list[int]:
    """Places of the lines that a tracker's form wrote, and not the person who filled it in.

    Where a form is evident (two of its headings, or hidden hints: `forms`), other headings of that kind are of the form too.
    """
    found: set[int] = set()
    levels: dict[str, list[int]] = {}
    known: dict[str, int] = {}
    for at, line in enumerate(lines):
        start = line.lstrip()[:1]
        heading = HEADING.match(line) if start in {"#", "h"} else BOLD.match(line) if start in {"*", "_"} else None
        if heading is not None:
            mark = LEVEL.match(line)
            level = mark[1] if mark else "bold"
            levels.setdefault(level, []).append(at)
            if _known(heading[1]):
                found.add(at)
                known[level] = known.get(level, 0) + 1
        if HINTS.match(line):
            found.add(at)
            if line.lstrip().lower().startswith("_no response_"):
                known["###"] = known.get("###", 0) + 2
        elif ((forms or known) and _is_unanswered(lines, at)) or (
            forms and start.isalpha() and line.rstrip().endswith(":") and _known(line)
        ):
            found.add(at)
    for level, places in levels.items():
        if known.get(level, 0) + forms >= EVIDENT:
            found.update(at for at in places if LABEL.match(lines[at].strip("#*_ \t")))
    return sorted(found | _pledges(lines))


def _is_unanswered(lines: list[str], at: int) -> bool:
    """Whether a form's item was left without an answer: it ends with a colon, and the next item or an empty line follows."""
    if not ITEM.match(lines[at]):
        return False
    following = lines[at + 1] if at + 1 < len(lines) else ""
    return not following.strip() or bool(re.match(r"^[-*] ", following)) or following.lstrip().startswith(("#", "**"))


def _pledges(lines: list[str]) -> set[int]:
    """Runs of boxes to tick, with their continued lines, where one of them is a promise that a form asks for."""
    found: set[int] = set()
    run: list[int] = []
    for at, line in enumerate([*lines, "end"]):
        if BOX.match(line) or (run and line[:1] in {" ", "\t"} and line.strip()):
            run.append(at)
        elif run and not line.strip():
            continue
        elif run:
            boxes = [box[1].lstrip("*_ ") for place in run if (box := BOX.match(lines[place]))]
            if any(map(PLEDGE.match, boxes)):
                found.update(run)
            run = []
    return found


def _known(heading: str) -> bool:
    bare = re.sub(
        r"^(?:\d+\.\s*(?:\(optional\)\s*)?|[^\w¿]+)|[*_`:：.]+$|\s*\((?:required|optional|automated|if .{1,60})\)$",
        "",
        heading.lower().replace("’", "'").strip(),
    ).strip(" *_:")
    return bare in HEADINGS or bare.rstrip("?:. ") in HEADINGS

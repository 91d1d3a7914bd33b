"""The language of each post from its function words, letters and script; 'und' where the words do not tell."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from voxpop.analysis.text.second_opinion import LEARNED, WEAK, Opinion, settle
from voxpop.analysis.text.tokens import CODE, NUMBER, URL, USER, Tokens, strings, tokenise

UNKNOWN: Final = "und"
LANGUAGES: Final = ("es", "de", "fr", "pt")
"""Languages that have a word list."""

SCORED: Final = frozenset({"en", *LEARNED})
"""Languages that are scored."""

FUNCTION_WORDS: Final = {
    "en": """the a an and or but of to in on at for with from by is are was were be been being am it its this that these
        those he she they we you i me my your his her our their them us as if not no do does did have has had will would can
        could should may might must what when where why who which how there here than then so too very just about into out
        up down over after before again all any some more most other only own same both each few because while until
        through during i'm it's don't can't doesn't isn't won't i've you're that's didn't we're anyone please thanks""",
    "es": """el la los las un una unos unas y o de del al en con por para es son era fue ser está están estoy estaba que
        qué se lo le les mi mis su sus tu tus nos me te muy más pero como cómo cuando cuándo donde dónde porque si sí ya
        también este esta esto ese esa eso hay tiene tengo hace hacer todo todos nada sin sobre entre desde hasta gracias
        hola bueno buena mejor peor bien mal yo usted ustedes nosotros ellos puedo puede quiero favor después ahora nunca
        siempre servicio aplicación funciona ayuda""",
    "fr": """le la les un une des du de et ou à au aux en dans avec pour par sur est sont était être suis je tu il elle nous
        vous ils elles on ce cette ces cet que qui quoi dont où ne pas plus moins très mais comme quand parce si mon ma mes
        ton ta tes son sa ses notre nos votre vos leur leurs c'est j'ai n'est qu'il d'un d'une l'application merci bonjour
        bien mal tout tous toute rien sans chez depuis avoir avez fait faire peut peux aussi encore toujours jamais
        fonctionne ça cela mise jour""",
    "de": """der die das den dem des ein eine einen einem einer eines und oder aber in im ins mit von vom zu zum zur auf aus
        bei nach für über unter ist sind war waren sein bin habe hat haben hatte ich du er sie es wir ihr mich mir dich dir
        uns euch nicht kein keine keinen sehr mehr als wie wenn weil dass daß auch noch nur schon immer wieder hier dort was
        wer wo wann warum kann können muss müssen wird werden wurde mein meine unser unsere danke bitte hallo gut schlecht
        seit doch mal so jetzt alle alles man leider funktioniert geht dieser diese dieses""",
    "pt": """o os as um uma uns umas e ou de do da dos das em no na nos nas com por para pelo pela é são era foi ser está
        estão estou que se ao aos à mas como quando onde porque não sim muito mais menos meu minha meus seu sua seus você
        vocês eu ele ela nós eles isso isto este esta esse essa também já tem tenho ter fazer faz tudo todos nada sem sobre
        entre até obrigado obrigada olá bom boa bem mal melhor pior aplicativo funciona ajuda depois agora nunca sempre""",
    "ca": """el la els les un una uns unes i o de del dels al als en amb per que què és són era ser està estan em et es ens us
        no més però com quan on perquè si ja també aquest aquesta això aquests aquestes tot tots res sense sobre des fins
        gràcies bon bona dia molt millor pitjor jo vostè nosaltres ells puc pot vull ara mai sempre meva meu seva seu
        nostra nostre funciona aplicació gent ho amb fer""",
    "gl": """o os a as un unha uns unhas e ou de do da dos das en no na nos nas con por para polo pola é son era ser está
        están que se ao aos pero como cando onde porque non si moi máis menos meu miña seu súa vostede eu el ela nós eles
        isto iso esta este xa tamén teño ten ter facer todo nada sen sobre entre ata grazas ola bo boa ben mal mellor peor
        agora nunca sempre xente dende""",
    "it": """il lo la i gli le un uno una e o di del della dei delle dal dalla al alla in nel nella con su per tra fra è sono
        era essere sei siamo ho hai ha abbiamo hanno che chi cosa come quando dove perché non più molto ma anche se mi ti ci
        vi si mio mia suo sua nostro questo questa quello quella tutto tutti niente senza grazie ciao buono bene male
        meglio peggio sempre mai ancora già adesso dopo prima funziona però così""",
    "nl": """de het een en of maar van naar in op aan met voor door over uit bij is zijn was waren ben heb heeft hebben had
        ik je jij hij zij wij we jullie u mij me hem haar ons niet geen wel zeer heel meer als dan dat die dit deze daar
        hier wat wie waar wanneer waarom hoe kan kunnen moet moeten wordt worden werd mijn jouw onze ook nog al altijd nooit
        weer dank bedankt hallo goed slecht alles niets zonder sinds toch echt werkt""",
    "sv": """och att det är som en ett på för med av den till inte om har jag du han hon vi ni de var så men från vid kan
        när ska vad hur varför mycket mer också bara efter upp nu här alla inget någon min din tack hej bra dålig fungerar""",
    "da": """og at det er som en et på for med af den til ikke om har jeg du han hun vi de var så men fra ved kan når skal
        hvad hvordan hvorfor meget mere også kun efter op nu her alle ingen nogen min din tak hej godt dårlig virker""",
    "no": """og at det er som en et på for med av den til ikke om har jeg du han hun vi de var så men fra ved kan når skal
        hva hvordan hvorfor mye mer også bare etter opp nå her alle ingen noen min din takk hei bra dårlig fungerer""",
    "fi": """ja on ei se että en hän oli mutta tai kun niin kuin minä sinä me te he mitä miten miksi missä joka jos nyt vain
        myös hyvin kaikki ole olen ovat tämä nämä kiitos moi hyvä huono toimii""",
    "pl": """i w na z do nie się to jest że jak o ale co po za od tak czy już tylko był była są mam masz może bardzo dla przez
        ten ta te tego gdzie kiedy dlaczego wszystko nic dziękuję cześć dobry dobrze źle działa jestem""",
    "cs": """a v na se je že to s z do ne ale jak o co po za od tak už jen byl byla jsou mám může velmi pro přes ten ta tento
        kde kdy proč vše nic děkuji ahoj dobrý dobře špatně funguje jsem není""",
    "tr": """ve bir bu da de için çok ile ne mi ben sen o biz siz onlar değil var yok ama gibi daha en kadar sonra önce nasıl
        neden nerede şey her hiç teşekkürler merhaba iyi kötü çalışmıyor olarak olan""",
    "id": """yang dan di ini itu untuk dengan tidak ada dari saya kamu aku kita mereka akan sudah bisa ke pada juga atau tapi
        karena kalau apa bagaimana mengapa sangat lebih banyak semua terima kasih halo bagus buruk aja nya gak""",
    "tl": """ang ng sa mga na ako ikaw siya kami kayo sila ay hindi po ko mo niya ito iyon yung lang din rin naman pero kasi
        kung ano bakit paano salamat wala may tayo natin ba""",
    "ro": """și si în la de cu pe nu este sunt era că ce mai din pentru un o al ai ale care dar sau cum când unde foarte bine
        rău mulțumesc bună toate nimic fără eu tu el ea noi voi""",
    "hu": """a az és hogy nem van egy is de ez azt mint meg már csak volt vagy ha nagyon mi mit hogyan miért hol mikor minden
        semmi nélkül köszönöm szia jó rossz működik én te ő vagyok""",
}
"""Words of each language that others seldom use, or use less."""

ENGLISH_TOO: Final = """service comment page client clients application support version change problem note also man import
    export mail interface post post system name information son sale as tag mode vision pour dies mag her hat am war
    hier los not rein teil file test menu total real normal social app online web internet version marketing data error plan
    minute minutes seconds ten six come fast men per sense sort message messages contact premium"""
"""Words of other languages that are as well written in English posts."""

LETTERS: Final = {"de": "ßäöü", "es": "ñ¿¡", "pt": "ãõ", "fr": "œèêù", "sv": "åäö", "da": "æøå", "no": "æøå", "pl": "łąęśżź",
    "cs": "řěůč", "tr": "ğşı", "ro": "țșă", "hu": "őű", "fi": "äö"}  # fmt: skip

SCRIPTS: Final = (
    (0x0370, 0x03FF, "el"), (0x0400, 0x052F, "ru"), (0x0530, 0x058F, "hy"), (0x0590, 0x05FF, "he"), (0x0600, 0x077F, "ar"),
    (0x0900, 0x097F, "hi"), (0x0980, 0x09FF, "bn"), (0x0B80, 0x0BFF, "ta"), (0x0C00, 0x0C7F, "te"), (0x0E00, 0x0E7F, "th"),
    (0x10A0, 0x10FF, "ka"), (0x1100, 0x11FF, "ko"), (0x3040, 0x30FF, "ja"), (0x3400, 0x9FFF, "zh"), (0xAC00, 0xD7AF, "ko"),
    (0xFB50, 0xFDFF, "ar"), (0xFE70, 0xFEFF, "ar"),
)  # fmt: skip
"""Scripts by range of code points, with the language most written in each."""

SAID: Final = 0.8
"""What the word of the source counts beside the words of the post, where one of them is of that language."""

_STAND_INS: Final = frozenset({URL, USER, CODE, NUMBER})
_NAMES: Final = (*FUNCTION_WORDS, *dict.fromkeys(name for _, _, name in SCRIPTS), "uk", "fa")
_PLACE: Final = {name: place for place, name in enumerate(_NAMES)}
_EN: Final = _PLACE["en"]
_UNTOLD: Final = frozenset({"", "und", "zxx", "qme", "qst", "qht", "qam", "qct", "art", "mul", "unknown"})


def _word_votes() -> dict[str, tuple[tuple[int, float], ...]]:
    owners: dict[str, list[str]] = {}
    for name, text in FUNCTION_WORDS.items():
        for word in dict.fromkeys(f"{text} {_common(name)}".split()):
            owners.setdefault(word, []).append(name)
    for word in ENGLISH_TOO.split():
        if word in owners:
            owners[word].append("en")
    return {word: tuple((_PLACE[name], _weight(name, names)) for name in names) for word, names in owners.items()}


def _common(name: str) -> str:
    """More words of the languages that are scored beside English: what customers write about."""
    path = Path(__file__).parents[1] / "words" / f"common_{name}.txt"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _weight(name: str, owners: list[str]) -> float:
    """What a word says for one of the languages that have it: a word of several says less for each."""
    if "en" in owners:
        return (1.0 if len(owners) == 1 else 0.6) if name == "en" else 0.3
    return 1.0 / math.sqrt(len(owners))


_VOTES: Final = _word_votes()
_LETTER_VOTES: Final = {
    letter: tuple(_PLACE[name] for name, letters in LETTERS.items() if letter in letters)
    for letter in "".join(LETTERS.values())
}


@dataclass(frozen=True, slots=True)
class Languages:
    """The language of every post, and whether a model may score it."""

    names: list[str]
    scorable: NDArray[np.bool_]


def identify(
    tokens: Tokens,
    known: NDArray[np.int64],
    polar: NDArray[np.int64],
    given: list[str | None],
    opinion: Opinion | None = None,
) -> Languages:
    """Returns the language of tokenised posts.

    `known` counts tokens in an English vocabulary, `polar` those with a lean; `given` is what the source says, which
    decides only where the words do not. `opinion` is asked where function words hardly tell, and where they tell another
    language than the source. A post with nothing but emoji is 'und' and may be scored.
    """
    n_posts = len(tokens.lengths)
    rows = tokens.rows
    owner, place, weight, written = _surface_votes(tokens.surfaces)
    start = np.searchsorted(owner, np.arange(len(tokens.surfaces) + 1))
    has_vote = start[1:] > start[:-1]
    voting = has_vote[tokens.codes]
    codes, voter_rows = tokens.codes[voting], rows[voting]
    reps = (start[1:] - start[:-1])[codes]
    at = np.repeat(start[:-1][codes] - np.concatenate([[0], np.cumsum(reps)[:-1]]) if len(reps) else reps, reps)
    at = (at + np.arange(len(at))).astype(np.int64)
    cell = np.repeat(voter_rows, reps) * len(_NAMES) + place[at]
    votes = np.bincount(cell, weight[at], n_posts * len(_NAMES)).astype(float).reshape(n_posts, len(_NAMES))
    n_written = np.bincount(rows, written[tokens.codes], n_posts)
    codes_said = [_code(said) for said in given]
    told = np.array([_PLACE.get(code, _EN) for code in codes_said], dtype=np.int64)
    every = np.arange(n_posts)
    votes[every, told] += np.where((told != _EN) & (votes[every, told] > 0), SAID, 0.0)
    elsewhere = np.bincount(owner[place != _EN], minlength=len(tokens.surfaces)) > 0
    elsewhere[owner[place == _EN]] = False
    n_elsewhere = np.bincount(rows, elsewhere[tokens.codes], n_posts)  # they say nothing for English, known or not
    english = votes[:, _EN] + 0.2 * np.maximum(known - n_elsewhere, 0)
    votes[:, _EN] = 0
    votes[:, _PLACE["ja"]] += np.where(votes[:, _PLACE["ja"]] > 0, votes[:, _PLACE["zh"]], 0)
    for name, basis in (("uk", "ru"), ("fa", "ar")):
        votes[:, _PLACE[name]] += np.where(votes[:, _PLACE[name]] > 0, votes[:, _PLACE[basis]], 0)
    best = votes.argmax(axis=1)
    other = votes[every, best]
    foreign = (other > english) & (other >= np.where(n_written <= 3, 0.9, 1.5))
    is_english = ~foreign & (english >= 0.4) & (english >= 0.12 * n_written)
    doubtful = ~foreign & ~is_english & (other >= 0.9)
    names: list[str] = []
    for row in range(n_posts):
        name = _NAMES[best[row]] if foreign[row] else "en" if is_english[row] else UNKNOWN
        names.append(codes_said[row] or UNKNOWN if name == UNKNOWN else name)
    if opinion is not None:
        weak = np.where(is_english, (other > 0) | (english < WEAK * n_written), n_written >= 2)
        names = settle(names, codes_said, weak, opinion)
    has_text = tokens.lengths > 0
    chosen = np.array([name in SCORED for name in names], dtype=bool)
    open_case = np.array([name == UNKNOWN for name in names], dtype=bool)
    return Languages(names, has_text & (chosen | (open_case & ~doubtful & (polar > 0))))


def _code(said: str | None) -> str:
    """Returns the language that a source names, '' where it names none."""
    code = (said or "").lower().replace("_", "-").split("-")[0]
    return "" if code in _UNTOLD else code


def _surface_votes(
    surfaces: list[str],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.bool_]]:
    """Returns votes as (spelling, language, weight), sorted by spelling, and which spellings are written words."""
    owner: list[int] = []
    place: list[int] = []
    weight: list[float] = []
    written = np.zeros(len(surfaces), dtype=bool)
    for number, surface in enumerate(surfaces):
        if not surface[0].isalpha():
            continue
        word = surface.lower()
        if word in _STAND_INS:
            continue
        written[number] = True
        found = _VOTES.get(word.replace("’", "'"))
        if found:
            for one, share in found:
                owner.append(number)
                place.append(one)
                weight.append(share)
        elif not word.isascii():
            for one, share in _letters(word):
                owner.append(number)
                place.append(one)
                weight.append(share)
    return np.array(owner, dtype=np.int64), np.array(place, dtype=np.int64), np.array(weight), written


def _letters(word: str) -> list[tuple[int, float]]:
    point = ord(word[0])
    for low, high, name in SCRIPTS:
        if low <= point <= high:
            if name == "ru" and any(sign in word for sign in "іїєґ"):
                return [(_PLACE["ru"], 1.0), (_PLACE["uk"], 0.5)]
            if name == "ar" and any(sign in word for sign in "پچژگ"):
                return [(_PLACE["ar"], 1.0), (_PLACE["fa"], 0.5)]
            return [(_PLACE[name], max(1.0, len(word) / 3 if name in {"zh", "ja", "th"} else 1.0))]
    return [(one, 0.6) for sign in dict.fromkeys(word) for one in _LETTER_VOTES.get(sign, ())]


def detect(texts: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Returns the language of each text by function words and script alone, 'und' where they do not tell."""
    read = strings(texts)
    tokens = tokenise(read)
    nothing = np.zeros(len(read), dtype=np.int64)
    return pa.array(identify(tokens, nothing, nothing, [None] * len(read)).names, pa.string())

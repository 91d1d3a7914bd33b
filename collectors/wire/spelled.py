"""Dates as other languages and programs spell them, in the shapes that `times` reads: '18. März 2026', '2026年3月18日', '12:01, 18 Mar 2026'."""

from __future__ import annotations

import re
from functools import lru_cache

_NAMES = (
    ("january januar jan jänner jän januari janvier janv enero ene janeiro gennaio gen ianuarie ian stycznia styczeń sty ledna leden led"
    " siječnja sij január ocak oca tammikuuta tammik gener января январь янв січня січ ιανουαρίου ιαν януари"),
    ("february februar feb februari feber février févr fév fevr febrero fevereiro fev febbraio februarie fbr lutego luty lut února únor úno"
    " veljače velj február febr şubat şub helmikuuta helmik febrer февраля февраль фев февр лютого лют φεβρουαρίου φεβ февруари"),
    ("march märz mär mrz maart mrt mars marzo março mar martie marca marzec března březen bře ožujka ožu marec március márc mart"
    " maaliskuuta maalisk març марта март мар березня бер μαρτίου μαρ marts"),
    ("april apr avril avr abril abr aprile aprilie kwietnia kwiecień kwi dubna duben dub travnja tra április ápr apríl nisan nis"
    " huhtikuuta huhtik апреля апрель апр квітня квіт απριλίου απρ април"),
    ("may mai mei maio mayo maggio mag maja maj května květen kvě svibnja svi máj május máj mayıs toukokuuta toukok maig мая май"
    " травня трав μαΐου μαΐ май"),
    ("june juni jun juin junio junho giugno giu iunie iun czerwca czerwiec cze června červen čvn lipnja jún június júna haziran haz"
    " kesäkuuta kesäk juny июня июнь июн червня черв ιουνίου ιουν юни"),
    ("july juli jul juillet juil julio julho luglio lug iulie iul lipca lipiec července červenec čvc srpnja júl július júla temmuz tem"
    " heinäkuuta heinäk juliol июля июль июл липня лип ιουλίου ιουλ юли"),
    ("august aug augustus août aout agosto ago sierpnia sierpień sie srpna srpen kolovoza kol augusztus ağustos ağu elokuuta elok"
    " agost августа август авг серпня серп αυγούστου αυγ"),
    ("september sept sep septembre septiembre setiembre set setembro settembre septembrie września wrzesień wrz září zář rujna ruj"
    " szeptember szept eylül eyl syyskuuta syysk setembre сентября сентябрь сен сент вересня вер σεπτεμβρίου σεπ септември"),
    ("october oktober okt oct octobre octubre outubro out ottobre ott octombrie października październik paź října říjen říj"
    " október ekim eki lokakuuta lokak октября октябрь окт жовтня жовт οκτωβρίου οκτ октомври"),
    ("november nov novembre noviembre novembro noiembrie noi listopada listopad lis studenoga stu kasım kas marraskuuta marrask"
    " ноября ноябрь ноя нояб листопада лист νοεμβρίου νοε ноември"),
    ("december dezember dez dec décembre déc dic diciembre dezembro dicembre decembrie grudnia grudzień gru prosince prosinec pro"
    " prosinca decembra aralık ara joulukuuta jouluk desembre desember des декабря декабрь дек грудня груд δεκεμβρίου δεκ декември"),
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
"""Names of months and their abbreviations in small letters."""
POLISH = frozenset({"lip", "lis", "listopad", "listopada"})
"""Names of a month in Polish and of another one in Croatian, which puts a dot behind the day."""

_WEEKDAYS = (
    "sonntag montag dienstag mittwoch donnerstag freitag samstag sonnabend so mo di mi do fr sa"
    " dimanche lundi mardi mercredi jeudi vendredi samedi dim lun mar mer jeu ven sam"
    " domingo lunes martes miércoles jueves viernes sábado dom mié jue vie sáb segunda-feira terça-feira quarta-feira quinta-feira"
    " sexta-feira segunda terça quarta quinta sexta seg ter qua qui sex domenica lunedì martedì mercoledì giovedì venerdì sabato gio sab"
    " zondag maandag dinsdag woensdag donderdag vrijdag zaterdag zo ma wo vr za söndag måndag tisdag onsdag torsdag fredag lördag"
    " søndag mandag tirsdag lørdag sön mån tis ons tor fre lör søn man tir lør sunnuntai maanantai tiistai keskiviikko torstai"
    " perjantai lauantai su ke to pe la niedziela poniedziałek wtorek środa czwartek piątek sobota pon wt śr czw pt sob niedz"
    " neděle pondělí úterý středa čtvrtek pátek ne po út st čt pá pazar pazartesi salı çarşamba perşembe cuma cumartesi"
    " воскресенье понедельник вторник среда четверг пятница суббота вс пн вт ср чт пт сб нд"
    " неділя понеділок вівторок середа четвер п'ятниця субота sun mon tue wed thu fri sat sunday monday tuesday wednesday thursday"
    " friday saturday"
)
WEEKDAYS = frozenset(_WEEKDAYS.split())
FIRST_WORD = re.compile(r"^(?P<word>[^\W\d_]+(?:['-][^\W\d_]+)*)[.,]{0,2} (?=\d)")
DAY_NAMED = re.compile(
    r"^(?P<day>\d{1,2})(?:º|er|\.)?[ -]?(?:de |d['’]|of )?(?P<month>[^\W\d_]{3,15})\.?,?[ -](?:de |del )?(?P<year>\d{4}|\d{2}(?= |$))"
    r"(?:\.| ?(?:г|р|roku|r)\b\.?)?"
)
YEAR_NAMED = re.compile(r"^(?P<year>\d{4})\.? (?P<month>[^\W\d_]{3,15})\.? (?P<day>\d{1,2})\.?")
EASTERN = re.compile(
    r"^(?P<year>\d{4}) ?[年년./-] ?(?P<month>\d{1,2}) ?[月월./-] ?(?P<day>\d{1,2}) ?[日일.]?"
    r"(?: ?[(（]?(?:星期|周|週)?[月火水木金土日一二三四五六天월화수목금토일](?:曜日?|요일)?[)）]?(?=\s|$))?"
)
EASTERN_CLOCK = re.compile(
    r"(?P<half>午前|上午|오전|凌晨|早上|午後|下午|오후|晚上|中午)? ?(?P<hour>\d{1,2}) ?[時时点시:] ?(?P<minute>\d{2})"
    r"(?: ?[分분:] ?(?P<second>\d{2}) ?[秒초]?)?[分분]?"
)
HALF = re.compile(
    r"(?<=:\d\d) ?(?:(?P<am>vorm\.?|π\.?μ\.?|öö|fm|dop\.?|ص)|(?P<pm>nachm\.?|μ\.?μ\.?|ös|em|odp\.?|م))(?=\s|$)",
    re.IGNORECASE,
)
"""What stands behind a clock of twelve hours, in German, Greek, Turkish, Swedish, Czech and Arabic."""
BEFORE_NOON = {"午前", "上午", "오전", "凌晨", "早上"}
CLOCK_FIRST = re.compile(r"^(?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?)(?:,| ·| [-–]|) (?P<rest>\S.*)$")
AT = re.compile(
    r"^[\s,·@:T-]*(?:(?:at|um|à|a las?|às|alle(?: ore)?|ore|om|kl\.?|klo|o godz\.?|godz\.?|o|в|у|ve|v|la|u|saat|lúc)[ .]+)?",
    re.IGNORECASE,
)
BRACKETED = re.compile(
    r"(?P<offset>Z|[+-]\d{2}:?\d{2})?\[(?:!?)(?P<zone>[A-Za-z_+\-]+(?:/[A-Za-z_+\-]+)*)\](?:\[[^\]]*\])*$"
)
COMPACT = re.compile(r"^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d(?:[.,]\d+)?)?")
DOTNET = re.compile(r"^\\?/Date\((?P<millis>-?\d{1,14})(?:[+-]\d{4})?\)\\?/$")


@lru_cache(maxsize=4096)
def respell(text: str) -> str | None:
    """The same time as ISO and what stood behind it ('2026-03-18 12:01 CET'); None where no spelling is known.

    >>> respell("Mi., 18. März 2026 um 12:01 Uhr"), respell("2026年3月18日 午後1:01"), respell("2026-03-18T12:01:00Z[UTC]")
    ('2026-03-18 12:01 Uhr', '2026-03-18 1:01 PM', '2026-03-18T12:01:00Z')
    """
    bare = text.lstrip("'")
    if marked := BRACKETED.search(bare):
        zone = marked["offset"] or f" {marked['zone']}"
        return bare[: marked.start()] + zone
    if compact := COMPACT.match(bare):
        year, month, day, hour, minute, second = compact.groups("00")
        return f"{year}-{month}-{day}T{hour}:{minute}:{second}{bare[compact.end() :]}"
    first = FIRST_WORD.match(bare)
    if first and first["word"].lower() in WEEKDAYS:
        bare = bare[first.end() :]
    if ":" in bare:
        bare = HALF.sub(lambda found: " AM" if found["am"] else " PM", bare, count=1)
    turned = CLOCK_FIRST.match(bare)
    if turned:
        bare = f"{turned['rest']} {turned['clock']}"
    return _eastern(bare) or _named(bare) or (bare if bare != text else None)


def milliseconds(text: str) -> float | None:
    """Seconds since 1970 of '/Date(1710763260000)/', as older programs of Microsoft write times; None where it is none."""
    found = DOTNET.match(text)
    return int(found["millis"]) / 1000 if found else None


def _eastern(text: str) -> str | None:
    found = EASTERN.match(text)
    if found is None:
        return None
    day = f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}"
    rest = text[found.end() :].strip(" ,，")
    clock = EASTERN_CLOCK.match(rest)
    if clock is None:
        return f"{day} {rest}".rstrip()
    half = "" if not clock["half"] or int(clock["hour"]) > 12 else " AM" if clock["half"] in BEFORE_NOON else " PM"
    seconds = f":{clock['second']}" if clock["second"] else ""
    hour = clock["hour"] if not half or int(clock["hour"]) else "12"
    return f"{day} {hour}:{clock['minute']}{seconds}{half}{rest[clock.end() :]}"


def _named(text: str) -> str | None:
    found = DAY_NAMED.match(text) or YEAR_NAMED.match(text)
    if found is None or (month := MONTHS.get(found["month"].lower())) is None:
        return None
    if found["month"].lower() in POLISH and found[0].startswith(f"{found['day']}."):
        return None
    year = found["year"] if len(found["year"]) == 4 else f"20{found['year']}"
    rest = text[found.end() :]
    return f"{year}-{month:02}-{int(found['day']):02} {rest[_at(rest) :]}".rstrip()


def _at(rest: str) -> int:
    found = AT.match(rest)
    return found.end() if found else 0

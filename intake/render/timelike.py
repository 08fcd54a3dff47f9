"""What looks like a time in a template's own words: the patterns by which an edited template is searched."""

import re
from collections.abc import Iterator

_CLOCKS = (
    r"\d{1,2}\s?[:.]\s?\d\d(?:\s*[ap]\.?m)?",  # 12:40 pm
    r"\d{1,2}\s*(?:[ap]\.?m\b|h\b|Uhr\b|o['’]clock)",  # 9 am, 12 h 40, 9 Uhr
    r"\d{4}-\d\d(?:-\d\d)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}|(?:19|20)\d\d",  # dates and years
    r"(?-i:E[SD]T|P[SD]T|CES?T|UTC|GMT|MES?Z)",
)
_NUMBERS = {
    "en": (
        "an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty(?:-four)?|thirty|"
        "forty(?:-eight)?|sixty|half(?: an?)?|few|couple of|several"
    ),
    "es": (
        "una?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|doce|quince|veinte|veinticuatro|treinta|"
        "cuarenta(?: y ocho)?|sesenta|media|pocos|pocas|varios|varias"
    ),
    "fr": (
        "une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt(?:-quatre)?|trente|"
        "quarante(?:-huit)?|soixante|demi-?e?|quelques|plusieurs"
    ),
    "de": (
        "ein(?:e[mnrs]?)?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|zwölf|fünfzehn|zwanzig|vierundzwanzig|"
        "dreißig|achtundvierzig|sechzig|halben?|wenigen?|einigen?|mehreren?"
    ),
}
_UNITS = {
    "en": (
        "(?:(?:business|working|calendar|open) )?"
        "(?:seconds?(?! location)|minutes?|hours?|days?|weeks?|months?|mins?|hrs?)"
    ),
    "es": "segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?",
    "fr": "secondes?|minutes?|heures?|jours?|semaines?|mois",
    "de": "Sekunden?|Minuten?|Stunden?|(?:Werk|Arbeits|Geschäfts)?tag(?:en?|s)?|Wochen?|Monat(?:en?|s)?",
}
# A name of a day or month where the language has no other word that reads the same.
_NAMES = {
    "en": (
        "(?-i:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|"
        "(?-i:January|February|April|June|July|August|September|October|November|December)|"
        r"\d{1,2} (?-i:March|May)|(?-i:March|May) \d{1,2}"
    ),
    "es": (
        "lunes|martes|miércoles|jueves|viernes|sábados?|domingos?|"
        "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    ),
    "fr": (
        "(?:lun|mar|mercre|jeu|vendre|same)dis?|dimanches?|"
        "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    ),
    "de": (
        "(?-i:Montags?|Dienstags?|Mittwochs?|Donnerstags?|Freitags?|Samstags?|Sonntags?|"
        "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)"
    ),
}
_WORDS = {
    "en": (
        "today|tomorrow|tonight|noon|midnight|same day|next (?:business |working )?day|weekends?|at once|"
        "immediate(?:ly)?|straight away|right away|within (?:the (?:hour|day|week)|minutes|hours|days)|shortly|promptly"
    ),
    "es": (
        "hoy|mañana|mediodía|medianoche|mismo día|día siguiente|fines? de semana|de inmediato|inmediatamente|"
        "enseguida|dentro de (?:la hora|el día|(?:unos |unas )?(?:horas|minutos|días))|en breve|cuanto antes"
    ),
    "fr": (
        "aujourd['’]hui|demain|midi|minuit|jour même|lendemain|week-ends?|immédiatement|tout de suite|sous peu|"
        "dans les (?:plus brefs|meilleurs) délais|au plus vite"
    ),
    "de": (
        "heute|(?-i:morgen)|mittags?|(?-i:Mitternacht)|selben Tag|nächsten Tag|Wochenenden?|sofort|umgehend|"
        "unverzüglich|innerhalb (?:von )?(?:der Stunde|des Tages|weniger|Stunden|Minuten|Tagen)|binnen|in Kürze"
    ),
}


def times_in(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Yield offset and words of whatever looks like a time; in a language not known here, whatever does in any."""
    for match in _PATTERNS.get(language, _EVERY).finditer(text):
        yield match.start(), match.group()


def _pattern(languages: tuple[str, ...]) -> re.Pattern[str]:
    parts = list(_CLOCKS)
    for language in languages:
        parts.append(rf"(?:\d+(?:[.,/]\d+)?|{_NUMBERS[language]})[\s-]+(?:{_UNITS[language]})")
        parts += [_NAMES[language], _WORDS[language]]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


_PATTERNS = {language: _pattern((language,)) for language in _NAMES}
_EVERY = _pattern(tuple(_NAMES))

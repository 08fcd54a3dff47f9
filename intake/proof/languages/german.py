"""How German writes times, and the words around them."""

from intake.domain.contract import Force, NoticeId, PromiseKind
from intake.proof.languages.tongue import Tongue

GERMAN = Tongue(
    code="de",
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    months=(
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ),
    dates=(r"(?:<weekday>,? )?(?:de[nmrs] )?(?P<day>\d{1,2})\. ?<month> (?P<year>\d{4})",),
    clock=(
        r"(?P<hour>\d{1,2})(?=[:.]\d\d| Uhr\b)(?:[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?)?"
        r"(?: Uhr(?! \d))?"
    ),
    joins=r",?(?: um)? ",
    ends=r"(?:Ende|Ablauf) (?:des )?(?:Tages )?(?:am |vom |von )?",
    midnight=r"(?:um )?(?:(?P<closing>24(?::00)?(?: Uhr)?)|Mitternacht)",
    short=r"(?:<weekday>,? )?(?:de[nmrs] )?(?P<day>\d{1,2})\. ?<month>(?: (?P<year>\d{4}))?",
    between=(r"zwischen (?:dem )?", r",? und (?:dem )?"),
    earliest=r"(?:zwischen|frühestens|nicht vor)",
    at_once=r"(?:sofort(?:ige?[nrs]?)?|unverzüglich|umgehend|augenblicklich|auf der Stelle)",
    numbers=(
        r"eine?[nmrs]?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|\w+zehn|\w*(?:zwan|sieb|acht|fünf|"
        r"sech|vier|neun)zig|\w*dreißig|hundert|halbe?[nrs]?|eineinhalb|anderthalb|(?:einer? )?(?:Viertel|"
        r"Dreiviertel)|(?:ein )?paar|"
        r"(?:einer? )?Handvoll|einige[nr]?|wenige[nr]?|mehrere[nr]?|viele[nr]?|nächste[nmrs]?|erste[nmrs]?|"
        r"jede[nmrs]?|"
        r"selben|gleichen|diese[nmrs]?|weitere[nr]?"
    ),
    units=(
        r"(?:(?:voll|ganz|weiter|gut|knapp)e?[nr]? )*"
        r"(?:Sekunden?|Minuten?|Min\.?|Stunden?|Std\.?|Tage?[ns]?|(?:Werk|Arbeits|Geschäfts|Kalender)tage?[ns]?|"
        r"Wochen?|"
        r"Monate?[ns]?)"
    ),
    rates=r"erste[nr]? Stunde",
    relative=(
        r"heute|morgen|gestern|übermorgen|mittags?|Mitternacht|(?:vor|nach)mittags?|abends?|nachts|tagsüber|"
        r"(?:selben|gleichen|nächsten|folgenden) (?:Tag|Werktag|Arbeitstag|Monat)\w*|(?:Werk|Arbeits|"
        r"Geschäfts)tage?[ns]?|"
        r"Wochenenden?|Wochen?|innerhalb|binnen|bald|baldmöglichst|schnellstmöglich|möglichst (?:bald|schnell)|"
        r"um \d{1,2}\b(?![.,:]?\d)|in Kürze|demnächst|rund um die Uhr|(?:um|gegen|vor|nach|bis|ab) (?:\d{1,2}|"
        r"eins|zwei|drei|vier|fünf|"
        r"sechs|sieben|"
        r"acht|neun|zehn|elf|zwölf)(?: Uhr)?\b(?! \w)|(?:\d{1,2}|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|"
        r"zwölf|ein) Uhr|halb \w+|am \d{1,2}\.|täglich|stündlich|wöchentlich"
    ),
    clause=r"(?:Ziffern?|Klauseln?|Absatz|Artikel|Punkt|Nr\.|§)",
    section=r"(?:Abschnitt(?:e?s)?|Kapitels?|Rubrik|Teil)",
    reading=r"(?:Lesart|Auslegung|verstehen|lesen|angenommen|annahme|nehmen an)",
    runs=r"\bFrist (?:läuft|beginnt|zählt)\b|\bgezählt (?:ab|von)\b",
    answered=r"\berste Antwort haben Sie\b",
    own_staff=r"\bander\w*\b.*\bunser\w* (?:eigen\w* )?(?:Team|Personal|Mitarbeiter\w*)\b",
    forces={
        Force.COMMITMENT: r"\b(?:werden|geben|beginnen|schließen|halten|melden|antworten|fällig)\b",
        Force.TARGET: r"\b(?:streben|anstreben|bemühen)",
        Force.EXPECTED: r"\b(?:erwart|voraussichtlich)",
        Force.TYPICAL: r"\b(?:in der Regel|üblicherweise|normalerweise|gewöhnlich|meist)",
        Force.GOAL: r"\bZiel",
    },
    does={
        PromiseKind.INITIAL_RESPONSE: r"\b(?:antwort|reaktion|hilfe|rückmeldung)",
        PromiseKind.BEGIN_WORK: r"\b(?:beginn|anfang)\w*\b.*\barbeit|\barbeit\w*\b.*\b(?:beginn|zu beginnen|anfang)",
        PromiseKind.RESOLUTION: r"\barbeit\b.*\b(?:ab|abzuschließen)\b|\b(?:abschluss|abschließ|fertig|gelöst|behoben)",
        PromiseKind.APPOINTMENT: r"\btermin",
    },
    notices={
        NoticeId.EMAIL_CARRIES_NO_LEVEL: r"\be-?mail",
        NoticeId.PROVISIONAL_LEVEL: r"\bvorläufig",
        NoticeId.REPORT_BY_PHONE: r"\b(?:rufen|anruf|telefon)",
        NoticeId.SECOND_LOCATION_NEEDED: r"\b(?:anderen?|zweiten?) Standort",
        NoticeId.OWN_IT_FIRST: r"\beigene[nr]? (?:IT|EDV)",
        NoticeId.REPORT_WHEN_RESOLVED: r"\b(?:wieder läuft|wieder funktioniert|behoben|gelöst)",
        NoticeId.STAFF_AVAILABLE: r"\b(?:bereit|verfügbar|erreichbar)",
        NoticeId.CHARGES: r"\b(?:kosten|gebühr|kostet|vorfäll)",
        NoticeId.EMERGENCY_RATES: r"\b(?:tarif|notfalltarif)",
        NoticeId.CLOSED_NOW: r"\b(?:geschlossen|außerhalb unserer)",
    },
)

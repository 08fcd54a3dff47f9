"""How mail programs in many languages say "On such a day X wrote:"."""

import re

_VERBS = (
    "wrote writes schrieb schrieben schreibt geschrieben écrit ecrit écrivait escribió escribio escribe scritto scrive "
    "escreveu "
    "schreef schrijft "
    "geschreven napisana skrev skriver skreiv napisał napisała napisal pisze napsal napsala napísal napísala "
    "пишет писал написал "
    "написала пише писав писала написав написа yazdı yazmış kirjoitti kirjoittaa írta scris έγραψε napisao "
    "napisala piše "
    "pisal kirjutas rakstīja rašė parašė skrifaði menulis viết escriure escrit کتب نوشت كتب כתב כתבה מאת"
)
WROTE = frozenset(_VERBS.split())
WROTE_ANYWHERE = (
    "写道",
    "寫道",
    "のメッセージ",
    "のメール",
    "書きました",
    "さんは書き",
    "님이 작성",
    " 작성",
    "เขียนว่า",
    "تمت كتابة",
    "نوشته است",
    "ने लिखा",
    "Missatge de ",
)
# Said in place of "wrote", but by people too: they count only above quote marks.
SAID = frozenset({"said", "says", "sent", "meinte", "dit", "posted", "geantwortet"})

_WEEKDAYS = (
    "mon tue wed thu fri sat sun mo di mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonntag "
    "lun mar mer jeu ven sam dim lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves "
    "viernes sábado domingo lu ma me gi ve do dom sab seg ter qua qui sex sáb wo vr za zo maandag dinsdag woensdag "
    "donderdag vrijdag zaterdag zondag man tir ons tor fre lør søn tirs tors mandag tirsdag onsdag torsdag fredag "
    "lørdag søndag mån tis lör sön pon wt śr czw pt sob niedz po út st čt pá ne пн вт ср чт пт сб вс нд pzt sal çar "
    "per cum cmt paz poniedziałek wtorek środa czwartek piątek sobota niedziela pondělí úterý středa čtvrtek pátek "
    "neděle понедельник вторник среда четверг пятница суббота воскресенье понеділок вівторок середа четвер субота "
    "неділя ke to pe la su ti mie joi vin sâm dum κυρ δευ τρι τετ πεμ παρ σαβ"
)
_MONTHS = (
    "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september "
    "october november december januar februar märz mai juni juli oktober dezember okt dez mär janv févr avr juin juil "
    "août déc janvier février mars avril juillet septembre octobre novembre décembre ene abr ago dic enero febrero "
    "marzo mayo junio julio agosto gen mag giu lug set ott fev maio mrt maart mei maj stycznia lutego marca kwietnia "
    "янв фев мар апр мая июн июл авг сен окт ноя дек"
)
_CLOCK = (
    "on at am um uhr kl klo alle ore às as las le den el il em op om à a la the pm utc gmt cet cest est edt pst pdt "
    "cst bst mez mesz mst ist jst nd rd st th"
)
DATE_WORDS = frozenset(f"{_WEEKDAYS} {_MONTHS} {_CLOCK}".split())

_DAYS = "|".join(sorted(set(_WEEKDAYS.split()), key=len, reverse=True))
DATED_START = re.compile(
    r"[\s*\[(]*(?:\d{1,4}(?:[./年년-]|\.? ?[^\W\d]{3,}|\.)|(?:"
    + _DAYS
    + r")[^\W\d]*(?:\.,?|,| \d| [^\W\d]{3,}\.? \d))",
    re.IGNORECASE,
)
OPENER = re.compile(
    r"[\s*\[(<-]*(?:On|Am|Den|Le|El|Il(?: giorno)?|In data|Em|No dia|Op|W dniu|Dnia|Dne|Dňa|Na|Po|V|В|У|A|At|"
    r"In message|Vào|På|Pe|În|In|Στις|Dana|Pada|Tanggal|Wiadomość napisana|在|于|於|בתאריך|ב-|בתאריך)\s",
    re.IGNORECASE,
)
# The same in the middle of a line whose line end was lost: here a date must follow at once.
RUN_IN = re.compile(
    r"(?<=\S)[ \t]+(?=(?:On|Am|Den|Le|El|Il(?: giorno)?|Em|Op|W dniu|Dnia|Dne) (?:(?:"
    + _DAYS
    + r")[^\W\d]*[.,]|(?:mon|tues|wednes|thurs|fri|satur|sun)day,|\d{1,4}[./-]\d|"
    r"\d{1,2}-[^\W\d]{3}-\d|\d{1,2}\.? [^\W\d]{3}|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[^\W\d]* \d))",
    re.IGNORECASE,
)
# Words of a person telling of somebody, which no mail program puts between the date and "wrote".
_TELLING = (
    "our your my we he she they his her their us me him them someone somebody everyone unser unsere unserem mein "
    "meine wir uns mir ihm ihnen jemand notre nos mon ma nous votre moi lui nuestro nuestra nosotros nos nostro "
    "nostra mio mia onze ons mijn vår vores min nosso nossa nasz nasza náš naše наш наша мой bizim"
)
TELLING = frozenset(_TELLING.split())

"""How French writes times, and the words around them."""

from intake.domain.contract import Force, NoticeId, PromiseKind
from intake.proof.languages.tongue import Tongue

FRENCH = Tongue(
    code="fr",
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    months=(
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    dates=(r"(?:<weekday>,? )?(?P<day>\d{1,2})(?:er)? <month> (?P<year>\d{4})",),
    clock=r"(?P<hour>\d{1,2}) ?[h:] ?(?P<minute>\d\d)(?: ?(?:min|:)? ?(?P<second>\d\d)(?: ?s)?)?",
    joins=r",?(?: à)? ",
    ends=r"(?:la )?fin (?:de la journée )?(?:du )?",
    midnight=r"(?:(?P<closing>en fin de journée(?:, (?:à )?minuit)?|24 ?h(?: ?00)?)|(?:à )?minuit)",
    short=r"(?:<weekday>,? )?(?P<day>\d{1,2})(?:er)? <month>(?: (?P<year>\d{4}))?",
    between=(r"entre (?:le )?", r",? et (?:le )?"),
    earliest=r"(?:entre|au plus tôt|pas avant)",
    at_once=r"(?:immédiatement|immédiate|tout de suite|sans (?:délai|attendre)|aussitôt|sur-le-champ|à l'instant)",
    numbers=(
        r"une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix-\w+|"
        r"(?:vingt|trente|quarante|cinquante|soixante|quatre-vingts?)(?:(?:[ -]et)?[ -]\w+)?|cent|demie?|"
        r"(?:un )?quart d'|(?:une )?(?:dizaine|quinzaine|vingtaine|trentaine|douzaine) de|quelques|plusieurs|"
        r"prochaine?s?|premi(?:er|ère)s?|chaque|même|cette?"
    ),
    units=(
        r"(?:secondes?(?! (?:localisation|implantation|fois))|minutes?|mins?|heures?|h|jours?|journées?|"
        r"semaines?|mois)"
    ),
    rates=r"première heure",
    relative=(
        r"aujourd'hui|demain|hier|midi|minuit|ce (?:soir|matin)|cet après-midi|(?:dans|en) la (?:journée|"
        r"matinée|soirée)|"
        r"(?:jour|journée) même|même jour|lendemain|jours? (?:ouvrés?|ouvrables?|suivants?)|week-ends?|semaines?|"
        r"bientôt|sous peu|dès que possible|au plus vite|dans les meilleurs délais|rapidement|"
        r"(?:avant|vers|dès) \d{1,2}\b|"
        r"24 h(?:eures)? sur 24|quotidiennement|le \d{1,2}(?:er)?\b"
    ),
    clause=r"(?:articles?|clauses?|paragraphes?|points?|§)",
    section=r"(?:rubriques?|sections?|chapitres?|titres?|parties?)",
    reading=r"(?:lecture|interprét|compren|suppos)",
    runs=r"\bdélai (?:court|commence|part)\b|\bcomptée?s? (?:depuis|à partir)\b",
    answered=r"\bavez notre première réponse\b",
    own_staff=r"\bnotre (?:propre )?(?:équipe|personnel) peut\b.*\bdepuis\b",
    forces={
        Force.COMMITMENT: r"\b(?:\w+rons|devons)\b",
        Force.TARGET: r"\b(?:efforçons|visons|cherchons|tâchons)",
        Force.EXPECTED: r"\b(?:prévue?s?|attendue?s?)\b",
        Force.TYPICAL: r"\b(?:en règle générale|généralement|habituellement|d'ordinaire|normalement)",
        Force.GOAL: r"\bobjectif",
    },
    does={
        PromiseKind.INITIAL_RESPONSE: r"\b(?:réponse|répond|aide|assist)",
        PromiseKind.BEGIN_WORK: r"\b(?:mettr?|début|commenc)\w*\b.*\btravail|\btravail\w*\b.*\b(?:début|commenc)",
        PromiseKind.RESOLUTION: r"\b(?:termin|achèv|résol|fin du travail|répar)",
        PromiseKind.APPOINTMENT: r"\brendez-vous",
    },
    notices={
        NoticeId.EMAIL_CARRIES_NO_LEVEL: r"\b(?:courriel|e-?mail|message électronique)",
        NoticeId.PROVISIONAL_LEVEL: r"\bprovisoire",
        NoticeId.REPORT_BY_PHONE: r"\b(?:appel|téléphon)",
        NoticeId.SECOND_LOCATION_NEEDED: r"\b(?:autre|second|deuxième) (?:endroit|site|lieu)",
        NoticeId.OWN_IT_FIRST: r"\bpropres? (?:informatici|service inform|équipe inform)",
        NoticeId.REPORT_WHEN_RESOLVED: r"\b(?:de nouveau|résolu|rétabli|à nouveau)",
        NoticeId.STAFF_AVAILABLE: r"\b(?:à disposition|disponible)",
        NoticeId.CHARGES: r"\b(?:frais|coûte|incident)",
        NoticeId.EMERGENCY_RATES: r"\btarif",
        NoticeId.CLOSED_NOW: r"\b(?:fermé|en dehors de nos)",
    },
)

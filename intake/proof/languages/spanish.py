"""How Spanish writes times, and the words around them."""

from intake.domain.contract import Force, NoticeId, PromiseKind
from intake.proof.languages.tongue import Tongue

SPANISH = Tongue(
    code="es",
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    months=(
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    dates=(r"(?:<weekday>,? )?(?P<day>\d{1,2}|1\.?[ºo]) de <month> del? (?P<year>\d{4})",),
    clock=(
        r"(?P<hour>\d{1,2})(?=[:.]\d\d| ?h\b| horas\b)(?:[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?)?"
        r"(?: ?(?:h|hrs|horas)\b\.?)?"
    ),
    joins=r",?(?: a las?)? ",
    ends=r"(?:final|fin|término) (?:del día )?(?:del? )?(?:el )?",
    midnight=(
        r"(?:(?P<closing>al final del día(?:, (?:a )?(?:la )?medianoche)?|24:00(?: h)?)|(?:a )?(?:la )?medianoche)"
    ),
    short=r"(?:<weekday>,? )?(?P<day>\d{1,2}|1\.?[ºo]) de <month>(?: del? (?P<year>\d{4}))?",
    between=(r"entre (?:el |las? )?", r",? y (?:el |las? )?"),
    earliest=r"(?:entre|como (?:muy )?pronto|no antes (?:del?|de las?))",
    at_once=r"(?:de inmediato|inmediatamente|inmediata|en ?seguida|al instante|al momento|sin (?:demora|dilación))",
    numbers=(
        r"una?|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\w+|veint\w+|"
        r"(?:treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)(?: y \w+)?|cien|medi[oa]|(?:un )?cuarto de|"
        r"(?:un )?par de|(?:un[oa]s )?poc[oa]s|algun[oa]s|un[oa]s|vari[oa]s|much[oa]s|próxim[oa]s?|"
        r"primer[oa]?s?|cada|"
        r"mism[oa]|est[ea]"
    ),
    units=r"(?:segundos?(?! (?:lugar|sitio))|minutos?|mins?|horas?|días?|jornadas?|semanas?|quincenas?|mes(?:es)?)",
    rates=r"primera hora",
    relative=(
        r"hoy|mañana|ayer|anoche|mediodía|medianoche|esta (?:tarde|noche)|por la (?:tarde|noche)|mismo día|"
        r"días? (?:siguientes?|laborables?|hábil(?:es)?)|(?:siguiente|próximo) (?:día|mes|año)|fines? de semana|"
        r"semanas?|"
        r"en breve|pronto(?<!como pronto)(?<!muy pronto)(?<!tan pronto)|lo antes posible|cuanto antes|"
        r"a la mayor brevedad|"
        r"a las? (?:\d{1,2}|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce)\b|las 24 horas|a diario|"
        r"antes de las?|(?:en el|el) día \d{1,2}|el \d{1,2}\b"
    ),
    clause=r"(?:cláusulas?|artículos?|apartados?|puntos?|§)",
    section=r"(?:secci(?:ón|ones)|apartados?|rúbricas?|epígrafes?|capítulos?)",
    reading=r"(?:interpretaci|lectura|entend|suponemos)",
    runs=r"\bplazo (?:corre|cuenta|empieza|comienza)\b|\bcontad[oa]s? desde\b|\bcuentan? desde\b",
    answered=r"\btiene nuestra primera respuesta\b",
    own_staff=r"\bnuestr[oa] (?:propi[oa] )?(?:personal|equipo) puede\b.*\bdesde\b",
    forces={
        Force.COMMITMENT: r"\b\w+remos\b|\bdebemos\b",
        Force.TARGET: r"\b(?:proponemos|procuramos|procuraremos|intentamos|aspiramos)",
        Force.EXPECTED: r"\b(?:previst|prevé|espera)",
        Force.TYPICAL: r"\b(?:normalmente|habitualmente|por lo general|suele|solemos)",
        Force.GOAL: r"\b(?:objetivo|meta)",
    },
    does={
        PromiseKind.INITIAL_RESPONSE: r"\b(?:respuesta|respond|contest|ayuda|asisten)",
        PromiseKind.BEGIN_WORK: (
            r"\b(?:emp[ie]e?z|comenz|comien|inici)\w*\b.*\btrabaj|\btrabaj\w*\b.*\b(?:emp|comien|inici)"
        ),
        PromiseKind.RESOLUTION: r"\b(?:termin|conclu|complet|acab|resol|resuelt|solucion)",
        PromiseKind.APPOINTMENT: r"\bcita",
    },
    notices={
        NoticeId.EMAIL_CARRIES_NO_LEVEL: r"\bcorreo",
        NoticeId.PROVISIONAL_LEVEL: r"\bprovisional",
        NoticeId.REPORT_BY_PHONE: r"\b(?:llam|teléfono|telefon)",
        NoticeId.SECOND_LOCATION_NEEDED: r"\b(?:otro|segundo) (?:lugar|sitio)",
        NoticeId.OWN_IT_FIRST: (
            r"\b(?:propi\w+ (?:informátic|equipo)|su (?:propio )?(?:personal|departamento) (?:de )?inform)"
        ),
        NoticeId.REPORT_WHEN_RESOLVED: r"\b(?:vuelva a funcionar|resuelt|solucionad)",
        NoticeId.STAFF_AVAILABLE: r"\bdisponible",
        NoticeId.CHARGES: r"\b(?:cargo|cuesta|incidenc|incidente)",
        NoticeId.EMERGENCY_RATES: r"\btarifa",
        NoticeId.CLOSED_NOW: r"\b(?:cerrad|fuera de nuestro)",
    },
)

"""How English writes times, and the words around them."""

from intake.domain.contract import Force, NoticeId, PromiseKind
from intake.proof.languages.tongue import Tongue

_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"

ENGLISH = Tongue(
    code="en",
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    dates=(
        rf"(?:<weekday>,? )?(?:the )?{_DAY}(?: of)? <month>,? {_YEAR}",
        rf"(?:<weekday>,? )?<month> {_DAY},? {_YEAR}",
    ),
    clock=(
        r"(?P<hour>\d{1,2})(?=[:.]\d\d| ?[ap]\.?m)(?:[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?)?"
        r"(?: ?(?P<half>[ap])\.?m\b\.?)?"
    ),
    joins=r",?(?: at)? ",
    ends=r"(?:the )?(?:very )?end of (?:the day on )?",
    midnight=r"(?:at )?(?:(?P<closing>24:00)|midnight)",
    short=rf"(?:<weekday>,? )?(?:the )?{_DAY}(?: of)? <month>(?:,? {_YEAR})?",
    between=(r"between ", r",? and "),
    earliest=r"(?:between|at the earliest|(?:and )?no(?:t|t any)? (?:earlier than|before|sooner than))",
    at_once=r"(?:at once|immediate(?:ly)?|straight ?away|right away|instantly|without delay)",
    numbers=(
        r"an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
        r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|"
        r"nine))?|(?:a )?hundred|half(?: an?)?|(?:a )?(?:quarter|third) of an?|(?:an? )?few|(?:a )?couple of|several|"
        r"some|many|next|first|every|each|same|this|that"
    ),
    units=(
        r"(?:(?:business|working|calendar|office|support|open|full|whole|more|further|short|good|single|following) )*"
        r"(?:seconds?(?! (?:location|site|place|promise))|secs?|minutes?|mins?|hours?(?! counts?)|hrs?|days?|weeks?|"
        r"fortnights?|months?)"
    ),
    rates=r"first hour",
    relative=(
        r"today|tomorrow|tonight|yesterday|noon|midnight|midday|overnight|this (?:morning|afternoon|evening)|"
        r"(?:in|by) the (?:morning|afternoon|evening)|(?:next|working|business|following) (?:day|week|month|year)s?|"
        r"weekends?|weeks?|fortnight|within|(?<!as )soon(?! as)|shortly|presently|promptly|asap|o['’]clock|"
        r"(?:half|quarter) (?:past|to)|around the clock|hourly|daily|weekly|"
        r"(?:at|by|before|until|till|around) (?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
        r"(?![\d.,/-]*\d)(?! \w)|the \d{1,2}(?:st|nd|rd|th)"
    ),
    clause=r"(?:clauses?|articles?|paragraphs?|points?|§)",
    section=r"(?:sections?|headings?|parts?|chapters?)",
    reading=r"(?:reading|read|assum|understand)",
    runs=r"(?<!\bno )\b(?:time|clock|deadline|period) (?:runs|counts|starts|begins)\b|\bcount(?:ed|s|ing) from\b",
    answered=r"\byou (?:already )?have (?:our|the|a) first answer\b",
    own_staff=r"\bour (?:own |support )*(?:staff|team|people)\b.*\b(?:other|second|another)\b",
    forces={
        Force.COMMITMENT: r"\bwill\b|'ll\b|\bis due\b",
        Force.TARGET: r"\baim",
        Force.EXPECTED: r"\bexpect",
        Force.TYPICAL: r"\b(?:typical|usual|normal)",
        Force.GOAL: r"\bgoal",
    },
    does={
        PromiseKind.INITIAL_RESPONSE: r"\b(?:answer|repl|respon|help|assist)",
        PromiseKind.BEGIN_WORK: r"\b(?:begin|start)\w*\b.*\bwork|\bwork\w*\b.*\b(?:begin|start)",
        PromiseKind.RESOLUTION: r"\b(?:complet|resol|solv|finish|fix)",
        PromiseKind.APPOINTMENT: r"\bappointment",
    },
    notices={
        NoticeId.EMAIL_CARRIES_NO_LEVEL: r"\be-?mail",
        NoticeId.PROVISIONAL_LEVEL: r"\bprovisional",
        NoticeId.REPORT_BY_PHONE: r"\b(?:call|telephone|phone)\b",
        NoticeId.SECOND_LOCATION_NEEDED: r"\bsecond (?:location|site|place)",
        NoticeId.OWN_IT_FIRST: r"\b(?:your )?own IT\b",
        NoticeId.REPORT_WHEN_RESOLVED: r"\b(?:works again|resolved|solved|is over)",
        NoticeId.STAFF_AVAILABLE: r"\b(?:at hand|available)",
        NoticeId.CHARGES: r"\b(?:charge|cost|incident)",
        NoticeId.EMERGENCY_RATES: r"\brates?\b",
        NoticeId.CLOSED_NOW: r"\b(?:closed|outside (?:of )?our)",
    },
)

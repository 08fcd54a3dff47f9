"""The status of a failed delivery told by its words, where the report gives no code of RFC 3463."""

import re

from intake.parse.machines.bounced import STATUS
from intake.parse.phrases import any_of

_CODE = re.compile(r"(?<![\d.])([45])\d\d(?=[ ,:;\]-]|$)")
_SIZE = any_of(r"""
    (?:message|mail|e-?mail)(?: is| was)?(?: too| size)[^\n]{0,40}(?:large|big|limit|exceed)|message size exceeds
    size limit exceeded|exceeds? (?:the )?(?:fixed )?(?:maximum|max)[^\n]{0,20} (?:message )?size|too (?:large|big)\b
    nachricht(?: ist)? zu groß|message trop (?:gros|volumineux)|demasiado grande|troppo grande|サイズ[^\n]{0,10}超
""")
_FULL = any_of(r"""
    (?:mailbox|inbox|account|mail ?drop)[^\n]{0,30}full
    (?:postfach|boîte|buzón|casella|caixa)[^\n]{0,30}(?:voll|plein)
    (?:buzón|casella|caixa)[^\n]{0,30}(?:lleno|piena|cheia)
    (?:over|exceed\w*|out of)[^\n]{0,20}quota|quota[^\n]{0,20}(?:exceed|over|full|reached|violat)
    mailbox (?:size )?(?:limit|exceed)|mailbox exceeds allowed|number of messages[^\n]{0,60}exceeded
    insufficient (?:disk )?space
    (?:mailbox|postvak)[^\n]{0,40} vol\b|skrzynka[^\n]{0,20}pełna|schránka[^\n]{0,20}plná|postkasse[^\n]{0,20}fuld
    postlåda[^\n]{0,20}full
    メールボックス[^\n]{0,10}いっぱい|skrzynka[^\n]{0,20}pe[lł]na|posta kutusu[^\n]{0,10}dolu
    메일함[^\n]{0,20}(?:초과|가득)
    speicherplatz|переполнен|容量|(?:邮箱|郵箱)[^\n]{0,6}满|overquota|disk full|not enough (?:storage|space)
""")
_DISABLED = any_of(r"""
    (?:account|mailbox|user|address)(?:\(s\))?[^\n]{0,40}(?:disabled|suspended|inactive|deactivated)
    (?:account|mailbox|user|address)(?:\(s\))?[^\n]{0,40}(?:blocked|closed|locked)
    not accepting (?:mail|messages)|konto[^\n]{0,20}(?:gesperrt|deaktiviert)|заблокирован|temporarily limited
""")
_HOST = any_of(r"""
    (?:host|domain)[^\n\d]{0,40}(?:not found|unknown\b(?! \w)|(?:n't|not) be found|not exist|invalid\b(?! \w))
    (?:unknown|bad|no such|illegal|nonexistent|non-existent|invalid|couldn't find any) (?:destination )?(?:host|domain)
    no (?:valid )?mx\b|nxdomain|name service error|unrout(?:e)?able|dns (?:hard )?error|no route|mx record
    loops? back to myself
    unbekannte[rn]? (?:host|domain)|domäne|computer was\s+not found|(?:домен|хост) не
""")
_POLICY = any_of(r"""
    \bspam|virus|blocked|black ?list|block ?list|\brbl\b|policy|poli(?:cy|cies)|relay(?:ing)?(?: access)? denied
    not permitted
    access denied|content (?:rejected|filter)|banned|refused due to|unauthenticated|dmarc|\bspf\b|dkim|reputation
    not allowed
    not authori[sz]ed|prohibited|unsolicited|abgelehnt wegen|restricted|you are not a member|受信[^\n]{0,8}拒否|拒收
    被拒
    отклонен|rifiutat|rechazad|abgewiesen
""")
_USER = any_of(r"""
    (?:user|recipient|mailbox)[^\n]{0,60}(?:unknown|not found|(?:not|n't) exist|invalid)
    (?:addressee?|account|local[ -]?part)[^\n]{0,60}(?:unknown|not found|(?:not|n't) exist|invalid)
    (?:user|recipient|mailbox|address|account)[^\n]{0,40}(?:unavailable|not (?:listed|recogni[sz]ed|known|available))
    (?:unknown|no such|invalid|bad|undeliverable) (?:local |e-?mail )?(?:user|recipient|mailbox|addr|account)
    no mailbox here|not listed in|does(?: not|n't) (?:exist|like recipient|have an? )|recipientnotfound|recipnotfound
    no such
    (?:wasn't|couldn't be|could not be|not) found|nicht (?:vorhanden|gefunden|bekannt)|unbekannt|inconnu|n['’]existe
    introuvable
    desconocid|no existe|sconosciut|inesistente|desconhecid|não existe|onbekend|okänd|ukendt|ukjent|nieznan|neznám
    neexistuje
    не (?:существует|існує)|неизвест|не найден|宛先不明|存在しません|見つか|不存在|找不到|존재하지|찾을 수|bulunamadı
    no valid recipients|unknown local[ -]?part|existiert nicht|konnte nicht gefunden|kunde inte hittas
    登録されていません
    nicht im (?:domino-?)?(?:verzeichnis|adressbuch)|pas (?:répertorié|trouvé)|bestaat niet|findes ikke|finnes ikke
    ei löydy
    没有找到|该用户|ユーザーが(?:い|存在)|該当する|등록되지|nem található|nu (?:există|a fost găsit)|bulunam|invalide\b
    indirizzo non valido|dirección no válida|adresse (?:est )?(?:inconnue|invalide)|not unique|several matches
    not provisioned|stato trovato|blev ikke fundet|pas reconnu|no (?:fue|se) encontr
""")
_ROUTE = any_of(r"""
    timed? ?out|connection (?:refused|reset|timed|failed)|(?:could not|unable to|can(?:not|'t)) connect
    network (?:error|unreachable)|(?:host|server)[^\n]{0,20}(?:did not respond|not respond\w*|not reachable|is busy)
    did not accept our requests|zeitüberschreitung|délai (?:d['’]attente|dépassé)|tiempo de espera|istek zaman aşımı
    no (?:answer|response) from|lost connection|host (?:down|unreachable)|retry time|delivery time expired
    message expired
""")
_LOOP = any_of(r"too many hops|mail loop|hop count|routing loop|loop detected")
_TABLE = (
    (_SIZE, "3.4"),
    (_FULL, "2.2"),
    (_LOOP, "4.6"),
    (_HOST, "1.2"),
    (_DISABLED, "2.1"),
    (_USER, "1.1"),
    (_POLICY, "7.1"),
)


def status_told(words: str, *, delayed: bool = False) -> str:
    """Return the status that the words give or mean, such as "5.1.1"; "" when they say nothing of the cause.

    A written status counts first. A bare SMTP reply gives the class, the words the rest. Without either code what
    a server could not reach is of class 4, as it may be reached later; all else is 4 when `delayed`, else 5.
    """
    if (written := STATUS.search(words)) is not None:
        return written.group(1)
    code = _CODE.search(words)
    detail = next((detail for phrases, detail in _TABLE if phrases.search(words)), None)
    if code is not None and detail is None and _ROUTE.search(words):
        detail = "4.1"
    if code is not None:
        return f"{code.group(1)}.{detail or '0.0'}"
    if detail is not None:
        return f"{'4' if delayed else '5'}.{detail}"
    return "4.4.1" if _ROUTE.search(words) else ""

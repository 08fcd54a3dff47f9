"""How machines give themselves away in words: senders, subjects and sentences that no person writes."""

import re

from intake.parse.phrases import any_of

DAEMON = re.compile(
    r"(?:mail(?:er)?[._-]?daemon(?:[._-].*|\d+)?|post[._-]?master|postoffice|mdaemon|smtp[._-]?daemon|"
    r"mail[._-]?delivery[\w.-]*|"
    r"microsoftexchange[0-9a-f]+|microsoft[._-]?exchange|auto[._-]?bounce|double-bounce|mail[._-]?transport[\w.-]*)",
    re.IGNORECASE,
)
LIST_SENDER = re.compile(
    r"(?:.+-request|owner-.+|.+[-+]owner|listserv|majordomo|.+-bounces?(?:\+.*)?|"
    r"sympa|mailman|listproc|ecartis|petidomo|ezmlm|fml|fml-.+|.+-confirm(?:\+.*)?|.+-ctl)",
    re.IGNORECASE,
)
NO_REPLY = re.compile(
    r"(?:.*[._+-])?(?:no|do[._-]?not|never)[._-]?(?:reply|responder|answer|response)(?:[._+-].*|\d*)|"
    r"(?:.*[._+-])?(?:ne[._-]?pas[._-]?repondre|nepasrepondre|nicht[._-]?antworten|keine[._-]?antwort|"
    r"no[._-]?responder|nao[._-]?responda|"
    r"non[._-]?rispondere|niet[._-]?beantwoorden|ikke[._-]?svar|svara[._-]?ej|nie[._-]?odpowiadaj)(?:[._+-].*)?",
    re.IGNORECASE,
)
BOUNCE_SENDER = re.compile(r"(?:.*[._+-])?bounces?(?:[._+=-].*|\d+)?", re.IGNORECASE)

READ_SUBJECT = any_of(
    r"""
    (?:not |un)?read|gelesen|ungelesen gelöscht|(?:non )?lue?|leído|leido|letto|lid[ao]|gelezen|læst|läst|lest|luettu
    przeczytan[oe]|přečteno|prečítané|прочитано|прочтено|okundu|开封|已读|已讀|開封済み|읽음|elolvasva|citit
    διαβάστηκε|נקרא|مقروءة
    return receipt|lesebestätigung|empfangsbestätigung|disposition notification|read receipt
    accusé de (?:lecture|réception)
    confirmaci[óo]n de lectura|conferma di lettura|confirmação de leitura|leesbevestiging|läskvitto
    kvittering for lesning
    """,
    before=r"\s*",
    after=r"\s*[:：(](?P<rest>.{0,200})",
)
READ_TEXT = any_of(r"""
    was (?:read|displayed|deleted without being read) on|return receipt|wurde .{0,80}(?:gelesen|angezeigt)
    a été (?:lu|affiché)|fue (?:leído|mostrado)|se ha (?:leído|mostrado)|è stato (?:letto|visualizzato)
    foi (?:lida|exibida)
    is gelezen|blev læst|lästes|ble lest|disposition notification|the message .{0,100} has been (?:displayed|read)
    została? (?:prze|od)czytan|byla? přečten|прочитано|было прочтено|okundu|開封|已(?:被)?(?:阅读|读|讀)|읽었|luettu
    olvas|citit
""")
# The fields of the message that was read, as receipts list them in any language, and the time.
RECEIPT = re.compile(
    r"(?:^[ \t]{0,12}\w[^\n:：@]{0,30}[:：][ \t]{0,8}\S[^\n]{0,200}\n){2,5}[^?]{0,200}\d[:.]\d\d", re.MULTILINE
)
# How the programs of lists refuse a letter.
LIST_TEXT = any_of(r"""
    (?:is|are) not (?:a )?member of (?:this|the|our)? ?\S{0,40}|not accepted because you are not
    not subscribed to this list
    you are not (?:allowed|authori[sz]ed) to (?:send|post)[^\n.]{0,20} (?:to|in|this message)\b
    posting (?:to|was|has been)[^\n]{0,60}(?:unsubscribed|ignored)
    this is the (?:ezmlm|mlmmj|majordomo|sympa) program|(?:i am|this is) the \S{1,20} ml manager
    awaits moderator approval|held until the list moderator
""")
# What Outlook puts before the subject of an invitation that is answered.
MEETING_SUBJECT = any_of(
    r"""
    accepted|declined|tentative(?:ly accepted)?|canceled|cancelled|zugesagt|abgelehnt|abgesagt|mit vorbehalt|vorläufig
    accepté|refusé|provisoire|annulé|aceptad[oa]|rechazad[oa]|provisional|cancelad[oa]|accettato|rifiutato|provvisorio
    annullato|aceite|recusado|geaccepteerd|geweigerd|voorlopig|geannuleerd|zaakceptowano|odrzucono|anulowano|принято
    отклонено
    accepterat|avböjt|accepteret|afslået|承諾|辞退|仮の予定|已接受|已拒绝|暂定
    """,
    before=r"\s*",
    after=r"\s*[:：]",
)
DMARC_SUBJECT = re.compile(r"\s*(?:\[\w{1,20}\]\s*)?report domain:.{1,200}submitter:", re.IGNORECASE)
# People write this subject too; theirs has no report beside it.
DMARC_NAMED = re.compile(r"\s*\[?dmarc\]? (?:aggregate |failure )?report", re.IGNORECASE)
FEEDBACK_TEXT = re.compile(
    r"\s*this is an? (?:e-?mail )?(?:abuse|spam|complaint|feedback|authentication failure) report for an? ",
    re.IGNORECASE,
)
FEEDBACK_SUBJECT = any_of(
    r"""
    complaint about message from [\d.:a-f]+|(?:e-?mail )?(?:feedback|abuse|complaint) report (?:for|from) ip
    \[spamcop \(
    """,
    before=r"\s*",
)

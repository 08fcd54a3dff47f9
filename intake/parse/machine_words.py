"""How machines give themselves away in words: senders, subjects and sentences that no person writes."""

import re

from intake.parse.phrases import any_of

DAEMON = re.compile(
    r"(?:mail(?:er)?[._-]?daemon(?:[._-].*|\d+)?|post[._-]?master|postoffice|mdaemon|smtp[._-]?daemon|"
    r"mail[._-]?delivery[\w.-]*|"
    r"microsoftexchange[0-9a-f]+|microsoft[._-]?exchange|auto[._-]?bounce|double-bounce|mail[._-]?transport[\w.-]*)",
    re.IGNORECASE,
)
LIST_SENDER = re.compile(r"(?:.+-request|owner-.+|.+-owner|listserv|majordomo|.+-bounces?(?:\+.*)?)", re.IGNORECASE)
NO_REPLY = re.compile(
    r"(?:.*[._+-])?(?:no|do[._-]?not|never)[._-]?(?:reply|responder|answer|response)(?:[._+-].*|\d*)|"
    r"(?:.*[._+-])?(?:ne[._-]?pas[._-]?repondre|nepasrepondre|nicht[._-]?antworten|keine[._-]?antwort|"
    r"no[._-]?responder|nao[._-]?responda|"
    r"non[._-]?rispondere|niet[._-]?beantwoorden|ikke[._-]?svar|svara[._-]?ej|nie[._-]?odpowiadaj)(?:[._+-].*)?",
    re.IGNORECASE,
)
BOUNCE_SENDER = re.compile(r"(?:.*[._+-])?bounces?(?:[._+=-].*|\d+)?", re.IGNORECASE)

_AFTER = (
    r"(?:\s*$|\s*[:：\-–—(\[|!.,]|"
    r"\s+(?:(?:re|aw|until|till|from|bis|vom|von|ab|jusqu|du|hasta|del|fino|dal|tot|van|do|od|до|с|по)\b|\d))"
)
VACATION_SUBJECT = re.compile(
    r"\s*[\[(]?(?:(?:i am |i'm )?out of (?:the )?office(?: (?:auto.?reply|reply|message|"
    r"notification|response))?|"
    r"auto(?:matic)?[ -]?(?:reply|response|answer|matic reply)|autoreply|auto[ -]?responder|"
    r"automated (?:reply|response)|"
    r"auto: .{0,100}(?:out of|returning|away|abwesend|absen).*|vacation (?:reply|"
    r"response|notice|message)|away from (?:my )?(?:mail|office|desk)|"
    r"abwesenheits(?:notiz|nachricht|assistent|meldung)|automatische antwort|autom\. antwort|urlaubsnotiz|"
    r"réponse automatique|absence du bureau|absent du bureau|message d['’]absence|absente? du bureau|"
    r"notification d['’]absence|"
    r"respuesta automática|respuesta automatica|fuera de (?:la )?oficina|ausencia de la oficina|"
    r"ausente de la oficina|"
    r"risposta automatica|fuori (?:sede|ufficio)|assenza dall['’]ufficio|"
    r"resposta automática|resposta automatica|fora do escritório|ausência temporária|ausente do escritório|"
    r"automatisch(?:e)? antwoord|automatische reactie|afwezigheids(?:assistent|bericht|melding)|"
    r"autosvar|automatisk svar|automatiskt svar|frånvaromeddelandesmelding|fravær|"
    r"autoodpowiedź|odpowiedź automatyczna|automatyczna odpowiedź|poza biurem|"
    r"automatická odpověď|automatická odpoveď|"
    r"автоматический ответ|автоответ|автоматична відповідь|автовідповідь|"
    r"поза офісом|"
    r"otomatik (?:yanıt|cevap)|ofis dışında|ofis dışı|automaattinen vastaus|automatikus válasz|"
    r"自動応答|自動返信|不在通知|不在のお知らせ|自动回复|自动答复|"
    r"自動回覆|自動回復|不在办公室|자동 회신|부재중)[\])]?" + _AFTER,
    re.IGNORECASE,
)
# What people write in a subject too; it needs the opening of an absence beside it.
AWAY_SUBJECT = any_of(
    r"""
    ooo|oof|auto|away|absent|out of (?:the )?office|vacation|holiday|absence|abwesend|urlaub|nicht im (?:büro|haus)
    (?:i am |i'm )?(?:away )?on (?:vacation|holidays?|annual leave|leave|parental leave|maternity leave)
    en vacances|en congé|de vacaciones|in ferie|assente|de férias|ausente|niet aanwezig|ikke til stede|ikke på kontoret
    na urlopie|nieobecn|mimo kancelář|вне офиса|нет на месте|отсутствую|в отпуске|外出中|不在|休假
    """,
    before=r"\s*(?:re:\s*|aw:\s*|sv:\s*)*[\[(]?",
    after=r"\b",
)
AWAY_TEXT = any_of(r"""
    (?:am|will be|i'm) (?:currently |now |presently )?(?:out of (?:the )?(?:office|country|town)|unavailable)
    (?:am|will be|i'm) (?:currently |now |presently )?(?:away (?:from|until|on|till)|on (?:vacation|holidays?))
    (?:am|will be|i'm) (?:currently |now |presently )?on (?:(?:annual|parental|sick) leave|leave|a business trip)
    i (?:will|shall) (?:return|be back|reply|respond|answer)[^\n]{0,60}(?:on|when|upon|after|by|until)
    limited access to (?:my )?e?-?mail
    (?:this is an|automatic(?:ally)?) (?:automat(?:ed|ic) )?(?:reply|response|message)|bin nicht (?:im büro|erreichbar)
    ich (?:bin|werde|befinde mich)[^\n]{0,60}(?:nicht im (?:büro|haus)|abwesend|urlaub|wieder|erreichbar)
    (?:suis|serai)[^\n]{0,40}(?:absent|en congé|en vacances)|(?:estoy|estaré)[^\n]{0,40}(?:fuera|ausente|de vacaciones)
    (?:sono|sarò)[^\n]{0,40}(?:assente|in ferie|fuori)|(?:estou|estarei)[^\n]{0,40}(?:fora|ausente|de férias)
    ben[^\n]{0,40}(?:afwezig|vakantie|tot en met)|(?:jestem|będę)[^\n]{0,40}(?:nieobecn|urlop)
    (?:нахожусь|буду)[^\n]{0,40}(?:отпуск|отсутств|вне офиса)|不在|休暇|休假|外出
""")
READ_SUBJECT = re.compile(
    r"\s*(?:not read|read|gelesen|ungelesen gelöscht|lu|non lu|leído|leido|letto|lido|lida|gelezen|læst|läst|lest|"
    r"przeczytano|przeczytane|přečteno|прочитано|прочтено|okundu|開封済み|开封|已读|"
    r"return receipt|lesebestätigung|disposition notification)\s*[:：(]",
    re.IGNORECASE,
)
READ_TEXT = re.compile(
    r"was (?:read|displayed|deleted without being read) on|return receipt|wurde .{0,80}gelesen|a été (?:lu|"
    r"affiché)|fue leído|è stato letto|foi lida|"
    r"is gelezen|blev læst|lästes|ble lest|disposition notification|the message .{0,100} has been (?:displayed|read)",
    re.IGNORECASE,
)
DMARC_SUBJECT = re.compile(r"\s*report domain:.{1,200}submitter:|\s*\[?dmarc\]? (?:aggregate )?report", re.IGNORECASE)
FEEDBACK_SUBJECT = any_of(
    r"complaint about message from [\d.:a-f]+|(?:e-?mail )?(?:feedback|abuse|complaint) report (?:for|from) ip",
    before=r"\s*",
)

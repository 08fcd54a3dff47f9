"""How machines give themselves away in words: senders, subjects and sentences that no person writes."""

import re

DAEMON = re.compile(
    r"(?:mailer-?daemon|mail-?daemon|postmaster|postoffice|mdaemon|smtp-?daemon|mail-?delivery[\w.-]*|"
    r"microsoftexchange[0-9a-f]+|"
    r"mailerdaemon|maildelivery[\w.-]*|auto-?bounce)",
    re.IGNORECASE,
)
DAEMON_NAME = re.compile(
    r"mail delivery|system administrator|mailer.?daemon|postmaster|systemadministrator", re.IGNORECASE
)
LIST_SENDER = re.compile(r"(?:.+-request|owner-.+|.+-owner|listserv|majordomo|.+-bounces?(?:\+.*)?)", re.IGNORECASE)
NO_REPLY = re.compile(
    r"(?:.*[._+-])?(?:no|do[._-]?not|never)[._-]?(?:reply|responder|answer|response)(?:[._+-].*|\d*)|"
    r"(?:.*[._+-])?(?:ne[._-]?pas[._-]?repondre|nepasrepondre|nicht[._-]?antworten|keine[._-]?antwort|"
    r"no[._-]?responder|nao[._-]?responda|"
    r"non[._-]?rispondere|niet[._-]?beantwoorden|ikke[._-]?svar|svara[._-]?ej|nie[._-]?odpowiadaj)(?:[._+-].*)?",
    re.IGNORECASE,
)
BOUNCE_SENDER = re.compile(r"bounces?.*", re.IGNORECASE)

BOUNCE_SUBJECT = re.compile(
    r"\s*(?:undeliver(?:ed|able)\b|delivery (?:status notification|failure|failed|has failed|report|notification|"
    r"delayed)|failure notice|"
    r"returned mail|mail (?:delivery|system error|could not|not delivered|undeliverable)|message (?:delivery|"
    r"undeliverable|delayed|status)|"
    r"non[- ]?(?:delivery|deliverable|remis)|delayed mail|could not (?:be delivered|send)|warning: (?:could not|"
    r"message)|"
    r"unzustellbar|nicht zustellbar|zustellung|fehler bei der|unsuccessful delivery|échec|remise|non remis|"
    r"no se puede entregar|no entregado|"
    r"mensaje no entregado|mancata consegna|impossibile recapitare|não entregue|não foi possível|onbestelbaar|"
    r"kan ikke leveres|"
    r"olevererbart|det går inte att leverera|niedostarczalne|nie można dostarczyć|nedoručitelné|недоставлен|"
    r"не удается доставить|"
    r"teslim edilemedi|配信不能|配信エラー|无法送达|未送达|退信|系统退信|returned to sender|delivery problem)",
    re.IGNORECASE,
)
# Whole subjects that mail servers use and people do not, whoever the sender seems to be.
BOUNCE_SUBJECT_SURE = re.compile(
    r"\s*(?:undelivered mail returned to sender|undeliverable(?: mail)?\s*:.*|undeliverable mail|failure notice|"
    r"returned mail: .+|"
    r"delivery status notification ?\([a-z]+\)|mail delivery failed: returning message to sender|"
    r"mail delivery (?:subsystem|failure)|"
    r"delivery notification: delivery has (?:failed|timed out).*|unzustellbar: .+|non remis ?: .+|"
    r"no se puede entregar: .+|onbestelbaar: .+|"
    r"message delivery failure|mail system error - returned mail|warning: message .* delayed .*|系统退信)\s*",
    re.IGNORECASE,
)
BOUNCE_TEXT = re.compile(
    r"this is the (?:qmail-send program|mail system at host)|"
    r"i'm sorry to have to inform you that your message could not|"
    r"this message was created automatically by mail delivery software|delivery to the following recipients? failed|"
    r"your message did not reach some or all of the intended recipients|permanent (?:fatal )?errors? -----|"
    r"the following address(?:es|\(es\))? (?:failed|had)|i wasn't able to deliver your message",
    re.IGNORECASE,
)

_AFTER = (
    r"(?:\s*$|\s*[:：\-–—(\[|!.,]|"
    r"\s+(?:(?:re|aw|until|till|from|bis|vom|von|ab|jusqu|du|hasta|del|fino|dal|tot|van|do|od|до|с|по)\b|\d))"
)
VACATION_SUBJECT = re.compile(
    r"\s*(?:re:\s*|aw:\s*)?[\[(]?(?:(?:i am |i'm )?out of (?:the )?office(?: (?:auto.?reply|reply|message|"
    r"notification|response))?|"
    r"ooo|oof|auto(?:matic)?[ -]?(?:reply|response|answer|matic reply)|autoreply|auto[ -]?responder|"
    r"automated (?:reply|response)|"
    r"auto: .{0,100}(?:out of|returning|away|abwesend|absen).*|vacation (?:reply|"
    r"response|notice|message)|away from (?:my )?(?:mail|office|desk)|"
    r"on (?:vacation|holiday|annual leave|leave)|"
    r"abwesenheits(?:notiz|nachricht|assistent|meldung)|automatische antwort|autom\. antwort|nicht im (?:büro|"
    r"haus)|urlaubsnotiz|"
    r"réponse automatique|absence du bureau|absent du bureau|message d['’]absence|absente? du bureau|"
    r"notification d['’]absence|"
    r"respuesta automática|respuesta automatica|fuera de (?:la )?oficina|ausencia de la oficina|"
    r"ausente de la oficina|"
    r"risposta automatica|fuori (?:sede|ufficio)|assenza dall['’]ufficio|"
    r"resposta automática|resposta automatica|fora do escritório|ausência temporária|ausente do escritório|"
    r"automatisch(?:e)? antwoord|automatische reactie|afwezigheids(?:assistent|bericht|melding)|niet aanwezig|"
    r"autosvar|automatisk svar|automatiskt svar|frånvaromeddelandesmelding|fravær|"
    r"ikke til stede|ikke på kontoret|"
    r"autoodpowiedź|odpowiedź automatyczna|automatyczna odpowiedź|poza biurem|"
    r"automatická odpověď|mimo kancelář|automatická odpoveď|"
    r"автоматический ответ|автоответ|вне офиса|нет на месте|отсутствую|автоматична відповідь|автовідповідь|"
    r"поза офісом|"
    r"otomatik (?:yanıt|cevap)|ofis dışında|ofis dışı|automaattinen vastaus|automatikus válasz|"
    r"自動応答|自動返信|不在通知|不在のお知らせ|外出中|自动回复|自动答复|"
    r"自動回覆|自動回復|不在办公室|자동 회신|부재중)[\])]?" + _AFTER,
    re.IGNORECASE,
)
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

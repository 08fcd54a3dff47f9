"""How delivery reports that follow no standard give themselves away: senders, subjects and opening words."""

from intake.parse.phrases import any_of

# Display names that only mail systems carry; "System Administrator" may be a person and is not among them.
DAEMON_NAME = any_of(r"""
    mail(?:er)?[ ._-]?daemon|mail deliver|mail (?:transport|transfer|server|system|router|gateway)\b
    (?:delivery|e?-?mail) (?:sub)?system|post[ _-]?master|returned mail
    delivery (?:service|agent|notification|status)|interscan|mailmarshal|mailscanner
    mail robot|bounced? (?:handler|message|mail)|microsoft outlook\b|microsoft exchange\b
    system pocztowy|поштова система|mailsystem\b|メール(?:配送|配信)?システム|почтовая система|메일 시스템|邮件系统
    郵件系統
""")
# Display names that leave no doubt: no word of a report is needed beside them.
DAEMON_NAMED = any_of(
    r"""
    mail(?:er)?[ ._-]?daemon.*|mail deliver(?:y|) (?:sub)?system|mail delivery service|internet mail delivery
    returned mail|post ?master|delivery status notification|courier mail server .*|microsoft exchange
    """,
    before=r"\s*",
    after=r"\s*\Z",
)
# Local parts of machines that are people in other houses: they count only beside an opening of a report.
WEAK_LOCAL = any_of(r"""
    sys(?:tem)?[._-]?admin(?:istrator)?|(?:mail|smtp|email|server)?[._-]?admin(?:istrator)?|root|system|mail|smtp
    mta|virus.*|anti-?virus.*|amavis.*|abuse|nobody|staff|daemon|exim|postfix|qmail.*|uucp|mmdf|.*-admin
""")
# Mail programs that are servers writing reports.
SERVER_MAILER = any_of(r"""
    <?SMTP32 v|m-FILTER\b|SurfControl E-mail Filter|MailMarshal\b|MailEnable\b.*(?:postoffice|mta)|MDaemon.*bounce
""")

SUBJECT = any_of(
    r"""
    undeliver(?:ed|able)\b|undelivrable\b|nondeliverable|unable to deliver|error sending|mail returned|delivery$
    delivery (?:status\b|failure|failed|has failed|report\b|notification|delayed|problem|error|incomplete)
    delivery (?:unsuccessful|not successful|subsystem|warning)|unsuccessful (?:mail )?delivery
    successful mail delivery
    fail(?:ure|ed)[ :](?:notice|delivery|to deliver|mail)|fail(?:ed|ure) (?:delivery|mail)\b|return(?:ed)? to sender
    (?:returned|bounced|rejected|blocked) (?:(?:e-?)?mail|message)|could not (?:be delivered|deliver|send)
    (?:e-?)?mail delivery (?:fail|problem|error|status|delay|subsystem|system|report|notif|warning|returned)
    (?:e-?)?mail (?:system error|could not|can ?not|not delivered|undeliverable|delayed|failure|error|status report)
    (?:your |the )?(?:message)\b.{0,80}\b(?:(?:could|can|was|has)?(?: ?not|n['’]t)(?: been| be)?) (?:delivered|sent)
    (?:your |the )?(?:e-?mail)\b.{0,80}\b(?:(?:could|can|was|has)?(?: ?not|n['’]t)(?: been| be)?) (?:delivered|sent)
    (?:your |the )?(?:mail)\b.{0,80}\b(?:(?:could|can|was|has)?(?: ?not|n['’]t)(?: been| be)?) (?:delivered|sent)
    message (?:delivery|undeliverable|not delivered|delayed|status|has failed|rejected|could not|not sent|failure)
    message you sent blocked|there was an error sending your mail|delayed (?:mail|delivery|message)
    non[- ]?(?:delivery|deliverable|delivered|remis|distribu)|warning: (?:could not|message|e?-?mail)
    unknown (?:user|recipient|address)\b|user unknown|invalid recipient|ndn:|ndr:|dsn:|can(?:no|')t deliver mail
    error (?:delivering|in delivering|while delivering)|sorry, your message|notice: mail delivery status
    permanent delivery|postmaster (?:notify|copy)|message frozen|relayed:|delayed?:|delivered:|expanded:|nondelivery
    your (?:message|mail|e-?mail|posting) (?:to .{1,80} )?(?:was|has been) (?:rejected|blocked|returned)
    mail failed|failed mail|delivery reports? about|\S{1,10} mail system: |fax could not
    your mail was
    automatically rejected|rejected: |delivery (?:to|for) \S+@\S+
    rejected posting|e-?mail delivery|postfix smtp server: errors|mail rejected
    \[bounce\]|(?:message|mail) undelivered|blocked: |banned |virus (?:found|detected|alert)
    .{0,30} has detected an?\b

    unzustellbar|(?:mail |nachricht |e-mail )?nicht zustellbar|zustellung|fehler bei der|fehlgeschlagen
    (?:ihre |die )?(?:e-?mail|mail|nachricht)\b.{0,60}nicht (?:zugestellt|zustellbar|ausgeliefert)|r[üu]ckl[äa]ufer
    zurückgesandte|rücksendung|fehlermeldung.{0,20}zustell|verzögert:|übermittelt:|zustell(?:fehler|ungsfehler)

    [ée]chec|non distribu|message non|avis de non|retour de courrier|courrier non|remise retard|relay[ée]\b

    no se (?:puede|ha podido|pudo) entregar|no entregado|devuelto|notificación (?:de|del) estado
    (?:mensaje|correo) (?:no entregado|devuelto|rechazado)|error (?:de|en la) entrega|aviso de (?:fallo|error)
    (?:fallo|fallida|retraso) (?:de|en) (?:la )?entrega|entrega (?:retrasada|fallida)|retransmitido:|no entregable

    mancata consegna|impossibile (?:recapitare|consegnare)|non recapitabile|notifica dello stato
    recapito non|messaggio non (?:consegnato|recapitato)|avviso di mancat[ao]|errore (?:di|nella) consegna|posta non

    (?:mensagem )?não (?:entregue|foi possível)|falha na entrega|não é possível entregar|mensagem devolvida
    notificação de (?:status|estado)|(?:e-?mail|mensagem) (?:devolvid|não enviad)|não (?:entregue|entregável)

    onbestelbaar|niet[- ](?:bezorg|bestel)|kan (?:ikke|inte) levere|ikke levere?t|kunne ikke levere|olevererbar
    (?:uw |je )?(?:bericht|e-?mail)\b.{0,60}\bniet\b.{0,30}(?:bezorgd|afgeleverd|verzonden)|kunne ikke sende
    (?:din|dit|ditt|deres) (?:e-?)?(?:mail|post|meddelelse|meddelande|melding|besked)\b.{0,60}\b(?:ikke|inte|ej)\b
    viesti\w{0,4}\b.{0,40}\bei\b|det går inte att leverera|ej levererbar|kan ikke sendes|uleverbar|toimittamaton
    ei voi(?:tu|da)? toimittaa
    viestiä ei|meddelande(?:t)? (?:kunde|har) inte|afleveren|aflevering|levering mislukt|bezorging mislukt

    (?:twoja )?wiadomość.{0,40} nie (?:została|mogła)|(?:vaše )?zpráva.{0,40} (?:nebyla|nemohla)|лист.{0,60} не
    (?:iletiniz|mesajınız|e-?postanız).{0,60}(?:edilemedi|gönderilemedi|iletilemedi)|(?:üzenet|level).{0,40} nem
    mesaj(?:ul)?.{0,60} nu a|niedostarcz|nie można dostarczyć|nie dostarczono|zwrot (?:wiadomości|poczty)|nedoruč[eai]
    teslim edilem
    kézbesíthetetlen|nelivrabil|nedorucen|δεν είναι δυνατή η παράδοση|לא ניתן|zpráv\w+ ne|správa ne|iletilemedi
    gönderilemedi|ανεπίδοτ|לא נמסר|تعذر

    недостав|не уда(?:ется|лось) доставить|не доставлен|сообщение не|ошибка доставки|письмо не|возврат почты
    уведомление о (?:не)?доставк|(?:ваше )?(?:письмо|сообщение) .{0,40}не (?:может|было|доставлен)|не доставлено
    (?:повідомлення|лист) не|недоставлен|помилка доставки|ваш(?:е|а) (?:письмо|сообщение|лист) не

    [配送]信(?:不能|エラー|できません|に失敗|状況|不可)|メッセージを配信できません|メール(?:の)?配信|未配(?:達|信)|送達
    (?:メール)?送信(?:エラー|できません|失敗)|宛先不明|不達|エラーメール
    未(?:能)?传递|无法送达|無法(?:投遞|傳遞)|未送达|未(?:能)?投递|.{0,40}退信|.{0,20}投[递遞]失[败敗]|发送失败
    (?:메일|메시지)?\s*(?:배달|전송|발송) ?실패|반송|\[?(?:메일|발송).{0,10}(?:실패|되지)|(?:메일이 )?(?:발송|배달)되지
    郵件(?:投遞|傳送|無法)|邮件(?:投递|发送|退回)|無法(?:傳遞|送達)|退件
    """,
    before=r"\s*(?:\*{1,5}\s*|\[[^\]]{1,30}\]\s*)?",
)
# Whole subjects that only mail servers write, whoever the sender seems to be.
CERTAIN_SUBJECT = any_of(
    r"""
    (?:postmaster copy: )?undelivered mail(?: returned to sender)?|returned mail: see transcript for details
    returned mail: (?:user|host) unknown.*|mail delivery failed: returning message to sender
    system error - returned mail
    delivery (?:status )?notification ?\([a-z ]+\)|mail system error - returned mail|ndn: .+|\[bounce\].*
    postmaster notify: .+
    delivery notification: delivery has .+|warning: message \S+ delayed \d+ .+|warning: could not send message for .+
    \*\*message you sent blocked by our bulk email filter\*\*|postfix smtp server: errors from .+
    delivery failure: user .+ not listed in .+|undeliverable message|undeliverable mail|系统退信.*|来自.{1,60}的退信
    delivery (?:to|for) <?\S+@\S+>? (?:has )?(?:failed|been delayed)|automatically rejected mail
    delayed mail \(still being retried\)|メール配信に失敗しました|メッセージを配信できません。?
    mail could not be delivered|message delivery has failed
    """,
    before=r"\s*",
    after=r"\s*\Z",
)
# Whole subjects that mail servers use and people seldom; an address in the text makes them sure.
SURE_SUBJECT = any_of(
    r"""
    (?:undeliverable|undelivered|relayed|delayed|expanded)(?: mail| message)?\s*[:：].*|failure notice(?:\s*:.*)?
    returned mail\s*: .+|mail delivery (?:subsystem|failure|system)|delivery report|delivery status notification
    delivery (?:failure|failed|delayed)(?:\s*[:(].*)?|mail (?:could not be delivered|delivery (?:failed|error))
    (?:message|permanent) delivery (?:failure|failed)|failure delivery|failed delivery|delivery status(?: error)?
    there was an error sending your mail|notice: mail delivery status\.?|message status - undeliverable
    (?:unzustellbar|nicht zustellbar|zustellungsfehler)\s?: .+|non (?:remis|distribuable) ?: .+
    remise retardée ?: .+|[ée]chec de (?:distribution|remise).*|message non distribué.*|no se puede entregar: .+
    onbestelbaar: .+|niet bestelbaar: .+|non recapitabile: .+|niedostarczalne: .+|teslim edilemedi: .+
    não (?:é possível entregar|entregue)\s?: .+|kan ikke leveres: .+|(?:olevererbart?|ej levererbart?): .+
    nedoručiteln[éá]: .+|kézbesíthetetlen: .+|недоставлено: .+|не удается доставить: .+|недоставленное сообщение
    无法送达: .+|未送達.*|(?:配信|送信)不能.*|(?:配信|送信)エラー(?:[:：].*)?|.{0,20}投[递遞]失[败敗]通知|不達通知.*
    """,
    before=r"\s*(?:\[postmaster\]\s*)?",
    after=r"\s*\Z",
)

# Words of a person in front of what looks like a report; not those in an address, as in me@vendor.example.
PERSONAL = any_of(
    r"""
    i|we|my|our|me|us|i['’]ve|i['’]m|you guys|anyone|fyi|thanks|please|(?:see|as) (?:below|attached)
    ich|wir|mir|uns|unsere?|mein|bitte|danke|je|nous|j['’]ai|notre|mon|merci|s['’]il (?:vous|te) plaît
    yo|nosotros|nuestro|tengo|gracias|por favor|io|noi|abbiamo|ho|grazie|per favore|eu|nós|nosso|temos|obrigado
    mam|mamy|nasz|proszę|wij|onze|jag|vi|jeg|пожалуйста|вот|нам|мне|я|мы|у нас|спасибо
    """,
    before=r"\?|お世話|お願い|いただ|届きま|请问|您好|你好|我们|谢谢|안녕|주세요|부탁|(?<![@.\w])",
    after=r"(?![\w.+-]{0,64}@|\.\w|\w)",
)
# Whom only a person speaks of.
COLLEAGUE = any_of(r"""
    \b(?:my|our) (?:colleague|boss|staff|team|customer|client|office|people|driver|supplier|accountant|manager)s?\b
    \b(?:mein|unser)\w* (?:kolleg|kund|chef|mitarbeiter)\w*|\b(?:mon|ma|nos|notre) (?:collègue|client)s?\b
""")
# Courtesy of machines that would read as a person's.
COURTESY = any_of(r"""
    (?:please |kindly )?(?:do ?n[o']t|do not|not) reply(?: to this (?:e-?mail|message|mail))?
    please (?:note|be advised)


    please (?:reply to|contact|write to|send (?:e-?)?mail to) (?:the |your )?<?(?:post ?master|(?:system )?admin)
    (?:пожалуйста, )?не отвечайте|bitte (?:nicht antworten|antworten sie nicht)|(?:merci de )?ne pas répondre
    (?:por favor )?no responda|(?:si prega di )?non rispondere|we['’]?(?:re| are) (?:very )?sorry|i['’]m sorry
    i apologize
    our (?:content checker|virus (?:detector|scanner))|抱歉|很抱歉|申し訳(?:ございません|ありません)
""")
GREETING = any_of(
    r"""
    (?:hi|hello|hey|good (?:morning|afternoon|day|evening)|hallo|guten (?:tag|morgen|abend)|sehr geehrte|liebe|moin)\b
    dear\b(?! (?:sender|user|customer|e?-?mail|postmaster|sir or madam,? your))|(?:servus|hej|goddag|beste|geachte)\b
    (?:bonjour|bonsoir|salut|madame|monsieur|hola|buen[oa]s|ciao|buongiorno|salve|gentile|olá|bom dia|boa tarde)\b
    (?:dzień dobry|witam|cześć|здравствуйте|добрый|привет|dobrý den|merhaba|dag|tere|ahoj)\b|уважаем|estimad|prezad
    こんにちは|お世話|您好|你好|안녕
    """,
    before=r"\s*",
    # A server says hello as well: before it names itself, or to an address.
    after=r"(?! *[.,!]* *(?:\n\s*)?(?:this is|este es|c['’]est|hier ist|the (?:mail )?server) ?)(?! +<?[\w.+=-]+@)",
)

REPLY_CODE = any_of(r"""
    (?<![\d.])[45]\d\d[ -]{1,3}#?[45]\.\d{1,3}\.\d{1,3}\b
    (?<![\d.])[45]\d\d[ -]{1,3}(?=[^\d\n])[^\n]{0,100}?\b(?:user|mailbox|recipient|relay|quota|reject|unknown|denied)
    (?<![\d.])[45]\d\d[ -]{1,3}(?=[^\d\n])[^\n]{0,100}?\b(?:address|account|such|refused|spam|blocked|exist|policy)
    [(\[#<: ][45]\.[0-7]\.\d{1,3}[)\]> :]|ERROR_CODE ?:|^final-recipient: ?rfc822
""")
# What servers write above the copy of what they return.
COPY = any_of(
    r"""
    original message|original mail\b|copy of (?:the|your) (?:original )?message|below this line is a copy
    this is a copy of (?:the|your) message|(?:your )?message headers? follow|the headers? of the original message
    the original message (?:follows|headers|is)|returned message|included is a copy|message header
    unsent message|no message was collected|undelivered message|the first .{1,20} lines of
    (?:the )?attachment contains the original|ursprüngliche (?:nachricht|kopfzeilen)|originalnachricht
    kopie (?:der|ihrer) (?:nachricht|e-?mail|mail)|message d['’]origine|mensaje original|messaggio originale
    mensagem original|元のメッセージ|原(?:始)?邮件|исходное (?:сообщение|письмо)
    """,
    before=r"^[^\w\n]{0,80}",
)
# A returned header block within the text.
HEAD_LINE = any_of(r"received: (?:from|by|\()|message-id:|return-path:", before=r"^[ \t]{0,8}")

DELAYED = any_of(r"""
    \bdelayed\b|still being retried|will be re(?:tried|attempted)|(?<!not )(?:keep|continue)s? (?:on )?(?:re)?try
    warning message only|not (?:yet )?been delivered (?:yet|after)|not yet been delivered|delivery incomplete
    still trying|will (?:re)?try (?:again|for|to)|do not need to resend|could not send message for (?:the )?past
    temporary problem|transient non-fatal|wird weiter versucht|weitere zustellversuche|noch nicht zugestellt
    (?:tentará|intentará|volverá a|riproverà|riprover|réessa|nouvelle tentative|opnieuw (?:te )?pro)|повторн|再試行|再送
    繰り返し
    (?:has been|is) (?:waiting )?in the queue|need not send|keep trying|verzögert|retardé|retrasad|ritard|atrasad
    opóźnion|задержан|配信が遅れ|遅延
""")
GIVEN_UP = any_of(r"""
    permanent|giv(?:en|ing) up|retry time(?:out)? (?:not reached|exceeded)|too long|(?:could|can) ?not\s+be delivered
    no further|undeliverable|delivery (?:has )?(?:failed|failure)|returned|message expired|unable to deliver
    did not reach|timed? ?out|nicht zugestellt werden|did not receive|not delivered within
""")
ARRIVED = any_of(r"""
    success(?:ful|fully) (?:delivery notifications|delivered|relayed)|has been successfully (?:delivered|relayed)
    (?:was|were|been) (?:relayed|delivered) to the|relayed to (?:mailer|a destination|the following)
    is complete, but no|^[ \t]{0,8}(?:relayed|delivered|expanded|successful mail delivery)\b
    delivery has been successful
    erfolgreich zugestellt|übermittelt:|remis avec succès|entregado correctamente|доставлено успешно
""")

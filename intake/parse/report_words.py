"""How delivery reports that follow no standard give themselves away: senders, subjects and opening words."""

from intake.parse.phrases import any_of

# Display names that only mail systems carry; "System Administrator" may be a person and is not among them.
DAEMON_NAME = any_of(r"""
    mail(?:er)?[ ._-]?daemon|mail deliver|mail (?:transport|transfer|server|system|router|gateway)\b
    (?:delivery|e?-?mail) (?:sub)?system|post[ _-]?master|returned mail
    delivery (?:service|agent|notification|status)|interscan|mailmarshal|mailscanner
    bounced? (?:handler|message|mail)|microsoft outlook\b|microsoft exchange\b
""")
# Local parts of machines that are people in other houses: they count only beside an opening of a report.
WEAK_LOCAL = any_of(r"""
    sys(?:tem)?[._-]?admin(?:istrator)?|(?:mail|smtp|email|server)?[._-]?admin(?:istrator)?|root|system|mail|smtp
    mta|virus.*|anti-?virus.*|amavis.*|abuse|nobody|staff|daemon|exim|postfix|qmail.*|uucp|mmdf|.*-admin
""")
# Mail programs that are servers writing reports.
SERVER_MAILER = any_of(r"""
    <?SMTP32 v|m-FILTER\b|MailEnable\b.*(?:postoffice|mta)|MDaemon.*bounce
""")

SUBJECT = any_of(
    r"""
    undeliver(?:ed|able)\b|undelivrable\b|nondeliverable|unable to deliver|error sending|mail returned|delivery$
    delivery (?:status\b|failure|failed|has failed|report\b|notification|delayed|problem|error|incomplete)
    delivery (?:unsuccessful|not successful|subsystem|warning)|unsuccessful (?:mail )?delivery|successful mail delivery
    fail(?:ure|ed)[ :](?:notice|delivery|to deliver|mail)|fail(?:ed|ure) (?:delivery|mail)\b|return(?:ed)? to sender
    (?:returned|bounced|rejected|blocked) (?:(?:e-?)?mail|message)|could not (?:be delivered|deliver|send)
    (?:e-?)?mail delivery (?:fail|problem|error|status|delay|subsystem|system|report|notif|warning|returned)
    (?:e-?)?mail (?:system error|could not|can ?not|not delivered|undeliverable|delayed|failure|error|status report)
    (?:your |the )?(?:message|e-?mail|mail)\b.{0,80}\b(?:(?:could|can|was|has)? ?not(?: been| be)?) (?:delivered|sent)
    message (?:delivery|undeliverable|not delivered|delayed|status|has failed|rejected|could not|not sent|failure)
    message you sent blocked|there was an error sending your mail|delayed (?:mail|delivery|message)
    non[- ]?(?:delivery|deliverable|delivered|remis|distribu)|warning: (?:could not|message|e?-?mail)
    unknown (?:user|recipient|address)\b|user unknown|invalid recipient|ndn:|ndr:|dsn:

    unzustellbar|(?:mail |nachricht |e-mail )?nicht zustellbar|zustellung|fehler bei der|fehlgeschlagen
    (?:ihre |die )?(?:e-?mail|nachricht)\b.{0,60}nicht (?:zugestellt|zustellbar|ausgeliefert)|r[üu]ckl[äa]ufer

    échec|non distribu|message non|avis de non|retour de courrier|courrier non

    no se (?:puede|ha podido|pudo) entregar|no entregado|devuelto|notificación (?:de|del) estado
    (?:mensaje|correo) (?:no entregado|devuelto|rechazado)|error (?:de entrega|en la entrega)

    mancata consegna|impossibile (?:recapitare|consegnare)|non recapitabile|notifica dello stato
    messaggio non (?:consegnato|recapitato)|avviso di mancata

    (?:mensagem )?não (?:entregue|foi possível)|falha na entrega|não é possível entregar|mensagem devolvida
    notificação de (?:status|estado)

    onbestelbaar|niet[- ]bezorg|kan (?:ikke|inte) leveres|ikke levert|ikke leveret|kunne ikke leveres|olevererbart
    det går inte att leverera

    niedostarcz|nie można dostarczyć|nie dostarczono|zwrot (?:wiadomości|poczty)|nedoručiteln|teslim edilem
    kézbesíthetetlen

    недостав|не удается доставить|не доставлен|сообщение не|ошибка доставки|письмо не|уведомление о (?:не)?доставк

    [配送]信(?:不能|エラー|できません|に失敗|状況|不可)|メッセージを配信できません|メール(?:の)?配信|未配(?:達|信)|送達
    (?:メール)?送信(?:エラー|できません|失敗)|宛先不明|不達|エラーメール
    无法送达|無法(?:投遞|傳遞)|未送达|未(?:能)?投递|.{0,40}退信|.{0,20}投[递遞]失[败敗]|发送失败
    (?:메일|메시지)?\s*(?:배달|전송|발송) ?실패|반송
    """,
    before=r"\s*(?:\*{1,5}\s*|\[[^\]]{1,30}\]\s*)?",
)
# Whole subjects that mail servers use and people do not, whoever the sender seems to be.
SURE_SUBJECT = any_of(
    r"""
    undelivered mail returned to sender|undeliverable(?: mail| message)?\s*[:：].*|undeliverable (?:mail|message)
    failure notice(?:\s*:.*)?|returned mail\s*: .+|delivery status(?: notification)? ?\([a-z ]+\)|ndn: .+
    mail delivery failed: returning message to sender|mail delivery (?:subsystem|failure|system)
    delivery failure(?:\s*[:(].*)?|delivery notification: delivery has (?:failed|timed out).*
    mail (?:could not be delivered|delivery failed)|message delivery has failed|message delivery failure
    mail system error - returned mail|warning: message .* delayed .*|failure delivery|failed delivery
    there was an error sending your mail|warning: could not send message for past .+
    (?:unzustellbar|nicht zustellbar)\s?: .+|non (?:remis|distribuable) ?: .+|no se puede entregar: .+
    onbestelbaar: .+|non recapitabile: .+|niedostarczalne: .+|não (?:é possível entregar|entregue)\s?: .+
    недоставлено: .+|не удается доставить: .+|无法送达: .+|系统退信.*|来自.{1,60}的退信
    échec de distribution.*|(?:配信|送信)不能.*|メール配信に失敗しました|メッセージを配信できません。?
    """,
    before=r"\s*",
    after=r"\s*",
)

OPENING = any_of(r"""
    this is the (?:qmail-send program|mail system at|postfix program|mail delivery system|courier mail server)
    created automatically by (?:the )?(?:mail|smtp|e-mail)|your mail (?:sent on|attempted to be delivered)
    (?:sorry|afraid|regret)[^\n]{0,40}(?:inform you|wasn't able to deliver|(?:un|not )able to deliver|could not deliver)
    automatically generated (?:delivery status|(?:error )?message from|bounce|non-?delivery)
    delivery (?:to|for) (?:the )?(?:following|this) (?:recipients?|address(?:es)?)|delivery has failed to these
    did not reach (?:some or all of )?the (?:following|intended)|not delivered within
    (?:permanent|transient|temporary)(?: fatal| non-fatal)? errors? -
    following (?:address(?:es|\(es\))?|recipients?(?:\(s\))?)[^\n]{0,30}\b(?:failed|had|could not|was|were|did not)
    following (?:address(?:es|\(es\))?|recipients?(?:\(s\))?)[^\n]{0,30}\b(?:returned|is|are|rejected|affected)
    (?:had|have|with) delivery (?:problems|errors?)|transcript of (?:the )?session|failure reasons
    un ?able to deliver (?:your |the |this )?(?:message|mail|e-mail)|(?:unable|trouble) delivering your
    your (?:message|e-?mail|mail)\b[^\n]{0,120}\n?[^\n]{0,60}\b(?:could not be|was not|cannot be|couldn't be) \w
    your (?:message|e-?mail|mail)\b[^\n]{0,120}\n?[^\n]{0,60}\b(?:has not been|wasn't|can't be|was undeliverable)
    (?:message|e-?mail|mail)(?: that)?(?: you)?(?: sent)?[^\n]{0,80}(?:could|can)(?: ?not|n't) be\s+(?:delivered|sent)
    could not be delivered (?:to|because|for)|was undeliverable|undeliverable (?:to|mail|message)
    attempted to (?:send|deliver)[^\n]{0,60}(?:fail|unable)|failed to deliver|delivery failed|failed delivery
    user(?:\(s\))? account is (?:temporarily )?(?:over quota|disabled|limited)|mailbox (?:is )?(?:full|unavailable)
    (?:unknown (?:user|host|recipient|local part)|invalid final delivery userid|mailbox exceeds allowed size)\s*[:(]
    rejected (?:by|the following) (?:a |the )?(?:remote|recipient|mail|host|server)|returned to sender
    (?:server|host) (?:said|returned|responded|failed with)|no such (?:user|recipient|mailbox)

    konnte (?:leider )?nicht (?:\w+ )?(?:zugestellt|ausgeliefert|übermittelt|gesendet)|nicht zugestellt werden
    unzustellbar|zustellung[^\n]{0,80}(?:fehlgeschlagen|gescheitert|nicht möglich)|empfänger nicht erreicht
    n['’]a (?:pas )?pu être (?:remis|délivré|distribué|envoyé|livré)|n['’]ont? pas (?:été|pu)|échec de la remise
    non remis|no (?:se (?:pudo|puede|ha podido)|pudo|ha podido) (?:ser )?entrega|no ha podido ser|no se entregó
    non (?:è stato possibile|può essere|è stato) (?:consegna|recapita)|impossibile (?:recapitare|consegnare)
    não (?:pôde|foi possível|pode|foi)(?: ser)? entreg|falha na entrega
    nie (?:mogła|może|została|udało|można)[^\n]{0,30}dostarcz
    не (?:может быть|было|удалось|могло быть) ?(?:доставлен|доставить)|недоставлен
    к сожалению, мы (?:не|вынуждены)|ваше (?:письмо|сообщение) не|автоматически созда

    配信(?:できません|され(?:ません|なかった)|に失敗|不能)|送信(?:できません|に失敗)|自動的に生成|お届けできま
    メールアドレス(?:へ|に)の(?:送信|配信)
    无法(?:送达|投递|发送)|被退回|退信|投递失败|未能(?:投递|送达)|배달(?:되지|할 수)
""")

# Words of a person in front of what looks like a report.
PERSONAL = any_of(r"""
    \b(?:i|we|my|our|me|us|i['’]ve|i['’]m|you guys|anyone|fyi|thanks|please|(?:see|as) (?:below|attached))\b|\?
    \b(?:ich|wir|mir|uns|unsere?|mein|bitte|danke|je|nous|j['’]ai|notre|mon|merci|s['’]il (?:vous|te) plaît)\b
    \b(?:yo|nosotros|nuestro|tengo|gracias|por favor|io|noi|abbiamo|ho|grazie|per favore|eu|nós|nosso|temos|obrigado)\b
    \b(?:mam|mamy|nasz|proszę|wij|onze|jag|vi|jeg|пожалуйста|вот|нам|мне|я|мы|у нас|спасибо)\b
    お世話|お願い|いただ|届きま|请问|您好|你好|我们|谢谢
""")
GREETING = any_of(
    r"""
    (?:hi|hello|hey|good (?:morning|afternoon|day|evening)|hallo|guten (?:tag|morgen|abend)|sehr geehrte|liebe|moin)\b
    dear\b(?! (?:sender|user|customer|e?-?mail|postmaster|sir or madam,? your))|(?:servus|hej|goddag|beste|geachte)\b
    (?:bonjour|bonsoir|salut|madame|monsieur|hola|buen[oa]s|ciao|buongiorno|salve|gentile|olá|bom dia|boa tarde)\b
    (?:dzień dobry|witam|cześć|здравствуйте|добрый|привет)\b|уважаем|estimad|prezad|こんにちは|お世話|您好|你好
    """,
    before=r"\s*",
    after=r"(?! *[.,!]* *(?:\n\s*)?this is (?:the|an?) )",
)

REPLY_CODE = any_of(r"""
    (?<![\d.])[45]\d\d[ -]{1,3}(?:#?[45]\.\d{1,3}\.\d{1,3}\b|[^\n]{0,120}(?:user|mailbox|recipient|relay|quota|reject))
    (?<![\d.])[45]\d\d[ -]{1,3}[^\n]{0,120}(?:unknown|denied|address|account|such|refused|spam|blocked|exist|policy)
    [(\[#<: ][45]\.[0-7]\.\d{1,3}[)\]> :]|ERROR_CODE ?:
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
    \bdelayed\b|still being retried|will be re(?:tried|attempted)|(?:keep|continue)s? (?:on )?(?:re)?try
    warning message only|not (?:yet )?been delivered (?:yet|after)|not yet been delivered|delivery incomplete
    still trying|will (?:re)?try (?:again|for|to)|do not need to resend|could not send message for (?:the )?past
    temporary problem|transient non-fatal|wird weiter versucht|weitere zustellversuche|noch nicht zugestellt
    verzögert|retardé|retrasad|ritard|atrasad|opóźnion|задержан|配信が遅れ|遅延
""")
GIVEN_UP = any_of(r"""
    permanent|giv(?:en|ing) up|retry time(?:out)? (?:not reached|exceeded)|too long|(?:could|can) ?not\s+be delivered
    no further|undeliverable|delivery (?:has )?(?:failed|failure)|returned|message expired|unable to deliver
    did not reach|timed? ?out|nicht zugestellt werden|did not receive|not delivered within
""")
ARRIVED = any_of(r"""
    success(?:ful|fully) (?:delivery notifications|delivered|relayed)|has been successfully (?:delivered|relayed)
    (?:was|were|been) (?:relayed|delivered) to the
""")

"""How delivery reports that follow no standard begin: the words of the many mail systems, by language."""

from intake.parse.phrases import any_of

# Openings that no person writes: beside an address, or a subject to match, nothing more is needed.
CERTAIN_OPENING = any_of(r"""
    this is (?:the|an?) [^\n]{0,60}(?:program|mail system|mail server|mailer-daemon|mail delivery agent) (?:at|on|for)\b
    this is the (?:mailer-daemon|mail system|courier mail server|dragonfly mail agent|mail delivery system)
    (?:message|mail|e-?mail) was (?:automatically (?:created|generated)|created automatically) by
    automatically generated (?:delivery status|bounce|(?:error )?message from (?:sendgrid|the mail|our mail))
    this is a delivery (?:status|failure) notification|delivery has failed to these recipients


    delivery to (?:the following|these) (?:recipient|address|group)[^\n]{0,40}(?:failed|delayed|aborted|is compl)
    that your message (?:could not|was not able to)\s+be delivered
    the following addresses? had (?:perm|trans|delivery)
    transcript of (?:the )?(?:session|attempts) (?:follows|to send)|unable to deliver message to(?: the following|:)
    your mail (?:sent|attempted to be delivered) on\s*:|this message was undeliverable due to
    following message to <\S{1,250}> (?:was undeliverable|has been delayed)|report relates to a message you sent
    trouble delivering your message|recipients of your message have been processed|-{3,8} ?server message$
    failed to deliver to '|attached message had permanent fatal
    message (?:did not reach|could not be delivered to) some
    addresses (?:listed below )?(?:could not be reached|were rejected)|was blocked by our spam firewall
    unable to deliver your message to the following address|not able to deliver your message to the following
    your message\s{1,9}(?:subject|to): [^\n]{0,200}\s{1,9}(?:was not|has not yet been) delivered to
    following recipients? did not receive this message|failure reasons +-{3}|non-delivered information
    -{3} ?the following addresses had|possibly truncated original message|message has been frozen
    sorry, your (?:message|mail) to \S{1,250} (?:cannot|could not) be delivered
    account has been disabled or discontinued
    \bqmail-send\b|\{"(?:notificationType|eventType)"|has been waiting in the queue|address: <\S{1,250}>, responsecode
    diese nachricht wurde automatisch (?:vom|von|durch|erstellt|erzeugt|generiert)|这是一封自动|系统自动(?:发|生成)
""")

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
    your (?:message|e-?mail|mail)\b[^\n]{0,160}(?:\n[^\n]{0,60})?\b(?:could not be|was not|cannot be|couldn't be) \w
    your (?:message|e-?mail|mail)\b[^\n]{0,160}(?:\n[^\n]{0,60})?\b(?:has not been|wasn't|can't be|was undeliverable)
    (?:message|e-?mail|mail)(?: that)?(?: you)?(?: sent)?[^\n]{0,80}(?:could|can)(?: ?not|n't) be\s+(?:delivered|sent)
    could not be delivered (?:to|because|for)|was undeliverable|undeliverable (?:to|mail|message)
    attempted to (?:send|deliver)[^\n]{0,60}(?:fail|unable)|failed to deliver
    delivery failed(?=[ .:!]{0,3}(?:$|\n|permanently|after|\d))
    was (?:rejected|refused|returned|blocked)\b[^\n]{0,20}: ?[45]\d\d|failed delivery(?= attempt| notif)
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

    (?:bezorging|aflevering|levering)[^\n]{0,80}mislukt|kon niet (?:worden )?(?:bezorgd|afgeleverd)
    niet worden bezorgd
    niet bezorgd|kunne ikke (?:leveres|afleveres|sendes)|blev ikke leveret|ble ikke levert|levering til[^\n]{0,80}mis
    levering[^\n]{0,60}mislyk|det gick inte att leverera|kunde inte (?:levereras|skickas)|viestiä ei voitu toimittaa
    toimitus[^\n]{0,60}epäonnistui|nebyla? doručen|nelze (?:doručit|zastihnout)|nemohla? být doručen
    nepodařilo (?:se )?doruč
    teslim edilemedi|iletilemedi|gönderilemedi|nem (?:sikerült|lehetett)[^\n]{0,20}kézbesít
    nu a (?:putut|fost) (?:fi )?livrat
    не (?:удалось|може бути|вдалося) (?:доставити|доставлен)|не было доставлено|не доставлено|не может быть доставлен
    wurde nicht zugestellt|automatisch (?:vom mailserver )?erzeugt|nicht ausgeliefert|endgültig nicht zu
    n['’]a pu être (?:distribué|remis)|la remise (?:à|aux)[^\n]{0,80}(?:retardée|échoué)|no pude entregar
    no (?:fue|se ha) entregado
    no pudo (?:entregarse|ser entregado)|no se ha(?:n)? (?:podido )?entrega|no se ha encontrado la dirección
    nie mog[łl]a zosta[ćc]
    non (?:ha potuto|è potuto) (?:essere )?consegna|messaggio non è stato (?:consegna|recapita)|sua mensagem não
    配送できません|送信できませんでした|受信を拒否|발송에 실패|전달되지 못|배달(?:하지|되지)|반송되었|被退回|无法投递
    未能发送

    attempt(?:ed|s|ing)? to deliver (?:a |your |the )?message|deliver(?:ing|y of) your (?:message|mail)
    was rejected by
    (?:has|have) (?:yet to be|not (?:yet )?been) delivered|message (?:is|has been) (?:delayed|still being processed)
    is being returned|was not delivered because|could not deliver (?:your|the) (?:message|mail|e-?mail)|could not hand
    error occurred while (?:trying to deliver|attempting to deliver)|problem with the e-?mail address
    error message below
    was blocked by|blocked for policy|has been blocked|has not delivered the following
    not delivered the (?:following|message)
    (?:лист|повідомлення) не (?:було|може|вдалося)|has been rejected by (?:our|the)[^\n]{0,30} server
    problem delivering your message|avviso di mancata consegna
    stato rilevato un errore
    ^[ \t]{0,8}(?:mail )?delivery (?:failure|error)[^\n]{0,30}:|not possible to (?:hand|deliver)
    recipient(?:s|\(s\))? could not be reached


    (?:mailmarshal|webshield|scanmail|interscan|antigen)\b[^\n]{0,80}(?:found|detect|block)
    (?:amavis\w*|surfcontrol|(?:mail|mime)sweeper|groupshield)\b[^\n]{0,80}(?:found|detect|block)
    error: no valid recipients|undeliverable recipient|has reported the following problems|could not be placed
    delivery attempts? (?:failed|will continue)|unsuccessful delivery attempts?|no valid recipients were found
    has not been accepted|does not exist\.?$|collection of reports about|could not be delivered to because
    will not have been
    classified as spam|(?:content checker|virus detector) (?:found|has)
    your (?:mail|message) [^\n]{0,80}was not accepted
    was automatically rejected|refused by the recipient['’]?s mail|(?:bericht|mail)[^\n]{0,80}kon niet
    kunde inte levereras
    nie została dostarczona|не доставлено|teslim edilemedi|nebyla doručena|nem kézbesíthető|nu a putut fi livrat
    ^(?:failed |original |intended )?(?:recipients?|addressee|empfänger|destinat\w{2,5})\s?:[^\n@]{0,40}@
    recapito non riuscito|falha na entrega|παράδοση απέτυχε|未能向以下|未传递|לא ניתן למסו?ר|המסירה[^\n]{0,60}נכשלה
    no llegó a (?:algunos|ninguno)|direcciones tienen errores|livrarea[^\n]{0,60}nu a reușit|配信に失敗|배달하지 못
    سلم إلى
    сбой доставки|leveringen mislyk|doručení[^\n]{0,60}nezdařilo|kézbesíteni az üzenetet|dies ist das mailsystem auf
    generating server:|^technical report:|^final-recipient:|(?:failure|rejection) reasons?:|not found in directory
    message details:\s{1,9}subject: |mailbox (?:could not be found|does not exist)|requested action not taken
""")

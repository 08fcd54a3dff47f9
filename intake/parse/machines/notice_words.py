"""How gateways, fax servers, quarantines and ticket systems give themselves away in words, by language."""

from intake.parse.phrases import any_of

# Who sends notices: display names and local parts that may be a team's too, so they count beside another sign only.
NOTICE_NAME = any_of(r"""
    anti-?(?:virus|spam)|gateway\b|quarant|\bdigest\b|firewall|\bfax\b
    (?:mail|messaging|content|web) ?(?:security|filter)
    \bfilter\b|fax ?server|mail ?(?:scanner|guard|shield|sweeper|watch|cleaner|protect|server)|notification|\brobot\b
    notifier|appliance|\bprotection\b|posta certificata|spam|\bdmarc\b|virus|\bscanner\b|\bsystem\b|cloud mail
    avis automatique|message center|alert\b|postmaster
""")
NOTICE_LOCAL = any_of(
    r"""
    .*(?:anti-?virus|anti-?spam|quarant|digest|gateway|virus|mailscan|notif|dmarc|postmaster|mailsweep).*
    fax(?:[._-]?server)?|fax\d*|sms\d*|mms|gw|spam(?:[._-].*)?|firewall|security|system|server|alerts?|robot|bot
    filter
    posta-certificata|reports?|\d{7,15}|mail|smtp|network?[._-]?admin|netadmin|mc-.*|.*-admin|admin
    """,
    after=r"\Z",
)
NOTICE_SUBJECT = any_of(
    r"""
    .{0,60}\bquarantine[d]?\b|.{0,40}\b(?:digest|summary)\b: \d|.{0,40}spam (?:digest|report|summary|quarantine)
    (?:your )?(?:e-?mail )?(?:message|e-?mail|mail)\b.{0,40} (?:was |has been |is )?(?:blocked|held|quarantined)
    (?:your )?(?:e-?mail )?(?:message|e-?mail|mail)\b.{0,40} (?:was |has been |is )?(?:rejected|on hold)
    (?:message|e-?mail|mail) (?:held|blocked|quarantined|rejected|on hold)\b
    (?:attachment|file)s? (?:was |has been )?(?:removed|blocked|stripped|deleted)
    .{0,30}\bvirus(?:es)? (?:warning|found|detected|alert|in|infected)|virus\b.{0,40} in (?:your )?(?:mail|message)
    .{0,40}policy violation
    (?:an? |your )?fax (?:transmission |delivery |message |has been |was )?(?:failed|failure|error|report|not)
    (?:an? |your )?fax (?:transmission |delivery |message |has been |was )?(?:could|confirmation|status)
    (?:an? |your )?fax (?:transmission |delivery |message |has been |was )?(?:sent|successful)
    recall: |message recall
    (?:accettazione|consegna|avvenuta consegna|avviso di [a-z ]{3,30}|presa in carico|anomalia messaggio): ?
    .{0,30}\bmalware\b|(?:your |the )?message (?:could not|wasn|was not|has not|isn)
    suspicious (?:mail|message|attachment)
    (?:sms|mms|text)(?: message)? (?:not|could|delivery|failed|to \+?\d)
    (?:nachricht|e-?mail|mail|anhang).{0,40} (?:blockiert|zurückgehalten|entfernt|quarantäne)
    (?:pièce jointe|message|courriel).{0,40} (?:bloquée?|supprimée?|retenue?|en quarantaine)
    (?:mensaje|correo|adjunto).{0,40} (?:bloqueado|retenido|eliminado|en cuarentena)
    (?:messaggio|allegato).{0,40} (?:bloccato|trattenuto|rimosso|in quarantena)
    (?:bericht|bijlage).{0,40} (?:geblokkeerd|verwijderd|quarantaine)|隔離|隔离|.{0,20}ウイルス.{0,10}(?:検出|検知)
    .{0,20}病毒
    """,
    before=r"\s*(?:\*{1,5}\s*|\[[^\]]{1,30}\]\s*)?(?:(?:warning|alert|notice|achtung|attention|info)\s*[:!-]\s*)?",
)
NOTICE_TEXT = any_of(r"""
    (?:message|e-?mail|mail)\b[^\n]{0,80}(?:violate[sd]?|violation of)[^\n]{0,40}polic|found a policy violation
    (?:message|e-?mail|mail)s?\b[^\n]{0,160}\b(?:has|have|had) been (?:held|quarantined|blocked|removed)
    (?:attachment|file)s?\b[^\n]{0,160}\b(?:has|have|had) been (?:held|quarantined|blocked|removed)
    (?:message|e-?mail|mail)s?\b[^\n]{0,160}\b(?:has|have|had) been (?:deleted|rejected|stripped|placed)
    (?:attachment|file)s?\b[^\n]{0,160}\b(?:has|have|had) been (?:deleted|rejected|stripped|placed)
    (?:message|e-?mail|mail)s?\b[^\n]{0,160}\b(?:is|are|was|were) (?:being )?(?:held|quarantined|blocked|removed)
    (?:attachment|file)s?\b[^\n]{0,160}\b(?:is|are|was|were) (?:being )?(?:held|quarantined|blocked|removed)
    (?:message|e-?mail|mail)s?\b[^\n]{0,160}\b(?:is|are|was|were) (?:being )?(?:deleted|rejected|stripped)
    (?:attachment|file)s?\b[^\n]{0,160}\b(?:is|are|was|were) (?:being )?(?:deleted|rejected|stripped)
    (?:listed|following)[^\n]{0,60}(?:in (?:your|the)[^\n]{0,20}quarantine|been quarantined|held)
    found (?:a|the|one or more)?[^\n]{0,30}virus(?:es)?\b[^\n]{0,60}(?:you|your|message|mail|attachment)
    (?:virus|malware)[^\n]{0,60} (?:was|has been|were|is) (?:found|detected|discovered)|virus detector has
    your fax (?:to|could|was|has|message)
    fax transmission (?:has )?failed
    your (?:sms|text message)[^\n]{0,60}(?:was|has been|could not)
    you have (?:an? |one |\d+ )[^\n]{0,30}(?:message|voicemail|voice ?mail|fax)\b
    (?:left you|received) an? (?:new )?(?:voice ?mail|voice message|fax)
    was not delivered because the (?:attachment|file|size)
    would like to recall the message|ricevuta di (?:accettazione|avvenuta consegna|presa in carico)|avviso di mancata
    stato rilevato un errore|(?:message|text|sms) not delivered|cannot receive (?:text|sms|mms|picture) messages
    problem (?:delivering|sending) your (?:message|mail|e-?mail)|(?:message|e-?mail|mail) (?:not|wasn['’]t) delivered
    response from the (?:remote|other|recipient)[^\n]{0,12} server
    (?:message|mail|e-?mail)[^\n]{0,80}has been rejected by
    (?:nachricht|e-?mail|mail|anhang)\b[^\n]{0,80}wurde[^\n]{0,30}(?:blockiert|zurückgehalten|entfernt)
    (?:nachricht|e-?mail|mail|anhang)\b[^\n]{0,80}wurde[^\n]{0,30}(?:quarantäne|abgewiesen|gelöscht)
    (?:message|courriel|pièce jointe)\b[^\n]{0,80}a été (?:bloqué|retenu|supprimé|mis en quarantaine|rejeté)
    (?:mensaje|correo|adjunto)\b[^\n]{0,80}ha sido (?:bloquead|retenid|eliminad|puesto en cuarentena|rechazad)
    (?:messaggio|allegato)\b[^\n]{0,80}è stato (?:bloccat|trattenut|rimoss|mess[oa] in quarantena|rifiutat)
    (?:mensagem|anexo)\b[^\n]{0,80}foi (?:bloquead|retid|removid|rejeitad)
    (?:bericht|bijlage)\b[^\n]{0,80}(?:geblokkeerd|verwijderd)
    (?:添付ファイル|メール)[^\n]{0,30}(?:削除|隔離|検出)|(?:附件|邮件)[^\n]{0,30}(?:隔离|拦截|删除)
""")
# Sentences that are enough by themselves, with no person's words in front.
CERTAIN_NOTICE = any_of(r"""
    sent by this account has violated|has detected restricted attachments|would like to recall the message, "
    (?:message|e-?mail)s? (?:is|are) being held for you to review|placed in your personal quarantine
    messages? (?:have|has) been quarantined since|message you sent contained (?:the|a) virus
    virus was found in an? (?:e-?mail )?(?:message )?you sent
    ^\*{3,5} ?nagios|^notification type: [a-z]+$|^problem started at \d|^trigger:
    your (?:e-?mail|message) with (?:the )?subject
    (?:please )?(?:click|follow|use) [^\n]{0,40}to complete the verification process
    (?:i am |i'm )?protecting myself from (?:receiving )?(?:junk|spam)
    (?:type|write|reply)[^\n]{0,20} above this line|in (?:a |your )?(?:message|mail|e-?mail) you sent to
    ricevuta di (?:accettazione|avvenuta consegna)|violates? our [^\n]{0,20}e-?mail policy
    an? virus in an attachment you
    (?:clique|pulse|haga clic|cliquez)[^\n]{0,40}(?:link|lien|enlace|aqui)[^\n]{0,60}(?:digite|caracteres|confirm)
    (?:clique|pulse|haga clic|cliquez)[^\n]{0,40}(?:aquí|ici|hier|qui)[^\n]{0,60}(?:digite|caracteres|confirm)
    (?:clique|pulse|haga clic|cliquez)[^\n]{0,40}(?:link|lien|enlace|aqui)[^\n]{0,60}(?:entregue|imagem|bestätig)
    (?:clique|pulse|haga clic|cliquez)[^\n]{0,40}(?:aquí|ici|hier|qui)[^\n]{0,60}(?:entregue|imagem|bestätig)
    (?:klicken sie|clicca|klik)[^\n]{0,40}(?:link|lien|enlace|aqui)[^\n]{0,60}(?:digite|caracteres|confirm)
    (?:klicken sie|clicca|klik)[^\n]{0,40}(?:aquí|ici|hier|qui)[^\n]{0,60}(?:digite|caracteres|confirm)
    (?:klicken sie|clicca|klik)[^\n]{0,40}(?:link|lien|enlace|aqui)[^\n]{0,60}(?:entregue|imagem|bestätig)
    (?:klicken sie|clicca|klik)[^\n]{0,40}(?:aquí|ici|hier|qui)[^\n]{0,60}(?:entregue|imagem|bestätig)
    (?:mensagem|mensaje|message|nachricht)[^\n]{0,80}(?:est(?:á|a) retid|está retenid)
    (?:mensagem|mensaje|message|nachricht)[^\n]{0,80}(?:est en attente de votre confirmation)
    この(?:メール|お知らせ)は(?:、)?(?:システム|自動)
""")
# What a program adds below its notice.
NOTICE_FOOT = any_of(r"""
    (?:do not|don't|cannot|can't|not) (?:reply|respond) (?:to|directly)|automatically (?:generated|created|sent)
    automated (?:message|notice|e-?mail)
    contact (?:the |your )?(?:recipient['’]s |mail |e-?mail |system |network )*(?:administrator|postmaster|help ?desk)
    postmaster@
    automatisch (?:erzeugt|erstellt|generiert|verschickt)|nicht auf diese|généré automatiquement
    envoyé automatiquement
    generado automáticamente|generat[oa] automaticamente|gerada automaticamente|automatisch (?:gegenereerd|verzonden)
    reference (?:code|number)|message[- ]?id ?:|scan information|action taken|virus name|rule: |reason:
    details? (?:below|follow)
""")
# An answer that another house's system gives everybody: thanks or a receipt, and a promise or a number.
THANKS = any_of(r"""
    thank(?:s| you)(?: very much)? for (?:contacting|your (?:e-?mail|message|enquiry|inquiry|request|interest|mail))
    thank(?:s| you)(?: very much)? for (?:getting in touch)
    thank(?:s| you)(?: very much)? for (?:reaching out|writing)
    (?:we have|we've) (?:received|got) your (?:e-?mail|message|enquiry|inquiry|request|ticket)
    your (?:e-?mail|message|enquiry|inquiry)[^\n]{0,30} has been (?:received|registered|logged|created|opened)
    your (?:request|ticket|case)[^\n]{0,30} has been (?:received|registered|logged|created|opened)
    (?:vielen )?dank für ihre (?:nachricht|anfrage|e-?mail|mail|mitteilung|kontaktaufnahme)
    (?:anfrage|nachricht|e-?mail|mail) (?:ist |wurde )?(?:bei uns )?(?:eingegangen|erhalten|registriert)
    merci (?:de nous avoir|pour votre|de votre)|nous avons bien reçu votre|gracias por (?:contactar|su|escribir|tu)
    hemos recibido su
    grazie per (?:averci|il (?:suo|tuo|vostro)|la (?:sua|tua))|abbiamo ricevuto la|obrigad[oa] (?:por|pelo)
    recebemos (?:o |a )?su[ao]
    bedankt voor (?:uw|je)|wij hebben uw|dziękujemy za|tak for din|tack för ditt|takk for din
    kiitos (?:viestistäsi|yhteydenotostasi)
    спасибо за (?:ваше|обращение)|ваш[ае] (?:заявка|обращение|письмо|сообщение) (?:принят|получен|зарегистрирован)
    děkujeme za|teşekkür ederiz
    お問い?合わ?せ(?:を)?(?:いただき|頂き)[^\n]{0,20}ありがとう
    (?:您的)?(?:邮件|来信|来函)[^\n]{0,6}(?:已|我已)(?:经)?(?:收到|收悉)|感谢您的(?:来信|来函|邮件|咨询)
    문의해 ?주셔서 감사
""")
PROMISE = any_of(r"""
    (?:will|shall|'ll)(?:(?!please)[^\n.]){0,60}(?:get back|respond)[^\n.]{0,80}(?:within|as soon|shortly|soon)
    (?:aim to|try to)(?:(?!please)[^\n.]){0,60}(?:get back|respond)[^\n.]{0,80}(?:within|as soon|shortly|soon)
    (?:will|shall|'ll)(?:(?!please)[^\n.]){0,60}(?:reply|answer)[^\n.]{0,80}(?:within|as soon|shortly|soon)
    (?:aim to|try to)(?:(?!please)[^\n.]){0,60}(?:reply|answer)[^\n.]{0,80}(?:within|as soon|shortly|soon)
    (?:will|shall|'ll)(?:(?!please)[^\n.]){0,60}(?:get back|respond)[^\n.]{0,80}(?:in \d|order|hours|days)
    (?:aim to|try to)(?:(?!please)[^\n.]){0,60}(?:get back|respond)[^\n.]{0,80}(?:in \d|order|hours|days)
    (?:will|shall|'ll|aim to|try to)(?:(?!please)[^\n.]){0,60}(?:reply|answer)[^\n.]{0,80}(?:in \d|order|hours|days)
    (?:will|shall|'ll)(?:(?!please)[^\n.]){0,60}(?:be in touch|contact you)[^\n.]{0,80}(?:within|as soon|shortly|soon)
    (?:aim to|try to)(?:(?!please)[^\n.]){0,60}(?:be in touch|contact you)[^\n.]{0,80}(?:within|as soon|shortly|soon)
    (?:will|shall|'ll|aim to|try to)(?:(?!please)[^\n.]){0,60}(?:review)[^\n.]{0,80}(?:within|as soon|shortly|soon)
    (?:will|shall|'ll)(?:(?!please)[^\n.]){0,60}(?:be in touch|contact you)[^\n.]{0,80}(?:in \d|order|hours|days)
    (?:aim to|try to)(?:(?!please)[^\n.]){0,60}(?:be in touch|contact you)[^\n.]{0,80}(?:in \d|order|hours|days)
    (?:will|shall|'ll|aim to|try to)(?:(?!please)[^\n.]){0,60}(?:review)[^\n.]{0,80}(?:in \d|order|hours|days)
    (?:is|are) being (?:reviewed|processed|handled) by
    (?:ticket|case|request|reference) (?:number|no\.?|id)(?: is\b|[ :#]{1,3}\S{0,8}\d)
    your (?:ticket|case|reference) (?:is|number)
    (?:werden|melden|bearbeiten|antworten|kümmern)[^\n]{0,80}(?:so (?:schnell|bald|rasch)|schnellst|umgehend|in kürze)
    (?:werden|melden|bearbeiten|antworten|kümmern)[^\n]{0,80}(?:innerhalb|baldmöglichst|werktag)
    ticket-?nummer|vorgangsnummer
    (?:vous répond|reviendrons|revenons|vous contact|traiter)[^\n]{0,80}(?:plus brefs|dans les|sous \d|rapidement)
    numéro de (?:dossier|ticket)
    (?:responder|contact|atender)[^\n]{0,80}(?:antes posible|brevedad|pronto|plazo)|número de (?:caso|ticket)
    (?:risponder|contatter|ricontatter)[^\n]{0,80}(?:prima possibile|al più presto|entro|breve)
    numero di (?:ticket|pratica)
    (?:responder|retorn|entrar)[^\n]{0,80}(?:breve|possível|prazo)|número do (?:chamado|protocolo)
    (?:reageren|antwoord|contact)[^\n]{0,80}(?:spoedig|mogelijk|binnen)|odpowie[^\n]{0,60}(?:możliwie|wkrótce|ciągu)
    (?:vender tilbage|återkommer|tilbake)[^\n]{0,60}(?:hurtigst|snarest|så snart|inden)
    (?:ответ|свяж)[^\n]{0,80}(?:ближайш|в течение|скоро)|номер (?:заявки|обращения)
    odpov[^\n]{0,60}(?:nejdříve|co nejdřív)|en kısa sürede
    (?:後日|追って|後ほど|営業日)[^\n]{0,30}(?:連絡|返信|回答)|尽快(?:回复|给您|与您|处理)|第一时间|빠른 시일
""")
# Who has left a house, and that nobody reads what is sent to them.
DEPARTED = any_of(r"""
    (?:is|am) no longer (?:with|employed|working|at|part of)|no longer works? (?:at|for|here|with)
    has left (?:the company|our|us|\w+ (?:gmbh|inc|ltd))
    nicht mehr (?:für|bei|im unternehmen|in unserem)[^\n]{0,40}|arbeitet nicht mehr|ausgeschieden
    ne (?:travaille|fait) plus|ya no (?:trabaja|forma)|non (?:lavora|fa) più|não (?:trabalha|faz) mais
    niet meer werkzaam|больше не работает|已离职|退職
""")
REDIRECTS = any_of(r"""
    (?:not|no longer) (?:been |being )?(?:monitored|forwarded|read|delivered|checked|active|in use)
    (?:wird|werden) nicht (?:weitergeleitet|gelesen|bearbeitet)|n['’](?:a|est) pas (?:été )?(?:transféré|lu|relevé)
    no (?:ha sido|será|es) (?:reenviad|leíd)|non (?:è stat[oa]|sarà|viene) (?:inoltrat|lett)
    não (?:foi|será) (?:encaminhad|lid)
    niet (?:doorgestuurd|gelezen)|не (?:пересыла|чита)|不会被(?:转发|阅读)|転送されません
""")

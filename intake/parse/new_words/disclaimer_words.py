"""What firms and lists put around a letter without its writer: warnings, disclaimers, footers of lists."""

import re

CONFIDENTIAL = re.compile(
    r"confiden|vertraulich|riservat|vertrouwelijk|fortrolig|konfidentiell|konfidensiell|poufn|důvěrn|dôvern|конфиденц|"
    r"конфіденц|gizli|luottamuksell|bizalmas|εμπιστευτικ|bảo mật|"
    r"privileg|intended|recipient|empfänger|adressat|destinat|geadresseerde|modtager|mottagare|mottaker|adresat|"
    r"příjemc|"
    r"получател|адресат|одержувач|alıcı|vastaanottaj|címzett|scanned|viruses|virus|unauthori[sz]ed|unbefugt|"
    r"non autorisée|disclos|delete|löschen|vernichte|機密|秘密|保密|收件人|"
    r"addresse|adresát|muhatab|in error|by mistake|irrtüm|versehentlich|par erreur|por error|per errore|por engano|"
    r"ten onrechte|abusievelijk|ved en fejl|ved en feil|av misstag|omyłk|pomyłk|omylem|по ошибке|помилково|yanlışlıkla|"
    r"erehdyksessä|tévedés|din greșeală|誤って|误收|錯收|错收|잘못 수신",
    re.IGNORECASE,
)
SECRET = re.compile(
    r"confiden|vertraulich|riservat|vertrouwelijk|fortrolig|konfidentiell|konfidensiell|poufn|důvěrn|dôvern|конфиденц|"
    r"конфіденц|gizli|luottamuksell|bizalmas|εμπιστευτικ|bảo mật|"
    r"기밀|privileg|intended (?:only|solely|for|recipient)|sole(?:ly)? (?:use|for)|"
    r"scanned (?:for|by)|機密|秘密|保密|environment|umwelt|environnement|miljø",
    re.IGNORECASE,
)
DISCLAIMER = re.compile(
    r"[\s*_=~#–—-]*(?:(?:legal |e-?mail )?disclaimer\b|"
    r"(?:confidentiality|privacy|legal|important|privileged) (?:notice|note|statement|warning|information)\b|"
    r"(?:strictly )?(?:private (?:and|&) )?confidential\s*[:.]|"
    r"(?:privileged ?(?:/|&|and) ?confidential|confidential ?(?:/|&|and) ?privileged)\b|"
    r"(?:this|the(?:se)?) (?:e-?mails?|mails?|messages?|communications?|transmissions?|electronic)\b|"
    r"the (?:information|content|contents)\b[^\n]{0,60}\bin this\b|"
    r"the information contained\b|the contents of this\b|if you (?:are not|have received)\b|"
    r"(?:internet )?e-?mail confidentiality|notice\s*:|important\s*:|warning\s*:|"
    r"(?:diese|der inhalt dieser|die informationen in dieser) (?:e-?mail|mail|nachricht)\b|"
    r"(?:wichtiger |rechtlicher )?hinweis\s*:?|vertraulichkeitshinweis\b|"
    r"ce(?:t|tte)? (?:message|e-?mail|mail|courriel|courrier|communication)\b|avis de confidentialité\b|"
    r"(?:este|el presente) (?:mensaje|correo|e-?mail|mensaje de correo)\b|aviso (?:legal|de confidencialidad)\b|"
    r"la información contenida\b|confidencialidad\b|"
    r"(?:questo|il presente) (?:messaggio|e-?mail)\b|la presente (?:e-?mail|comunicazione)\b|"
    r"le informazioni contenute\b|"
    r"(?:esta mensagem|este e-?mail|esta comunicação)\b|as informações contidas\b|"
    r"(?:dit|deze) (?:bericht|e-?mail|mail)\b|de informatie (?:in|verzonden)\b|"
    r"denne (?:e-?mail|mail|besked|meddelelse|melding|e-?post|e-?posten)\b|"
    r"(?:detta|det här) (?:e-?mail|meddelande|mejl|e-?postmeddelande)\b|"
    r"(?:ta|niniejsza) wiadomość\b|treść tej wiadomości\b|tato (?:zpráva|e-?mail)\b|táto správa\b|"
    r"(?:это|данное|настоящее) (?:сообщение|письмо|электронное)\b|"
    r"(?:це|дане) (?:повідомлення|електронне)\b|bu (?:e-?posta|ileti|mesaj|elektronik)\b|"
    r"tämä (?:viesti|sähköposti)\b|ez az? (?:e-?mail|üzenet|levél)\b|acest (?:mesaj|e-?mail)\b|"
    r"(?:please )?consider the environment|think before you print|p please|save paper|"
    r"(?:bitte )?denken sie an die umwelt|pensez à l.environnement|avant d.imprimer|"
    r"(?:本|此)(?:邮件|郵件|电子邮件|電子郵件|メール)|このメール|이 (?:메일|이메일|메시지))",
    re.IGNORECASE,
)
BANNER = re.compile(
    r"[\s*_\[({<!#=|⚠️-]*(?:caution|external|warning|attention|achtung|extern|externe|externer|externa|esterno|esterna|"
    r"notice|be careful|alert|security notice|vorsicht|hinweis|wichtig|let op|attenzione|atención|aviso|"
    r"precaución|precaucion|cuidado|atenção|advertencia|"
    r"avertissement|prudence|advarsel|varning|uwaga|pozor|внимание|увага|dikkat|this (?:e-?mail|message) (?:is|"
    r"was|came|has|"
    r"originated)|diese (?:e-?mail|nachricht) (?:stammt|kommt|wurde)|ce (?:message|mail|courriel) provient|"
    r"you don['’]t often get e?-?mail|sie erhalten nicht oft|some people who received|注意|外部)\b",
    re.IGNORECASE,
)
BANNER_SURE = re.compile(
    r"originat|outside|external (?:sender|e-?mail|source|mail|message)|extern|unknown sender|do not click|"
    r"don['’]t click|"
    r"learn why this is important|nicht auf links|außerhalb|en dehors|provient de l|de fuera|afuera|buiten|"
    r"don['’]t often get|sie erhalten nicht oft|esterno|esterna|di fuori|udenfor|utenfor|utanför|zewn|mimo|вне\b|"
    r"внешн|зовн|dışı|外部|组织外|組織外|(?:origin|proce)\w* (?:fuera|externa|de fora)|fuera de|fora da|spoza|zzewn|"
    r"utifrån|utenfra|udefra|ulkopuol|külső|izvan",
    re.IGNORECASE,
)
# A warning about mail says so; "WARNING: an external disk ..." is a person's own.
BANNER_MAIL = re.compile(
    r"mail|message|sender|\blinks?\b|attachment|nachricht|absender|courriel|expéditeur|correo|mensaje|remitente|"
    r"messagg|mittente|mensagem|bericht|afzender|wiadomo|zpráv|správ|meddel|besked|melding|avsändare|afsender|"
    r"письм|сообщ|повідом|ilet|posta|viesti|üzenet|mesaj|邮件|郵件|メール|메일|organi[sz]ation|company|firm",
    re.IGNORECASE,
)
# A second line of such a warning, which some gateways break.
BANNER_MORE = re.compile(
    r"click|attachment|\blinks?\b|sender|content is safe|recogni[sz]e|outside|anhäng|absender|öffnen|klicken|pièces|"
    r"expéditeur|enlaces|adjunt|remitente|allegat|mittente|bijlage|afzender|phish|report|learn why|\bkli[kc]|"
    r"haga clic|cliquez|nie otwieraj|non aprire|no abra",
    re.IGNORECASE,
)
LIST_FOOTER = re.compile(
    r"mailing.?list|mailman|listinfo|unsubscribe|list\s+info|@lists?\.|groups\.google|liste de diffusion|"
    r"mailingliste|mailinglijst|lijst|you received this message because|"
    r"abmelden|désinscri|désabonn|cancellati|lista de correo|lista de distribu|darse de baja|отписат|odhlásit",
    re.IGNORECASE,
)
# What firms stamp on every mail by rule, in a line of its own at the top or the end.
STAMP = re.compile(
    r"[\s*_\[({<#|-]*(?:(?:(?:data |information |security |document |email )?classification|sensitivity|"
    r"klassifi[zk]ierung|vertraulichkeit|sensibilité|clasificación|classificazione|classificação|classificatie|"
    r"klassifikation|klassificering|klasyfikacja|klasifikace)\s*[:=-]\s*(?:c\d\s*-\s*)?[^\W\d][\w /&-]{2,40}|"
    r"(?:for )?internal(?: use)? only|(?:strictly |company )?confidential|internal|tlp ?: ?[a-z]{3,6}(?:\+\w+)?|"
    r"official(?:[ :-]+sensitive)?|nur für den (?:internen|dienst)\w* ?gebrauch|intern|vertraulich|usage interne|"
    r"uso interno|voor intern gebruik|интерно|для служебного пользования)[\s*_\])}>#|.-]*",
    re.IGNORECASE,
)
# How lines begin that lists, forums, scanners and the tidy-minded add below a letter.
FOOT = re.compile(
    r"[\s*_\[({<|-]*(?:you (?:received|are receiving|have received|got) this (?:e-?mail|message|mail|"
    r"notification)? ?because|"
    r"to (?:unsubscribe|stop receiving|post to this|view this discussion|reply to this thread)\b[^\n]{0,60}"
    r"(?:group|list|topic|thread|forum|e-?mails?|visit|click|send)|"
    r"(?:please )?reply to this e-?mail directly\b|"
    r"message clipped\b|(?:this|the) (?:e-?mail|message|mail)s? (?:and [\w ,]{0,40})?(?:has|have|was|were)(?: been)? "
    r"(?:checked|scanned|swept)\b|(?:please )?(?:consider|think (?:of|about)) the environment\b|"
    r"(?:p )?(?:please )?think (?:twice )?before (?:you )?print|(?:p )?please consider|"
    r"(?:bitte )?denken sie an (?:die umwelt|unsere umwelt)|(?:bitte )?prüfen sie,? ob diese (?:e-?mail|mail)|"
    r"pensez à l['’]environnement|n['’]imprimez ce|avant d['’]imprimer|antes de imprimir|prima di stampare|"
    r"denk aan het milieu|tænk på miljøet|tenk på miljøet|tänk på miljön|pomyśl o środowisku)",
    re.IGNORECASE,
)

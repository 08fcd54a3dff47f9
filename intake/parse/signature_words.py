"""What closes a letter in many languages: farewells, phone notices, disclaimers."""

import re

SENT_FROM = re.compile(
    r"[\s*_–—-]*(?:"
    r"(?:sent|written|typed) (?:from|with|via|using|by|on) (?:my |the |a |an )?[\w®™+.'’ -]{2,50}|"
    r"get outlook for (?:ios|android|mac)|"
    r"(?:von|aus|mit) (?:meine[mr]|der|dem|unterwegs) ?[^\n,;]{0,40} (?:gesendet|gesendet\.|verschickt|"
    r"geschrieben)|gesendet (?:von|mit|über|aus)\b[^\n,;]{2,50}|"
    r"diese nachricht wurde von meinem [^\n,;]{2,60} gesendet|holen sie sich outlook für [^\n]{2,20}|"
    r"outlook für (?:ios|android) beziehen|"
    r"(?:envoyé|envoyée|expédié|téléchargez|obtenez) (?:depuis|de|à partir de|par|avec|via|"
    r"outlook pour)\b[^\n,;]{2,50}|"
    r"(?:enviado|enviada|obtener|obter|obtenha|escrito) (?:desde|de|do|da|a partir d[eo]|con|com|pelo|"
    r"através d[eo]|outlook para|o outlook para)\b[^\n,;]{2,50}|"
    r"(?:inviato|scarica|ottieni) (?:da|dal|dalla|con|tramite|outlook per)\b[^\n,;]{2,50}|"
    r"(?:verzonden|verstuurd|outlook voor) (?:vanaf|met|via|van|vanuit|ios|android)\b ?[^\n,;]{0,50}|"
    r"(?:sendt|skickat|skickades|hent|hämta|få) (?:fra|från|med|via|ved hjælp af|outlook (?:til|för|"
    r"for))\b[^\n,;]{2,50}|"
    r"(?:wysłano|wysłane|pobierz) (?:z|ze|za pomocą|program outlook dla|aplikację outlook)\b[^\n,;]{2,50}|"
    r"(?:odesláno|odoslané|získat) (?:z|ze|pomocí|outlook pro)\b[^\n,;]{2,50}|"
    r"(?:отправлено|послано|скачать) (?:с|из|со|через|outlook для)\b[^\n,;]{2,50}|"
    r"(?:надіслано|відправлено) (?:з|із|через|за допомогою)\b[^\n,;]{2,50}|"
    r"[^\n,;]{2,40}(?:'dan|'den|’dan|’den|'umdan|’umdan|umdan|imden|ımdan|dan|den) gönderildi|"
    r"(?:lähetetty|küldve) [^\n,;]{2,50}|"
    r"[^\n,;]{0,12}(?:iphone|ipad|android|スマートフォン|スマホ|携帯)[^\n,;]{0,12}(?:から送信|より送信)|"
    r"(?:发自|從|从|發自)[^\n,;。]{2,30}(?:发送|傳送|寄出|手机|手機|iphone|ipad)?|나의 [^\n,;]{2,20}에서 보냄"
    r")\W*(?:<[^<>\n]*>|\([^()\n]*\))?\s*",
    re.IGNORECASE,
)

CLOSING = re.compile(
    r"[\s*_–—-]*(?:(?:(?:with )?(?:best|kind|kindest|warm|warmest|many)? ?(?:regards|wishes|greetings)|best|"
    r"cheers|sincerely|yours(?: (?:sincerely|truly|faithfully))?|"
    r"sincerely yours|respectfully|cordially|(?:many )?thanks(?: (?:a lot|again|in advance|so much))?(?: (?:and|"
    r"&) (?:best |kind )?regards)?|thank you|thx|br|rgds|"
    r"(?:mit )?(?:freundliche[nm]?|beste[nm]?|viele[nm]?|liebe[nm]?|herzliche[nm]?|schöne[nm]?) gr(?:u|ü)(?:ß|"
    r"ss)(?:e|en)?|mfg|lg|vg|gruß|grüße|"
    r"(?:bien )?(?:cordialement|à vous)|(?:meilleures|sincères) salutations|bien à vous|salutations|"
    r"(?:un )?(?:cordial saludo|saludos?(?: cordiales)?|saludo)|atentamente|atte\.?|gracias|"
    r"(?:cordiali|distinti) saluti|saluti|cordialmente|grazie|(?:com os melhores )?cumprimentos|atenciosamente|"
    r"att\.?|abraços|obrigad[oa]|"
    r"(?:met )?(?:vriendelijke|hartelijke) (?:groet|groeten)|groet(?:en|jes)?|mvg|"
    r"(?:med )?(?:venlig|vennlig|vänlig|de bedste|de beste|bästa) (?:hilsen|hilsner|hälsning|hälsningar)|hilsen|"
    r"hälsningar|mvh|kh|vh|"
    r"(?:z )?(?:poważaniem|powazaniem|wyrazami szacunku)|pozdrawiam|pozdrowienia|serdecznie pozdrawiam|"
    r"s pozdravem|s přáním hezkého dne|zdravím|hezký den|"
    r"с уважением|с наилучшими пожеланиями|всего доброго|з повагою|"
    r"saygılarımla|saygılarımızla|iyi çalışmalar|teşekkürler|ystävällisin terveisin|üdvözlettel"
    r")[\s,.!*]*)",
    re.IGNORECASE,
)

_CONFIDENTIAL = (
    r"confiden|vertraulich|riservat|vertrouwelijk|fortrolig|konfidentiell|poufn|důvěrn|конфиденц|конфіденц|gizli|"
    r"privileg|intended|recipient|empfänger|destinat|geadresseerde|modtager|mottagare|adresat|scanned|viruses|"
    r"virus|機密|保密"
)
CONFIDENTIAL = re.compile(_CONFIDENTIAL, re.IGNORECASE)
SECRET = re.compile(
    r"confiden|vertraulich|riservat|vertrouwelijk|fortrolig|konfidentiell|poufn|důvěrn|конфиденц|конфіденц|gizli|"
    r"privileg|intended (?:only|solely|for|recipient)|sole(?:ly)? "
    r"(?:use|for)|scanned (?:for|by)|機密|保密|environment|umwelt",
    re.IGNORECASE,
)
DISCLAIMER = re.compile(
    r"[\s*_=~–—-]*(?:(?:legal )?disclaimer\b|(?:confidentiality|privacy|legal) (?:notice|note|statement|"
    r"warning)\b|confidential\s*:|"
    r"this (?:e-?mail|message|communication|transmission)\b|the (?:information|content|"
    r"contents)\b[^\n]{0,40}\bin this\b|"
    r"the information contained\b|(?:diese|der inhalt dieser) (?:e-?mail|nachricht)\b|"
    r"ce(?:t)? (?:message|e-?mail|courriel|courrier)\b|este (?:mensaje|correo|e-?mail|mensaje de correo)\b|"
    r"la información contenida\b|"
    r"(?:questo|il presente) (?:messaggio|e-?mail)\b|le informazioni contenute\b|(?:esta mensagem|este e-?mail)\b|"
    r"(?:dit|deze) (?:bericht|e-?mail)\b|denne (?:e-?mail|besked|meddelelse|melding|e-?post)\b|detta (?:e-?mail|"
    r"meddelande|mejl)\b|"
    r"(?:ta|niniejsza) wiadomość\b|tato (?:zpráva|e-?mail)\b|(?:это|данное|настоящее) (?:сообщение|письмо)\b|"
    r"(?:це|дане) повідомлення\b|bu (?:e-?posta|ileti|mesaj)\b|warning:|please consider the environment|"
    r"(?:bitte )?denken sie an die umwelt)",
    re.IGNORECASE,
)
BANNER = re.compile(
    r"[\s*_\[({<!⚠️-]*(?:caution|external|warning|attention|achtung|extern|externe|notice|be careful|"
    r"you don't often get email)\b",
    re.IGNORECASE,
)
BANNER_SURE = re.compile(
    r"originat|outside|external (?:sender|email|e-mail|source)|extern|unknown sender|do not click|"
    r"learn why this is important|"
    r"nicht auf links|außerhalb",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"https?://|www\.|\S@\S+\.\w|(?:\+|\(0|\b00)\d[\d ()/.-]{5,}|\b\d{2,5}[ /.-]\d{2,}[ /.-]?\d{2,}|"
    r"\b(?:tel|phone|fon|mobile?|mob|cell|fax|office|direct|tlf|tél|telefon|тел)\b\.?\s?:?\s?[\d+(]|"
    r"\b(?:gmbh|ltd|inc|llc|corp|ag|s\.?a\.?r?\.?l|b\.?v|a/s|aps|s\.r\.o|sp\. z o|plc|pty|ooo|ооо)\b|[|•]",
    re.IGNORECASE,
)
LIST_FOOTER = re.compile(
    r"mailing.?list|mailman|listinfo|unsubscribe|list\s+info|@lists?\.|groups\.google|liste de diffusion|"
    r"mailingliste|lijst|"
    r"abmelden|désinscri|lista de correo",
    re.IGNORECASE,
)

"""What closes a letter in many languages: farewells, and what contact details look like."""

import re

CLOSING = re.compile(
    r"[\s*_–—-]*(?:(?:(?:with )?(?:best|kind|kindest|warm|warmest|many)? ?(?:regards|wishes|greetings)|best|"
    r"cheers|sincerely|yours(?: (?:sincerely|truly|faithfully))?|"
    r"sincerely yours|respectfully|cordially|(?:many )?thanks(?: (?:a lot|again|in advance|so much))?(?: (?:and|"
    r"&) (?:best |kind )?regards)?|thank you|thx|br|rgds|"
    r"(?:mit )?(?:freundliche[nm]?|beste[nm]?|viele[nm]?|liebe[nm]?|herzliche[nm]?|schöne[nm]?) gr(?:u|ü)(?:ß|"
    r"ss)(?:e|en)?|mfg|lg|vg|gruß|grüße|"
    r"(?:bien |très )?(?:cordialement|à vous)|bonne (?:journée|soirée|réception)|(?:meilleures|"
    r"sincères) salutations|bien à vous|salutations|"
    r"(?:un )?(?:cordial saludo|saludos?(?: cordiales)?|saludo)|atentamente|atte\.?|gracias|"
    r"(?:cordiali|distinti) saluti|saluti|cordialmente|grazie|(?:com os melhores )?cumprimentos|atenciosamente|"
    r"att\.?|abraços|obrigad[oa]|"
    r"(?:met )?(?:vriendelijke|hartelijke) (?:groet|groeten)|groet(?:en|jes)?|mvg|"
    r"(?:med )?(?:(?:de )?(?:venlige?|vennlige?|vänliga?|bedste|beste|bästa|gode|varma|kærlig))"
    r" (?:hilsen|hilsner|hilsninger|hälsning|hälsningar)|hilsen|hälsningar|mvh|kh|vh|"
    r"(?:z )?(?:poważaniem|powazaniem|wyrazami szacunku)|pozdrawiam|pozdrowienia|serdecznie pozdrawiam|"
    r"s pozdravem|s přáním hezkého dne|zdravím|hezký den|"
    r"с уважением|с наилучшими пожеланиями|всего доброго|з повагою|"
    r"saygılarımla|saygılarımızla|iyi çalışmalar|teşekkürler|"
    r"(?:ystävällisin )?terveisin|üdvözlettel|(?:cu )?(?:stimă|respect)|o zi bună|με (?:εκτίμηση|"
    r"φιλικούς χαιρετισμούς)|"
    r"trân trọng|감사합니다|よろしくお願い(?:いた|致)?します|以上|敬具|此致|敬礼|敬禮|祝好|谢谢|謝謝|顺祝商祺"
    r")[\s,.!*，。]*)",
    re.IGNORECASE,
)

CONTACT = re.compile(
    r"https?://|www\.|\S@\S+\.\w|(?:\+|\(0|\b00)\d[\d ()/.-]{5,}|\b\d{2,5}[ /.-]\d{2,}[ /.-]?\d{2,}|"
    r"\b[tmfpd]\s?[:.]\s?[\d+(]|\b(?:tel|phone|fon|mobile?|mob|cell|fax|office|direct|tlf|tél|téléphone|telefon|"
    r"telefono|teléfono|"
    r"mobil|móvil|portable|gsm|puh|тел|моб)\b\.?\s?:?\s?[\d+(]|(?:電話|携帯|电话|手机|전화|〒)|"
    r"\b(?:gmbh|ltd|inc|llc|corp|ag|s\.?a\.?r?\.?l|b\.?v|a/s|aps|s\.r\.o|sp\. z o|plc|pty|ooo|ооо)\b|[|•]",
    re.IGNORECASE,
)

# What firms must say of themselves at the end of a letter, in one long line.
REGISTER = re.compile(
    r"amtsgericht|registergericht|handelsregister|\bhrb\b|geschäftsführe|vorstand|ust-?id|firmenbuch|"
    r"registered (?:in|office|number)|company (?:no|number|reg)|\bvat\b|\bsiret\b|\brcs\b|partita iva|p\. ?iva|"
    r"\bkvk\b|\bcif\b|\bnip\b|\bkrs\b|\bičo?\b|\bcvr\b|org\.? ?nr|инн\b|огрн\b",
    re.IGNORECASE,
)

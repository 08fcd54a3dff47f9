"""What phones and mail programs write under a mail by themselves: "Sent from my iPhone", "Get Outlook for iOS"."""

import re

_LONGEST = 300
_UNSEEN = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\u00ad]")
_LINKED = re.compile(r"\[([^\[\]\n]{1,80})\]\s?[(<][^()<>\s]{4,300}[)>]")
_LINK = re.compile(r"<[^<>\n]*>|\(\s?https?:[^()\n]*\)|\bhttps?://\S+")
_EXCUSE = re.compile(
    r"[\s.,;:!–—(-]+(?:and |so |bitte |please |pls |kindly )?(?:excuse|pardon|forgive|apolog|sorry|typed with|typos|"
    r"brevity|entschuldig|verzeih|désolé|veuillez excuser|merci d.excuser|disculp|perdon|scus|desculp|excuseer|"
    r"beklager|"
    r"undskyld|ursäkta|przepraszam)[^\n]{0,120}$",
    re.IGNORECASE,
)
_EXCUSE_FIRST = re.compile(
    r"^(?:please |pls |kindly )?(?:excuse|pardon|forgive|sorry for|apologies for)"
    r"[^\n.]{3,60}[.,;!–—-]+ ?(?=(?:sent|written|typed)\b)",
    re.IGNORECASE,
)
_AROUND = ' \t\xa0*_–—-<>()[]|•·.!~#"“”'

# Without one of these, a line such as "Inviato dal magazzino ieri" is a person's own.
_DEVICE = (
    r"(?:i-?phon|i-?pad|i-?os\b|android|galaxy|samsung|huawei|honor\b|xiaomi|redmi|\bmi\b|oppo|oneplus|pixel|"
    r"black ?berry|"
    r"nokia|sony|xperia|htc|motorola|handy|phone|telefon|téléphone|tel[eé]fono|telefoon|telefone|mobil|móvil|"
    r"celular|cellulare|"
    r"tablet|gerät|device|appareil|dispositivo|toestel|enhet|enhed|urządze|zařízen|zariaden|устройств|пристр|"
    r"cihaz|laite|"
    r"készülék|outlook|mail|gmx|web\.de|proton|почт|пошт|ordinateur|\bpc\b|\bmac\b|windows|\bapp|unterwegs|телефон|"
    r"смартфон|spark|yahoo|aol|手机|手機|邮箱|郵件|スマ|携帯|モバイル|휴대|폰)"
)
_ENGLISH = (
    r"(?:(?:this (?:e-?mail|message|mail) (?:was |has been )?)?(?:sent|written|typed|composed|dictated|posted) "
    r"(?:(?:wirelessly |directly |securely )?(?:from|with|via|using|on)|by(?= [^\n]{0,40}"
    + _DEVICE
    + r")) [\w®™+.'’&/() -]{2,60}|"
    r"sent from my [\w&-]{2,20}, (?-i:[A-Z0-9])[\w®™+.'’ -]{2,40}|"
    r"sent (?:from|with|via) (?-i:[A-Z])[\w.-]{2,20} ?, (?:the|an?|your|encrypted|secure) [\w ,.'-]{3,70}|"
    r"(?:get|download) [\w® -]{2,20} for [\w ]{2,12}|"
    r"(?:(?-i:[A-Z])[\w.-]{1,20} )?from (?:my (?:[\w-]{1,12} )?)?(?:mobile|i-?phone|i-?pad|android|phone|cell|"
    r"tablet|blackberry)"
    r"(?: \w{1,8})?)"
)
_ABROAD = (
    # German
    r"(?:diese (?:nachricht|e-?mail|mail) wurde )?(?:von|aus|mit|via|über) [^\n,;]{0,50}(?:gesendet|verschickt|"
    r"geschrieben|versendet)|"
    r"(?:gesendet|versendet|verschickt|geschrieben) (?:von|mit|über|aus|via)\b[^\n,;]{2,60}|"
    # French
    r"(?:ce (?:message|mail|courriel) a été )?(?:envoyée?|expédiée?|rédigée?)"
    r"(?: depuis| de| à partir d| par| avec| via| avec)[^\n,;]{2,60}|"
    r"provenance ?: ?(?:courrier|mail|outlook)\b[^\n,;]{2,40}|"
    # Spanish, Portuguese, Catalan
    r"(?:este (?:mensaje|correo) (?:fue|ha sido) )?(?:enviado|enviada|enviat|escrito|mandado)"
    r" (?:desde|de|do|da|dal|a partir d[eo]|con|com|pelo|pela|através d[eo]|des de|via)\b[^\n,;]{2,60}|"
    # Italian
    r"(?:inviato|inviata|scritto|mandato|spedito) (?:da|dal|dalla|dall['’]|con|tramite|via|mediante)[^\n,;]{2,60}|"
    # Dutch
    r"(?:verzonden|verstuurd|gestuurd|verstuurt) (?:vanaf|met|via|van|vanuit|door|uit)\b[^\n,;]{2,60}|"
    # Danish, Norwegian, Swedish
    r"(?:sendt|skickat|skickad|skickades|sänt|skrevet)? ?(?:fra|från|med|via|ved hjælp af|ved hjelp av) [^\n,;]{2,60}|"
    # Polish, Czech, Slovak, Croatian, Slovenian
    r"(?:wysłan[oey]|wiadomość wysłana|odeslán[oaé]|odosland?[éeo]|odoslané|posláno|poslano|poslato)"
    r" (?:z|ze|za pomocą|przez|przy użyciu|pomocí|pomocou|s|sa|iz|od|mojego)\b[^\n,;]{2,60}|"
    # Russian, Ukrainian
    r"(?:отправлено|послано|написано) (?:с|из|со|через|от)\b[^\n,;]{2,60}|"
    r"(?:надіслано|відправлено|послано) (?:з|із|зі|через|за допомогою|від)\b[^\n,;]{2,60}|"
    # Turkish, Finnish, Hungarian, Romanian, Greek, Vietnamese, Indonesian
    r"[^\n,;]{2,50}(?:dan|den|tan|ten|ile) (?:gönderildi|gönderilmiştir)|"
    r"(?:lähetetty|lähetin)\b[^\n,;]{2,60}|[^\n,;]{2,50}(?:ról|ről|ból|ből|val|vel) küldve|küldve [^\n,;]{2,50}|"
    r"(?:trimis|expediat) (?:de pe|din|cu|prin|de la)\b[^\n,;]{2,60}|(?:στάλθηκε|εστάλη) από\b[^\n,;]{2,60}|"
    r"(?:đã )?(?:được )?gửi từ [^\n,;]{2,50}|dikirim dari [^\n,;]{2,50}|"
    # Korean, Japanese, Chinese, Arabic, Hebrew
    r"[^\n,;]{1,30}에서 (?:보냄|전송|보냈습니다)|[^\n,;]{1,30}(?:から|より)送信(?:されました|しました|しています)?。?|"
    r"[发發]自[^\n,;。]{2,30}|[从從][^\n,;。]{2,30}(?:[发發]送|傳送|寄出)|(?:来自|來自)我的[^\n,;。]{2,20}|"
    r"(?:أرسلت|تم الإرسال) من [^\n,;]{2,40}|נשלח מ[^\n,;]{2,40}"
)
# What virus scanners add.
_CHECKED = (
    r"virus-?free\.?(?: www\.[\w.]{3,40})?|(?:this|diese|cet?|este|questa|dit|deze|denne|tato|ta) [^\n]{2,60}"
    r"(?:checked|scanned|geprüft|analysé|vérifié|comprobado|analizado|controllata|gecontroleerd|kontrolleret|"
    r"sprawdzona|zkontrolován)[^\n]{0,60}(?:avast|avg|virus|viren|antivir)[^\n]{0,60}|"
    r"(?:этот|это) [^\n]{2,60}проверен[^\n]{0,60}(?:avast|avg|вирус)[^\n]{0,60}"
)
_OUTLOOK = r"[^\n,;.?!]{0,40}\boutlook(?:['’]\w{1,3})?\b[^\n,;.?!]{0,40}"
_SENT_HERE = re.compile(f"{_ENGLISH}|{_CHECKED}", re.IGNORECASE)
_SENT_ABROAD = re.compile(_ABROAD, re.IGNORECASE)
_GET_OUTLOOK = re.compile(_OUTLOOK, re.IGNORECASE)
_DEVICES = re.compile(_DEVICE, re.IGNORECASE)
_PHONE = re.compile(r"(?<![a-z])(?:ios|android)(?![a-z])", re.IGNORECASE)
_MOST_WORDS = 11
_MOST_OF_A_DEVICE = 14  # words of a line that names the device and whose network it is on


def phone_notice(line: str) -> bool:
    """Whether the line is what a mail program adds by itself: "Sent from my iPhone"."""
    if not 5 <= len(line) <= _LONGEST:
        return False
    bare = _LINK.sub(" ", _LINKED.sub(r"\1", _UNSEEN.sub("", line)))
    bare = _EXCUSE_FIRST.sub("", bare.strip(_AROUND))
    bare = " ".join(_EXCUSE.sub("", bare).strip(_AROUND).split())
    most = _MOST_OF_A_DEVICE if _DEVICES.search(bare) else _MOST_WORDS
    if len(bare) > 100 or len(bare.split()) > most or bare.endswith("?"):
        return False
    if _SENT_HERE.fullmatch(bare):
        return True
    if _GET_OUTLOOK.fullmatch(bare) and _PHONE.search(bare):
        return len(bare.split()) <= 6 or "aka.ms" in line
    return _SENT_ABROAD.fullmatch(bare) is not None and _DEVICES.search(bare) is not None

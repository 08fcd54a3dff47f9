"""Phrases between dashes, "Original Message" and "Forwarded message", as mail programs in many languages write them."""

import re

REPLY_MARKS = frozenset(
    phrase.strip()
    for phrase in """
    original message; replied message; original e-mail; original email; original mail; original appointment
    reply message
    previous message
    ursprüngliche nachricht; ursprüngliche e-mail; ursprüngliche mail; original-mail; antwort nachricht
    ursprüngliche mitteilung; originalnachricht; original-nachricht
    originale nachricht; ursprungliche nachricht
    message d'origine; message d’origine; mail original; mail d'origine; e-mail d'origine; message précédent
    message original; message initial; courriel original; message d'origine de
    mensaje original; correo original; mensaje anterior; e-mail originale; mail originale; messaggio originale
    messaggio original; mensagem original; e-mail original
    oorspronkelijk bericht; origineel bericht; oorspronkelijke e-mail; oprindelig meddelelse
    oprindelig besked; original meddelelse
    ursprungligt meddelande; originalmeddelande; opprinnelig melding; opprinnelig e-post; original melding
    oryginalna wiadomość; wiadomość oryginalna; wiadomość pierwotna; původní zpráva; původní e-mail; pôvodná správa
    исходное сообщение; оригинальное сообщение; исходное письмо; вихідне повідомлення; оригінальне повідомлення
    orijinal mesaj; özgün ileti; orijinal ileti; alkuperäinen viesti; eredeti üzenet; mesaj original
    mesajul original; αρχικό μήνυμα; thư gốc
    izvorna poruka; originalna poruka; izvirno sporočilo; algne kiri; pesan asli; الرسالة الأصلية; הודעה מקורית
    元のメッセージ; 元のメール; 回复的原邮件; 回复的邮件; 原始信息
    原始邮件; 原始郵件; 原邮件; 邮件原件; 原始訊息; 원본 메시지; 회신 메일
    """.replace("\n", ";").split(";")
    if phrase.strip()
)
FORWARD_MARKS = frozenset(
    phrase.strip()
    for phrase in """
    forwarded message; begin forwarded message; forwarded by; forwarded mail; forwarded email
    forwarded e-mail; start of forwarded message
    weitergeleitete nachricht; anfang der weitergeleiteten nachricht; weitergeleitete e-mail
    weitergeleitet von; anfang der weitergeleiteten e-mail
    message transféré; message réexpédié; début du message réexpédié; début du message transféré
    courriel transféré; transféré par
    mensaje reenviado; inicio del mensaje reenviado; correo reenviado; messaggio inoltrato
    inizio messaggio inoltrato; inizio del messaggio inoltrato
    mensagem encaminhada; mensagem reencaminhada; início da mensagem reencaminhada; início da mensagem encaminhada
    doorgestuurd bericht; begin doorgestuurd bericht; begin van doorgestuurd bericht
    videresendt meddelelse; start på videresendt meddelelse; videresendt besked; start på videresendt besked
    begin videresendt besked
    videresendt melding; start på videresendt melding; videresendt melding start
    vidarebefordrat meddelande; vidarebefordrat brev; vidarebefordrat mejl; början på vidarebefordrat mejl
    vidarebefordrat mail
    wiadomość przekazana dalej; przekazana wiadomość; początek przekazywanej wiadomości
    wiadomość przekazana; treść przekazanej wiadomości
    přeposlaná zpráva; předaná zpráva; začátek přeposílané zprávy; začátek přeposlané zprávy; preposlaná správa
    пересылаемое сообщение; пересланное сообщение; начало переадресованного сообщения
    начало пересланного сообщения; пересланное письмо; начало переадресованного письма; переслане повідомлення
    пересилання повідомлення
    початок листа, що пересилається; переадресоване повідомлення
    iletilen mesaj; iletilmiş mesaj; yönlendirilen mesaj; iletilen ileti; yönlendirilmiş ileti başlangıcı
    iletilen ileti başlangıcı
    välitetty viesti; välitetty viesti alkaa; lähetetty edelleen; továbbított üzenet; továbbított levél
    mesaj redirecționat; mesaj transmis; προωθημένο μήνυμα; thư được chuyển tiếp; proslijeđena poruka
    edastatud kiri; pesan terusan
    転送されたメッセージ; 転送メッセージ; 転送されたメール; 转发的邮件; 转发邮件; 转发邮件信息; 转发的消息
    已转发邮件; 下面是被转发的邮件; 轉寄郵件
    轉寄的郵件; 開始轉寄郵件; 전달된 메시지
    """.replace("\n", ";").split(";")
    if phrase.strip()
)
REPLY_ABOVE = re.compile(
    r"(?:repl|antwort|répon|respon|respues|rispo|antwoord|svar|odpow|odpov|ответ|відпов)[^\n]{0,40}"
    r"(?:above|oberhalb|über|dessus|encima|arriba|sopra|acima|boven|over|ovanför|ovenfor|powyżej|nad|выше|"
    r"вище)[^\n]{0,40}"
    r"(?:line|zeile|linie|ligne|línea|linea|linha|lijn|regel|linje|lini|řád|лин|черт|лін)|"
    r"(?:do not|don['’]t) (?:edit|write|type|modify|change|delete|remove) (?:\w+ ){0,2}(?:below|beneath) this line",
    re.IGNORECASE,
)
# What such a phrase in a language or of a program not listed has in it when it introduces a forward.
FORWARDING = re.compile(
    r"forward|weitergeleit|transf[ée]r|réexp|reenvi|inoltr|encaminh|reencaminh|doorgest|videresend|vidarebef|przekaz|"
    r"přepos|předan|prepos|пересл|пересыл|переадрес|ilet|yönlendir|välite|továbbít|redirec|转发|轉寄|転送|전달",
    re.IGNORECASE,
)

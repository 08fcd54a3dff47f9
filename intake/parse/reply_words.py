"""How mail programs in many languages say "X wrote", "From:", "Original Message" and "Sent from my phone"."""

import re

HEADER_KINDS: dict[str, str] = {
    word: kind
    for kind, words in {
        "from": "from von de da van fra från frå od от від kimden gönderen lähettäjä feladó expéditeur remitente "
        "mittente absender afzender avsändare afsender odesílatel nadawca отправитель відправник "
        "差出人 送信者 发件人 寄件者 寄件人 發件人 from(发件人) 보낸사람",
        "sent": "sent date gesendet datum envoyé enviado enviado_el enviada_em enviado_em inviato data fecha "
        "verzonden sendt "
        "dato skickat wysłano odesláno отправлено дата надіслано gönderildi tarih gönderme_tarihi lähetetty "
        "päivämäärä "
        "送信日時 日時 日付 发送时间 发送日期 日期 時間 时间 寄件日期 傳送時間 보낸날짜 inviato_il data_di_invio",
        "to": "to an à a para aan til till do komu кому kime alıcı alici vastaanottaja destinataire destinatario "
        "destinatário empfänger ontvanger modtager mottagare mottaker adresat příjemce 宛先 收件人 收件者 받는사람",
        "cc": "cc bcc kopie copie copia cópia kopia kopi dw копия копія bilgi ccn cci 抄送 副本 参照",
        "subject": "subject re betreff objet asunto oggetto assunto onderwerp emne ämne temat předmět тема konu "
        "aihe tárgy "
        "件名 题目 主题 主题： 主旨 標題 제목",
        "reply-to": "reply-to antwort_an répondre_à responder_a rispondi_a svar_til attachments anlagen importance",
    }.items()
    for word in words.split()
}

_VERBS = (
    "wrote writes schrieb schreibt geschrieben écrit ecrit écrivait escribió escribio escribe scritto scrive escreveu "
    "schreef schrijft skrev skriver skreiv napisał napisała napisal pisze napsal napsala napísal пишет писал написал "
    "написала пише писав написав написа yazdı yazmış kirjoitti írta scris έγραψε napisao piše"
)
WROTE = frozenset(_VERBS.split())
WROTE_ANYWHERE = ("写道", "寫道", "のメッセージ", "のメール", "書きました", "님이 작성")

_WEEKDAYS = (
    "mon tue wed thu fri sat sun mo di mi do fr sa so lun mar mer jeu ven sam dim lunes martes miércoles jueves "
    "viernes sábado "
    "domingo lu ma me gi ve do dom sab seg ter qua qui sex sáb ma di wo do vr za zo man tir ons tor fre lør søn "
    "mån tis tors "
    "lör sön pon wt śr czw pt sob niedz po út st čt pá so ne пн вт ср чт пт сб вс нд pzt sal çar per cum cmt paz "
    "poniedziałek wtorek środa czwartek piątek sobota niedziela pondělí úterý středa čtvrtek pátek neděle"
)
DATED_START = re.compile(
    r"[\s*\[(]*(?:\d{1,4}(?:[./年-]|\.? ?[^\W\d]{3,}|\.)|(?:"
    + "|".join(sorted(set(_WEEKDAYS.split())))
    + r")[^\W\d]*(?:\.,?|,| \d| [^\W\d]{3,}\.? \d))",
    re.IGNORECASE,
)
OPENER = re.compile(
    r"[\s*\[(-]*(?:On|Am|Den|Le|El|Il(?: giorno)?|Em|No dia|Op|W dniu|Dnia|Dne|Dňa|Il|Na|Po|V|В|У|Em|A|At|Vào|På|"
    r"Pe|Στις)\s",
    re.IGNORECASE,
)

REPLY_MARKS = frozenset(
    phrase.strip()
    for phrase in """
    original message; original e-mail; original email; original mail; original appointment; reply message
    previous message
    ursprüngliche nachricht; ursprüngliche e-mail; originalnachricht; original-nachricht
    originale nachricht; ursprungliche nachricht
    message d'origine; message d’origine; message original; message initial; courriel original; message d'origine de
    mensaje original; correo original; messaggio originale; messaggio original; mensagem original; e-mail original
    oorspronkelijk bericht; origineel bericht; oorspronkelijke e-mail; oprindelig meddelelse
    oprindelig besked; original meddelelse
    ursprungligt meddelande; originalmeddelande; opprinnelig melding; opprinnelig e-post; original melding
    oryginalna wiadomość; wiadomość oryginalna; wiadomość pierwotna; původní zpráva; původní e-mail; pôvodná správa
    исходное сообщение; оригинальное сообщение; исходное письмо; вихідне повідомлення; оригінальне повідомлення
    orijinal mesaj; özgün ileti; orijinal ileti; alkuperäinen viesti; eredeti üzenet; mesaj original
    元のメッセージ; 元のメール; 原始邮件; 原始郵件; 原邮件; 邮件原件; 原始訊息; 원본 메시지; 회신 메일
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
    videresendt meddelelse; videresendt besked; start på videresendt besked; begin videresendt besked
    videresendt melding; start på videresendt melding; videresendt melding start
    vidarebefordrat meddelande; vidarebefordrat brev; vidarebefordrat mejl; början på vidarebefordrat mejl
    vidarebefordrat mail
    wiadomość przekazana dalej; przekazana wiadomość; początek przekazywanej wiadomości
    wiadomość przekazana; treść przekazanej wiadomości
    přeposlaná zpráva; předaná zpráva; začátek přeposílané zprávy; začátek přeposlané zprávy; preposlaná správa
    пересылаемое сообщение; пересланное сообщение; начало переадресованного сообщения
    начало пересланного сообщения; переслане повідомлення; пересилання повідомлення
    початок листа, що пересилається; переадресоване повідомлення
    iletilen mesaj; iletilmiş mesaj; yönlendirilen mesaj; iletilen ileti; yönlendirilmiş ileti başlangıcı
    iletilen ileti başlangıcı
    välitetty viesti; továbbított üzenet; mesaj redirecționat
    転送されたメッセージ; 転送メッセージ; 転送されたメール; 转发的邮件; 转发邮件; 转发邮件信息; 转发的消息
    已转发邮件; 下面是被转发的邮件; 轉寄郵件
    轉寄的郵件; 開始轉寄郵件; 전달된 메시지
    """.replace("\n", ";").split(";")
    if phrase.strip()
)
REPLY_ABOVE = re.compile(
    r"(?:repl|antwort|répon|respon|rispon|antwoord|svar|odpow|odpov|ответ|відпов)[^\n]{0,40}"
    r"(?:above|oberhalb|über|dessus|encima|arriba|sopra|acima|boven|over|ovanför|ovenfor|powyżej|nad|выше|"
    r"вище)[^\n]{0,40}"
    r"(?:line|zeile|linie|ligne|línea|linea|linha|lijn|regel|linje|lini|řád|лин|черт|лін)",
    re.IGNORECASE,
)

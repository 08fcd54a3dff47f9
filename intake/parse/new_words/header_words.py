"""What mail programs in many languages call the lines they copy above an older message: "From:", "Von:", "差出人:"."""

_FROM = (
    "from von de da van fra från frá od от від kimden gönderen lähettäjä feladó expéditeur remitente mittente absender "
    "afzender avsändare afsender avsender odesílatel odosielateľ nadawca отправитель відправник от_кого від_кого "
    "remetente expeditor de_la από από: šalje pošiljatelj pošilja saatja nuo dari người_gửi từ จาก من מאת "
    "差出人 送信者 发件人 寄件者 寄件人 發件人 发信人 보낸사람 보낸이 발신 from(发件人)"
)
_SENT = (
    "sent date sent_on date_sent received gesendet gesendet_am datum erhalten envoyé envoyé_le date_d'envoi reçu "
    "enviado enviado_el enviado_em enviada enviada_em enviados fecha fecha_de_envío data inviato inviato_il "
    "data_di_invio verzonden verzonden_op sendt sendt_den dato skickat skickades päivämäärä päiväys lähetetty "
    "wysłano wysłane data_wysłania odesláno odoslané odoslal poslano elküldve dátum отправлено дата дата_отправки "
    "надіслано відправлено gönderildi tarih gönderme_tarihi gönderim_tarihi trimis dată data_trimiterii "
    "ημερομηνία στάλθηκε ngày ngày_gửi đã_gửi saadetud išsiųsta tanggal dikirim วันที่ تاريخ תאריך "
    "送信日時 送信日 日時 日付 送信時刻 发送时间 发送日期 发件日期 日期 "
    "時間 时间 寄件日期 傳送時間 傳送日期 發送時間 보낸날짜 날짜 보낸시간"
)
_TO = (
    "to an à a para aan til till do komu кому kime alıcı alici vastaanottaja destinataire destinatario "
    "destinatário empfänger ontvanger modtager mottagare mottaker adresat příjemce príjemca címzett către catre "
    "destinatar προς παραλήπτης đến tới người_nhận prima za primatelj saaja kam kepada ถึง إلى אל "
    "宛先 送信先 收件人 收件者 收信人 받는사람 받는이 수신"
)
_CC = (
    "cc bcc kopie copie copia cópia kopia kopi dw udw копия копія bilgi gizli ccn cci cco copie_à kopio másolat "
    "titkos_másolat kópia skrytá blindkopie κοιν. κοινοποίηση đồng_gửi ส่งสำเนา 抄送 副本 参照 密件副本 참조"
)
_SUBJECT = (
    "subject re betreff objet sujet asunto oggetto assunto onderwerp emne ämne temat předmět predmet тема konu "
    "aihe otsikko tárgy subiect θέμα chủ_đề tiêu_đề naslov zadeva teema tēma tema perihal subjek หัวข้อ เรื่อง "
    "الموضوع נושא 件名 题目 主题 標題 主旨 主題 题 제목"
)
_OTHER = (
    "reply-to antwort_an répondre_à responder_a rispondi_a svar_til beantwoorden_-_aan ответить attachments anlagen "
    "pièces_jointes allegati bijlagen adjuntos datos_adjuntos anexos załączniki přílohy vedhæftede_filer vedhæftet "
    "bilagor вложения importance priority priorität wichtigkeit prioridad priorité importanza prioriteit prioritet "
    "organization organisation organización sensitivity message-id newsgroups list-id x-mailer 重要度 添付ファイル 附件"
)

HEADER_KINDS: dict[str, str] = {
    word: kind
    for kind, words in {
        "reply-to": _OTHER, "cc": _CC, "to": _TO, "sent": _SENT, "subject": _SUBJECT, "from": _FROM,
    }.items()
    for word in words.split()
}  # fmt: skip
LONGEST_WORD = 24

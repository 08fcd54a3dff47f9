"""How automatic answers give themselves away in words: absences, robots, and those who ask who is writing."""

import re

from intake.parse.phrases import any_of

_AFTER = (
    r"(?:\s*$|\s*[:：\-–—(\[|!.,]|"
    r"\s+(?:to (?:your|the)\b|\d|"
    r"(?:re|aw|until|till|from|bis|vom|von|ab|jusqu|du|hasta|del|fino|dal|tot|van|do|od|до|с|по)\b))"
)
VACATION_SUBJECT = re.compile(
    r"\s*[\[(]?(?:(?:i am |i'm )?out of (?:the )?office(?: (?:auto.?reply|reply|message|"
    r"notification|response))?|"
    r"auto(?:matic)?[ -]?(?:reply|response|answer|matic reply)|autoreply|auto[ -]?responder|"
    r"automated (?:reply|response)|"
    r"auto: .{0,100}(?:out of|returning|away|abwesend|absen).*|vacation (?:reply|"
    r"response|notice|message)|away from (?:my )?(?:mail|office|desk)|"
    r"abwesenheits(?:notiz|nachricht|assistent|meldung)|automatische antwort|autom\. antwort|urlaubsnotiz|"
    r"réponse automatique|absence du bureau|absent du bureau|message d['’]absence|absente? du bureau|"
    r"notification d['’]absence|"
    r"respuesta automática|respuesta automatica|fuera de (?:la )?oficina|ausencia de la oficina|"
    r"ausente de la oficina|"
    r"risposta automatica|fuori (?:sede|ufficio)|assenza dall['’]ufficio|"
    r"resposta automática|resposta automatica|fora do escritório|ausência temporária|ausente do escritório|"
    r"automatisch(?:e)? antwoord|automatische reactie|afwezigheids(?:assistent|bericht|melding)|"
    r"autosvar|automatisk svar|automatiskt svar|frånvaromeddelandesmelding|fravær|"
    r"autoodpowiedź|odpowiedź automatyczna|automatyczna odpowiedź|poza biurem|"
    r"automatická odpověď|automatická odpoveď|"
    r"автоматический ответ|автоответ|автоматична відповідь|автовідповідь|"
    r"поза офісом|"
    r"otomatik (?:yanıt|cevap)|ofis dışında|ofis dışı|automaattinen vastaus|automatikus válasz|"
    r"自動応答|自動返信|不在通知|不在のお知らせ|自动回复|自动答复|"
    r"自動回覆|自動回復|不在办公室|자동 ?(?:회신|응답)|부재중|외출 ?중|"
    r"răspuns(?:ul)? automat|raspuns automat|αυτόματη απάντηση|εκτός γραφείου|מענה אוטומטי|תשובה אוטומטית|מחוץ למשרד|"
    r"رد تلقائي|الرد التلقائي|خارج المكتب|automatski odgovor|samodejni odgovor|автоматичен отговор|resposta automàtica|"
    r"automatinis atsakymas|automātiskā atbilde|automaatvastus|trả lời tự động|ตอบกลับอัตโนมัติ|balasan otomatis|"
    r"házon kívül|poissa toimistolta|poissaoloviesti|mimo kancelář|mimo kanceláriu|frånvaro|fraværsmelding|"
    r"ikke på kontoret|ikke til stede|ej på kontoret|inte på kontoret|absence (?:message|notice|notification)|"
    r"niet op kantoor|buiten kantoor|ausente)(?:[\])].*)?" + _AFTER,
    re.IGNORECASE,
)
VACATION_END = re.compile(r"[(\[]auto(?:matic|mated)?[ -]?(?:reply|response)[)\]]\s*\Z", re.IGNORECASE)
# What people write in a subject too; it needs the opening of an absence beside it.
AWAY_SUBJECT = any_of(
    r"""
    ooo|oof|auto|away|absent|out of (?:the )?office|vacation|holiday|absence|abwesend|urlaub|nicht im (?:büro|haus)
    (?:i am |i'm )?(?:away )?on (?:vacation|holidays?|annual leave|leave|parental leave|maternity leave)
    en vacances|en congé|de vacaciones|in ferie|assente|de férias|ausente|niet aanwezig|ikke til stede
    ikke på kontoret
    na urlopie|nieobecn|mimo kancelář|вне офиса|нет на месте|отсутствую|в отпуске|外出中|不在|休假
    """,
    before=r"\s*(?:re:\s*|aw:\s*|sv:\s*)*[\[(]?",
    after=r"\b",
)
AWAY_TEXT = any_of(r"""
    ^[ \t]{0,8}(?:i am |i'm )?(?:currently |now |presently )out of (?:the )?office|(?:ist|bin) derzeit nicht
    (?:am|will be|i'm) (?:currently |now |presently )?(?:out of (?:the )?(?:office|country|town)|unavailable)
    (?:am|will be|i'm) (?:currently |now |presently )?(?:away (?:from|until|on|till)|on (?:vacation|holidays?))
    (?:am|will be|i'm) (?:currently |now |presently )?on (?:(?:annual|parental|sick) leave|leave|a business trip)
    i (?:will|shall) (?:return|be back|reply|respond|answer)[^\n]{0,60}(?:on|when|upon|after|by|until)
    limited access to (?:my )?e?-?mail
    (?:this is an|automatic(?:ally)?) (?:automat(?:ed|ic) )?(?:reply|response|message)
    bin nicht (?:im büro|erreichbar)
    ich (?:bin|werde|befinde mich)[^\n]{0,60}(?:nicht im (?:büro|haus)|abwesend|urlaub|wieder|erreichbar)
    (?:suis|serai)[^\n]{0,40}(?:absent|en congé|en vacances)
    (?:estoy|estaré)[^\n]{0,40}(?:fuera|ausente|de vacaciones)
    (?:sono|sarò)[^\n]{0,40}(?:assente|in ferie|fuori)|(?:estou|estarei)[^\n]{0,40}(?:fora|ausente|de férias)
    ben[^\n]{0,40}(?:afwezig|vakantie|tot en met)|(?:jestem|będę)[^\n]{0,40}(?:nieobecn|urlop)
    (?:нахожусь|буду)[^\n]{0,40}(?:отпуск|отсутств|вне офиса)|不在|休暇|休假|外出
""")
# A second sentence of an absence: with one of the above it makes an automatic answer.
AWAY_MORE = any_of(r"""
    (?:for|in) (?:any )?(?:urgent|emergenc|immediate)\w*[^\n]{0,60}(?:contact|call|e-?mail|write|reach|please)
    (?:no|limited|without|not have|intermittent) (?:regular )?access to (?:my )?e?-?mails?
    (?:when|once) i (?:return|get back)
    (?:in my absence|while i am away|meanwhile),? (?:please )?(?:contact|call|write|e-?mail|reach|you can)
    i (?:will|shall) (?:return|be back|(?:reply|respond|answer|get back)[^\n]{0,40}(?:when|upon|after|on) my return)
    back (?:in the office )?on \w+|returning (?:to the office )?on
    your (?:message|e-?mail) (?:will|has been) (?:not )?(?:be )?
    (?:until|till) (?:the )?(?:\w+day|\d|january|february|march|april|may|june|july|august|sept|octo|nov|dec)
    in dringenden (?:fällen|angelegenheiten)|wird nicht weitergeleitet|meine vertretung|(?:nach|bei) meiner rückkehr
    in meiner abwesenheit (?:wenden|erreichen|kontaktieren|vertritt)|bis (?:zum |einschließlich )?\d
    wieder (?:im büro|erreichbar)
    en cas d['’]urgence|pour toute urgence|je serai de retour|jusqu['’]au|à mon retour|para (?:asuntos|temas) urgentes
    hasta el|a mi regreso|in caso di urgenza|per urgenze|fino al|al mio ritorno|em caso de urgência|até (?:o )?dia
    bij (?:dringende|spoed)|tot en met|w (?:pilnych|nagłych) (?:sprawach|przypadkach)|\bdo \d|по срочным|до \d
    急ぎの|緊急の|紧急|如有急事|まで|至\d
""")
# What people ask for who tell of their absence beside it; a program asks for nothing but to write to somebody else.
ASKED = any_of(r"""
    \b(?:needs (?:my|access|rights|the)|error|fails?|broken|not work|could you|can you|set up|enable|stopped|crash\w*)\b
    \b(?:cannot|can't) (?:log|sign|open|print|post|use|save|find)|\b(?:rights|access for)\b
    please (?!contact|call|write|e-?mail|reach|note|refer|direct|send|forward|do not|be)\w
    \b(?:soll|fehler|geht nicht|funktioniert nicht|klappt nicht)\b|ne (?:marche|fonctionne) (?:pas|plus)|no funciona
    non funziona|não funciona|nie działa|не работает|werkt niet|virker ikke|fungerar inte|nefunguje|çalışmıyor
    動きません|動作しません|不能用|无法使用|\b(?:would like|i want|we want|we need|i need|still no)\b
    bitte (?!wenden|kontaktieren|schreiben|rufen|beachten|senden|an\b)\w|doit avoir|merci de l|erreur|necesita|errore
    serve\b
""")
# A question as people put it; an absence that asks has other words.
QUESTION = any_of(r"""
    \b(?:how|where|why|when will|can you|could you|can i|may i|is it|is there|are you|do you|did you)\b[^?\n]{0,200}\?
    \b(?:wie|wo|warum|wieso|können sie|kann ich|könnten|gibt es|haben sie)\b[^?\n]{0,200}\?
    \b(?:comment|pourquoi|pouvez|puis-je|est-ce|où)\b[^?\n]{0,200}\?
    \b(?:cómo|por qué|puede|pueden|dónde)\b[^?\n]{0,200}\?
    \b(?:come|perché|potete|può|dove|posso)\b[^?\n]{0,200}\?|\b(?:por que|podem|pode|onde)\b[^?\n]{0,200}\?
    \b(?:hoe|waarom|kunt u|kan ik|hvordan|hvorfor|kan du|hur)\b[^?\n]{0,200}\?
    \b(?:varför|jak|dlaczego|proč|как|почему|можете|nasıl)\b[^?\n]{0,200}\?
    (?:怎么|如何|怎樣|ですか|ますか|でしょうか)
""")
# What stands behind the colon of a subject in which people write of absences.
TITLE_ASKS = any_of(r"""
    \b(?:how|where|why|cannot|can't|does not|doesn't|do not|not work\w*)\b
    \b(?:broken|wrong|missing|grey|error|please|but|need\w*)\b
    \b(?:fails?|failed|problems?|switch|disable|enable|who|which|still|bug|shows?|asks?|sent twice|stuck|question)\b
    \b(?:wie|geht nicht|fehler|falsch|fehlt|bitte|funktioniert|eintragen|frage|ausschalten|einrichten|problem)\b
    \b(?:comment|marche|fonctionne|erreur|problème|cómo|funciona|problema)\b
    \b(?:errore|come|funziona|como|erro|não|hoe|werkt)\b
    \?|не работает|как\b|nie działa|できない|できません|方法|怎么|如何|无法
""")
# What nobody asks but a person.
PLEA = any_of(r"""
    \b(?:could|can|would) you\b|\bhelp (?:us|me)\b|\bi (?:need|want|tried)\b|\bwe (?:need|want|tried)\b|\bany idea
    please (?:help|check (?!the addr)|look|fix|call|send (?:me|us|it|the)|tell|switch|stop|advise|put|move|correct)
    bitte (?:prüfen|helfen|senden sie|schicken|rufen|schauen|um)|können sie|merci de (?!ne\b)|pouvez-vous
    por favor (?:revis|ayud)
    potete|podem|kunt u|помогите|お願い|いただけ|请帮|请问
""")
# Orders that no program gives below its own words.
ORDERS = any_of(r"""
    please (?:change|update|remove|delete|fix|move|correct|switch|release|restart|reset|add)\b
    bitte (?:ändern|löschen)
""")
# What only a program says of its own mail, at its beginning.
ROBOT_TEXT = any_of(r"""
    (?:this|the following) is an? (?:auto(?:mated|matic(?:ally)?)?[ -]?(?:generated |sent )?|auto-?)
    (?:this|the following) (?:e-?mail|message|mail|reply) (?:was|is|has been) (?:sent |generated |created )?automat
    dies ist eine automatisch\w* (?:\w{8,12} )?(?:antwort|nachricht|e-?mail|mail|mitteilung|empfang)
    diese (?:e-?mail|nachricht|mail) wurde automatisch|ceci est (?:un|une) (?:message|réponse|e-?mail) automatique
    (?:ce|cet) (?:message|e-?mail|courriel) (?:est|a été) (?:généré|envoyé) automatiquement
    este es un (?:mensaje|correo) auto
    (?:questa|questo) è un(?:a|o)? (?:risposta|messaggio|e-?mail) automatic
    esta é uma (?:resposta|mensagem) automática
    (?:please )?(?:type|write|reply)[^\n]{0,20} above this line|dit is een automatisch|detta är ett auto
    dette er et auto
    to jest (?:automatyczna|wiadomość wygenerowana)
    это автоматическ
    (?:данное|это) (?:письмо|сообщение) \w+ автоматически
    自動(?:送信|返信|配信|応答)(?:です|メール|され|して)
    (?:这是|此邮件(?:为|由|是))(?:一封)?(?:系统)?自动|自动回复
    (?:mailbox|inbox|email address|account) is (?:not|no longer|un) ?(?:being )?(?:monitored|attended|read\b|checked)
""")
# It ends there, or goes on to say for what.
ROBOT_NOUN = re.compile(
    r"\s*(?:reply|response|answer|message|e-?mail|mail|acknowledge?ment|notification|confirmation|receipt)"
    r"(?=\s*(?:[.,;:!()\u2013-]|$|from|sent|generated|to (?:confirm|let|inform|ackn)|that (?:we|your)|and|of))",
    re.IGNORECASE | re.MULTILINE,
)
CHALLENGE_TEXT = any_of(r"""
    your (?:message|e-?mail) (?:is|was|has been) (?:being |on )?(?:held|waiting|hold)[^\n]{0,80}(?:until|list|click)
    your (?:message|e-?mail)[^\n]{0,200}prove (?:that )?(?:you(?:['’]re| are)|to be) (?:a )?(?:human|person|real)
    (?:click|follow|visit|use)\b[^\n]{0,60}to complete the verification process
    (?:enviada|mensagem|mensaje) [^\n]{0,80}retida[^\n]{0,120}(?:clique|pulse)
    add(?:ed)? (?:you )?to my approved|(?:one-time|sender) (?:verification|confirmation) (?:is|of)
""")
DELIVERED_TEXT = re.compile(
    r"\s*(?:status|state|message status)\s*[:=]\s*(?:delivered|delivrd|sent|failed|undeliv\w*|expired)\b(?=[.\s]*$|\.)",
    re.I,
)
SMS_SUBJECT = re.compile(r"\s*(?:sms|mms|text message)\b.{0,40}\b(?:receipt|report|status)\b", re.IGNORECASE)

"""Letters that have been tampered with, in four languages: each change is told, and the honest letter is not."""

import pytest

from tests.proof.letters import SITUATIONS, case

LANGUAGES = ("en", "es", "fr", "de")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SITUATIONS)
def test_an_honest_letter_has_no_flaw(name: str, language: str) -> None:
    letter = case(name, language)
    assert letter.wrong(letter.text) == (), letter.text


ADDED = {
    "en": (
        "We answer within 2 hours.",
        "We answer within two hours.",
        "You hear from us by Tuesday.",
        "By 9 am somebody calls.",
        "Somebody calls at nine o'clock.",
        "It takes half an hour.",
        "Look again on 2026-03-09.",
        "Look again on 9/3.",
        "We reply the same day.",
        "We reply tomorrow.",
        "We will be back next week.",
        "Expect us at 17:00.",
        "Our first answer comes immediately.",
        "One business day is enough.",
        "It takes two full business hours.",
        "Give us a couple of hours.",
        "Give us a few minutes.",
        "You get a 4-hour response.",
        "We are there around the clock.",
        "We are there 24/7.",
        "We answer on March 11.",
        "We answer in 2027.",
        "We answer shortly.",
        "We answer by Wednesday 11 March 2026, 1:40 am CET.",
        'We answer by Wednesday 11 March 2026, 1:40 am CET ("24-48 hours", clause 3.1).',
        'We answer by Wednesday 11 March 2026, 1:41 am CET ("24-48 hours", clause 3.2).',
        'We answer by Wednesday 11 March 2026, 1:40 am ("24-48 hours", clause 3.2).',
        'We answer by Wednesday 11 March 2026, 1:40 am EST ("24-48 hours", clause 3.2).',
        'We answer by Wednesday 11 March 2026 ("24-48 hours", clause 3.2).',
        'We answer by Thursday 11 March 2026, 1:40 am CET ("24-48 hours", clause 3.2).',
        'We will give a first answer by Wednesday 11 March 2026, 1:40 am CET ("24-48 hours", clause 3.2).',
        'We aim to give a first answer by Tuesday 10 March 2026, 1:40 am CET ("24-48 hours", clause 3.2).',
        'Elsewhere it is "Within 6 hours" (clause 3.2).',
        'Elsewhere it is "24-48 hours".',
        "That is clause 9.9 of your contract.",
    ),
    "es": (
        "Respondemos en 2 horas.",
        "Respondemos en dos horas.",
        "Respondemos el martes.",
        "Le llamamos a las 9.",
        "Le llamamos a las nueve.",
        "Tarda media hora.",
        "Mire de nuevo el 2026-03-09.",
        "Respondemos el mismo día.",
        "Respondemos mañana.",
        "Respondemos hoy.",
        "Respondemos la próxima semana.",
        "Respondemos a las 17:00.",
        "Respondemos de inmediato.",
        "Basta un día laborable.",
        "Denos un par de horas.",
        "Denos unos minutos.",
        "Respondemos el 11 de marzo.",
        "Respondemos en 2027.",
        "Respondemos en breve.",
        "Respondemos lo antes posible.",
        "Nos proponemos darle una respuesta a más tardar el miércoles 11 de marzo de 2026, 1:40 h CET.",
        "Procuramos darle una respuesta el miércoles 11 de marzo de 2026, 1:41 h CET («24-48 hours», cláusula 3.2).",
        "Nos proponemos darle una respuesta el jueves 11 de marzo de 2026, 1:40 h CET («24-48 hours», cláusula 3.2).",
        "Nos proponemos darle una respuesta el miércoles 11 de marzo de 2026, 1:40 h («24-48 hours», cláusula 3.2).",
        "Nos proponemos darle una respuesta el martes 10 de marzo de 2026, 1:40 h CET («24-48 hours», cláusula 3.2).",
        "Le daremos una respuesta el miércoles 11 de marzo de 2026, 1:40 h CET («24-48 hours», cláusula 3.2).",
        "Es la cláusula 9.9 de su contrato.",
    ),
    "fr": (
        "Nous répondons sous 2 heures.",
        "Nous répondons sous deux heures.",
        "Nous répondons mardi.",
        "On vous appelle à 9 h.",
        "On vous appelle à neuf heures.",
        "Il faut une demi-heure.",
        "Regardez le 2026-03-09.",
        "Nous répondons le jour même.",
        "Nous répondons demain.",
        "Nous répondons aujourd'hui.",
        "Nous répondons aujourd’hui.",
        "Nous répondons la semaine prochaine.",
        "Nous répondons à 17 h 00.",
        "Nous répondons immédiatement.",
        "Un jour ouvré suffit.",
        "Donnez-nous quelques minutes.",
        "Nous répondons le 11 mars.",
        "Nous répondons en 2027.",
        "Nous répondons sous peu.",
        "Nous répondons dès que possible.",
        "Nous nous efforçons de vous donner une réponse le mercredi 11 mars 2026 à 1 h 40 CET.",
        "Nous visons une réponse le mercredi 11 mars 2026 à 1 h 41 CET (« 24-48 hours », article 3.2).",
        "Nous nous efforçons de donner une réponse le jeudi 11 mars 2026 à 1 h 40 CET (« 24-48 hours », article 3.2).",
        "Nous nous efforçons de donner une réponse le mercredi 11 mars 2026 à 1 h 40 (« 24-48 hours », article 3.2).",
        "Nous nous efforçons de donner une réponse le mardi 10 mars 2026 à 1 h 40 CET (« 24-48 hours », article 3.2).",
        "Nous vous donnerons une réponse le mercredi 11 mars 2026 à 1 h 40 CET (« 24-48 hours », article 3.2).",
        "C'est l'article 9.9 de votre contrat.",
    ),
    "de": (
        "Wir antworten in 2 Stunden.",
        "Wir antworten innerhalb von zwei Stunden.",
        "Wir antworten am Dienstag.",
        "Wir rufen um 9 an.",
        "Wir rufen um neun Uhr an.",
        "Es dauert eine halbe Stunde.",
        "Sehen Sie am 2026-03-09 nach.",
        "Sehen Sie am 9.3. nach.",
        "Wir antworten am selben Tag.",
        "Wir antworten morgen.",
        "Wir antworten heute.",
        "Wir antworten nächste Woche.",
        "Wir antworten um 17:00 Uhr.",
        "Wir antworten sofort.",
        "Ein Werktag genügt.",
        "Geben Sie uns ein paar Minuten.",
        "Wir antworten am 11. März.",
        "Wir antworten 2027.",
        "Wir antworten in Kürze.",
        "Wir antworten bald.",
        "Wir sind rund um die Uhr da.",
        "Wir streben an, Ihnen bis Mittwoch, 11. März 2026, 1:40 Uhr CET eine Antwort zu geben.",
        "Wir streben an, bis Mittwoch, 11. März 2026, 1:41 Uhr CET („24-48 hours“, Ziffer 3.2) eine Antwort zu geben.",
        "Wir streben bis Donnerstag, 11. März 2026, 1:40 Uhr CET („24-48 hours“, Ziffer 3.2) eine Antwort an.",
        "Wir streben an, bis Mittwoch, 11. März 2026, 1:40 Uhr („24-48 hours“, Ziffer 3.2) eine Antwort zu geben.",
        "Wir streben an, bis Dienstag, 10. März 2026, 1:40 Uhr CET („24-48 hours“, Ziffer 3.2) eine Antwort zu geben.",
        "Wir geben Ihnen bis Mittwoch, 11. März 2026, 1:40 Uhr CET („24-48 hours“, Ziffer 3.2) eine erste Antwort.",
        "Das ist Ziffer 9.9 Ihres Vertrags.",
    ),
}


@pytest.mark.parametrize(("language", "claim"), [(language, claim) for language in ADDED for claim in ADDED[language]])
def test_a_claim_that_nothing_backs_is_found(language: str, claim: str) -> None:
    letter = case("range", language)
    assert letter.wrong(f"{letter.text}\n{claim}\n") != ()


HARMLESS = {
    "en": (
        "Please send the 3 log files from version 12.1 of the second server.",
        "You may march on: one of our engineers reads it as soon as it arrives.",
        "Both users are on level 2 of the building.",
    ),
    "es": (
        "Envíenos los 3 archivos de la versión 12.1 del segundo servidor.",
        "Uno de nuestros técnicos lo leerá tan pronto como llegue.",
    ),
    "fr": (
        "Envoyez-nous les 3 fichiers de la version 12.1 du second serveur.",
        "Un de nos techniciens le lira aussi vite que vous écrivez.",
    ),
    "de": (
        "Bitte schicken Sie die 3 Dateien der Version 12.1 des zweiten Servers.",
        "Guten Tag, einer von uns liest es, sobald es ankommt.",
    ),
}


@pytest.mark.parametrize(
    ("language", "words"), [(language, words) for language in HARMLESS for words in HARMLESS[language]]
)
def test_words_without_a_time_are_let_through(language: str, words: str) -> None:
    letter = case("range", language)
    assert letter.wrong(f"{letter.text}\n{words}\n") == ()


CHANGED = {
    "en": (
        ("range", "Wednesday 11 March", "Thursday 11 March", "a wrong weekday"),
        ("range", "Wednesday 11 March", "Thursday 12 March", "a date one day off"),
        ("range", "1:40 am CET", "1:40 pm CET", "morning for afternoon"),
        ("range", "1:40 am CET", "1:40 am EST", "another zone"),
        ("range", "between ", "by ", "the lower end without its word"),
        (
            "range",
            "between Tuesday 10 March, 1:40 am and Wednesday 11",
            "by Tuesday 10",
            "the lower end as the deadline",
        ),
        ("range", "between Tuesday 10 March, 1:40 am and ", "by ", "the lower end left out"),
        ("range", "between Tuesday 10 March", "between Wednesday 11 March", "a range without length"),
        ("range", "10 March, 1:40 am and", "10 March, 2:40 am and", "the lower end an hour late"),
        ("range", "10 March, 1:40 am and", "10 March 2025, 1:40 am and", "the lower end in another year"),
        ("range", "10 March, 1:40 am and", "10 March, 1:40 am EST and", "the lower end in another zone"),
        ("charges", "between 4:00 pm and", "between 3:00 pm and", "a range within a day from too early on"),
        ("charges", "and 5:00 pm CEST", "and 6:00 pm CEST", "a range within a day until too late"),
        ("charges", "on Wednesday 13 May 2026 between", "on Thursday 14 May 2026 between", "a range on another day"),
        ("range", '("24-48 hours", clause 3.2)', '("24-48 hours")', "the clause left out"),
        ("range", '("24-48 hours", clause 3.2)', "(clause 3.2)", "the contract's words left out"),
        ("range", '"24-48 hours"', '"48-72 hours"', "another row's words"),
        ("range", '"24-48 hours", clause 3.2', '"24-48 hours", clause 3.1', "another clause"),
        ("range", "aim to", "will", "a target told as a commitment"),
        ("range", "give you a first answer", "complete the work", "another promise"),
        ("range", "Saturday 7 March 2026, 2:40 am CET", "Saturday 7 March 2026, 2:41 am CET", "another receipt"),
        ("range", "- Received: Saturday 7 March 2026, 2:40 am CET.\n", "", "the receipt left out"),
        ("range", "case 1042", "case 1043", "another case"),
        ("range", "level 3, Minimal", "level 2, Minimal", "another level's number"),
        ("range", "Minimal business impact", "Significant business impact", "another level's name"),
        ("range", " (clause 3.1)", "", "a notice without its clause"),
        ("range", "Eastern time (clause 3.2)", "Eastern time", "the hours without their clause"),
        ("range", "9:00 pm Eastern", "8:00 pm Eastern", "other hours"),
        (
            "closed",
            "we open next on Monday 18 May 2026, 1:00 pm",
            "we open next on Monday 18 May 2026, 1:30 pm",
            "opening",
        ),
        ("closed", "and we open next on Monday 18 May 2026, 1:00 pm CEST ", "", "the next opening left out"),
        ("at once", "at once", "soon", "an immediate answer put off"),
        ("at once", "at once", "", "an immediate answer not told"),
        ("at once", "+1-212-760-1700", "+1-212-760-1701", "another telephone number"),
        (
            "scheduled",
            '("User scheduled", section "Service level matrix: P6")',
            "",
            "no deadline, and no clause says so",
        ),
        ("three", "begin work", "complete the work", "the start of work told as its end"),
        ("three", "We will begin", "We aim to begin", "a commitment weakened"),
        ("three", "Our goal is to complete", "We will complete", "a goal told as a commitment"),
        ("three", "6:30 am CEST", "5:30 am CEST", "the start of work an hour early"),
        ("charges", "our assumption, because ", "", "assumed hours told as the contract's"),
        ("charges", "30 minutes", "60 minutes", "another rate"),
        ("charges", 'See section "Incident Charges".', "", "charges without their clause"),
        ("charges", "typically", "will", "an appointment promised"),
        ("day", "Tuesday 12 May", "Wednesday 13 May", "the end of another day"),
        ("day", "the end of ", "", "a midnight without its day's end"),
    ),
    "es": (
        ("range", "miércoles 11 de marzo", "jueves 11 de marzo", "a wrong weekday"),
        ("range", "miércoles 11 de marzo", "jueves 12 de marzo", "a date one day off"),
        ("range", "11 de marzo", "11 de mayo", "another month"),
        ("range", "1:40 h CET", "13:40 h CET", "another hour"),
        ("range", "entre el ", "a más tardar el ", "the lower end without its word"),
        ("range", "entre el martes 10 de marzo, 1:40 h, y el ", "a más tardar el ", "the lower end left out"),
        ("charges", "entre las 16:00 h y", "entre las 15:00 h y", "a range within a day from too early on"),
        ("charges", "y las 17:00 h CEST", "y las 18:00 h CEST", "a range within a day until too late"),
        ("range", "(«24-48 hours», cláusula 3.2)", "(«24-48 hours»)", "the clause left out"),
        ("range", "«24-48 hours»", "«48-72 hours»", "another row's words"),
        ("range", "nos proponemos darle", "le daremos", "a target told as a commitment"),
        ("range", "una primera respuesta", "una cita", "another promise"),
        ("range", "- Recibido: sábado 7 de marzo de 2026, 2:40 h CET.\n", "", "the receipt left out"),
        ("range", "Impacto mínimo", "Impacto menor", "another level's name"),
        ("range", "a 21:00", "a 20:00", "other hours"),
        ("closed", "volvemos a abrir el lunes 18", "volvemos a abrir el martes 19", "another opening"),
        ("at once", "de inmediato", "pronto", "an immediate answer put off"),
        ("three", "Empezaremos a trabajar", "Nos proponemos empezar a trabajar", "a commitment weakened"),
        ("three", "Empezaremos a trabajar", "Terminaremos el trabajo", "the start of work told as its end"),
        ("charges", "30 minutos", "60 minutos", "another rate"),
        ("charges", "así lo suponemos, porque ", "", "assumed hours told as the contract's"),
        ("day", "martes 12", "miércoles 13", "the end of another day"),
    ),
    "fr": (
        ("range", "mercredi 11 mars", "jeudi 11 mars", "a wrong weekday"),
        ("range", "mercredi 11 mars", "jeudi 12 mars", "a date one day off"),
        ("range", "11 mars", "11 mai", "another month"),
        ("range", "1 h 40 CET", "13 h 40 CET", "another hour"),
        ("range", "entre le ", "au plus tard le ", "the lower end without its word"),
        ("range", "entre le mardi 10 mars à 1 h 40 et le ", "au plus tard le ", "the lower end left out"),
        ("charges", "entre 16 h 00 et", "entre 15 h 00 et", "a range within a day from too early on"),
        ("charges", "et 17 h 00 CEST", "et 18 h 00 CEST", "a range within a day until too late"),
        ("range", "(« 24-48 hours », article 3.2)", "(« 24-48 hours »)", "the clause left out"),
        ("range", "« 24-48 hours »", "« 48-72 hours »", "another row's words"),
        ("range", "nous nous efforçons de vous donner", "nous vous donnerons", "a target told as a commitment"),
        ("range", "une première réponse", "un rendez-vous", "another promise"),
        ("range", "- Reçu : samedi 7 mars 2026 à 2 h 40 CET.\n", "", "the receipt left out"),
        ("range", "Impact minime", "Impact moindre", "another level's name"),
        ("range", "à 21 h", "à 20 h", "other hours"),
        ("closed", "nous rouvrons le lundi 18", "nous rouvrons le mardi 19", "another opening"),
        ("at once", "immédiatement", "bientôt", "an immediate answer put off"),
        ("three", "Nous nous mettrons au travail", "Nous nous efforçons de nous mettre au travail", "weakened"),
        ("three", "Nous nous mettrons au travail", "Nous terminerons le travail", "the start told as its end"),
        ("charges", "30 minutes", "60 minutes", "another rate"),
        ("charges", "nous le supposons, car ", "", "assumed hours told as the contract's"),
        ("day", "mardi 12", "mercredi 13", "the end of another day"),
    ),
    "de": (
        ("range", "Mittwoch, 11. März", "Donnerstag, 11. März", "a wrong weekday"),
        ("range", "Mittwoch, 11. März", "Donnerstag, 12. März", "a date one day off"),
        ("range", "11. März", "11. Mai", "another month"),
        ("range", "1:40 Uhr CET", "13:40 Uhr CET", "another hour"),
        ("range", "zwischen ", "bis ", "the lower end without its word"),
        ("range", "zwischen Dienstag, 10. März, 1:40 Uhr und ", "bis ", "the lower end left out"),
        ("charges", "zwischen 16:00 Uhr und", "zwischen 15:00 Uhr und", "a range within a day from too early on"),
        ("charges", "und 17:00 Uhr CEST", "und 18:00 Uhr CEST", "a range within a day until too late"),
        ("range", "(„24-48 hours“, Ziffer 3.2)", "(„24-48 hours“)", "the clause left out"),
        ("range", "„24-48 hours“", "„48-72 hours“", "another row's words"),
        ("range", "streben an, Ihnen", "geben Ihnen", "a target told as a commitment"),
        ("range", "eine erste Antwort zu geben", "einen Termin abzuhalten", "another promise"),
        ("range", "- Eingegangen: Samstag, 7. März 2026, 2:40 Uhr CET.\n", "", "the receipt left out"),
        ("range", "Geringe Auswirkung", "Kleine Auswirkung", "another level's name"),
        ("range", "bis 21:00 Uhr", "bis 20:00 Uhr", "other hours"),
        ("closed", "wir öffnen wieder am Montag, 18.", "wir öffnen wieder am Dienstag, 19.", "another opening"),
        ("at once", "sofort", "bald", "an immediate answer put off"),
        ("three", "Wir beginnen", "Wir streben an", "a commitment weakened"),
        ("three", "mit der Arbeit.", "mit der Antwort.", "the start of work told as an answer"),
        ("charges", "30 Minuten", "60 Minuten", "another rate"),
        ("charges", "unsere Annahme, denn ", "", "assumed hours told as the contract's"),
        ("day", "Dienstag, 12.", "Mittwoch, 13.", "the end of another day"),
    ),
}


@pytest.mark.parametrize(
    ("language", "name", "old", "new"),
    [
        pytest.param(language, name, old, new, id=f"{language}, {name}: {what}")
        for language, rows in CHANGED.items()
        for name, old, new, what in rows
    ],
)
def test_a_changed_letter_is_found(language: str, name: str, old: str, new: str) -> None:
    letter = case(name, language)
    text = letter.text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert old in text, text
    assert letter.wrong(text.replace(old, new)) != ()


# From when a time is said to run, in each language: from the opening told before, or from a receipt.
FROM_THEN = {
    "en": "The time runs from then.",
    "es": "El plazo corre desde entonces.",
    "fr": "Le délai court à partir de ce moment.",
    "de": "Die Frist beginnt erst dann.",
}
FROM_RECEIPT = {
    "en": "The time runs from when your message reached us: {}.",
    "es": "El plazo corre desde que recibimos su mensaje: {}.",
    "fr": "Le délai court depuis l'arrivée de votre message : {}.",
    "de": "Die Frist läuft ab dem Eingang Ihrer Nachricht: {}.",
}
SATURDAY = {
    "en": "Saturday 16 May 2026, 6:00 pm CEST",
    "es": "sábado 16 de mayo de 2026, 18:00 h CEST",
    "fr": "samedi 16 mai 2026 à 18 h 00 CEST",
    "de": "Samstag, 16. Mai 2026, 18:00 Uhr CEST",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_week_is_not_said_to_run_from_the_opening(language: str) -> None:
    letter = case("week", language)
    assert FROM_THEN[language] not in letter.text
    added = letter.wrong(f"{letter.text}\n{FROM_THEN[language]}\n")
    assert added == ("the time of initial_response is said to run from the next opening, not from the receipt",)
    assert letter.wrong(f"{letter.text}\n{FROM_RECEIPT[language].format(SATURDAY[language])}\n") == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_waits_for_the_opening_is_not_said_to_run_from_the_receipt(language: str) -> None:
    letter = case("closed", language)
    assert FROM_THEN[language] in letter.text
    added = letter.wrong(f"{letter.text}\n{FROM_RECEIPT[language].format(SATURDAY[language])}\n")
    assert added == ("the time of initial_response is said to run from the receipt, before we open",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_due_whether_we_are_open_or_not_is_not_said_to_run_from_an_opening(language: str) -> None:
    letter = case("at once", language)
    assert letter.wrong(f"{letter.text}\n{FROM_THEN[language]}\n") != ()

"""How people say yes and no in English, Spanish, French and German, and what makes either unclear.

Written without accents and in lower case, as texts are compared. A phrase not listed here is no answer: it goes to
an engineer.
"""

YES = (
    # English
    ("yes", "yep", "yeah", "yup", "ok", "okay", "sure", "of course", "absolutely", "agreed", "accepted", "approved"),
    ("i agree", "we agree", "i do agree", "we do agree", "i accept", "we accept", "i approve", "we approve"),
    ("i agree to this", "we agree to this", "i agree to that", "we agree to that", "i agree with that"),
    ("i agree to the change", "we agree to the change", "i consent", "we consent", "i do", "we do", "please do"),
    ("go ahead", "please go ahead", "that is fine", "that's fine", "that is ok", "that's ok", "you have my agreement"),
    # Spanish
    ("si", "vale", "claro", "por supuesto", "de acuerdo", "estoy de acuerdo", "estamos de acuerdo", "conforme"),
    ("acepto", "aceptamos", "adelante", "si acepto", "claro que si"),
    # French
    ("oui", "d'accord", "je suis d'accord", "nous sommes d'accord", "on est d'accord", "j'accepte", "nous acceptons"),
    ("bien sur", "tout a fait", "c'est d'accord"),
    # German
    ("ja", "jawohl", "einverstanden", "ich bin einverstanden", "wir sind einverstanden", "bin einverstanden"),
    ("sind einverstanden", "ich stimme zu", "wir stimmen zu", "stimme zu", "in ordnung", "gern", "gerne", "naturlich"),
    ("damit einverstanden", "ich bin damit einverstanden", "wir sind damit einverstanden"),
)

NO = (
    # English
    ("no", "nope", "not agreed", "not approved", "disagreed", "declined", "refused", "i disagree", "we disagree"),
    ("i do not agree", "we do not agree", "i don't agree", "we don't agree", "do not agree", "don't agree"),
    ("i decline", "we decline", "i refuse", "we refuse", "leave it as it is", "keep it as it is", "please do not"),
    ("i do not", "we do not", "i don't", "we don't", "please don't"),
    # Spanish
    ("no estoy de acuerdo", "no estamos de acuerdo", "en desacuerdo", "no acepto", "no aceptamos"),
    ("no de acuerdo", "dejelo como esta", "dejenlo como esta"),
    # French
    ("non", "pas d'accord", "je ne suis pas d'accord", "nous ne sommes pas d'accord", "je refuse", "nous refusons"),
    ("je n'accepte pas", "nous n'acceptons pas", "laissez comme c'est"),
    # German
    ("nein", "nicht einverstanden", "ich bin nicht einverstanden", "wir sind nicht einverstanden", "abgelehnt"),
    ("bin nicht einverstanden", "sind nicht einverstanden", "ich stimme nicht zu", "wir stimmen nicht zu"),
    ("ich lehne ab", "wir lehnen ab", "bitte nicht"),
)

# What may stand beside an answer without changing it.
COURTESY = (
    ("please", "thanks", "thank you", "many thanks", "thank you very much", "thx", "thanks a lot", "indeed"),
    ("gracias", "muchas gracias", "por favor"),
    ("merci", "merci beaucoup", "merci bien", "s'il vous plait", "svp"),
    ("danke", "danke schon", "danke sehr", "vielen dank", "bitte", "bitte schon", "sehr"),
)

# A line that greets, and no more.
GREETINGS = frozenset(
    {"hello", "hi", "hey", "dear", "hola", "buenos", "buenas", "estimado", "estimada", "estimados", "bonjour"}
    | {"bonsoir", "salut", "cher", "chere", "madame", "monsieur", "hallo", "guten", "liebe", "lieber", "sehr", "moin"}
    | {"good"}
)

# Words after an answer that may take some of it back, or ask for something else.
HEDGES = frozenset(
    {"but", "however", "only", "if", "unless", "except", "although", "though", "until", "instead", "rather", "wait"}
    | {"provided", "condition", "conditions", "otherwise", "before", "first", "maybe", "perhaps", "actually", "sorry"}
    | {"level", "severity", "sev", "priority", "mistake", "depends", "yet", "later"}
    | {"ask", "check", "discuss", "consider", "decide", "think", "consult", "verify", "clarify", "understand"}
    | {"checking", "discussing", "considering", "thinking", "asking"}
    | {"received", "automatic", "automated", "autoreply"}
    | {
        "pero",
        "si",
        "solo",
        "salvo",
        "excepto",
        "aunque",
        "hasta",
        "condicion",
        "condiciones",
        "siempre",
        "espere",
        "antes",
    }
    | {"nivel", "severidad", "prioridad", "quizas", "tal", "depende", "todavia", "luego"}
    | {"consultar", "consultarlo", "consulto", "preguntar", "pregunto", "hablar", "pensar", "pensarlo", "revisar"}
    | {"comprobar", "verificar", "decidir", "recibido", "automatico", "automatica"}
    | {"mais", "sauf", "seulement", "uniquement", "sinon", "condition", "conditions", "toutefois", "cependant"}
    | {"attendez", "avant", "niveau", "gravite", "priorite", "peut", "encore"}
    | {"demander", "demande", "discuter", "discute", "parler", "parle", "reflechir", "reflechis", "voir", "consulter"}
    | {"verifier", "verifie", "decider", "recu", "automatique"}
    | {"aber", "nur", "falls", "wenn", "sofern", "ausser", "ausgenommen", "jedoch", "allerdings", "bedingung"}
    | {"bedingungen", "erst", "vorher", "warten", "stufe", "prioritat", "vielleicht", "sondern", "stattdessen", "noch"}
    | {"frage", "fragen", "klare", "klaren", "besprechen", "bespreche", "prufen", "prufe", "uberlegen", "uberlege"}
    | {"entscheiden", "abklaren", "melde", "erhalten", "automatisch", "automatische"}
)

NEGATIONS = frozenset(
    {"no", "not", "never", "nope", "don't", "doesn't", "cannot", "can't", "won't", "isn't", "disagree", "refuse"}
    | {"nunca", "tampoco", "jamas", "non", "pas", "jamais", "ne", "nein", "nicht", "nie", "kein", "keine", "keinen"}
)

AFFIRMATIONS = frozenset(
    {
        "yes",
        "agree",
        "agreed",
        "ok",
        "okay",
        "si",
        "acuerdo",
        "oui",
        "accord",
        "d'accord",
        "ja",
        "einverstanden",
        "doch",
    }
)

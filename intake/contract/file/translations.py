"""The texts of a contract in other languages: which there are, and what must agree with the original."""

from collections.abc import Iterator
from difflib import get_close_matches

from intake.contract.figures import same_figures
from intake.domain.contract import Contract

# ISO 639-1, so that a slip of the finger is no language.
_LANGUAGES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv "
    "ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne "
    "ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st "
    "su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)


def translatable(contract: Contract) -> dict[str, str]:
    """Return the texts that a letter may say in another language, each with its place; target words stay quoted."""
    texts = {calendar.words: f"calendars, {calendar.id}, words" for calendar in contract.calendars if calendar.words}
    texts |= {level.name: f"levels, {level.id}, name" for level in contract.levels}
    texts |= {level.summary: f"levels, {level.id}, summary" for level in contract.levels}
    texts |= {plan.name: f"plans, {plan.id}, name" for plan in contract.plans}
    texts |= {
        value: f"notices, {notice.id}, facts, {name}" for notice in contract.notices for name, value in notice.figures
    }
    texts |= dict.fromkeys(contract.telephones, "telephones")
    texts |= {contract.website: "website"} if contract.website else {}
    return texts


def translation_mistakes(contract: Contract) -> Iterator[str]:
    """Yield what is wrong with the translations: the place, what it is, and what to write."""
    texts = translatable(contract)
    for language, pairs in contract.translations:
        if language not in _LANGUAGES.split():
            yield f"translations, {language}: this is no language code; write two letters such as de"
        for text, translation in pairs:
            place = f"translations, {language}, {text!r}"
            if text not in texts:
                yield f"{place}: this is no text of the contract; {_likely(text, texts)}"
            elif not same_figures(text, translation):
                yield f"{place}: {translation!r} has other figures; write the numbers and times of the original"


def _likely(text: str, texts: dict[str, str]) -> str:
    near = get_close_matches(text, texts, n=1)
    if near:
        return f"did you mean {near[0]!r} ({texts[near[0]]})?"
    return "copy one from levels, plans, calendars (words), notices (facts), telephones or website, or remove it"

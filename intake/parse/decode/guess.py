"""Which charset a text without a right label is in, told by how it reads in each: letters that a language often has."""

import re

_SAMPLE = 8192
_FEW = 5  # letters that may be small by chance
_RUN = re.compile(rb"[\x80-\xff]{3,}")
_HIGH = re.compile(rb"[\x80-\xff]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\u30fc]")
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_HAN = re.compile("[\u4e00-\u9fff\ue000-\uf8ff]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_LETTER = re.compile(r"[^\W\d_\x00-\x7f]")
_WORD = re.compile(r"[^\W\d_\x00-\x7f]{2,}")
_MISSPELT_GREEK = re.compile(r"ς\w|ΰ")  # no word goes on after its last sigma; the other letter is hardly ever seen
# The commonest letters of an alphabet make two thirds of any text in it.
_ALPHABETS = {
    **dict.fromkeys(("cp1251", "koi8-u", "iso8859-5", "cp866"), frozenset("оеаинтсрвлі")),
    "cp1253": frozenset("αοιετσνηυράόίέής"),
    "cp1255": frozenset("יוהלאמתרשנם"),
    "cp1256": frozenset("اليمنرتوبهة"),
}
# And these signs a third of any Chinese one.
_SIMPLIFIED = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然"
    "家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日者意无力与长把机十"
    "第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应向头文体相见被利什二等产或新己制身果加月话合回"
    "特代内信表化给位次度门任常先通教员单库存请谢您附件报系统登录数据更期货客服务订户帐账号密码错误打尽快处"
)
_TRADITIONAL = frozenset(
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然"
    "家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實日者意無力與長把機十"
    "第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應向頭文體相見被利什二等產或新己制身果加月話合回"
    "特代內信表化給位次度門任常先通教員單庫存請謝您附件報系統登錄數據更期貨客服務訂戶帳號密碼錯誤打儘快處"
)
_WEST = frozenset("ÄÖÜäöüßÀÁÂÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕØÙÚÛàáâãåæçèéêëìíîïñòóôõøùúûœŒ¿¡ªº")
_ICELANDIC = frozenset("ýþðÝÞÐ")
_EAST = frozenset("ĄĆĘŁŃÓŚŹŻąćęłńóśźżÁČĎÉĚÍŇŘŠŤÚŮÝŽáčďéěíňřšťúůýžÄÔĹĽŔäôĺľŕÖŐÜŰöőüűđĐăâîșțşţ")
_MARKS = frozenset("\x80\x85\xa0§©«®°±´·»–—‘’‚“”„…€•™")
_TURKISH = frozenset("ÇĞİÖŞÜÂÎçğıöşüâî")


def foreign(data: bytes, least: int = 4) -> bool:
    """Whether most bytes above ASCII come in runs: western languages mix them singly with plain letters.

    `least` is how many there must be of them for that to mean anything.
    """
    sample = data[:_SAMPLE]
    high = len(_HIGH.findall(sample))
    return high >= least and sum(len(run) for run in _RUN.findall(sample)) * 2 > high


def guess_charset(data: bytes) -> str | None:
    """Return the codec that makes the bytes read like a language it is for; None when none does."""
    sample = data[:_SAMPLE]
    return _japanese(sample) or _korean(sample) or _alphabet(sample) or chinese_charset(sample)


def chinese_charset(data: bytes) -> str | None:
    """Return "gb18030" or "cp950", whichever makes the bytes read like Chinese; None when neither does."""
    sample = data[:_SAMPLE]
    shares = {
        "gb18030": _share(_strictly(sample, "gbk"), _SIMPLIFIED),
        "cp950": _share(_strictly(sample, "cp950"), _TRADITIONAL),
    }
    best = max(shares, key=lambda codec: shares[codec])
    return best if shares[best] >= 0.15 and sum(shares.values()) < 1.5 * shares[best] else None


def guess_latin(data: bytes) -> str | None:
    """Return the codec in which all letters above ASCII are those of Polish, Czech, Hungarian or Turkish.

    None where they are western European letters as well.
    """
    sample = data[:_SAMPLE]
    western = set(_NOT_ASCII.findall(sample.decode("cp1252", "replace"))) - _MARKS
    if western <= _WEST or (western <= _WEST | _ICELANDIC and western & set("áéíóúæÁÉÍÓÚÆ")):
        return None
    for codec, letters in (("cp1254", _TURKISH), ("cp1250", _EAST), ("iso8859-2", _EAST)):
        if set(_NOT_ASCII.findall(sample.decode(codec, "replace"))) - _MARKS <= letters:
            return codec
    return None


def _japanese(sample: bytes) -> str | None:
    for codec in ("cp932", "euc_jp"):
        text = _strictly(sample, codec)
        if text is None:
            continue
        signs = len(_NOT_ASCII.findall(text))
        if len(_KANA.findall(text)) * 5 >= signs > 10 * len(_HALF_KANA.findall(text)):
            return codec
    return None


def _korean(sample: bytes) -> str | None:
    text = _strictly(sample, "cp949")
    if text is None or len(_HANGUL.findall(text)) * 10 < len(_NOT_ASCII.findall(text)) * 9:
        return None
    return "cp949"


def _share(text: str | None, often: frozenset[str]) -> float:
    signs = _HAN.findall(text or "")
    return sum(sign in often for sign in signs) / len(signs) if signs else 0.0


def _alphabet(sample: bytes) -> str | None:
    shares = {codec: _spelled(sample.decode(codec, "replace"), often) for codec, often in _ALPHABETS.items()}
    best = max(shares, key=lambda codec: shares[codec])
    return best if shares[best] >= 0.45 else None


def _spelled(text: str, often: frozenset[str]) -> float:
    """Share of the commonest letters among all; less for KOI8 read as windows-1251, which turns the case.

    Words that are small behind their first letter are hardly an accident: they count for more.
    """
    signs, letters = _NOT_ASCII.findall(text), _LETTER.findall(text)
    if len(letters) * 10 < len(signs) * 8 or not letters or "\ufffd" in text or _MISSPELT_GREEK.search(text):
        return 0.0
    large = sum(letter.isupper() for letter in letters) * 2 > len(letters)
    words = _WORD.findall(text)
    usual = len(letters) > _FEW and sum(word[1:].islower() for word in words) * 10 > len(words) * 9
    share = sum(letter.lower() in often for letter in letters) / len(letters)
    return share - (0.2 if large else 0.0) + (0.1 if usual else 0.0)


def _strictly(sample: bytes, codec: str) -> str | None:
    """Decode; a letter cut in two at the sample's end is no fault."""
    for cut in range(3):
        try:
            return sample[: len(sample) - cut].decode(codec)
        except UnicodeError:
            continue
    return None

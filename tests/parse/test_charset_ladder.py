"""Texts under right labels, wrong labels and none."""

import pytest

from intake.parse.decode.charset import decode_text

GERMAN = "Die Lagerliste für Köln ist unvollständig, größer als 5 MB und überholt."
FRENCH = "L’inventaire de l’entrepôt est incomplet : « zéro » pièce, coût 5 €."
RUSSIAN = "Список товаров на складе неполный, отчёт за март не открывается."
UKRAINIAN = "Список товарів на складі неповний, звіт за їхній місяць не відкривається."
GREEK = "Ο κατάλογος της αποθήκης είναι ελλιπής και δεν ανοίγει."
HEBREW = "רשימת המלאי חלקית והדוח של מרץ אינו נפתח."
ARABIC = "قائمة المخزون غير مكتملة وتقرير مارس لا يفتح."
TURKISH = "Stok listesi eksik, mart raporu açılmıyor; ürün görünmüyor, şifre geçersiz."
SPANISH = "¿Dónde está el informe de marzo? ¡Urgente! Mañana vence."
ICELANDIC = "Birgðalistinn er ófullnægjandi og skýrslan frá því í mars opnast ekki."
POLISH = "Lista zapasów jest niepełna, raport za marzec się nie otwiera, błąd łącza."
JAPANESE = "在庫一覧が不完全で、三月の報告書が開きません。よろしくお願いします。"
CHINESE = "库存清单不完整，三月份的报表打不开，请尽快处理，谢谢。"
TAIWAN = "庫存清單不完整，三月份的報表打不開，請儘快處理，謝謝。"
KOREAN = "재고 목록이 불완전하고 삼월 보고서가 열리지 않습니다. 확인 부탁드립니다."
THAI = "รายการสินค้าคงคลังไม่ครบถ้วน และรายงานเปิดไม่ได้"


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        pytest.param(GERMAN, "utf-8", "utf-8", id="UTF-8"),
        pytest.param(GERMAN, "utf-8", '"utf-8"', id="UTF-8 in quotes"),
        pytest.param(GERMAN, "utf-8", 'utf-8"', id="UTF-8 with half a quote"),
        pytest.param(GERMAN, "utf-8", "UTF8", id="UTF8"),
        pytest.param(GERMAN, "utf-8", "utf-8;", id="UTF-8 with a semicolon"),
        pytest.param(GERMAN, "utf-8", "charset=utf-8", id="label that repeats its name"),
        pytest.param(GERMAN, "utf-8", "iso-8859-1", id="UTF-8 labelled latin-1"),
        pytest.param(GERMAN, "utf-8", "windows-1252", id="UTF-8 labelled windows-1252"),
        pytest.param(GERMAN, "utf-8", "us-ascii", id="UTF-8 labelled ASCII"),
        pytest.param(GERMAN, "utf-8", "x-unknown", id="UTF-8 labelled x-unknown"),
        pytest.param(GERMAN, "utf-8", None, id="UTF-8 without a label"),
        pytest.param(GERMAN, "latin-1", "utf-8", id="latin-1 labelled UTF-8"),
        pytest.param(GERMAN, "latin-1", None, id="latin-1 without a label"),
        pytest.param(GERMAN, "latin-1", "iso-8859-15", id="latin-9"),
        pytest.param(GERMAN, "latin-1", "ansi_x3.4-1968", id="latin-1 labelled with ASCII's old name"),
        pytest.param(GERMAN, "latin-1", "ansi_x3.110-1983", id="latin-1 under a label of no use"),
        pytest.param(GERMAN, "cp850", "cp-850", id="DOS"),
        pytest.param(GERMAN, "cp850", "ibm850", id="DOS as IBM calls it"),
        pytest.param(GERMAN, "mac_roman", "x-mac-roman", id="Macintosh"),
        pytest.param(FRENCH, "cp1252", "iso-8859-1", id="windows-1252 labelled latin-1"),
        pytest.param(FRENCH, "cp1252", "us-ascii", id="windows-1252 labelled ASCII"),
        pytest.param(FRENCH, "cp1252", "cp1252", id="cp1252"),
        pytest.param(FRENCH, "cp1252", None, id="windows-1252 without a label"),
        pytest.param(RUSSIAN, "koi8-r", "koi8-r", id="KOI8-R"),
        pytest.param(RUSSIAN, "cp1251", "windows-1251", id="windows-1251"),
        pytest.param(RUSSIAN, "cp1251", "win-1251", id="win-1251"),
        pytest.param(RUSSIAN, "cp1251", "iso-8859-1", id="windows-1251 labelled latin-1"),
        pytest.param(RUSSIAN, "cp1251", "us-ascii", id="windows-1251 labelled ASCII"),
        pytest.param(RUSSIAN, "cp1251", None, id="windows-1251 without a label"),
        pytest.param(RUSSIAN, "koi8-r", None, id="KOI8-R without a label"),
        pytest.param(RUSSIAN, "iso8859-5", "iso-8859-5", id="ISO-8859-5"),
        pytest.param(RUSSIAN, "cp866", "cp866", id="cp866"),
        pytest.param(UKRAINIAN, "koi8-u", "koi8-u", id="KOI8-U"),
        pytest.param(UKRAINIAN, "cp1251", "cp-1251", id="cp-1251"),
        pytest.param(GREEK, "iso8859-7", "iso-8859-7", id="ISO-8859-7"),
        pytest.param(GREEK, "cp1253", "windows-1253", id="windows-1253"),
        pytest.param(HEBREW, "cp1255", "windows-1255", id="windows-1255"),
        pytest.param(HEBREW, "iso8859-8", "iso-8859-8-i", id="ISO-8859-8-I"),
        pytest.param(ARABIC, "cp1256", "windows-1256", id="windows-1256"),
        pytest.param(TURKISH, "iso8859-9", "iso-8859-9", id="ISO-8859-9"),
        pytest.param(TURKISH, "cp1254", "windows-1254", id="windows-1254"),
        pytest.param(POLISH, "iso8859-2", "iso-8859-2", id="ISO-8859-2"),
        pytest.param(POLISH, "cp1250", "windows-1250", id="windows-1250"),
        pytest.param(UKRAINIAN, "cp1251", None, id="Ukrainian without a label"),
        pytest.param(GREEK, "cp1253", None, id="windows-1253 without a label"),
        pytest.param(HEBREW, "cp1255", None, id="windows-1255 without a label"),
        pytest.param(ARABIC, "cp1256", None, id="windows-1256 without a label"),
        pytest.param(TURKISH, "cp1254", None, id="windows-1254 without a label"),
        pytest.param(POLISH, "cp1250", None, id="windows-1250 without a label"),
        pytest.param(SPANISH, "cp1252", None, id="Spanish without a label"),
        pytest.param(ICELANDIC, "cp1252", None, id="Icelandic without a label"),
        pytest.param("ÉÈÀÇ ÊÎÔ", "cp1252", "windows-1252", id="nothing but capitals with accents"),
        pytest.param("Åäö ÅÄÖ åäöåäö", "latin-1", "iso-8859-1", id="nothing but Swedish letters"),
        pytest.param(THAI, "cp874", "tis-620", id="TIS-620"),
        pytest.param(JAPANESE, "cp932", "shift_jis", id="Shift_JIS"),
        pytest.param(JAPANESE, "cp932", "x-sjis", id="x-sjis"),
        pytest.param(JAPANESE, "cp932", "us-ascii", id="Shift_JIS labelled ASCII"),
        pytest.param(JAPANESE, "cp932", None, id="Shift_JIS without a label"),
        pytest.param(JAPANESE, "euc_jp", "euc-jp", id="EUC-JP"),
        pytest.param(JAPANESE, "euc_jp", None, id="EUC-JP without a label"),
        pytest.param(JAPANESE, "iso2022_jp", "iso-2022-jp", id="ISO-2022-JP"),
        pytest.param(JAPANESE, "iso2022_jp", None, id="ISO-2022-JP without a label"),
        pytest.param(JAPANESE, "cp932", "iso-2022-jp", id="Shift_JIS labelled ISO-2022-JP"),
        pytest.param(JAPANESE, "utf-8", "iso-2022-jp", id="UTF-8 labelled ISO-2022-JP"),
        pytest.param(JAPANESE, "utf-8", "shift_jis", id="UTF-8 labelled Shift_JIS"),
        pytest.param(CHINESE, "gb18030", "gb2312", id="GB18030 labelled GB2312"),
        pytest.param(CHINESE + "镕喆", "gbk", "gb2312", id="GBK labelled GB2312"),
        pytest.param(CHINESE, "gb18030", "gb_2312-80", id="gb_2312-80"),
        pytest.param(CHINESE, "gbk", None, id="GBK without a label"),
        pytest.param(CHINESE, "gbk", "iso-8859-1", id="GBK labelled latin-1"),
        pytest.param(CHINESE, "utf-8", "gb2312", id="UTF-8 labelled GB2312"),
        pytest.param(CHINESE, "hz", "hz-gb-2312", id="HZ"),
        pytest.param(TAIWAN, "cp950", "big5", id="Big5"),
        pytest.param(TAIWAN, "cp950", None, id="Big5 without a label"),
        pytest.param(TAIWAN + "啟碁", "big5hkscs", "big5-hkscs", id="Big5-HKSCS"),
        pytest.param(TAIWAN, "cp950", "gb2312", id="Big5 labelled GB2312"),
        pytest.param(CHINESE, "gbk", "big5", id="GBK labelled Big5"),
        pytest.param(KOREAN, "cp949", "ks_c_5601-1987", id="KS_C_5601-1987"),
        pytest.param(KOREAN, "cp949", "euc-kr", id="EUC-KR"),
        pytest.param(KOREAN, "cp949", None, id="EUC-KR without a label"),
        pytest.param(KOREAN, "iso2022_kr", "iso-2022-kr", id="ISO-2022-KR"),
        pytest.param(GERMAN, "utf-7", "utf-7", id="UTF-7"),
        pytest.param(GERMAN, "utf-7", "unicode-1-1-utf-7", id="UTF-7 by its first name"),
        pytest.param(GERMAN, "utf-16", "utf-16", id="UTF-16 with a mark"),
        pytest.param(GERMAN, "utf-16-le", "utf-16", id="UTF-16 without a mark, little end first"),
        pytest.param(GERMAN, "utf-16-be", "utf-16", id="UTF-16 without a mark, big end first"),
        pytest.param(RUSSIAN, "utf-16-le", "utf-16le", id="UTF-16LE"),
        pytest.param(GERMAN, "utf-16-le", "utf-8", id="UTF-16 labelled UTF-8"),
        pytest.param(GERMAN, "utf-8", "utf-16", id="UTF-8 labelled UTF-16"),
        pytest.param("Nothing foreign here.", "ascii", "iso-2022-jp", id="ASCII labelled ISO-2022-JP"),
        pytest.param("Nothing foreign here.", "ascii", "utf-16", id="ASCII labelled UTF-16"),
        pytest.param("Nothing foreign here.", "cp037", "ibm037", id="EBCDIC"),
    ],
)
def test_texts_are_read(text: str, codec: str, label: str | None) -> None:
    assert decode_text(text.encode(codec), label) == text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(GERMAN, id="German"),
        pytest.param(FRENCH, id="French"),
        pytest.param(RUSSIAN, id="Russian"),
        pytest.param(JAPANESE, id="Japanese"),
    ],
)
def test_a_text_encoded_twice_is_read(text: str) -> None:
    twice = text.encode().decode("cp1252", "surrogateescape").encode("utf-8", "surrogateescape")
    assert decode_text(text.encode().decode("latin-1").encode(), "utf-8") == text
    assert decode_text(twice, "utf-8") in {text, twice.decode("utf-8", "replace")}


def test_a_writer_may_show_what_went_wrong() -> None:
    told = "The labels print FÃ¼r instead of Für."
    assert decode_text(told.encode(), "utf-8") == told
    assert decode_text("It prints GrÃ¶ÃŸe now.".encode(), "utf-8") == "It prints GrÃ¶ÃŸe now."


def test_half_width_kana_are_read() -> None:
    assert decode_text("ﾊﾝｶｸ".encode("iso2022_jp_ext"), "iso-2022-jp") == "ﾊﾝｶｸ"


def test_a_cut_off_letter_spoils_no_more_than_itself() -> None:
    assert decode_text(JAPANESE.encode()[:-1], "utf-8").startswith(JAPANESE[:-1])
    assert decode_text(CHINESE.encode("gbk")[:-1], "gb2312").startswith(CHINESE[:-1])

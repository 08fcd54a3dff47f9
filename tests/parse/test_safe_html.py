"""HTML for the console: nothing in it acts, nothing is loaded from afar, and the words stay."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.parse.tree.safe_html import LONGEST, console_html, safe_html
from tests.parse.mime_mails import PLAIN, mail, multi, whole

LINK = 'rel="noopener noreferrer"'
ACTS = re.compile(
    r"<\s*/?(?:script|style|form|input|button|iframe|object|embed|svg|math|meta|base|link|video|audio|template)\b"
    r"|<[^>]*\son[a-z]+\s*=|<[^>]*\s(?:style|srcset|background|action|formaction|poster)\s*="
    r"|(?:href|src)=\"(?!https?:|mailto:|cid:)|<img[^>]*src=\"(?!cid:)",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    "vector",
    [
        pytest.param("<script>alert(1)</script>", id="script"),
        pytest.param("<ScRiPt src=//bad.example/x></sCrIpT >", id="script in mixed letters"),
        pytest.param("<script/x>alert(1)</script\t\nx>", id="script with odd ends"),
        pytest.param("<scr<script>ipt>alert(1)</scr</script>ipt>", id="script in script"),
        pytest.param("<script>alert(1)", id="script not closed"),
        pytest.param("<img src=x onerror=alert(1)>", id="handler of a picture"),
        pytest.param("<img/src=x/onerror=alert(1)>", id="handler behind strokes"),
        pytest.param('<img src="x`" `onerror=alert(1)>', id="handler behind backticks"),
        pytest.param("<img src=cid:a onerror\n=\nalert(1)>", id="handler over lines"),
        pytest.param('<body onload="alert(1)">', id="handler of the body"),
        pytest.param("<p oNcLiCk=alert(1)>x", id="handler in mixed letters"),
        pytest.param("<svg onload=alert(1)>", id="handler in svg"),
        pytest.param("<svg><script>alert(1)</script></svg>", id="script in svg"),
        pytest.param("<svg><style><img src=x onerror=alert(1)></style></svg>", id="style in svg"),
        pytest.param("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", id="change of namespace"),
        pytest.param('<math><annotation-xml encoding="text/html"><script>alert(1)</script>', id="annotation"),
        pytest.param("<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", id="noscript"),
        pytest.param("<textarea><img title='</textarea><img src=x onerror=alert(1)>'></textarea>", id="textarea"),
        pytest.param("<title><a title='</title><img src=x onerror=alert(1)>'></title>", id="title"),
        pytest.param("<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>", id="xmp"),
        pytest.param("<template><script>alert(1)</script></template>", id="template"),
        pytest.param("<!--><script>alert(1)</script>-->", id="comment closed at once"),
        pytest.param("<!-- --!><img src=x onerror=alert(1)> -->", id="comment closed oddly"),
        pytest.param("<![CDATA[<script>alert(1)</script>]]>", id="CDATA"),
        pytest.param("<!--[if mso]><script>alert(1)</script><![endif]-->", id="conditional comment"),
        pytest.param('<a href="javascript:alert(1)">x</a>', id="javascript link"),
        pytest.param('<a href=" \x01java\tscript:alert(1)">x</a>', id="javascript link with a tab"),
        pytest.param('<a href="&#106;avascript&colon;alert(1)">x</a>', id="javascript link in entities"),
        pytest.param('<a href="JaVaScRiPt:alert(1)">x</a>', id="javascript link in mixed letters"),
        pytest.param('<a href="vbscript:msgbox(1)">x</a>', id="vbscript link"),
        pytest.param('<a href="data:text/html,<script>alert(1)</script>">x</a>', id="data link"),
        pytest.param('<a href="file:///etc/passwd">x</a>', id="file link"),
        pytest.param('<a href="//bad.example/x">x</a>', id="link without a scheme"),
        pytest.param('<a href="cid:x">x</a><a href="#top">x</a>', id="links to nowhere"),
        pytest.param('<img src="data:image/svg+xml,<svg onload=alert(1)>">', id="data picture"),
        pytest.param('<img src="https://bad.example/seen.gif" width=1>', id="tracking picture"),
        pytest.param('<img src="cid:a" srcset="https://bad.example/x 2x">', id="srcset"),
        pytest.param(
            '<table background="https://bad.example/x"><tr><td background=//bad.example>x</table>', id="background"
        ),
        pytest.param('<p style="background:url(https://bad.example/x)">x', id="style of an element"),
        pytest.param("<style>@import '//bad.example/x.css';</style>", id="style sheet"),
        pytest.param('<link rel=stylesheet href="//bad.example/x.css">', id="linked style sheet"),
        pytest.param('<meta http-equiv=refresh content="0;url=https://bad.example">', id="refresh"),
        pytest.param('<base href="https://bad.example/">', id="base"),
        pytest.param("<form action=https://bad.example><input name=p><button>go</button></form>", id="form"),
        pytest.param('<iframe srcdoc="<script>alert(1)</script>"></iframe>', id="frame"),
        pytest.param("<object data=https://bad.example></object><embed src=x>", id="object"),
        pytest.param("<video poster=https://bad.example/x><source src=https://bad.example/y></video>", id="video"),
        pytest.param("<details open ontoggle=alert(1)>x</details>", id="details"),
        pytest.param("<a href=https://x.example id=a name=a target=_top ping=//bad.example>x</a>", id="ping and names"),
        pytest.param("<img alt='<script>alert(1)</script>'>", id="script in the words for a picture"),
        pytest.param('<img alt="&quot;><script>alert(1)</script>">', id="quotes in the words for a picture"),
        pytest.param("<p>\0<scr\0ipt>alert(1)</script>", id="NUL in a name"),
        pytest.param("<p xmlns:x='y' x:onclick=alert(1)>x", id="namespaces"),
        pytest.param("<a href='https://x.example' href='javascript:alert(1)'>x</a>", id="two targets"),
        pytest.param("＜script＞alert(1)＜/script＞<script\x0c>alert(1)</script>", id="wide brackets"),
    ],
)
def test_nothing_acts_and_nothing_loads(vector: str) -> None:
    shown = safe_html(f"<p>before</p>{vector}")
    assert shown.startswith("<p>before</p>")
    assert ACTS.search(shown) is None
    assert safe_html(shown) == shown


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        pytest.param("<p>a <b>b</b> <i>c</i></p>", "<p>a <b>b</b> <i>c</i></p>", id="plain markup"),
        pytest.param("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>", id="a list"),
        pytest.param('<blockquote type="cite">old</blockquote>', "<blockquote>old</blockquote>", id="a quote"),
        pytest.param(
            '<a href="https://x.example/?a=1&b=2">x</a>',
            f'<a href="https://x.example/?a=1&amp;b=2" {LINK}>x</a>',
            id="a link",
        ),
        pytest.param(
            '<a href="mailto:a@x.example">x</a>', f'<a href="mailto:a@x.example" {LINK}>x</a>', id="a mail link"
        ),
        pytest.param(
            '<img src="cid:shelf@harbour" alt="shelf">',
            '<img src="cid:shelf@harbour" alt="shelf">',
            id="a picture of the mail's own",
        ),
        pytest.param(
            '<img src="https://x.example/a.png" alt="our logo">', "[our logo]", id="a picture from afar is its name"
        ),
        pytest.param('<img src="https://x.example/a.png" alt="a < b">', "[a &lt; b]", id="its name is words"),
        pytest.param('<img src="https://x.example/a.png">', "", id="a picture without a name"),
        pytest.param('<td width=5 onclick=x colspan="2">a</td>', "a", id="a cell without its table"),
        pytest.param("1 < 2 & 3", "1 &lt; 2 &amp; 3", id="signs that mean themselves"),
        pytest.param("<o:p>x</o:p>", "x", id="Word's own tags"),
    ],
)
def test_what_stays(html: str, shown: str) -> None:
    assert safe_html(html) == shown


def test_a_long_text_is_cut_and_a_deep_one_loses_its_tags() -> None:
    assert safe_html("<p>" + "a" * LONGEST).endswith("a</p><p>[...]</p>")
    assert "words" in safe_html("<div>" * 50_000 + "words")
    assert "words" in safe_html("<p " + " ".join(f"a{number}" for number in range(60_000)) + ">words")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        pytest.param(mail(b"Content-Type: text/html; charset=utf-8\n", "<p>für</p>".encode()), "<p>für</p>", id="HTML"),
        pytest.param(
            mail(b"Content-Type: text/html\n", b"<meta charset=koi8-r><p>\xf3\xcb\xcc\xc1\xc4"),
            "<p>Склад</p>",
            id="charset in the HTML",
        ),
        pytest.param(
            whole(multi(b"alternative", PLAIN, b"Content-Type: text/html\n\n<p>x")), "<p>x</p>", id="beside plain text"
        ),
        pytest.param(
            whole(
                multi(b"mixed", PLAIN, b"Content-Type: text/html; name=a.html\nContent-Disposition: attachment\n\n<p>x")
            ),
            None,
            id="an attached page is no body",
        ),
        pytest.param(whole(PLAIN), None, id="plain text only"),
    ],
)
def test_the_html_of_a_mail(raw: bytes, shown: str | None) -> None:
    assert console_html(raw) == shown


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            [
                "<",
                ">",
                '"',
                "'",
                "=",
                "/",
                "img",
                "script",
                "svg",
                "style",
                "a href=javascript:x",
                "--",
                "<!--",
                "&lt;",
                "onload",
                " ",
                "\n",
                "x",
            ]
        )
        | st.text(max_size=3)
    ).map("".join)
)
def test_any_html_is_safe(html: str) -> None:
    assert ACTS.search(safe_html(html)) is None

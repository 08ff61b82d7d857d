"""What do those write who wish a party ill? Words for every box, and exports full of them."""

import random
import string
from collections.abc import Iterator
from pathlib import Path

from tests.party import Party, candidate, election, member, representative

RUNS = "window.ran=1"
MARKUP = (
    f'<img src=x onerror="{RUNS}">',
    f"<script>{RUNS}</script>",
    f'<svg onload="{RUNS}"></svg>',
    f'<iframe src="javascript:parent.{RUNS}"></iframe>',
    f'"><img src=x onerror={RUNS}>',
    f"' onmouseover='{RUNS}' autofocus onfocus='{RUNS}",
    f'<a href="javascript:{RUNS}">zq</a>',
    f"[zq](javascript:{RUNS})",
    "[zq](https://evil.example/link)",
    "[zq](//evil.example/link)",
    "![zq](https://evil.example/picture.png)",
    "<https://evil.example/bare>",
    "https://evil.example/bare",
    "www.evil.example",
    "someone@evil.example",
    "[zq]: https://evil.example 'x'\n\n[zq]",
    "<style>@import 'https://evil.example/x.css'</style>",
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    "</style></script></title></textarea><img src=x onerror=window.ran=1>",
    "&lt;img src=x onerror=window.ran=1&gt;",
    "&#60;img src=x onerror=window.ran=1&#62;",
    "\\u003cimg src=x onerror=window.ran=1\\u003e",
    "{{constructor.constructor('window.ran=1')()}}",
    "${window.ran=1}",
    "`window.ran=1`",
    "data:text/html,<script>window.ran=1</script>",
    ":red[zq] :material/delete: $\\frac{1}{0}$ :smile:",
    "# zq\n\n* zq\n\n```html\n<b>zq\n```",
)
SQL = (
    "'; drop table edition; --",
    "' or '1'='1",
    '" or ""="',
    "1; attach '/etc/passwd' as p; select * from p",
    "') union select * from people --",
    "50' union all select getenv('HOME') --",
    "%' and 1=0 union select 1 --",
    "1 or 1=1",
    "/* */",
    "'||(select 1)||'",
    "$$; copy (select 1) to '/tmp/written'; $$",
    "read_csv('/etc/passwd')",
    "pragma database_list",
    "\\'; select 1; --",
    "0x31",
    "null",
    "x'; insert into terms select * from terms; --",
)
FORMULAS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://evil.example","zq")',
    '=WEBSERVICE("https://evil.example")',
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\uff1d1+1",
    "'=1+1",
    "|calc",
    "%0A=1+1",
    ";=1+1",
    "=\u00a01+1",
)
PATHS = (
    "../../../../etc/passwd",
    "..\\..\\..\\windows\\win.ini",
    "/etc/passwd",
    "....//....//etc/passwd",
    "%2e%2e%2fsecret.key",
    "..%252f..%252fsecret.key",
    "..%c0%af..%c0%afsecret.key",
    "file:///etc/passwd",
    "secret.key",
    "../secret.key",
    "CURRENT",
    "./.",
    "..",
    "~/.ssh/id_rsa",
    "C:\\secret.key",
    "\\\\evil.example\\share",
    "secret.key\x00.csv",
    "con",
    "/proc/self/environ",
    "20231022T000000.000000Z/../../secret.key",
)
ODD = (
    "",
    " ",
    "\x00",
    "\x1b[31m",
    "\x7f",
    "\u202ezq",
    "\u2066zq\u2069",
    "\ufeff",
    "\u200b" * 50,
    "\ufffe\uffff",
    "\ud7ff\ue000",
    "e" + "\u0301" * 400,
    "ก" + "้" * 400,
    "ำ",
    "\u0e4d\u0e32" * 20,
    "๑๒๓๔",
    "٣",
    "½",
    "²",
    "Ⅷ",
    "𝟓𝟎",
    "İ",
    "ß",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\U000e0041" * 30,
    "\U0010ffff",
    "a\r\nSet-Cookie: x=1",
    "a\nb\n\nc",
    "%s%s%s%n",
    "{0}{key}{__class__}",
    "{code}",
    "{}",
    "%(x)s",
    "__class__",
    "None",
    "True",
    "nan",
    "inf",
    "-inf",
    "1e309",
    "-1",
    "0",
    "00",
    "+5",
    "1_000",
    "9" * 400,
    "-" + "9" * 400,
    "0" * 400 + "5",
    "9" * 5000,  # Python itself refuses to make a number of more than 4,300 digits
    "9223372036854775808",
    "2566-10-22",
    "2023-02-30",
    "0000-00-00",
    "99999-01-01",
    "all",
    "region-",
    "region-'",
    "region-north-",
    "province-",
    "50,51",
    "50 ",
    "5007x",
    "[]",
    '{"a": 1}',
    "x" * 5000,
    "ก" * 5000,
    "[" * 2000,
    "(" * 2000,
    "<" * 2000,
    "\\" * 1000,
    "*" * 1001,
    "`" * 1001,
    "~" * 1001,
    "$" * 1001,
)
WORDS = MARKUP + SQL + FORMULAS + PATHS + ODD
PLANTED = " ".join(MARKUP[:15]).replace("\n", " ")
"""What goes into a field that is shown."""


def words(count: int, seed: int) -> Iterator[str]:
    """The list, then so many made of its parts and of any characters: the same ones every time."""
    yield from WORDS
    chance = random.Random(seed)
    alphabet = string.printable + "กขฃเแไำ้๊ๆ๑\u200b\u202e\u2028\ufeff\U0001f600\x00"
    for _ in range(count):
        pieces = [
            chance.choice(WORDS)[: chance.randint(0, 60)] for _ in range(chance.randint(0, 3))
        ]
        pieces.append("".join(chance.choices(alphabet, k=chance.randint(0, 30))))
        chance.shuffle(pieces)
        yield "".join(pieces)


def write_party(folder: Path) -> Party:
    """A party whose exports and own lists are planted in every field that takes words; built."""
    party = Party(folder)
    rows = [
        member(
            f"M{n}<img src=x onerror={RUNS}>",
            province=PLANTED if n % 7 == 0 else "เชียงใหม่",
            amphoe=PLANTED if n % 5 == 0 else "แม่ริม",
            state=PLANTED if n % 11 == 0 else "อนุมัติ",
        )
        | {PLANTED: PLANTED, "ชื่อ<script>": PLANTED}
        for n in range(140)
    ]
    named = f"[zq](www.evil.example)<img src=x onerror={RUNS}>_2566-09-30"
    party.members("2566-10-22", *rows)
    first = party.exports / "members" / "members_2566-10-22.csv"
    (first.parent / f"{named}.csv").write_bytes(first.read_bytes() + b"\n")
    votes = [
        election(f"E{n}-{PLANTED}", amphoe="แม่ริม" if n else PLANTED, status="ประกาศผลแล้ว")
        | {"ชื่อแปลก" + PLANTED: PLANTED}
        for n in range(3)
    ]
    party.elections("2566-10-22", *votes)
    party.candidates(
        "2566-10-22",
        *[candidate(votes[1]["รหัสการเลือกตั้ง"], str(n), name=f"{n} {PLANTED}") for n in (1, 2)],
    )
    party.representatives(
        "2566-10-22",
        representative(rows[1]["เลขที่สมาชิก"], name=PLANTED),
        representative(rows[2]["เลขที่สมาชิก"], name=PLANTED, reason=PLANTED),
        representative("M-nobody", name=PLANTED, amphoe="ฝาง"),
    )
    _write_lists(folder)
    party.publish(skip_refused=True, looks_ahead=True)
    return party


def _write_lists(folder: Path) -> None:
    quoted = '"' + PLANTED.replace('"', '""') + '"'
    (folder / "targets.csv").write_text(
        "metric,value,start_on,deadline,label_th,label_en,source,area\n"
        f"members,100000,2023-01-01,2030-12-31,{quoted},{quoted},{quoted},\n"
        f"amphoe_covered,400,2023-01-01,2030-04-06,{quoted},{quoted},{quoted},\n"
        f"members,900,2023-01-01,2030-04-06,{quoted},{quoted},{quoted},ect:north\n",
        encoding="utf-8",
    )
    (folder / "published_totals.csv").write_text(
        "as_of,metric,value,reported_by,body,source\n"
        f"2023-10-01,members,5,{quoted},party,{quoted}\n",
        encoding="utf-8",
    )
    shipped = Path(__file__).resolve().parents[3] / "data"
    names = (shipped / "region_names.csv").read_text(encoding="utf-8-sig")
    planted = names.replace("ภาคเหนือ", quoted).replace("North\n", f"{quoted}\n")
    (folder / "region_names.csv").write_text(planted, encoding="utf-8")
    rules = (shipped / "rules.toml").read_text(encoding="utf-8")
    (folder / "rules.toml").write_text(
        rules.replace('source = "', f"source = '''{PLANTED}''' # \"", 3), encoding="utf-8"
    )

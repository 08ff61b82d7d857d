"""`python -m etl suggest-places`: rows for `place_aliases.csv`, of which a person decides."""

from etl.commands.terminal import Terminal
from etl.places import matcher as places
from etl.settings import Settings
from etl.warehouse import editions
from i18n.messages import message


def run(settings: Settings, terminal: Terminal) -> int:
    """Print a row for every name not placed that is like one known; returns the exit code."""
    edition = editions.serving_edition(settings)
    with editions.open_edition(editions.public_path(settings, edition)) as con:
        texts = con.execute(
            "select distinct province_text, amphoe_text from unplaced"
            " where amphoe_text <> '•••' order by all"
        ).fetchall()
    matcher = places.Matcher(places.read_aliases(settings.own_list("place_aliases.csv")))
    suggestions = places.suggest(matcher, texts)
    if not suggestions:
        terminal.say(message("build.no_suggestions"))
        return 0
    terminal.console.print(places.as_alias_rows(suggestions), markup=False)
    return 0

"""How clips of a timeline are named after shots: `${project_name}_${sequence_name}-${shot_name}`."""

from string import Template

import regex

from kitsu_site.exceptions import Invalid

PLACEHOLDERS = ("project_name", "episode_name", "sequence_name", "shot_name")
FILM = "${project_name}_${sequence_name}-${shot_name}"
SERIES = "${project_name}_${episode_name}-${sequence_name}-${shot_name}"
LONGEST = 300
SECONDS = 2.0  # for one match: other text of a convention is an expression, which may never end


class Convention:
    """A naming convention; `match_case`: whether case counts. Raises `Invalid` for one that cannot be."""

    def __init__(self, text: str, *, match_case: bool = True):
        if len(text) > LONGEST:
            raise self.refused(f"more than {LONGEST} characters")
        self.text, self.match_case, self.template = text, match_case, Template(text)
        try:
            self.expression = regex.compile(self.as_expression())
        except regex.error as error:
            raise self.refused(f"it is no expression: {error}") from None
        self.names = set(self.expression.groupindex)

    @staticmethod
    def refused(why: str) -> Invalid:
        return Invalid(f"naming_convention: {why}.", field="naming_convention")

    def as_expression(self) -> str:
        """Each placeholder as word characters, the other text as it is."""
        seen, parts, end = set(), [], 0
        for found in Template.pattern.finditer(self.text):
            name = found.group("named") or found.group("braced")
            if name not in PLACEHOLDERS:
                continue
            parts += [self.text[end : found.start()], f"(?P={name})" if name in seen else rf"(?P<{name}>\w+)"]
            seen.add(name)
            end = found.end()
        return "".join([*parts, self.text[end:]])

    def filled(self, **names: str) -> str:
        """What a clip of that shot is called, to compare."""
        return self.compared(self.template.safe_substitute(names))

    def compared(self, name: str) -> str:
        return name if self.match_case else name.lower()

    def parsed(self, name: str) -> tuple[str, str]:
        """The sequence and the shot that a clip's name says. Raises `Invalid`."""
        for wanted in ("sequence_name", "shot_name"):
            if wanted not in self.names:
                raise self.refused(f"there is no ${{{wanted}}} in it, and {name[:80]!r} is no known shot")
        try:
            found = self.expression.match(name, timeout=SECONDS)
        except TimeoutError:
            raise self.refused("the expression takes too long") from None
        if found is None:
            raise Invalid(
                f"The clip {name[:80]!r} is not named after {self.text}.", field="naming_convention"
            )
        return found["sequence_name"], found["shot_name"]

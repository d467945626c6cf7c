"""The sentence that tells somebody how to contest a letter: whom to ask, within which term, in which order."""

from datetime import date

from gongkai.law.remedies import RECONSIDERATION_FIRST, TERMS, Route, Term, term_on


def remedies_words(
    route: Route, noun: str, *, organ: str, court: str, on: date, terms: tuple[Term, ...] = TERMS
) -> str:
    """The remedies of a letter issued on a day, by the route that is open (``gongkai.law.remedies.route``); ``noun`` is what
    the letter calls itself (本告知书). ValueError when no term is in force on that day."""
    if route is Route.RECONSIDERATION_FIRST:
        return _first(f"如不服{noun}", noun, organ, court, on, terms)
    if route is Route.FIRST_FOR_THE_REFUSED_PART:
        refused = _first(f"如不服{noun}中不予公开的部分", noun, organ, court, on, terms)
        return f"{refused}\n{_either(f'如不服{noun}的其他内容', noun, organ, court, on, terms)}"
    return _either(f"如不服{noun}", noun, organ, court, on, terms)


def _either(lead: str, noun: str, organ: str, court: str, on: date, terms: tuple[Term, ...]) -> str:
    reconsider, suit = term_on("reconsideration", on, terms), term_on("direct_suit", on, terms)
    return (
        f"{lead}，可以自收到{noun}之日起{reconsider.words}内向{organ}申请行政复议，"
        f"也可以自收到{noun}之日起{suit.words}内向{court}提起行政诉讼。"
    )


def _first(lead: str, noun: str, organ: str, court: str, on: date, terms: tuple[Term, ...]) -> str:
    reconsider, suit = term_on("reconsideration", on, terms), term_on("suit_after_reconsideration", on, terms)
    return (
        f"{lead}，应当依照{RECONSIDERATION_FIRST[0]}的规定，自收到{noun}之日起{reconsider.words}内先向{organ}申请行政复议；"
        f"对行政复议决定仍不服的，可以自收到行政复议决定书之日起{suit.words}内向{court}提起行政诉讼。"
    )

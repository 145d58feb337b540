"""The privacy notice in words: what is kept of readers, whom the numbers are about, and what to do about one."""

from cspdash.catalogue import Partnership

TITLES = {
    "readers": "What is kept about you as a reader",
    "numbers": "Whom the numbers are about",
    "redress": "If you think a number shows you or your family",
    "rights": "Who answers for this, and your rights",
}
NOBODY = "the partnership named on every page"
PUBLIC_READERS = (
    "No account, no cookie, no tracking and no advertising. Nothing is asked of any other website.",
    "What you choose on a page is in its address, in your own browser; the server forgets it when you leave.",
    "The server writes down when it starts and stops, and errors without what you chose. Your network address is used "
    "to limit how many pages are open at once, and is not stored by this dashboard. A proxy in front of it may keep a "
    "log of its own.",
)
PARTNERSHIP_READERS = (
    "With sign-in, one cookie keeps you signed in; it ends with the working day or when you sign out. No other "
    "cookie, no tracking, and nothing is asked of any other website but the sign-in that your organisation runs.",
    "What you choose on a page is in its address, in your own browser.",
    "The server writes down refused requests and errors without what you chose. Notes are kept with the role that "
    "wrote them and the day.",
)
PUBLIC_NUMBERS = (
    "Counts of events in areas, never records: no name, address, point on a map, time of day or text about a person is "
    "in the file that this server reads.",
    "Counts that data.police.uk publishes are shown as they are there. Partners' counts are rounded to the nearest 5, "
    "and a count from none to nine is only said to be fewer than 10.",
    "Numbers about domestic abuse, sexual offences, hate crime, children and other sensitive matters are shown for a "
    "whole area and a year. Numbers about groups of fewer than 50 people or families are not shown.",
    "A survey answer of fewer than 30 people is not shown, nor is anything that a person wrote.",
)
PARTNERSHIP_NUMBERS = (
    "This is the partnership's own edition: it can hold small counts and the rows of incidents, for those who work on "
    "them. Do not pass on or publish what it shows; the public edition is made for that.",
    "It holds no names, addresses or free text: columns that the content does not name are never loaded.",
)


def sections(partnership: Partnership, edition: str) -> dict[str, tuple[str, ...]]:
    """Return the notice of an edition by section: what goes under each of TITLES."""
    public = edition == "public"
    contact = partnership.contact or NOBODY
    return {
        "readers": PUBLIC_READERS if public else PARTNERSHIP_READERS,
        "numbers": PUBLIC_NUMBERS if public else PARTNERSHIP_NUMBERS,
        "redress": (
            f"Tell {contact} which number, area and period it is. You need not say why, nor who you are.",
            "The number is taken out of the public edition within one hour of the request being read, with any other "
            "number that it could be worked out from. Earlier releases that show it are deleted, and later ones keep "
            "it hidden.",
            "Counts of data.police.uk are hidden at their source: ask the Home Office or the police force.",
        ),
        "rights": (
            f"The controller is {partnership.title}, through {contact}.",
            "The partners share counts under section 115 of the Crime and Disorder Act 1998, to reduce crime and "
            "disorder: a task in the public interest (UK GDPR, Article 6(1)(e)).",
            "You may ask what is held about you, object, and complain to the Information Commissioner's Office.",
        ),
    }

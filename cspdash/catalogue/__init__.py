"""Content: partnership, plans, indicators, printed figures and claims, as typed and checked data.

The frozen dataclasses of this package are the one schema of the TOML files in a content folder.
"""

from cspdash.catalogue.contents import Catalogue
from cspdash.catalogue.errors import ContentError, InvalidError, Problem
from cspdash.catalogue.load import load
from cspdash.catalogue.mappings import Mapping
from cspdash.catalogue.measures import POLICE, Break, Category, Indicator
from cspdash.catalogue.peers import Peer, PeerGroup, group_toml, names_in, neighbours_of
from cspdash.catalogue.plans import (
    AcceptedMonth,
    Action,
    Deliverable,
    District,
    Force,
    Listing,
    Outcome,
    Partnership,
    Plan,
    Priority,
    Target,
    Theme,
)
from cspdash.catalogue.printed import Claim, Intervention, PrintedFigure, Result, natural
from cspdash.catalogue.surveys import (
    ContextQuestion,
    PairedClaim,
    PrintedWave,
    QuestionChange,
    SurveyPair,
    SurveyQuestion,
)
from cspdash.catalogue.template import write_new_partnership
from cspdash.catalogue.words import Alignment, AlignmentGroup, AlignmentItem, GlossaryEntry, Page, Thread

__all__ = [
    "POLICE",
    "AcceptedMonth",
    "Action",
    "Alignment",
    "AlignmentGroup",
    "AlignmentItem",
    "Break",
    "Catalogue",
    "Category",
    "Claim",
    "ContentError",
    "ContextQuestion",
    "Deliverable",
    "District",
    "Force",
    "GlossaryEntry",
    "Indicator",
    "Intervention",
    "InvalidError",
    "Listing",
    "Mapping",
    "Outcome",
    "Page",
    "PairedClaim",
    "Partnership",
    "Peer",
    "PeerGroup",
    "Plan",
    "PrintedFigure",
    "PrintedWave",
    "Priority",
    "Problem",
    "QuestionChange",
    "Result",
    "SurveyPair",
    "SurveyQuestion",
    "Target",
    "Theme",
    "Thread",
    "group_toml",
    "load",
    "names_in",
    "natural",
    "neighbours_of",
    "write_new_partnership",
]

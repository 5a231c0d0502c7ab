"""Names that stand beside a rank, or beside a word for somebody's family: the two ways in which people name a third person here."""

import re

RANKS = (
    "(?:special |senior )?constable|const\\.|cst\\.?|corporal|cpl\\.?|(?:staff )?sergeant|(?:s/)?sgt\\.?|inspector|insp\\.",
    "superintendent|supt\\.|detective|det\\.|(?:police )?officer|p\\.?c\\.|lieutenant|lt\\.|trooper",
    "agente?(?: de police)?|polici(?:er|ère)|gendarme|caporale?|sergente?(?:-détective)?|lieutenante?(?:-détective)?|capitaine",
    "inspect(?:eur|rice)|commandante?|détective|enquêt(?:eur|euse|rice)|surintendante?",
)
KIN = (
    "(?:grand|step)?(?:son|daughter|mother|father)|brother|sister|husband|wife|cousin|nephew|niece|uncle|aunt(?:ie)?|friend|mom|dad",
    "(?:petite?-)?fil(?:s|le)|(?:grand-)?(?:m|p)ère|frère|sœur|soeur|mari|femme|conjointe?|cousine?|neveu|nièce|oncle|tante|amie?",
)
OWNERS = "my|our|his|her|their|mon|ma|notre|son|sa|leur"

# Words that begin with a capital after such a word and are no name: what an office or a programme is called, and what begins a sentence.
NO_NAMES = """
    Association Board Canada Care Certification Chief College Commander Conduct Course Development Duty Earth Education
    Foundation General God Guide Handbook Involved Manual Mental Misconduct Nations Nature Number Orange Police Program
    Programme Québec Quebec Review Safety School Services? Standards? Survival Training Unit Wellness Women And Are At But
    Did Do Does Et For From Had Has Have He Her His How If In Is It Its Je La Le Les Mais May My No Not Of On Or Our Please
    She So That The Their Then There They This To Was We What When Where Who Why Will With You
    """.split()
WORD = r"(?:[A-ZÀ-Þ]['’])?(?:Mc|Mac|De|Le|La|St-|Saint-|Sainte-)?[A-ZÀ-Þ][a-zß-ÿœ]+(?:[-'’][A-ZÀ-Þ][a-zß-ÿœ]+)?"
NAME = rf"(?:[A-ZÀ-Þ]\.[ \u00a0]?)?{WORD}(?:[ \u00a0](?:(?:de|du|da|van|von|la|le|bin|el)[ \u00a0]){{0,2}}{WORD}){{0,2}}"

NAMED = re.compile(
    rf"(?<![\w-])(?i:{'|'.join(RANKS)}|(?:{OWNERS})[ \u00a0](?:{'|'.join(KIN)}))[ \u00a0]"
    rf"(?!(?:{'|'.join(NO_NAMES)})(?!\w))(?P<name>{NAME})(?![\w’'])"
)

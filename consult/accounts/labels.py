"""What people may say of themselves, in words: perspectives to choose from, and the answers of self-identification."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from consult.accounts.models import AgeBand, Community, Disability, Gender, Identity, Land, OfficialLanguage, Perspective, Population

# Other words have another number: `models.CONSENT`. A test holds the two together.
CONSENT_WORDS = _l("I agree that the coalition uses the answers below for this purpose. I can delete them at any time.")

PERSPECTIVE_CHOICES = {
    Perspective.COMMUNITY: _l("Community: I live with how policing is done here, or I have had contact with the police"),
    Perspective.POLICE: _l("Police service: sworn or civilian"),
    Perspective.ACADEMIC: _l("Research and teaching: I study policing, or I train people"),
    Perspective.GOVERNMENT: _l("Government: a ministry, a municipality or an oversight body"),
    Perspective.JUSTICE: _l("Justice: courts, lawyers, legal aid, corrections"),
    Perspective.SERVICES: _l("Community services: health, social services, advocacy organizations"),
    Perspective.OTHER: _l("Another perspective"),
}
COMMUNITIES = {
    Community.LARGE_CITY: _l("A large city (100,000 people or more)"),
    Community.MEDIUM_CITY: _l("A medium-sized city (30,000 to 99,999)"),
    Community.SMALL_TOWN: _l("A small town (1,000 to 29,999)"),
    Community.RURAL: _l("A rural area"),
    Community.REMOTE: _l("A remote place: one reached by plane, or without a road all year"),
}
LANDS = {
    Land.RESERVE: _l("A First Nation reserve"),
    Land.INUIT_NUNANGAT: _l("Inuit Nunangat"),
}
AGES = {
    AgeBand.FROM_15: _l("15 to 24"),
    AgeBand.FROM_25: _l("25 to 34"),
    AgeBand.FROM_35: _l("35 to 44"),
    AgeBand.FROM_45: _l("45 to 54"),
    AgeBand.FROM_55: _l("55 to 64"),
    AgeBand.FROM_65: _l("65 to 74"),
    AgeBand.FROM_75: _l("75 or older"),
}
GENDERS = {
    Gender.WOMAN: lazy_pgettext("gender", "Woman"),
    Gender.MAN: lazy_pgettext("gender", "Man"),
    Gender.NON_BINARY: lazy_pgettext("gender", "Non-binary"),
    Gender.TWO_SPIRIT: _l("Two-Spirit (for Indigenous people)"),
    Gender.ANOTHER: _l("Another gender"),
}
IDENTITIES = {
    Identity.FIRST_NATIONS: _l("First Nations"),
    Identity.METIS: _l("Métis"),
    Identity.INUK: _l("Inuk (Inuit)"),
    Identity.NO: lazy_pgettext("answer", "No"),
    Identity.NOT_SURE: _l("Not sure"),
}
POPULATIONS = {
    Population.SOUTH_ASIAN: lazy_pgettext("population group", "South Asian"),
    Population.CHINESE: lazy_pgettext("population group", "Chinese"),
    Population.BLACK: lazy_pgettext("population group", "Black"),
    Population.FILIPINO: lazy_pgettext("population group", "Filipino"),
    Population.ARAB: lazy_pgettext("population group", "Arab"),
    Population.LATIN_AMERICAN: lazy_pgettext("population group", "Latin American"),
    Population.SOUTHEAST_ASIAN: lazy_pgettext("population group", "Southeast Asian"),
    Population.WEST_ASIAN: lazy_pgettext("population group", "West Asian"),
    Population.KOREAN: lazy_pgettext("population group", "Korean"),
    Population.JAPANESE: lazy_pgettext("population group", "Japanese"),
    Population.WHITE: lazy_pgettext("population group", "White"),
    Population.ANOTHER: _l("Another group"),
}
DISABILITIES = {
    Disability.YES: lazy_pgettext("answer", "Yes"),
    Disability.NO: lazy_pgettext("answer", "No"),
}
OFFICIAL_LANGUAGES = {
    OfficialLanguage.ENGLISH: lazy_pgettext("official language", "English"),
    OfficialLanguage.FRENCH: lazy_pgettext("official language", "French"),
    OfficialLanguage.BOTH: lazy_pgettext("official language", "Both alike"),
}

"""The kinds of applicant the form distinguishes, in its order."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ApplicantKind:
    """A column of section 3: key in code and JSON, official word, whether it is an organization."""

    key: str
    words: str
    organization: bool


APPLICANT_KINDS = (
    ApplicantKind("natural_person", "自然人", False),
    ApplicantKind("business", "商业企业", True),
    ApplicantKind("research", "科研机构", True),
    ApplicantKind("public_interest", "社会公益组织", True),
    ApplicantKind("legal_services", "法律服务机构", True),
    ApplicantKind("other_organization", "其他", True),
)

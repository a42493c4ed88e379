from core.access.roles import Tier
from core.evidence.models import EvidenceKind
from core.feature import DemoStep, Feature, NavigationGroup, NavigationItem, PaperPage
from core.marks import mark
from tenants.elections import demo
from tenants.elections.ballot_routes import blueprint
from tenants.elections.documents import RENDER
from tenants.elections.models import BallotMethod, ElectionReason, ElectionState, Electorate
from tenants.elections.permissions import GRANTS, ElectionPermission
from tenants.example.content import BANG_NA

FEATURE = Feature(
    name="elections",
    tier=Tier.DISTRICT,
    blueprint=blueprint,
    permissions=ElectionPermission,
    grants=GRANTS,
    papers={
        EvidenceKind.ELECTION: PaperPage(
            "elections.show_election", "election_id", in_look="elections.show_document"
        )
    },
    jobs=(RENDER,),
    navigation=(
        NavigationItem(
            mark("Elections"),
            "elections.list_elections",
            ElectionPermission.READ,
            "checkbox",
            42,
            group=NavigationGroup.PAPERS,
        ),
    ),
    actions={
        "election:begun": mark("Election begun"),
        "election:changed": mark("Election changed"),
        "election:repeated": mark("Election held again"),
        "election:opened": mark("Roll frozen and voting opened"),
        "election:closed": mark("Voting closed"),
        "election:cancelled": mark("Election cancelled"),
        "election:declared": mark("Result of an election declared"),
        "candidate:named": mark("Candidate named"),
        "candidate:withdrawn": mark("Candidate withdrawn"),
        "voter:marked": mark("Ballot handed out"),
        "voter:unmarked": mark("Tick on the roll taken back"),
        "ballot:cast": mark("Voted online"),
        "count:entered": mark("Count of ballots entered"),
        "objection:recorded": mark("Objection recorded"),
        "objection:ruled": mark("Objection ruled on"),
    },
    value_words={
        "elections.state": {
            ElectionState.PREPARING.value: mark("In preparation"),
            ElectionState.OPEN.value: mark("Voting is open"),
            ElectionState.COUNTING.value: mark("Being counted"),
            ElectionState.DECLARED.value: mark("Result declared"),
            ElectionState.CANCELLED.value: mark("Cancelled"),
        },
        "elections.method": {
            BallotMethod.PAPER.value: mark("on paper"),
            BallotMethod.ONLINE.value: mark("online"),
        },
        "elections.electorate": {
            Electorate.ZONE_CHAIR.value: mark("Chair of the network"),
            Electorate.ASSEMBLY_CHAIR.value: mark("Chair of the district assembly"),
        },
        "elections.reason": {
            ElectionReason.REGULAR.value: mark("for a whole term"),
            ElectionReason.BY_ELECTION.value: mark("for the rest of a term"),
            ElectionReason.REPEAT.value: mark("held again"),
            ElectionReason.SECOND_ROUND.value: mark("second round"),
        },
        "elections.tie_rule": {
            "lot": mark("A lot before the voters"),
            "second_round": mark("A second round"),
        },
    },
    field_labels={
        "elections.electorate": mark("Whose chair is elected"),
        "elections.zone_id": mark("Zone"),
        "elections.committee_id": mark("Committee"),
        "elections.rule_key": mark("Seat"),
        "elections.method": mark("How people vote"),
        "elections.state": mark("State"),
        "elections.edition": mark("Edition"),
        "elections.held_on": mark("Day of the election"),
        "elections.opens_at": mark("Opens at"),
        "elections.closes_at": mark("Closes at"),
        "elections.term_from": mark("The term begins on"),
        "elections.term_ends_on": mark("First day after the term"),
        "elections.reason": mark("What it is held for"),
        "elections.tie_rule": mark("Equal votes"),
        "elections.repeats_id": mark("Held in place of"),
        "elections.frozen_at": mark("Roll frozen"),
        "elections.frozen_by": mark("Roll frozen by"),
        "elections.winner_candidate_id": mark("Elected"),
        "elections.result": mark("Result"),
        "elections.sha256": mark("SHA-256 of the result"),
        "elections.declared_at": mark("Declared"),
        "elections.declared_by": mark("Declared by"),
        "elections.declared_by_position": mark("Position of who declared"),
        "elections.cancelled_reason": mark("Reason"),
        "election_candidates.election_id": mark("Election"),
        "election_candidates.person_id": mark("Person"),
        "election_candidates.person_name": mark("Name"),
        "election_candidates.person_position": mark("Position"),
        "election_candidates.number": mark("Number on the ballot"),
        "election_candidates.statement": mark("Statement of eligibility"),
        "election_candidates.attested_on": mark("The statement was made on"),
        "election_candidates.attested_before": mark("Made before"),
        "election_candidates.withdrawn_on": mark("Withdrawn on"),
        "election_voters.election_id": mark("Election"),
        "election_voters.person_id": mark("Person"),
        "election_voters.person_name": mark("Name"),
        "election_voters.person_position": mark("Position"),
        "election_voters.community_id": mark("Community"),
        "election_voters.zone_id": mark("Zone"),
        "election_voters.has_voted": mark("Has voted, never how"),
        "election_paper_counts.election_id": mark("Election"),
        "election_paper_counts.pass_number": mark("Pass"),
        "election_paper_counts.counter": mark("Counter"),
        "election_paper_counts.votes": mark("Votes"),
        "election_paper_counts.blank": mark("Ballots that choose nobody"),
        "election_paper_counts.spoilt": mark("Spoilt ballots"),
        "election_paper_counts.account_id": mark("Account"),
        "election_paper_counts.counted_by": mark("Counted by"),
        "election_paper_counts.counted_at": mark("Counted at"),
        "election_objections.election_id": mark("Election"),
        "election_objections.raised_by": mark("Who objects"),
        "election_objections.raised_on": mark("Raised on"),
        "election_objections.grounds": mark("What it is based on"),
        "election_objections.ruling": mark("Reason of the ruling"),
        "election_objections.upheld": mark("Upheld"),
        "election_objections.ruled_on": mark("Ruled on"),
        "election_objections.ruled_by": mark("Ruled on by"),
        "election_objections.recorded_at": mark("Recorded at"),
    },
    demo=(DemoStep(55, BANG_NA, demo.load),),
)

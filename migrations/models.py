"""All models of all tiers, so that their metadata can be compared with the database."""

import city.approvals.models
import city.programme.models
import core.audit.models
import core.evidence.models
import core.files.models
import core.identity.models
import core.indicators.models
import core.jobs.models
import core.manual.models
import core.notices.models
import core.oversight.models
import core.periods.models
import core.quality.models
import core.regulations.models
import core.reporting.models
import core.tenancy.models
import tenants.activities.models
import tenants.adoption.models
import tenants.alliances.models
import tenants.bylaws.models
import tenants.calendar.models
import tenants.committees.models
import tenants.committees.seat_import_models
import tenants.elections.models
import tenants.meetings.models
import tenants.networks.models
import tenants.office.models
import tenants.orders.models
import tenants.partners.models
import tenants.people.models
import tenants.periods.models
import tenants.problems.models
import tenants.quality.models
import tenants.registry.models
import tenants.registry.plan_models
import tenants.registry.profile_models
import tenants.training.models
import tenants.zones.models
from core.db import Base

metadata = Base.metadata

"""Make the tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from app.db.statements import append_only
from app.items.search import CREATE

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DATA = sa.JSON().with_variant(JSONB(), "postgresql")
APPEND_ONLY = ('decision', 'event', 'itemlink', 'itemlinkend', 'itemversion', 'package', 'planversion', 'seal')


def upgrade() -> None:
    op.create_table('actionfield',
    sa.Column('id', ID, nullable=False),
    sa.Column('code', sa.String(40), nullable=False),
    sa.Column('name', DATA, nullable=False),
    sa.Column('text', DATA, nullable=False),
    sa.Column('theme', DATA, nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('code')
    )
    op.create_table('body',
    sa.Column('id', ID, nullable=False),
    sa.Column('code', sa.String(40), nullable=False),
    sa.Column('name', DATA, nullable=False),
    sa.Column('purpose', DATA, nullable=False),
    sa.Column('decides_mandates', sa.Boolean(), nullable=False),
    sa.Column('valid_from', sa.DateTime(timezone=True), nullable=False),
    sa.Column('valid_until', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('code')
    )
    op.create_table('bookmark',
    sa.Column('consumer', sa.String(64), nullable=False),
    sa.Column('event_id', ID, nullable=False),
    sa.PrimaryKeyConstraint('consumer')
    )
    op.create_table('district',
    sa.Column('id', ID, nullable=False),
    sa.Column('code', sa.String(40), nullable=False),
    sa.Column('name', sa.String(80), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('code')
    )
    op.create_table('event',
    sa.Column('id', ID, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_id', ID, nullable=False),
    sa.Column('action', sa.String(32), nullable=False),
    sa.Column('subject_id', ID, nullable=False),
    sa.Column('details', DATA, nullable=False),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_event_subject_id'), 'event', ['subject_id'], unique=False)
    op.create_table('goal',
    sa.Column('id', ID, nullable=False),
    sa.Column('code', sa.String(40), nullable=False),
    sa.Column('name', DATA, nullable=False),
    sa.Column('text', DATA, nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('code')
    )
    op.create_table('installation',
    sa.Column('key', sa.String(40), nullable=False),
    sa.Column('value', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('key')
    )
    op.create_table('item',
    sa.Column('id', ID, nullable=False),
    sa.Column('reference', sa.String(20), nullable=False),
    sa.Column('kind', sa.String(32), nullable=False),
    sa.Column('state', sa.String(32), nullable=False),
    sa.Column('visibility', sa.String(32), nullable=False),
    sa.Column('author_id', ID, nullable=False),
    sa.Column('author_group', sa.String(32), nullable=False),
    sa.Column('organisation_id', ID, nullable=True),
    sa.Column('participation_id', ID, nullable=False),
    sa.Column('measure_id', ID, nullable=True),
    sa.Column('about_id', ID, nullable=True),
    sa.Column('language', sa.String(12), nullable=False),
    sa.Column('title', sa.String(300), nullable=False),
    sa.Column('verdict', sa.String(32), nullable=True),
    sa.Column('way', sa.Integer(), nullable=False),
    sa.Column('way_ended', sa.Boolean(), nullable=False),
    sa.Column('shuffle', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('comments', sa.Integer(), nullable=False),
    sa.Column('supporters', sa.Integer(), nullable=False),
    sa.Column('supporters_citizens', sa.Integer(), nullable=False),
    sa.Column('supporters_civil_society', sa.Integer(), nullable=False),
    sa.Column('supporters_business', sa.Integer(), nullable=False),
    sa.Column('supporters_academia', sa.Integer(), nullable=False),
    sa.Column('supporters_administration', sa.Integer(), nullable=False),
    sa.Column('supporters_politics', sa.Integer(), nullable=False),
    sa.Column('supporters_unstated', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('reference')
    )
    op.create_index('item_discussed', 'item', ['kind', 'visibility', 'comments', 'id'], unique=False)
    op.create_index('item_list', 'item', ['kind', 'visibility', 'shuffle'], unique=False)
    op.create_index('item_newest', 'item', ['kind', 'visibility', 'id'], unique=False)
    op.create_index('item_supported', 'item', ['kind', 'visibility', 'supporters', 'id'], unique=False)
    op.create_index('item_waiting', 'item', ['visibility', 'participation_id', 'created_at'], unique=False)
    op.create_index(op.f('ix_item_about_id'), 'item', ['about_id'], unique=False)
    op.create_index(op.f('ix_item_author_id'), 'item', ['author_id'], unique=False)
    op.create_index(op.f('ix_item_measure_id'), 'item', ['measure_id'], unique=False)
    op.create_index(op.f('ix_item_participation_id'), 'item', ['participation_id'], unique=False)
    op.create_table('job',
    sa.Column('id', ID, nullable=False),
    sa.Column('key', sa.String(120), nullable=False),
    sa.Column('task', sa.String(40), nullable=False),
    sa.Column('content', DATA, nullable=False),
    sa.Column('run_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('failure', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('key')
    )
    op.create_index(op.f('ix_job_run_at'), 'job', ['run_at'], unique=False)
    op.create_index(op.f('ix_job_task'), 'job', ['task'], unique=False)
    op.create_table('kepttext',
    sa.Column('token', sa.String(64), nullable=False),
    sa.Column('fields', DATA, nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('token')
    )
    op.create_index(op.f('ix_kepttext_kept_at'), 'kepttext', ['kept_at'], unique=False)
    op.create_table('oncekey',
    sa.Column('person_id', ID, nullable=False),
    sa.Column('key', sa.String(64), nullable=False),
    sa.Column('location', sa.String(), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('person_id', 'key')
    )
    op.create_index(op.f('ix_oncekey_used_at'), 'oncekey', ['used_at'], unique=False)
    op.create_table('organisation',
    sa.Column('id', ID, nullable=False),
    sa.Column('name', sa.String(120), nullable=False),
    sa.Column('group', sa.String(32), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('name')
    )
    op.create_table('person',
    sa.Column('id', ID, nullable=False),
    sa.Column('slug', sa.String(64), nullable=True),
    sa.Column('email', sa.String(254), nullable=True),
    sa.Column('name', sa.String(80), nullable=False),
    sa.Column('group', sa.String(32), nullable=False),
    sa.Column('language', sa.String(12), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('email'),
    sa.UniqueConstraint('slug')
    )
    op.create_table('referencecount',
    sa.Column('letter', sa.String(1), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('letter', 'year')
    )
    op.create_table('signinlink',
    sa.Column('token_hash', sa.String(64), nullable=False),
    sa.Column('email', sa.String(254), nullable=False),
    sa.Column('purpose', sa.String(32), nullable=False),
    sa.Column('next', sa.String(2000), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('token_hash')
    )
    op.create_table('value',
    sa.Column('id', ID, nullable=False),
    sa.Column('code', sa.String(40), nullable=False),
    sa.Column('name', DATA, nullable=False),
    sa.Column('text', DATA, nullable=False),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('code')
    )
    op.create_table('answer',
    sa.Column('id', ID, nullable=False),
    sa.Column('verdict', sa.String(32), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('comment',
    sa.Column('id', ID, nullable=False),
    sa.Column('parent_id', ID, nullable=True),
    sa.Column('stance', sa.String(32), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('edited_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['id'], ['item.id'], ),
    sa.ForeignKeyConstraint(['parent_id'], ['comment.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_comment_parent_id'), 'comment', ['parent_id'], unique=False)
    op.create_table('identity',
    sa.Column('provider', sa.String(64), nullable=False),
    sa.Column('sub', sa.String(255), nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('provider', 'sub')
    )
    op.create_index(op.f('ix_identity_person_id'), 'identity', ['person_id'], unique=False)
    op.create_table('importedrow',
    sa.Column('participation_id', ID, nullable=False),
    sa.Column('source_id', sa.String(120), nullable=False),
    sa.Column('item_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('participation_id', 'source_id')
    )
    op.create_table('itemactionfield',
    sa.Column('item_id', ID, nullable=False),
    sa.Column('action_field_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['action_field_id'], ['actionfield.id'], ),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('item_id', 'action_field_id')
    )
    op.create_index(op.f('ix_itemactionfield_action_field_id'), 'itemactionfield', ['action_field_id'], unique=False)
    op.create_table('itemlink',
    sa.Column('id', ID, nullable=False),
    sa.Column('from_id', ID, nullable=False),
    sa.Column('to_id', ID, nullable=False),
    sa.Column('how', sa.String(32), nullable=False),
    sa.Column('by_id', ID, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['from_id'], ['item.id'], ),
    sa.ForeignKeyConstraint(['to_id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_itemlink_from_id'), 'itemlink', ['from_id'], unique=False)
    op.create_index(op.f('ix_itemlink_to_id'), 'itemlink', ['to_id'], unique=False)
    op.create_table('itemvalue',
    sa.Column('item_id', ID, nullable=False),
    sa.Column('value_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], ),
    sa.ForeignKeyConstraint(['value_id'], ['value.id'], ),
    sa.PrimaryKeyConstraint('item_id', 'value_id')
    )
    op.create_index(op.f('ix_itemvalue_value_id'), 'itemvalue', ['value_id'], unique=False)
    op.create_table('itemversion',
    sa.Column('item_id', ID, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('fields', DATA, nullable=False),
    sa.Column('by_id', ID, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('item_id', 'number')
    )
    op.create_table('mandate',
    sa.Column('id', ID, nullable=False),
    sa.Column('body_id', ID, nullable=False),
    sa.Column('implementers', DATA, nullable=False),
    sa.Column('years', DATA, nullable=False),
    sa.Column('source', sa.String(200), nullable=False),
    sa.Column('budget_title', sa.String(200), nullable=False),
    sa.Column('amends_id', ID, nullable=True),
    sa.Column('amendment_reason', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['amends_id'], ['mandate.id'], ),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], ),
    sa.ForeignKeyConstraint(['id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_mandate_body_id'), 'mandate', ['body_id'], unique=False)
    op.create_table('measure',
    sa.Column('id', ID, nullable=False),
    sa.Column('type', sa.String(32), nullable=False),
    sa.Column('responsible', sa.String(160), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('short', sa.String(), nullable=False),
    sa.Column('plain', sa.String(), nullable=False),
    sa.Column('challenge', sa.String(), nullable=False),
    sa.Column('aim', sa.String(), nullable=False),
    sa.Column('effect', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('membership',
    sa.Column('organisation_id', ID, nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('organisation_id', 'person_id')
    )
    op.create_index(op.f('ix_membership_person_id'), 'membership', ['person_id'], unique=False)
    op.create_table('moderationnote',
    sa.Column('id', ID, nullable=False),
    sa.Column('item_id', ID, nullable=False),
    sa.Column('action', sa.String(32), nullable=False),
    sa.Column('reason', sa.String(32), nullable=True),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('by_id', ID, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_moderationnote_item_id'), 'moderationnote', ['item_id'], unique=False)
    op.create_table('officegrant',
    sa.Column('id', ID, nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('office', sa.String(32), nullable=False),
    sa.Column('scope_id', ID, nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('granted_by', ID, nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('person_id', 'office', 'scope_id', 'starts_at')
    )
    op.create_index(op.f('ix_officegrant_person_id'), 'officegrant', ['person_id'], unique=False)
    op.create_table('participation',
    sa.Column('id', ID, nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('aim', sa.String(), nullable=False),
    sa.Column('can_decide', sa.String(), nullable=False),
    sa.Column('fixed', sa.String(), nullable=False),
    sa.Column('level', sa.String(32), nullable=False),
    sa.Column('contact', sa.String(300), nullable=False),
    sa.Column('authority', sa.String(120), nullable=False),
    sa.Column('answers_due', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('problem',
    sa.Column('id', ID, nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('affected', sa.String(), nullable=False),
    sa.Column('everyday', sa.String(), nullable=False),
    sa.Column('need', sa.String(), nullable=False),
    sa.Column('district_id', ID, nullable=True),
    sa.Column('place', sa.String(200), nullable=False),
    sa.Column('since', sa.String(200), nullable=False),
    sa.Column('consequence', sa.String(), nullable=False),
    sa.Column('tried', sa.String(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('edited_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_reason', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['district.id'], ),
    sa.ForeignKeyConstraint(['id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_problem_district_id'), 'problem', ['district_id'], unique=False)
    op.create_table('requirement',
    sa.Column('id', ID, nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('kind', sa.String(32), nullable=False),
    sa.Column('priority', sa.String(32), nullable=False),
    sa.Column('acceptance', sa.String(), nullable=False),
    sa.Column('result', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('seal',
    sa.Column('sequence', ID, nullable=False),
    sa.Column('event_id', ID, nullable=False),
    sa.Column('hash', sa.String(64), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], ),
    sa.PrimaryKeyConstraint('sequence'),
    sa.UniqueConstraint('event_id')
    )
    op.create_table('support',
    sa.Column('item_id', ID, nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('group', sa.String(32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('item_id', 'person_id')
    )
    op.create_index(op.f('ix_support_person_id'), 'support', ['person_id'], unique=False)
    op.create_table('topic',
    sa.Column('id', ID, nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('websession',
    sa.Column('token_hash', sa.String(64), nullable=False),
    sa.Column('id', ID, nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('browser', sa.String(120), nullable=False),
    sa.Column('provider', sa.String(64), nullable=False),
    sa.Column('id_token', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('token_hash'),
    sa.UniqueConstraint('id')
    )
    op.create_index(op.f('ix_websession_person_id'), 'websession', ['person_id'], unique=False)
    op.create_table('decision',
    sa.Column('mandate_id', ID, nullable=False),
    sa.Column('body_id', ID, nullable=False),
    sa.Column('result', sa.String(32), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('conditions', sa.String(), nullable=False),
    sa.Column('votes_for', sa.Integer(), nullable=True),
    sa.Column('votes_against', sa.Integer(), nullable=True),
    sa.Column('abstentions', sa.Integer(), nullable=True),
    sa.Column('implementers', DATA, nullable=False),
    sa.Column('years', DATA, nullable=False),
    sa.Column('budget_cents', ID, nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('budget_title', sa.String(), nullable=False),
    sa.Column('recorded_by', ID, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['body_id'], ['body.id'], ),
    sa.ForeignKeyConstraint(['mandate_id'], ['mandate.id'], ),
    sa.PrimaryKeyConstraint('mandate_id')
    )
    op.create_table('itemlinkend',
    sa.Column('link_id', ID, nullable=False),
    sa.Column('by_id', ID, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['link_id'], ['itemlink.id'], ),
    sa.PrimaryKeyConstraint('link_id')
    )
    op.create_table('logentry',
    sa.Column('id', ID, nullable=False),
    sa.Column('measure_id', ID, nullable=False),
    sa.Column('author_id', ID, nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['measure_id'], ['measure.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_logentry_measure_id'), 'logentry', ['measure_id'], unique=False)
    op.create_table('package',
    sa.Column('mandate_id', ID, nullable=False),
    sa.Column('content', DATA, nullable=False),
    sa.Column('hash', sa.String(64), nullable=False),
    sa.Column('plan_version', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['mandate_id'], ['mandate.id'], ),
    sa.PrimaryKeyConstraint('mandate_id')
    )
    op.create_table('phasevisit',
    sa.Column('id', ID, nullable=False),
    sa.Column('measure_id', ID, nullable=False),
    sa.Column('state', sa.String(32), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('by_id', ID, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['measure_id'], ['measure.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_phasevisit_measure_id'), 'phasevisit', ['measure_id'], unique=False)
    op.create_table('plan',
    sa.Column('id', ID, nullable=False),
    sa.Column('measure_id', ID, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['id'], ['item.id'], ),
    sa.ForeignKeyConstraint(['measure_id'], ['measure.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('measure_id')
    )
    op.create_table('plannedphase',
    sa.Column('id', ID, nullable=False),
    sa.Column('participation_id', ID, nullable=False),
    sa.Column('kind', sa.String(32), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['participation_id'], ['participation.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_plannedphase_participation_id'), 'plannedphase', ['participation_id'], unique=False)
    op.create_table('teammember',
    sa.Column('measure_id', ID, nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('role', sa.String(120), nullable=False),
    sa.Column('contact', sa.Boolean(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['measure_id'], ['measure.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('measure_id', 'person_id')
    )
    op.create_table('milestone',
    sa.Column('id', ID, nullable=False),
    sa.Column('plan_id', ID, nullable=False),
    sa.Column('title', sa.String(160), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['plan.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_milestone_plan_id'), 'milestone', ['plan_id'], unique=False)
    op.create_table('phaseextension',
    sa.Column('id', ID, nullable=False),
    sa.Column('phase_id', ID, nullable=False),
    sa.Column('closed_before', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('by_id', ID, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['phase_id'], ['plannedphase.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_phaseextension_phase_id'), 'phaseextension', ['phase_id'], unique=False)
    op.create_table('planversion',
    sa.Column('plan_id', ID, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', DATA, nullable=False),
    sa.Column('by_id', ID, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['plan.id'], ),
    sa.PrimaryKeyConstraint('plan_id', 'number')
    )
    op.create_table('risk',
    sa.Column('id', ID, nullable=False),
    sa.Column('plan_id', ID, nullable=False),
    sa.Column('title', sa.String(160), nullable=False),
    sa.Column('likelihood', sa.Integer(), nullable=False),
    sa.Column('impact', sa.Integer(), nullable=False),
    sa.Column('response', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['plan.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_risk_plan_id'), 'risk', ['plan_id'], unique=False)
    op.create_table('workpackage',
    sa.Column('id', ID, nullable=False),
    sa.Column('plan_id', ID, nullable=False),
    sa.Column('title', sa.String(160), nullable=False),
    sa.Column('result', sa.String(), nullable=False),
    sa.Column('owner', sa.String(120), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('cost_cents', ID, nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['plan.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_index(op.f('ix_workpackage_plan_id'), 'workpackage', ['plan_id'], unique=False)
    op.create_table('packagerequirement',
    sa.Column('package_id', ID, nullable=False),
    sa.Column('requirement_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['package_id'], ['workpackage.id'], ),
    sa.ForeignKeyConstraint(['requirement_id'], ['requirement.id'], ),
    sa.PrimaryKeyConstraint('package_id', 'requirement_id')
    )
    op.create_index(op.f('ix_packagerequirement_requirement_id'), 'packagerequirement', ['requirement_id'], unique=False)
    dialect = op.get_bind().dialect.name
    for statement in CREATE[dialect]:
        op.execute(statement)
    for table in APPEND_ONLY:
        for statement in append_only(table, dialect):
            op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE item_search")
    op.drop_index(op.f('ix_packagerequirement_requirement_id'), table_name='packagerequirement')
    op.drop_table('packagerequirement')
    op.drop_index(op.f('ix_workpackage_plan_id'), table_name='workpackage')
    op.drop_table('workpackage')
    op.drop_index(op.f('ix_risk_plan_id'), table_name='risk')
    op.drop_table('risk')
    op.drop_table('planversion')
    op.drop_index(op.f('ix_phaseextension_phase_id'), table_name='phaseextension')
    op.drop_table('phaseextension')
    op.drop_index(op.f('ix_milestone_plan_id'), table_name='milestone')
    op.drop_table('milestone')
    op.drop_table('teammember')
    op.drop_index(op.f('ix_plannedphase_participation_id'), table_name='plannedphase')
    op.drop_table('plannedphase')
    op.drop_table('plan')
    op.drop_index(op.f('ix_phasevisit_measure_id'), table_name='phasevisit')
    op.drop_table('phasevisit')
    op.drop_table('package')
    op.drop_index(op.f('ix_logentry_measure_id'), table_name='logentry')
    op.drop_table('logentry')
    op.drop_table('itemlinkend')
    op.drop_table('decision')
    op.drop_index(op.f('ix_websession_person_id'), table_name='websession')
    op.drop_table('websession')
    op.drop_table('topic')
    op.drop_index(op.f('ix_support_person_id'), table_name='support')
    op.drop_table('support')
    op.drop_table('seal')
    op.drop_table('requirement')
    op.drop_index(op.f('ix_problem_district_id'), table_name='problem')
    op.drop_table('problem')
    op.drop_table('participation')
    op.drop_index(op.f('ix_officegrant_person_id'), table_name='officegrant')
    op.drop_table('officegrant')
    op.drop_index(op.f('ix_moderationnote_item_id'), table_name='moderationnote')
    op.drop_table('moderationnote')
    op.drop_index(op.f('ix_membership_person_id'), table_name='membership')
    op.drop_table('membership')
    op.drop_table('measure')
    op.drop_index(op.f('ix_mandate_body_id'), table_name='mandate')
    op.drop_table('mandate')
    op.drop_table('itemversion')
    op.drop_index(op.f('ix_itemvalue_value_id'), table_name='itemvalue')
    op.drop_table('itemvalue')
    op.drop_index(op.f('ix_itemlink_to_id'), table_name='itemlink')
    op.drop_index(op.f('ix_itemlink_from_id'), table_name='itemlink')
    op.drop_table('itemlink')
    op.drop_index(op.f('ix_itemactionfield_action_field_id'), table_name='itemactionfield')
    op.drop_table('itemactionfield')
    op.drop_table('importedrow')
    op.drop_index(op.f('ix_identity_person_id'), table_name='identity')
    op.drop_table('identity')
    op.drop_index(op.f('ix_comment_parent_id'), table_name='comment')
    op.drop_table('comment')
    op.drop_table('answer')
    op.drop_table('value')
    op.drop_table('signinlink')
    op.drop_table('referencecount')
    op.drop_table('person')
    op.drop_table('organisation')
    op.drop_index(op.f('ix_oncekey_used_at'), table_name='oncekey')
    op.drop_table('oncekey')
    op.drop_index(op.f('ix_kepttext_kept_at'), table_name='kepttext')
    op.drop_table('kepttext')
    op.drop_index(op.f('ix_job_task'), table_name='job')
    op.drop_index(op.f('ix_job_run_at'), table_name='job')
    op.drop_table('job')
    op.drop_index(op.f('ix_item_participation_id'), table_name='item')
    op.drop_index(op.f('ix_item_measure_id'), table_name='item')
    op.drop_index(op.f('ix_item_author_id'), table_name='item')
    op.drop_index(op.f('ix_item_about_id'), table_name='item')
    op.drop_index('item_waiting', table_name='item')
    op.drop_index('item_supported', table_name='item')
    op.drop_index('item_newest', table_name='item')
    op.drop_index('item_list', table_name='item')
    op.drop_index('item_discussed', table_name='item')
    op.drop_table('item')
    op.drop_table('installation')
    op.drop_table('goal')
    op.drop_index(op.f('ix_event_subject_id'), table_name='event')
    op.drop_table('event')
    op.drop_table('district')
    op.drop_table('bookmark')
    op.drop_table('body')
    op.drop_table('actionfield')
    if op.get_bind().dialect.name == "postgresql":
        for table in APPEND_ONLY:
            op.execute(f"DROP FUNCTION {table}_is_append_only()")

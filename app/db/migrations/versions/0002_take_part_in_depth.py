"""Take part in depth"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from app.db.ids import new_id

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DATA = sa.JSON().with_variant(JSONB(), "postgresql")
MEMBERS = "SELECT organisation_id, person_id, since FROM membership ORDER BY 1, 3, 2"
GRANT = """INSERT INTO officegrant (id, person_id, office, scope_id, starts_at, granted_by)
VALUES (:id, :person_id, :office, :organisation_id, :since, :person_id)"""
OF_ORGANISATIONS = "office IN ('author', 'releaser', 'representative')"


def upgrade() -> None:
    op.create_table('cannedwords',
    sa.Column('id', ID, nullable=False),
    sa.Column('reason', sa.String(32), nullable=False),
    sa.Column('texts', DATA, nullable=False),
    sa.Column('participation_id', ID, nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('cannedwords', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_cannedwords_participation_id'), ['participation_id'], unique=False)

    op.create_table('assessment',
    sa.Column('item_id', ID, nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('signals', DATA, nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('item_id')
    )
    op.create_table('assignment',
    sa.Column('id', ID, nullable=False),
    sa.Column('item_id', ID, nullable=False),
    sa.Column('from_id', ID, nullable=False),
    sa.Column('to_id', ID, nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('by_id', ID, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assignment_item_id'), ['item_id'], unique=False)

    op.create_table('assistedentry',
    sa.Column('item_id', ID, nullable=False),
    sa.Column('channel', sa.String(32), nullable=False),
    sa.Column('by_id', ID, nullable=False),
    sa.Column('person_name', sa.String(120), nullable=False),
    sa.Column('organisation', sa.String(200), nullable=False),
    sa.Column('written_on', sa.Date(), nullable=True),
    sa.Column('filed_on', sa.Date(), nullable=False),
    sa.Column('consent', sa.Boolean(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('item_id')
    )
    with op.batch_alter_table('assistedentry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assistedentry_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_assistedentry_by_id'), ['by_id'], unique=False)

    op.create_table('coauthor',
    sa.Column('item_id', ID, nullable=False),
    sa.Column('source_id', ID, nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], ),
    sa.ForeignKeyConstraint(['source_id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('item_id', 'source_id')
    )
    with op.batch_alter_table('coauthor', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_coauthor_person_id'), ['person_id'], unique=False)

    op.create_table('consultation',
    sa.Column('id', ID, nullable=False),
    sa.Column('introduction', sa.String(), nullable=False),
    sa.Column('verified_only', sa.Boolean(), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('contactpoint',
    sa.Column('id', ID, nullable=False),
    sa.Column('district_id', ID, nullable=True),
    sa.Column('name', sa.String(200), nullable=False),
    sa.Column('language', sa.String(12), nullable=False),
    sa.Column('address', sa.String(300), nullable=False),
    sa.Column('opening', sa.String(), nullable=False),
    sa.Column('phone', sa.String(60), nullable=False),
    sa.Column('email', sa.String(254), nullable=False),
    sa.Column('languages', sa.String(300), nullable=False),
    sa.Column('access', sa.String(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['district_id'], ['district.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('following',
    sa.Column('id', ID, nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('what', sa.String(32), nullable=False),
    sa.Column('key', sa.String(600), nullable=False),
    sa.Column('name', sa.String(120), nullable=False),
    sa.Column('item_id', ID, nullable=True),
    sa.Column('district_id', ID, nullable=True),
    sa.Column('organisation_id', ID, nullable=True),
    sa.Column('query', DATA, nullable=False),
    sa.Column('latitude', sa.Float(), nullable=True),
    sa.Column('longitude', sa.Float(), nullable=True),
    sa.Column('radius', sa.Integer(), nullable=True),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['district_id'], ['district.id'], ),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], ),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('person_id', 'what', 'key')
    )
    with op.batch_alter_table('following', schema=None) as batch_op:
        batch_op.create_index('following_circle', ['what', 'latitude'], unique=False)
        batch_op.create_index(batch_op.f('ix_following_district_id'), ['district_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_following_item_id'), ['item_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_following_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('joinrequest',
    sa.Column('id', ID, nullable=False),
    sa.Column('organisation_id', ID, nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('words', sa.String(500), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', ID, nullable=True),
    sa.Column('accepted', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('joinrequest', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_joinrequest_person_id'), ['person_id'], unique=False)
        batch_op.create_index('joinrequest_open', ['organisation_id', 'person_id'], unique=True, sqlite_where=sa.text('decided_at IS NULL'), postgresql_where=sa.text('decided_at IS NULL'))

    op.create_table('likepair',
    sa.Column('one_id', ID, nullable=False),
    sa.Column('other_id', ID, nullable=False),
    sa.Column('participation_id', ID, nullable=False),
    sa.Column('likeness', sa.Float(), nullable=False),
    sa.Column('contrary', sa.Boolean(), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', ID, nullable=True),
    sa.ForeignKeyConstraint(['one_id'], ['item.id'], ),
    sa.ForeignKeyConstraint(['other_id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('one_id', 'other_id')
    )
    with op.batch_alter_table('likepair', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_likepair_other_id'), ['other_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_likepair_participation_id'), ['participation_id'], unique=False)

    op.create_table('looking',
    sa.Column('item_id', ID, nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('item_id', 'person_id')
    )
    with op.batch_alter_table('looking', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_looking_until'), ['until'], unique=False)

    op.create_table('memberinvitation',
    sa.Column('id', ID, nullable=False),
    sa.Column('organisation_id', ID, nullable=False),
    sa.Column('email', sa.String(254), nullable=False),
    sa.Column('office', sa.String(32), nullable=False),
    sa.Column('token_hash', sa.String(64), nullable=False),
    sa.Column('by_id', ID, nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('used_by', ID, nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('token_hash')
    )
    with op.batch_alter_table('memberinvitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_memberinvitation_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('newsfeed',
    sa.Column('person_id', ID, nullable=False),
    sa.Column('token_hash', sa.String(64), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('person_id'),
    sa.UniqueConstraint('token_hash')
    )
    op.create_table('newssetting',
    sa.Column('person_id', ID, nullable=False),
    sa.Column('news', sa.String(32), nullable=False),
    sa.Column('frequency', sa.String(32), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('person_id', 'news')
    )
    op.create_table('participationcode',
    sa.Column('id', ID, nullable=False),
    sa.Column('code_hash', sa.String(64), nullable=False),
    sa.Column('phase_id', ID, nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('supports', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('person_id', ID, nullable=True),
    sa.Column('guest', sa.Boolean(), nullable=False),
    sa.Column('made_by', ID, nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('redeemed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('code_hash'),
    sa.UniqueConstraint('phase_id', 'number'),
    sa.UniqueConstraint('phase_id', 'person_id')
    )
    with op.batch_alter_table('participationcode', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_participationcode_person_id'), ['person_id'], unique=False)

    op.create_table('prioritisation',
    sa.Column('id', ID, nullable=False),
    sa.Column('explanation', sa.String(), nullable=False),
    sa.Column('method', sa.String(32), nullable=False),
    sa.Column('most', sa.Integer(), nullable=False),
    sa.Column('most_each', sa.Integer(), nullable=False),
    sa.Column('hidden', sa.Boolean(), nullable=False),
    sa.Column('first_voted_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('privatenote',
    sa.Column('id', ID, nullable=False),
    sa.Column('item_id', ID, nullable=False),
    sa.Column('by_id', ID, nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], ),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('privatenote', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_privatenote_item_id'), ['item_id'], unique=False)

    op.create_table('project',
    sa.Column('id', ID, nullable=False),
    sa.Column('title', sa.String(200), nullable=False),
    sa.Column('language', sa.String(12), nullable=False),
    sa.Column('authority', sa.String(120), nullable=False),
    sa.Column('district_id', ID, nullable=True),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('effects', sa.String(), nullable=False),
    sa.Column('timing', sa.String(200), nullable=False),
    sa.Column('stage', sa.String(32), nullable=False),
    sa.Column('participates', sa.Boolean(), nullable=False),
    sa.Column('why_not', sa.String(), nullable=False),
    sa.Column('participation_id', ID, nullable=True),
    sa.Column('measure_id', ID, nullable=True),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('listed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['district_id'], ['district.id'], ),
    sa.ForeignKeyConstraint(['measure_id'], ['item.id'], ),
    sa.ForeignKeyConstraint(['participation_id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('project', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_project_authority'), ['authority'], unique=False)

    op.create_table('redaction',
    sa.Column('id', ID, nullable=False),
    sa.Column('item_id', ID, nullable=False),
    sa.Column('field', sa.String(40), nullable=False),
    sa.Column('original', sa.String(), nullable=False),
    sa.Column('passages', DATA, nullable=False),
    sa.Column('block', sa.String(120), nullable=False),
    sa.Column('by_id', ID, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('forgotten_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('redaction', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_redaction_item_id'), ['item_id'], unique=False)

    op.create_table('report',
    sa.Column('item_id', ID, nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('reason', sa.String(32), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('item_id', 'person_id')
    )
    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_report_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_report_settled_at'), ['settled_at'], unique=False)

    op.create_table('storedfile',
    sa.Column('id', ID, nullable=False),
    sa.Column('item_id', ID, nullable=False),
    sa.Column('owner_id', ID, nullable=False),
    sa.Column('kind', sa.String(32), nullable=False),
    sa.Column('name', sa.String(120), nullable=False),
    sa.Column('media_type', sa.String(100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(64), nullable=False),
    sa.Column('stored_name', sa.String(40), nullable=False),
    sa.Column('width', sa.Integer(), nullable=False),
    sa.Column('height', sa.Integer(), nullable=False),
    sa.Column('has_small', sa.Boolean(), nullable=False),
    sa.Column('alt', sa.String(300), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('stored_name')
    )
    with op.batch_alter_table('storedfile', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_storedfile_item_id'), ['item_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_storedfile_removed_at'), ['removed_at'], unique=False)

    op.create_table('termsconsent',
    sa.Column('person_id', ID, nullable=False),
    sa.Column('version', sa.String(40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('person_id', 'version')
    )
    op.create_table('thesis',
    sa.Column('id', ID, nullable=False),
    sa.Column('agree', sa.Integer(), nullable=False),
    sa.Column('disagree', sa.Integer(), nullable=False),
    sa.Column('passed', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    op.create_table('trait',
    sa.Column('mark', sa.String(120), nullable=False),
    sa.Column('item_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('mark', 'item_id')
    )
    with op.batch_alter_table('trait', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_trait_item_id'), ['item_id'], unique=False)

    op.create_table('appeal',
    sa.Column('note_id', ID, nullable=False),
    sa.Column('item_id', ID, nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', ID, nullable=True),
    sa.Column('reversed', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], ),
    sa.ForeignKeyConstraint(['note_id'], ['moderationnote.id'], ),
    sa.PrimaryKeyConstraint('note_id')
    )
    with op.batch_alter_table('appeal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_appeal_decided_at'), ['decided_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_appeal_item_id'), ['item_id'], unique=False)

    op.create_table('commentmark',
    sa.Column('comment_id', ID, nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('mark', sa.String(32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('comment_id', 'person_id')
    )
    with op.batch_alter_table('commentmark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_commentmark_person_id'), ['person_id'], unique=False)

    op.create_table('givenopinion',
    sa.Column('thesis_id', ID, nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('opinion', sa.String(32), nullable=False),
    sa.Column('group', sa.String(32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.ForeignKeyConstraint(['thesis_id'], ['thesis.id'], ),
    sa.PrimaryKeyConstraint('thesis_id', 'person_id')
    )
    with op.batch_alter_table('givenopinion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_givenopinion_person_id'), ['person_id'], unique=False)

    op.create_table('hiding',
    sa.Column('item_id', ID, nullable=False),
    sa.Column('note_id', ID, nullable=False),
    sa.Column('by_id', ID, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], ),
    sa.ForeignKeyConstraint(['note_id'], ['moderationnote.id'], ),
    sa.PrimaryKeyConstraint('item_id')
    )
    op.create_table('invitation',
    sa.Column('id', ID, nullable=False),
    sa.Column('consultation_id', ID, nullable=False),
    sa.Column('organisation_id', ID, nullable=True),
    sa.Column('email', sa.String(254), nullable=False),
    sa.Column('token_hash', sa.String(64), nullable=False),
    sa.Column('reminder_hash', sa.String(64), nullable=True),
    sa.Column('by_id', ID, nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('consultation_id', 'email'),
    sa.UniqueConstraint('reminder_hash'),
    sa.UniqueConstraint('token_hash')
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_consultation_id'), ['consultation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('mention',
    sa.Column('comment_id', ID, nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['comment_id'], ['comment.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('comment_id', 'person_id')
    )
    with op.batch_alter_table('mention', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mention_person_id'), ['person_id'], unique=False)

    op.create_table('news',
    sa.Column('id', ID, nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('news', sa.String(32), nullable=False),
    sa.Column('happened', sa.String(32), nullable=False),
    sa.Column('occasion', sa.String(80), nullable=False),
    sa.Column('item_id', ID, nullable=False),
    sa.Column('about_id', ID, nullable=True),
    sa.Column('following_id', ID, nullable=True),
    sa.Column('facts', DATA, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('waiting', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('mailed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['about_id'], ['item.id'], ),
    sa.ForeignKeyConstraint(['following_id'], ['following.id'], ),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('person_id', 'occasion')
    )
    with op.batch_alter_table('news', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_news_about_id'), ['about_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_news_item_id'), ['item_id'], unique=False)
        batch_op.create_index('news_inbox', ['person_id', 'id'], unique=False)
        batch_op.create_index('news_unread', ['person_id', 'read_at'], unique=False)
        batch_op.create_index('news_waiting', ['waiting', 'person_id'], unique=False)

    op.create_table('outreach',
    sa.Column('id', ID, nullable=False),
    sa.Column('participation_id', ID, nullable=False),
    sa.Column('group', sa.String(32), nullable=True),
    sa.Column('whom', sa.String(300), nullable=False),
    sa.Column('how', sa.String(), nullable=False),
    sa.Column('on_day', sa.Date(), nullable=False),
    sa.Column('result', sa.String(), nullable=False),
    sa.Column('language', sa.String(12), nullable=False),
    sa.Column('by_id', ID, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['participation_id'], ['participation.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('outreach', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outreach_participation_id'), ['participation_id'], unique=False)

    op.create_table('participationrequest',
    sa.Column('id', ID, nullable=False),
    sa.Column('project_id', ID, nullable=True),
    sa.Column('about', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('filed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', ID, nullable=True),
    sa.Column('decision', sa.String(), nullable=False),
    sa.Column('granted_id', ID, nullable=True),
    sa.ForeignKeyConstraint(['granted_id'], ['item.id'], ),
    sa.ForeignKeyConstraint(['id'], ['item.id'], ),
    sa.ForeignKeyConstraint(['project_id'], ['project.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('participationrequest', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_participationrequest_project_id'), ['project_id'], unique=False)

    op.create_table('participationshare',
    sa.Column('id', ID, nullable=False),
    sa.Column('participation_id', ID, nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('signed_in_only', sa.Boolean(), nullable=False),
    sa.Column('by_id', ID, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['participation_id'], ['participation.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('participationshare', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_participationshare_participation_id'), ['participation_id'], unique=False)

    op.create_table('priorityballot',
    sa.Column('prioritisation_id', ID, nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('group', sa.String(32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.ForeignKeyConstraint(['prioritisation_id'], ['prioritisation.id'], ),
    sa.PrimaryKeyConstraint('prioritisation_id', 'person_id')
    )
    op.create_table('prioritychoice',
    sa.Column('prioritisation_id', ID, nullable=False),
    sa.Column('item_id', ID, nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], ),
    sa.ForeignKeyConstraint(['prioritisation_id'], ['prioritisation.id'], ),
    sa.PrimaryKeyConstraint('prioritisation_id', 'item_id')
    )
    op.create_table('priorityvote',
    sa.Column('prioritisation_id', ID, nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('item_id', ID, nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.ForeignKeyConstraint(['prioritisation_id'], ['prioritisation.id'], ),
    sa.PrimaryKeyConstraint('prioritisation_id', 'person_id', 'item_id')
    )
    op.create_table('section',
    sa.Column('id', ID, nullable=False),
    sa.Column('consultation_id', ID, nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(12), nullable=False),
    sa.Column('title', sa.String(200), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('consultation_id', 'number')
    )
    with op.batch_alter_table('section', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_section_consultation_id'), ['consultation_id'], unique=False)

    op.create_table('statement',
    sa.Column('id', ID, nullable=False),
    sa.Column('consultation_id', ID, nullable=False),
    sa.Column('no_objection', sa.Boolean(), nullable=False),
    sa.Column('represents', sa.String(), nullable=False),
    sa.Column('interest', sa.String(), nullable=False),
    sa.Column('remarks', sa.String(), nullable=False),
    sa.Column('general_version', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('edited_by', ID, nullable=True),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('released_by', ID, nullable=True),
    sa.Column('submitted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('submitted_by', ID, nullable=True),
    sa.Column('channel', sa.String(32), nullable=True),
    sa.Column('written_on', sa.Date(), nullable=True),
    sa.Column('filed_on', sa.Date(), nullable=True),
    sa.Column('anonymised_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['consultation_id'], ['consultation.id'], ),
    sa.ForeignKeyConstraint(['id'], ['item.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('statement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_statement_consultation_id'), ['consultation_id'], unique=False)

    op.create_table('tag',
    sa.Column('id', ID, nullable=False),
    sa.Column('participation_id', ID, nullable=False),
    sa.Column('name', sa.String(60), nullable=False),
    sa.ForeignKeyConstraint(['participation_id'], ['participation.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('participation_id', 'name')
    )
    op.create_table('thesisgroup',
    sa.Column('thesis_id', ID, nullable=False),
    sa.Column('group', sa.String(32), nullable=False),
    sa.Column('agree', sa.Integer(), nullable=False),
    sa.Column('disagree', sa.Integer(), nullable=False),
    sa.Column('passed', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['thesis_id'], ['thesis.id'], ),
    sa.PrimaryKeyConstraint('thesis_id', 'group')
    )
    op.create_table('cosignature',
    sa.Column('statement_id', ID, nullable=False),
    sa.Column('organisation_id', ID, nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('by_id', ID, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], ),
    sa.ForeignKeyConstraint(['statement_id'], ['statement.id'], ),
    sa.PrimaryKeyConstraint('statement_id', 'organisation_id')
    )
    op.create_table('itemtag',
    sa.Column('item_id', ID, nullable=False),
    sa.Column('tag_id', ID, nullable=False),
    sa.Column('by_id', ID, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['item.id'], ),
    sa.ForeignKeyConstraint(['tag_id'], ['tag.id'], ),
    sa.PrimaryKeyConstraint('item_id', 'tag_id')
    )
    with op.batch_alter_table('itemtag', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_itemtag_tag_id'), ['tag_id'], unique=False)

    op.create_table('sectionposition',
    sa.Column('statement_id', ID, nullable=False),
    sa.Column('section_id', ID, nullable=False),
    sa.Column('position', sa.String(32), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('wording', sa.String(), nullable=False),
    sa.Column('evidence', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('saved_by', ID, nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['section_id'], ['section.id'], ),
    sa.ForeignKeyConstraint(['statement_id'], ['statement.id'], ),
    sa.PrimaryKeyConstraint('statement_id', 'section_id')
    )
    op.create_table('segment',
    sa.Column('id', ID, nullable=False),
    sa.Column('statement_id', ID, nullable=False),
    sa.Column('section_id', ID, nullable=True),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('workplace', sa.String(32), nullable=False),
    sa.Column('assignee_id', ID, nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['id'], ['item.id'], ),
    sa.ForeignKeyConstraint(['section_id'], ['section.id'], ),
    sa.ForeignKeyConstraint(['statement_id'], ['statement.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('segment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_segment_assignee_id'), ['assignee_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_segment_due_on'), ['due_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_segment_section_id'), ['section_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_segment_statement_id'), ['statement_id'], unique=False)

    op.create_table('segmentchange',
    sa.Column('id', ID, nullable=False),
    sa.Column('segment_id', ID, nullable=False),
    sa.Column('field', sa.String(40), nullable=False),
    sa.Column('before', sa.String(), nullable=False),
    sa.Column('after', sa.String(), nullable=False),
    sa.Column('by_id', ID, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['segment_id'], ['segment.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('segmentchange', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_segmentchange_segment_id'), ['segment_id'], unique=False)

    op.create_table('segmentnote',
    sa.Column('id', ID, nullable=False),
    sa.Column('segment_id', ID, nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('by_id', ID, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['segment_id'], ['segment.id'], ),
    sa.PrimaryKeyConstraint('id')
    )
    with op.batch_alter_table('segmentnote', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_segmentnote_segment_id'), ['segment_id'], unique=False)

    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_membership_person_id'))

    _give_offices(op.get_bind())
    op.drop_table('membership')
    with op.batch_alter_table('comment', schema=None) as batch_op:
        batch_op.add_column(sa.Column('helpful', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('unhelpful', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('score', sa.Integer(), server_default='0', nullable=False))

    with op.batch_alter_table('district', schema=None) as batch_op:
        batch_op.add_column(sa.Column('shape', DATA, nullable=True))

    with op.batch_alter_table('item', schema=None) as batch_op:
        batch_op.add_column(sa.Column('entered_by_id', ID, nullable=True))
        batch_op.create_index('item_of_organisation', ['organisation_id', 'kind', 'id'], unique=False)
        batch_op.create_index('item_in_participation', ['participation_id', 'kind', 'id'], unique=False)

    with op.batch_alter_table('moderationnote', schema=None) as batch_op:
        batch_op.add_column(sa.Column('automatic', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('month', sa.String(7), server_default='', nullable=False))
        batch_op.add_column(sa.Column('waited_hours', sa.Integer(), nullable=True))
        batch_op.create_index('moderationnote_month', ['month', 'action', 'reason', 'waited_hours'], unique=False)

    with op.batch_alter_table('officegrant', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_officegrant_scope_id'), ['scope_id'], unique=False)

    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('register_number', sa.String(80), server_default='', nullable=False))
        batch_op.add_column(sa.Column('represents', sa.String(300), server_default='', nullable=False))
        batch_op.add_column(sa.Column('represented', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('website', sa.String(300), server_default='', nullable=False))
        batch_op.add_column(sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('verified_by', ID, nullable=True))
        batch_op.add_column(sa.Column('verified_for', sa.String(120), server_default='', nullable=False))
        batch_op.add_column(sa.Column('verified_with', sa.String(300), server_default='', nullable=False))

    with op.batch_alter_table('participation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('target_groups', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('silent_groups', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('online_formats', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('offline_formats', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('languages', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('moderation', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('dialogue_rules', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('budget', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('staff', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('use_of_results', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('decided_by', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('evaluation', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('result', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('result_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('terms', sa.String(40), server_default='', nullable=False))
        batch_op.add_column(sa.Column('unread', sa.Integer(), server_default='0', nullable=False))

    with op.batch_alter_table('plannedphase', schema=None) as batch_op:
        batch_op.add_column(sa.Column('eligibility', sa.String(32), server_default='mail', nullable=False))
        batch_op.add_column(sa.Column('assurance', sa.String(32), nullable=True))
        batch_op.add_column(sa.Column('supporting', sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column('commenting', sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column('supports_each', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('results_hidden', sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table('problem', schema=None) as batch_op:
        batch_op.add_column(sa.Column('contribution', sa.String(32), server_default='problem', nullable=False))
        batch_op.add_column(sa.Column('channel', sa.String(32), nullable=True))
        batch_op.add_column(sa.Column('latitude', sa.Float(), nullable=True))
        batch_op.add_column(sa.Column('longitude', sa.Float(), nullable=True))
        batch_op.add_column(sa.Column('takes_place_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('withdrawn_for', sa.String(32), nullable=True))

    with op.batch_alter_table('websession', schema=None) as batch_op:
        batch_op.add_column(sa.Column('assurance', sa.String(32), nullable=True))
        batch_op.add_column(sa.Column('by_code', sa.Boolean(), server_default=sa.false(), nullable=False))


def _give_offices(connection: sa.Connection) -> None:
    """Who belonged to an organisation first represents it; the others write for it."""
    represented = set()
    for member in connection.execute(sa.text(MEMBERS)).all():
        office = "author" if member.organisation_id in represented else "representative"
        represented.add(member.organisation_id)
        row = member._asdict() | {"id": new_id(), "office": office}
        connection.execute(sa.text(GRANT), row)


def downgrade() -> None:
    with op.batch_alter_table('websession', schema=None) as batch_op:
        batch_op.drop_column('by_code')
        batch_op.drop_column('assurance')

    with op.batch_alter_table('problem', schema=None) as batch_op:
        batch_op.drop_column('withdrawn_for')
        batch_op.drop_column('takes_place_at')
        batch_op.drop_column('longitude')
        batch_op.drop_column('latitude')
        batch_op.drop_column('channel')
        batch_op.drop_column('contribution')

    with op.batch_alter_table('plannedphase', schema=None) as batch_op:
        batch_op.drop_column('results_hidden')
        batch_op.drop_column('supports_each')
        batch_op.drop_column('commenting')
        batch_op.drop_column('supporting')
        batch_op.drop_column('assurance')
        batch_op.drop_column('eligibility')

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_column('unread')
        batch_op.drop_column('terms')

    with op.batch_alter_table('participation', schema=None) as batch_op:
        batch_op.drop_column('result_at')
        batch_op.drop_column('result')
        batch_op.drop_column('evaluation')
        batch_op.drop_column('decided_by')
        batch_op.drop_column('use_of_results')
        batch_op.drop_column('staff')
        batch_op.drop_column('budget')
        batch_op.drop_column('dialogue_rules')
        batch_op.drop_column('moderation')
        batch_op.drop_column('languages')
        batch_op.drop_column('offline_formats')
        batch_op.drop_column('online_formats')
        batch_op.drop_column('silent_groups')
        batch_op.drop_column('target_groups')

    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.drop_column('verified_with')
        batch_op.drop_column('verified_for')
        batch_op.drop_column('verified_by')
        batch_op.drop_column('verified_at')
        batch_op.drop_column('website')
        batch_op.drop_column('represented')
        batch_op.drop_column('represents')
        batch_op.drop_column('register_number')

    with op.batch_alter_table('officegrant', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_officegrant_scope_id'))

    with op.batch_alter_table('moderationnote', schema=None) as batch_op:
        batch_op.drop_index('moderationnote_month')
        batch_op.drop_column('waited_hours')
        batch_op.drop_column('month')
        batch_op.drop_column('automatic')

    with op.batch_alter_table('item', schema=None) as batch_op:
        batch_op.drop_index('item_in_participation')
        batch_op.drop_index('item_of_organisation')
        batch_op.drop_column('entered_by_id')

    with op.batch_alter_table('district', schema=None) as batch_op:
        batch_op.drop_column('shape')

    with op.batch_alter_table('comment', schema=None) as batch_op:
        batch_op.drop_column('score')
        batch_op.drop_column('unhelpful')
        batch_op.drop_column('helpful')

    op.create_table('membership',
    sa.Column('organisation_id', ID, nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], ),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], ),
    sa.PrimaryKeyConstraint('organisation_id', 'person_id')
    )
    with op.batch_alter_table('membership', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_membership_person_id'), ['person_id'], unique=False)

    with op.batch_alter_table('segmentnote', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_segmentnote_segment_id'))

    op.drop_table('segmentnote')
    with op.batch_alter_table('segmentchange', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_segmentchange_segment_id'))

    op.drop_table('segmentchange')
    with op.batch_alter_table('segment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_segment_statement_id'))
        batch_op.drop_index(batch_op.f('ix_segment_section_id'))
        batch_op.drop_index(batch_op.f('ix_segment_due_on'))
        batch_op.drop_index(batch_op.f('ix_segment_assignee_id'))

    op.drop_table('segment')
    op.drop_table('sectionposition')
    with op.batch_alter_table('itemtag', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_itemtag_tag_id'))

    op.drop_table('itemtag')
    op.drop_table('cosignature')
    op.drop_table('thesisgroup')
    op.drop_table('tag')
    with op.batch_alter_table('statement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_statement_consultation_id'))

    op.drop_table('statement')
    with op.batch_alter_table('section', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_section_consultation_id'))

    op.drop_table('section')
    op.drop_table('priorityvote')
    op.drop_table('prioritychoice')
    op.drop_table('priorityballot')
    with op.batch_alter_table('participationshare', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_participationshare_participation_id'))

    op.drop_table('participationshare')
    with op.batch_alter_table('participationrequest', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_participationrequest_project_id'))

    op.drop_table('participationrequest')
    with op.batch_alter_table('outreach', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outreach_participation_id'))

    op.drop_table('outreach')
    with op.batch_alter_table('news', schema=None) as batch_op:
        batch_op.drop_index('news_waiting')
        batch_op.drop_index('news_unread')
        batch_op.drop_index('news_inbox')
        batch_op.drop_index(batch_op.f('ix_news_item_id'))
        batch_op.drop_index(batch_op.f('ix_news_about_id'))

    op.drop_table('news')
    with op.batch_alter_table('mention', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mention_person_id'))

    op.drop_table('mention')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_invitation_consultation_id'))

    op.drop_table('invitation')
    op.drop_table('hiding')
    with op.batch_alter_table('givenopinion', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_givenopinion_person_id'))

    op.drop_table('givenopinion')
    with op.batch_alter_table('commentmark', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_commentmark_person_id'))

    op.drop_table('commentmark')
    with op.batch_alter_table('appeal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_appeal_item_id'))
        batch_op.drop_index(batch_op.f('ix_appeal_decided_at'))

    op.drop_table('appeal')
    with op.batch_alter_table('trait', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_trait_item_id'))

    op.drop_table('trait')
    op.drop_table('thesis')
    op.drop_table('termsconsent')
    with op.batch_alter_table('storedfile', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_storedfile_removed_at'))
        batch_op.drop_index(batch_op.f('ix_storedfile_item_id'))

    op.drop_table('storedfile')
    with op.batch_alter_table('report', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_report_settled_at'))
        batch_op.drop_index(batch_op.f('ix_report_person_id'))

    op.drop_table('report')
    with op.batch_alter_table('redaction', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_redaction_item_id'))

    op.drop_table('redaction')
    with op.batch_alter_table('project', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_project_authority'))

    op.drop_table('project')
    with op.batch_alter_table('privatenote', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_privatenote_item_id'))

    op.drop_table('privatenote')
    op.drop_table('prioritisation')
    with op.batch_alter_table('participationcode', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_participationcode_person_id'))

    op.drop_table('participationcode')
    op.drop_table('newssetting')
    op.drop_table('newsfeed')
    with op.batch_alter_table('memberinvitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_memberinvitation_organisation_id'))

    op.drop_table('memberinvitation')
    with op.batch_alter_table('looking', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_looking_until'))

    op.drop_table('looking')
    with op.batch_alter_table('likepair', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_likepair_participation_id'))
        batch_op.drop_index(batch_op.f('ix_likepair_other_id'))

    op.drop_table('likepair')
    with op.batch_alter_table('joinrequest', schema=None) as batch_op:
        batch_op.drop_index('joinrequest_open', sqlite_where=sa.text('decided_at IS NULL'), postgresql_where=sa.text('decided_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_joinrequest_person_id'))

    op.drop_table('joinrequest')
    with op.batch_alter_table('following', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_following_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_following_item_id'))
        batch_op.drop_index(batch_op.f('ix_following_district_id'))
        batch_op.drop_index('following_circle')

    op.drop_table('following')
    op.drop_table('contactpoint')
    op.drop_table('consultation')
    with op.batch_alter_table('coauthor', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_coauthor_person_id'))

    op.drop_table('coauthor')
    with op.batch_alter_table('assistedentry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assistedentry_by_id'))
        batch_op.drop_index(batch_op.f('ix_assistedentry_at'))

    op.drop_table('assistedentry')
    with op.batch_alter_table('assignment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_assignment_item_id'))

    op.drop_table('assignment')
    op.drop_table('assessment')
    with op.batch_alter_table('cannedwords', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_cannedwords_participation_id'))

    op.drop_table('cannedwords')
    op.execute(
        "INSERT INTO membership (organisation_id, person_id, since)"
        f" SELECT scope_id, person_id, MIN(starts_at) FROM officegrant WHERE {OF_ORGANISATIONS}"
        " GROUP BY scope_id, person_id"
    )
    op.execute(f"DELETE FROM officegrant WHERE {OF_ORGANISATIONS}")

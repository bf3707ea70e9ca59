-- What must always be true of the database. Each statement finds the rows that break the rule
-- named above it; all of them run on SQLite and on PostgreSQL. `app verify` runs them in order.

-- The count of supporters is the number of supports
SELECT id FROM item
WHERE supporters <> (SELECT count(*) FROM support WHERE support.item_id = item.id);

-- The counts of supporters per group add up to the count of supporters
SELECT id FROM item
WHERE supporters <> supporters_citizens + supporters_civil_society + supporters_business
  + supporters_academia + supporters_administration + supporters_politics + supporters_unstated;

-- The count of supporters per group is the number of supports of that group
SELECT item.id FROM item JOIN support ON support.item_id = item.id
GROUP BY item.id, support."group"
HAVING count(*) <> CASE support."group"
  WHEN 'citizens' THEN max(supporters_citizens)
  WHEN 'civil_society' THEN max(supporters_civil_society)
  WHEN 'business' THEN max(supporters_business)
  WHEN 'academia' THEN max(supporters_academia)
  WHEN 'administration' THEN max(supporters_administration)
  WHEN 'politics' THEN max(supporters_politics)
  ELSE max(supporters_unstated) END;

-- The count of comments is the number of published comments
SELECT id FROM item
WHERE kind <> 'comment' AND comments <> (
  SELECT count(*) FROM item AS said
  WHERE said.about_id = item.id AND said.kind = 'comment' AND said.state = 'published');

-- The counts of what readers say of a comment are the numbers of their marks
SELECT comment.id FROM comment
WHERE score <> helpful - unhelpful
  OR helpful <> (SELECT count(*) FROM commentmark
    WHERE commentmark.comment_id = comment.id AND commentmark.mark = 'helpful')
  OR unhelpful <> (SELECT count(*) FROM commentmark
    WHERE commentmark.comment_id = comment.id AND commentmark.mark = 'unhelpful');

-- Nobody marks their own comment
SELECT item.id FROM item
JOIN commentmark ON commentmark.comment_id = item.id AND commentmark.person_id = item.author_id;

-- Nobody has given more supports in a phase than it allows
SELECT plannedphase.id FROM plannedphase
JOIN item ON item.participation_id = plannedphase.participation_id
JOIN support ON support.item_id = item.id
WHERE plannedphase.supports_each IS NOT NULL
  AND support.at >= plannedphase.opens_at AND support.at < plannedphase.closes_at
GROUP BY plannedphase.id, plannedphase.supports_each, support.person_id
HAVING count(*) > plannedphase.supports_each;

-- Nobody supports their own contribution
SELECT item.id FROM item
JOIN support ON support.item_id = item.id AND support.person_id = item.author_id;

-- What waits for moderation or is hidden is not public
SELECT id FROM item
WHERE kind IN ('problem', 'comment') AND visibility = 'public'
  AND state IN ('draft', 'submitted', 'returned', 'hidden');

-- Nobody moderates their own contribution
SELECT moderationnote.id FROM moderationnote
JOIN item ON item.id = moderationnote.item_id AND moderationnote.by_id = item.author_id;

-- What waits for a second look is hidden
SELECT hiding.item_id FROM hiding
JOIN item ON item.id = hiding.item_id AND item.state <> 'hidden';

-- An objection is decided by somebody who did not act
SELECT appeal.note_id FROM appeal
JOIN moderationnote ON moderationnote.id = appeal.note_id
  AND moderationnote.by_id = appeal.decided_by;

-- A synthesis is closed only when everything in it has an answer
SELECT item.id FROM item
JOIN plannedphase ON plannedphase.participation_id = item.participation_id
WHERE plannedphase.kind = 'synthesis' AND plannedphase.closed_at IS NOT NULL
  AND item.verdict IS NULL AND item.created_at < plannedphase.closed_at
  AND (item.kind = 'topic' OR (item.kind = 'problem' AND item.state = 'published'));

-- Every answer has a reason
SELECT id FROM answer WHERE length(reason) < 10;

-- An approved requirement has an origin
SELECT item.id FROM item
WHERE kind = 'requirement' AND state = 'approved' AND NOT EXISTS (
  SELECT 1 FROM itemlink JOIN item AS origin ON origin.id = itemlink.from_id
  LEFT JOIN itemlinkend ON itemlinkend.link_id = itemlink.id
  WHERE itemlink.to_id = item.id AND itemlink.how = 'origin_of'
    AND origin.kind <> 'measure' AND itemlinkend.link_id IS NULL);

-- A measure beyond the pre-process has a mandate
SELECT id FROM item
WHERE kind = 'measure' AND state NOT IN ('preprocess', 'ended') AND NOT EXISTS (
  SELECT 1 FROM item AS mandate
  WHERE mandate.kind = 'mandate' AND mandate.measure_id = item.id
    AND mandate.state IN ('granted', 'conditional', 'amended'));

-- A mandate has a decision with implementer and budget, on a frozen package
SELECT item.id FROM item
LEFT JOIN decision ON decision.mandate_id = item.id
LEFT JOIN package ON package.mandate_id = item.id
WHERE item.kind = 'mandate' AND item.state IN ('granted', 'conditional', 'amended')
  AND (decision.mandate_id IS NULL OR package.mandate_id IS NULL
    OR CAST(decision.implementers AS text) = '[]' OR CAST(decision.years AS text) = '[]');

-- A measure has at most one mandate in force
SELECT measure_id FROM item
WHERE kind = 'mandate' AND state IN ('granted', 'conditional')
GROUP BY measure_id HAVING count(*) > 1;

-- Every public topic, measure and mandate left a line on the record
SELECT id FROM item
WHERE visibility = 'public' AND kind IN ('topic', 'measure', 'mandate')
  AND NOT EXISTS (SELECT 1 FROM event WHERE event.subject_id = item.id);

-- A person's unread news are counted
SELECT id FROM person
WHERE unread <> (SELECT count(*) FROM news WHERE news.person_id = person.id AND news.read_at IS NULL);

-- A statement that was handed in has its words kept
SELECT id FROM item
WHERE kind = 'statement' AND state IN ('submitted', 'published')
  AND NOT EXISTS (SELECT 1 FROM itemversion WHERE itemversion.item_id = item.id);

-- An organisation has one statement to a consultation
SELECT min(item.id) FROM item JOIN statement ON statement.id = item.id
WHERE item.state IN ('draft', 'released', 'submitted', 'published')
GROUP BY statement.consultation_id, item.organisation_id HAVING count(*) > 1;

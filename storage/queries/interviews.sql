-- Interviews and what was said in them. The current answer to a question is its highest revision.

-- name: interview(tenant, id)^
SELECT * FROM interview WHERE tenant = :tenant AND id = :id;

-- name: interviews(tenant, assessment)
SELECT * FROM interview WHERE tenant = :tenant AND assessment = :assessment ORDER BY created_at, id;

-- name: interviews_of(tenant, person)
SELECT * FROM interview WHERE tenant = :tenant AND person = :person ORDER BY created_at, id;

-- name: ask(tenant, id)^
SELECT * FROM ask WHERE tenant = :tenant AND id = :id;

-- name: asks_of_interview(tenant, interview)
SELECT * FROM ask WHERE tenant = :tenant AND interview = :interview ORDER BY opened_at, id;

-- name: answers_of_interview(tenant, interview)
SELECT a.* FROM answer a
WHERE a.tenant = :tenant AND a.interview = :interview AND a.revision = (
    SELECT MAX(b.revision) FROM answer b
    WHERE b.tenant = a.tenant AND b.interview = a.interview AND b.question = a.question
)
ORDER BY a.seq;

-- name: waiting_texts(tenant, interview, person)
-- Of this interview, and what this person typed outside any.
SELECT * FROM kept
WHERE tenant = :tenant AND state = 'kept'
    AND (interview = :interview OR (interview IS NULL AND person = :person))
ORDER BY at, id;

-- name: live_card(tenant, interview)^
SELECT * FROM card WHERE tenant = :tenant AND interview = :interview AND state = 'live';

-- name: answers(tenant, assessment)
SELECT a.* FROM answer a JOIN interview i ON i.tenant = a.tenant AND i.id = a.interview
WHERE a.tenant = :tenant AND i.assessment = :assessment AND a.revision = (
    SELECT MAX(b.revision) FROM answer b
    WHERE b.tenant = a.tenant AND b.interview = a.interview AND b.question = a.question
)
ORDER BY a.interview, a.seq;

-- name: answers_history(tenant, assessment)
SELECT a.* FROM answer a JOIN interview i ON i.tenant = a.tenant AND i.id = a.interview
WHERE a.tenant = :tenant AND i.assessment = :assessment
ORDER BY a.interview, a.seq, a.revision;

-- name: answers_of(tenant, person, assessment)
SELECT a.* FROM answer a JOIN interview i ON i.tenant = a.tenant AND i.id = a.interview
WHERE a.tenant = :tenant AND i.person = :person AND i.assessment = :assessment
    AND i.state <> 'ended' AND a.revision = (
    SELECT MAX(b.revision) FROM answer b
    WHERE b.tenant = a.tenant AND b.interview = a.interview AND b.question = a.question
)
ORDER BY a.interview, a.seq;

-- name: kept(tenant, assessment)
-- With what people typed outside any interview, if all their interviews are in this assessment.
SELECT k.* FROM kept k LEFT JOIN interview i ON i.tenant = k.tenant AND i.id = k.interview
WHERE k.tenant = :tenant AND (
    i.assessment = :assessment
    OR (k.interview IS NULL AND k.person IN (
        SELECT p.person FROM interview p WHERE p.tenant = :tenant
        GROUP BY p.person HAVING MIN(p.assessment) = :assessment AND MAX(p.assessment) = :assessment
    ))
)
ORDER BY k.at, k.id;

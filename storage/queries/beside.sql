-- What already runs, and who is further ahead. What is searched in several ways has its conditions in
-- storage/sqlite/beside.py, so that each way has its index.

-- name: initiatives(tenant, assessment)
SELECT * FROM initiative WHERE tenant = :tenant AND assessment = :assessment ORDER BY at, id;

-- name: initiative(tenant, id)^
SELECT * FROM initiative WHERE tenant = :tenant AND id = :id;

-- name: all_initiatives(tenant)
SELECT * FROM initiative WHERE tenant = :tenant ORDER BY at, id;

-- name: initiatives_of(tenant, person)
-- What this person told, or registered; a list that was handed over is the organisation's.
SELECT * FROM initiative
WHERE tenant = :tenant AND (
    ("by" = :person AND source <> 'list') OR interview IN (SELECT i.id FROM interview i WHERE i.tenant = :tenant AND i.person = :person)
)
ORDER BY at, id;

-- name: initiatives_of_interview(tenant, interview)
SELECT * FROM initiative WHERE tenant = :tenant AND interview = :interview;

-- name: reference(tenant, id)^
SELECT * FROM reference WHERE tenant = :tenant AND id = :id;

-- name: reference_marked(tenant, owner, mark)^
SELECT * FROM reference WHERE tenant = :tenant AND owner = :owner AND mark = :mark;

-- name: references_of_interview(tenant, interview)
SELECT * FROM reference WHERE tenant = :tenant AND interview = :interview;

-- name: references_owned(tenant, owner)
-- Every one that is left of one owner, or (NULL) of all.
SELECT * FROM reference
WHERE tenant = :tenant AND owner = COALESCE(:owner, owner) AND withdrawn_at IS NULL
ORDER BY at, id;

-- name: references_told_by(tenant, person)
SELECT * FROM reference
WHERE tenant = :tenant AND interview IN (
    SELECT i.id FROM interview i WHERE i.tenant = :tenant AND i.person = :person
)
ORDER BY at, id;

-- name: scores_told_by(tenant, person)
SELECT * FROM reference_score
WHERE tenant = :tenant AND reference IN (
    SELECT r.id FROM reference r JOIN interview i ON i.tenant = r.tenant AND i.id = r.interview
    WHERE r.tenant = :tenant AND i.person = :person
)
ORDER BY reference, pillar;

-- name: practices_told_by(tenant, person)
SELECT * FROM practice
WHERE tenant = :tenant AND reference IN (
    SELECT r.id FROM reference r JOIN interview i ON i.tenant = r.tenant AND i.id = r.interview
    WHERE r.tenant = :tenant AND i.person = :person
)
ORDER BY at, id;

-- name: alike(tenant, owner, demo, sector, size)^
-- Of whom something was heard or seen; who is only to be asked is none yet.
SELECT COUNT(*) FROM reference
WHERE tenant = :tenant AND owner = :owner AND demo = :demo AND sector = :sector AND size IS :size
    AND withdrawn_at IS NULL AND (stage IN ('spoken', 'thanked') OR kind = 'outside');

-- name: reference_scores(tenant, reference)
SELECT * FROM reference_score WHERE tenant = :tenant AND reference = :reference ORDER BY pillar;

-- name: scores_owned(tenant, owner)
SELECT * FROM reference_score
WHERE tenant = :tenant AND owner = COALESCE(:owner, owner)
ORDER BY reference, pillar;

-- name: scores_beside(tenant, owner, demo, kind, pillar, first, last, government, coverage, without)
-- Each score once, with how often it is there and of whom it is.
SELECT
    score,
    COUNT(*) AS count,
    MIN(year) AS first_year,
    MAX(year) AS last_year,
    json_group_array(DISTINCT sector) AS sectors,
    json_group_array(DISTINCT government) AS governments
FROM reference_score
WHERE tenant = :tenant AND owner = :owner AND demo = :demo AND kind = :kind AND pillar = :pillar
    AND sector >= :first AND sector <= :last
    AND government = COALESCE(:government, government) AND coverage >= :coverage
    AND reference NOT IN (SELECT value FROM json_each(:without))
GROUP BY score ORDER BY score;

-- name: references_beside(tenant, owner, demo, kind, pillar, first, last, government, coverage, without)
SELECT reference FROM reference_score
WHERE tenant = :tenant AND owner = :owner AND demo = :demo AND kind = :kind AND pillar = :pillar
    AND sector >= :first AND sector <= :last
    AND government = COALESCE(:government, government) AND coverage >= :coverage
    AND reference NOT IN (SELECT value FROM json_each(:without))
ORDER BY score, reference;

-- name: scored_after(tenant, owner, moment)
SELECT DISTINCT reference FROM reference_score
WHERE tenant = :tenant AND owner = :owner AND at > :moment
ORDER BY reference;

-- name: names(tenant, owner)
SELECT id, name FROM reference
WHERE tenant = :tenant AND owner = :owner AND withdrawn_at IS NULL AND name IS NOT NULL;

-- name: practice(tenant, id)^
SELECT * FROM practice WHERE tenant = :tenant AND id = :id;

-- name: practices_of_reference(tenant, reference)
SELECT * FROM practice WHERE tenant = :tenant AND reference = :reference AND withdrawn = 0 ORDER BY at DESC, id;

-- name: practices_owned(tenant, owner)
SELECT * FROM practice
WHERE tenant = :tenant AND owner = COALESCE(:owner, owner) AND withdrawn = 0
ORDER BY at, id;

-- name: contact(tenant, id)^
SELECT * FROM contact WHERE tenant = :tenant AND id = :id;

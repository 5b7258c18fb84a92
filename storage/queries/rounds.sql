-- What is kept of a round besides its answers: files, reminders, judgements, amendments, notes. The oldest first.

-- name: files(tenant, interview)
SELECT * FROM file WHERE tenant = :tenant AND interview = :interview ORDER BY at, id;

-- name: file(tenant, id)^
SELECT * FROM file WHERE tenant = :tenant AND id = :id;

-- name: files_in(tenant, address)^
SELECT COUNT(*) FROM file WHERE tenant = :tenant AND address = :address AND state = 'kept';

-- name: file_bytes(tenant, interview)^
SELECT COALESCE(SUM(size), 0) FROM file WHERE tenant = :tenant AND interview = :interview AND state = 'kept';

-- name: all_file_bytes(tenant)^
SELECT COALESCE(SUM(size), 0) FROM file WHERE tenant = :tenant AND state = 'kept';

-- name: files_of_assessment(tenant, assessment)
SELECT f.* FROM file f JOIN interview i ON i.tenant = f.tenant AND i.id = f.interview
WHERE f.tenant = :tenant AND i.assessment = :assessment
ORDER BY f.at, f.id;

-- name: files_by(tenant, person)
SELECT * FROM file WHERE tenant = :tenant AND person = :person ORDER BY at, id;

-- name: all_files(tenant)
SELECT * FROM file WHERE tenant = :tenant ORDER BY at, id;

-- name: reminders(tenant, assessment, person)
SELECT * FROM reminder
WHERE tenant = :tenant AND assessment = :assessment AND person = COALESCE(:person, person)
ORDER BY at, id;

-- name: reminders_to(tenant, person)
SELECT * FROM reminder WHERE tenant = :tenant AND person = :person ORDER BY at, id;

-- name: all_reminders(tenant)
SELECT * FROM reminder WHERE tenant = :tenant ORDER BY at, id;

-- name: judgements(tenant, assessment)
SELECT j.* FROM judgement j JOIN interview i ON i.tenant = j.tenant AND i.id = j.interview
WHERE j.tenant = :tenant AND i.assessment = :assessment
ORDER BY j.at, j.interview, j.question, j.number;

-- name: judgements_of(tenant, person)
-- Of the answers that this person gave.
SELECT j.* FROM judgement j JOIN interview i ON i.tenant = j.tenant AND i.id = j.interview
WHERE j.tenant = :tenant AND i.person = :person
ORDER BY j.at, j.interview, j.question, j.number;

-- name: all_judgements(tenant)
SELECT * FROM judgement WHERE tenant = :tenant ORDER BY at, interview, question, number;

-- name: amendments(tenant, assessment)
SELECT * FROM amendment WHERE tenant = :tenant AND assessment = :assessment ORDER BY kind, subject, number;

-- name: amendments_by(tenant, person)
SELECT * FROM amendment WHERE tenant = :tenant AND "by" = :person ORDER BY assessment, kind, subject, number;

-- name: all_amendments(tenant)
SELECT * FROM amendment WHERE tenant = :tenant ORDER BY assessment, kind, subject, number;

-- name: notes(tenant, assessment, kind)
SELECT * FROM note
WHERE tenant = :tenant AND assessment = :assessment AND kind = COALESCE(:kind, kind)
ORDER BY at, id;

-- name: note(tenant, id)^
SELECT * FROM note WHERE tenant = :tenant AND id = :id;

-- name: open_queries(tenant, interview)
SELECT * FROM note
WHERE tenant = :tenant AND interview = :interview AND kind = 'query' AND state IN ('waiting', 'asked')
ORDER BY at, id;

-- name: notes_of(tenant, person)
-- What this person said, and what was said to or of this person.
SELECT * FROM note
WHERE tenant = :tenant AND (
    person = :person OR "by" = :person
    OR interview IN (SELECT i.id FROM interview i WHERE i.tenant = :tenant AND i.person = :person)
)
ORDER BY at, id;

-- name: all_notes(tenant)
SELECT * FROM note WHERE tenant = :tenant ORDER BY at, id;

-- People, assessments, invites, scripts.

-- name: person(tenant, id)^
SELECT * FROM person WHERE tenant = :tenant AND id = :id;

-- name: person_at(tenant, channel, address)^
SELECT * FROM person WHERE tenant = :tenant AND channel = :channel AND address = :address;

-- name: assessment(tenant, id)^
SELECT * FROM assessment WHERE tenant = :tenant AND id = :id;

-- name: assessments(tenant, owner)
SELECT * FROM assessment WHERE tenant = :tenant AND owner = COALESCE(:owner, owner) ORDER BY created_at, id;

-- name: members(tenant, assessment)
SELECT * FROM member WHERE tenant = :tenant AND assessment = :assessment ORDER BY since, person;

-- name: memberships(tenant, person)
SELECT * FROM member WHERE tenant = :tenant AND person = :person ORDER BY since, assessment;

-- name: invite(tenant, id)^
SELECT * FROM invite WHERE tenant = :tenant AND id = :id;

-- name: invite_by_hash(tenant, token_hash)^
SELECT * FROM invite WHERE tenant = :tenant AND token_hash = :token_hash;

-- name: invites(tenant, assessment)
SELECT * FROM invite WHERE tenant = :tenant AND assessment = :assessment ORDER BY created_at, id;

-- name: invites_bound_to(tenant, person)
SELECT * FROM invite WHERE tenant = :tenant AND bound_to = :person ORDER BY created_at, id;

-- name: script(tenant, hash)^
SELECT * FROM script WHERE tenant = :tenant AND hash = :hash;

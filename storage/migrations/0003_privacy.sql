-- Who did what and when; scores without a person; and the moments from which retention counts.

ALTER TABLE assessment ADD COLUMN adopted_at TEXT;
ALTER TABLE interview ADD COLUMN erased_at TEXT;

-- Opaque ids only: who (a person, "operator" or "program") did what, in which assessment, to whom or what.
CREATE TABLE audit (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    assessment TEXT,
    subject TEXT,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX audit_assessment ON audit (tenant, assessment, at);

CREATE TABLE score (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    assessment TEXT NOT NULL,
    at TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, assessment) REFERENCES assessment (tenant, id)
);
CREATE INDEX score_assessment ON score (tenant, assessment);

-- What a consultant makes of what follows from the answers: of an action, a finding, a conclusion; what the board decided.

CREATE TABLE amendment (
    tenant TEXT NOT NULL,
    assessment TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('action', 'finding', 'conclusion', 'decision', 'progress')),
    subject TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 1),
    body TEXT NOT NULL,
    "by" TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (tenant, assessment, kind, subject, number),
    FOREIGN KEY (tenant, assessment) REFERENCES assessment (tenant, id)
);
CREATE INDEX amendment_by ON amendment (tenant, "by");

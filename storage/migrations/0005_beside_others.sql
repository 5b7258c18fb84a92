-- What already runs, and who is further ahead: initiatives, references with their scores and practices, contacts.

-- `mark`: of a row of a list or of an interview, so that nothing is taken twice.
CREATE TABLE initiative (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    assessment TEXT NOT NULL,
    interview TEXT,
    source TEXT NOT NULL CHECK (source IN ('interview', 'list', 'chat')),
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'withdrawn', 'erased')),
    "by" TEXT NOT NULL,
    at TEXT NOT NULL,
    mark TEXT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, assessment, mark),
    FOREIGN KEY (tenant, assessment) REFERENCES assessment (tenant, id),
    FOREIGN KEY (tenant, interview) REFERENCES interview (tenant, id)
);
CREATE INDEX initiative_assessment ON initiative (tenant, assessment, at, id);
CREATE INDEX initiative_interview ON initiative (tenant, interview);
CREATE INDEX initiative_by ON initiative (tenant, "by");

-- `owner`: the consultant whose it is; nobody else's searches find it.
CREATE TABLE reference (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    owner TEXT NOT NULL,
    name TEXT,
    anonymous INTEGER NOT NULL,
    sector TEXT NOT NULL,
    government INTEGER NOT NULL,
    size TEXT,
    country TEXT NOT NULL,
    year INTEGER,
    kind TEXT NOT NULL CHECK (kind IN ('self', 'outside')),
    stage TEXT NOT NULL CHECK (stage IN ('candidate', 'asked', 'spoken', 'thanked')),
    demo INTEGER NOT NULL,
    contact TEXT NOT NULL,
    sharing TEXT NOT NULL,
    link TEXT,
    seen_on TEXT,
    interview TEXT,
    mark TEXT,
    withdrawn_at TEXT,
    at TEXT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, owner, mark),
    FOREIGN KEY (tenant, interview) REFERENCES interview (tenant, id)
);
CREATE INDEX reference_newest ON reference (tenant, owner, at DESC, id) WHERE withdrawn_at IS NULL;
CREATE INDEX reference_stage ON reference (tenant, owner, stage, at DESC, id) WHERE withdrawn_at IS NULL;
CREATE INDEX reference_alike ON reference (tenant, owner, demo, sector, size, withdrawn_at, stage, kind);
CREATE INDEX reference_interview ON reference (tenant, interview);

-- From `owner` on: as the reference has it, so that one index holds all that a comparison asks for.
CREATE TABLE reference_score (
    tenant TEXT NOT NULL,
    reference TEXT NOT NULL,
    pillar TEXT NOT NULL,
    score REAL NOT NULL,
    coverage REAL NOT NULL CHECK (coverage BETWEEN 0 AND 1),
    at TEXT NOT NULL,
    owner TEXT NOT NULL,
    demo INTEGER NOT NULL,
    kind TEXT NOT NULL,
    sector TEXT NOT NULL,
    government INTEGER NOT NULL,
    country TEXT NOT NULL,
    year INTEGER,
    PRIMARY KEY (tenant, reference, pillar),
    FOREIGN KEY (tenant, reference) REFERENCES reference (tenant, id)
);
CREATE INDEX reference_score_beside ON reference_score (
    tenant, owner, demo, kind, pillar, sector, government, coverage, score, year, reference
);

-- `demo`: as the reference has it.
CREATE TABLE practice (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    reference TEXT NOT NULL,
    owner TEXT NOT NULL,
    pillar TEXT NOT NULL,
    from_level INTEGER NOT NULL,
    to_level INTEGER NOT NULL,
    "row" TEXT,
    sector TEXT NOT NULL,
    language TEXT NOT NULL,
    done TEXT NOT NULL,
    effort TEXT,
    result TEXT,
    evidence TEXT,
    source TEXT,
    withdrawn INTEGER NOT NULL,
    at TEXT NOT NULL,
    demo INTEGER NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, reference) REFERENCES reference (tenant, id)
);
CREATE INDEX practice_newest ON practice (tenant, owner, demo, at DESC, id) WHERE withdrawn = 0;
CREATE INDEX practice_step ON practice (tenant, owner, demo, pillar, from_level, at DESC, id) WHERE withdrawn = 0;
CREATE INDEX practice_row ON practice (tenant, owner, demo, "row", at DESC, id) WHERE withdrawn = 0;
CREATE INDEX practice_sector ON practice (tenant, owner, demo, sector, at DESC, id) WHERE withdrawn = 0;
CREATE INDEX practice_reference ON practice (tenant, reference, at DESC, id);

-- Who wants to be in touch with others, and with whom that was agreed.
CREATE TABLE contact (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    person TEXT,
    reference TEXT,
    assessment TEXT,
    wants INTEGER NOT NULL,
    link TEXT,
    themes TEXT NOT NULL,
    agreed TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, person) REFERENCES person (tenant, id),
    FOREIGN KEY (tenant, reference) REFERENCES reference (tenant, id),
    FOREIGN KEY (tenant, assessment) REFERENCES assessment (tenant, id)
);
CREATE INDEX contact_person ON contact (tenant, person, at, id);
CREATE INDEX contact_reference ON contact (tenant, reference, at, id);
CREATE INDEX contact_assessment ON contact (tenant, assessment, at, id);
CREATE INDEX contact_at ON contact (tenant, at, id);

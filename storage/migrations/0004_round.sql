-- A round from the first invite to its adoption: working hours, departments, files, reminders, judgements, notes.

ALTER TABLE person ADD COLUMN calendar TEXT NOT NULL DEFAULT '{}';

ALTER TABLE assessment ADD COLUMN phase TEXT NOT NULL DEFAULT 'concept'
    CHECK (phase IN ('concept', 'factcheck', 'adopted'));
ALTER TABLE assessment ADD COLUMN phase_since TEXT;
ALTER TABLE assessment ADD COLUMN closed_at TEXT;
ALTER TABLE assessment ADD COLUMN adopted_by TEXT;
ALTER TABLE assessment ADD COLUMN repeats TEXT;
UPDATE assessment SET phase = 'adopted', phase_since = adopted_at WHERE adopted_at IS NOT NULL;

ALTER TABLE invite ADD COLUMN function TEXT;
ALTER TABLE invite ADD COLUMN department TEXT;
ALTER TABLE invite ADD COLUMN language TEXT;
ALTER TABLE invite ADD COLUMN question TEXT;

ALTER TABLE interview ADD COLUMN department TEXT;
ALTER TABLE interview ADD COLUMN share_earlier INTEGER NOT NULL DEFAULT 0;

-- `address`: the name on disk; several rows may share one, and the last one that goes takes it along.
CREATE TABLE file (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    interview TEXT NOT NULL,
    question TEXT,
    person TEXT NOT NULL,
    ask TEXT,
    source TEXT NOT NULL,
    album TEXT,
    name TEXT NOT NULL,
    mime TEXT,
    size INTEGER,
    address TEXT,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'kept', 'failed', 'erased')),
    at TEXT NOT NULL,
    error TEXT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, source),
    FOREIGN KEY (tenant, interview) REFERENCES interview (tenant, id),
    FOREIGN KEY (tenant, person) REFERENCES person (tenant, id)
);
CREATE INDEX file_interview ON file (tenant, interview);
CREATE INDEX file_person ON file (tenant, person);
CREATE INDEX file_address ON file (tenant, address) WHERE state = 'kept';

-- What was sent to remind somebody. `day` is NULL where more than one a day is allowed.
CREATE TABLE reminder (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    assessment TEXT NOT NULL,
    interview TEXT NOT NULL,
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    cap INTEGER NOT NULL,
    day TEXT,
    at TEXT NOT NULL,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, person, assessment, number),
    UNIQUE (tenant, person, day),
    CHECK (number BETWEEN 1 AND cap),
    FOREIGN KEY (tenant, person) REFERENCES person (tenant, id),
    FOREIGN KEY (tenant, assessment) REFERENCES assessment (tenant, id),
    FOREIGN KEY (tenant, interview) REFERENCES interview (tenant, id)
);
CREATE INDEX reminder_assessment ON reminder (tenant, assessment);

CREATE TABLE judgement (
    tenant TEXT NOT NULL,
    interview TEXT NOT NULL,
    question TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 1),
    score REAL,
    reason TEXT,
    evidence INTEGER,
    "by" TEXT NOT NULL,
    at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (tenant, interview, question, number),
    FOREIGN KEY (tenant, interview) REFERENCES interview (tenant, id)
);

CREATE TABLE note (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    assessment TEXT NOT NULL,
    interview TEXT,
    person TEXT,
    pillar TEXT,
    question TEXT,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL,
    "by" TEXT NOT NULL,
    at TEXT NOT NULL,
    reply TEXT,
    done_at TEXT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, assessment) REFERENCES assessment (tenant, id),
    FOREIGN KEY (tenant, interview) REFERENCES interview (tenant, id)
);
CREATE INDEX note_assessment ON note (tenant, assessment);
CREATE INDEX note_interview ON note (tenant, interview);

-- Many timers are due at one moment, the first of a working day: their order comes from the index too.
DROP INDEX job_due;
CREATE INDEX job_due ON job (tenant, due_at, id) WHERE state = 'new';

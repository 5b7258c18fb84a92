-- Everything Peiler remembers. Every key begins with the tenant; times are RFC 3339 text in UTC with microseconds
-- and Z, so that they sort; JSON is text. Nothing here is SQLite's own, PostgreSQL can run it (BLOB is BYTEA there).

CREATE TABLE script (
    tenant TEXT NOT NULL,
    hash TEXT NOT NULL,
    folder TEXT NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    version TEXT NOT NULL,
    PRIMARY KEY (tenant, hash)
);

CREATE TABLE person (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    name TEXT NOT NULL,
    language TEXT,
    created_at TEXT NOT NULL,
    stopped_at TEXT,
    unreachable_since TEXT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, channel, address)
);

CREATE TABLE assessment (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    owner TEXT NOT NULL,
    folder TEXT NOT NULL,
    script_hash TEXT NOT NULL,
    model_hash TEXT NOT NULL,
    language TEXT NOT NULL,
    state TEXT NOT NULL,
    demo INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    deadline TEXT,
    privacy TEXT NOT NULL,
    settings TEXT NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX assessment_owner ON assessment (tenant, owner);

CREATE TABLE invite (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    assessment TEXT NOT NULL,
    pillar TEXT,
    role TEXT NOT NULL,
    name TEXT,
    state TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    opened_at TEXT,
    bound_to TEXT,
    bound_at TEXT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, token_hash),
    FOREIGN KEY (tenant, assessment) REFERENCES assessment (tenant, id)
);
CREATE INDEX invite_assessment ON invite (tenant, assessment);
CREATE INDEX invite_bound_to ON invite (tenant, bound_to);

CREATE TABLE interview (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    assessment TEXT NOT NULL,
    invite TEXT,
    person TEXT NOT NULL,
    pillar TEXT NOT NULL,
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    rev INTEGER NOT NULL,
    script_hash TEXT NOT NULL,
    language TEXT NOT NULL,
    created_at TEXT NOT NULL,
    last_activity TEXT NOT NULL,
    progress TEXT NOT NULL,
    joined_at TEXT,
    submitted_at TEXT,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, assessment) REFERENCES assessment (tenant, id),
    FOREIGN KEY (tenant, person) REFERENCES person (tenant, id)
);
CREATE INDEX interview_assessment ON interview (tenant, assessment);
CREATE INDEX interview_person ON interview (tenant, person);

CREATE TABLE ask (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    interview TEXT NOT NULL,
    kind TEXT NOT NULL,
    question TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'withdrawn')),
    option TEXT,
    opened_at TEXT NOT NULL,
    shown_at TEXT,
    message_id INTEGER,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, interview) REFERENCES interview (tenant, id)
);
CREATE INDEX ask_interview ON ask (tenant, interview);
CREATE UNIQUE INDEX ask_one_open ON ask (tenant, interview) WHERE state = 'open';

CREATE TABLE answer (
    tenant TEXT NOT NULL,
    interview TEXT NOT NULL,
    question TEXT NOT NULL,
    revision INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    ask TEXT NOT NULL,
    option TEXT,
    value TEXT,
    text TEXT,
    reason TEXT,
    best TEXT,
    weakest TEXT,
    evidence TEXT NOT NULL,
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    source TEXT,
    PRIMARY KEY (tenant, interview, question, revision),
    FOREIGN KEY (tenant, interview) REFERENCES interview (tenant, id)
);
CREATE INDEX answer_author ON answer (tenant, author);

CREATE TABLE kept (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    interview TEXT,
    person TEXT NOT NULL,
    question TEXT,
    text TEXT NOT NULL,
    at TEXT NOT NULL,
    source TEXT,
    state TEXT NOT NULL,
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, interview) REFERENCES interview (tenant, id),
    FOREIGN KEY (tenant, person) REFERENCES person (tenant, id)
);
CREATE INDEX kept_interview ON kept (tenant, interview);
CREATE INDEX kept_person ON kept (tenant, person);

-- The set of update ids that were handled; the body stays only of those that could not be.
CREATE TABLE inbox (
    tenant TEXT NOT NULL,
    bot_id TEXT NOT NULL,
    update_id INTEGER NOT NULL,
    lane TEXT NOT NULL,
    received_at TEXT NOT NULL,
    body BLOB,
    state TEXT NOT NULL CHECK (state IN ('done', 'dead')),
    error TEXT,
    PRIMARY KEY (tenant, bot_id, update_id)
);
CREATE INDEX inbox_received ON inbox (tenant, bot_id, received_at);
CREATE INDEX inbox_dead ON inbox (tenant, received_at) WHERE state = 'dead';

CREATE TABLE card (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    bot_id TEXT NOT NULL,
    chat_id TEXT NOT NULL,
    interview TEXT NOT NULL,
    ask TEXT,
    wanted_version INTEGER NOT NULL,
    sent_version INTEGER NOT NULL,
    message_id INTEGER,
    shown_at TEXT,
    state TEXT NOT NULL CHECK (state IN ('live', 'retired', 'collapsed')),
    PRIMARY KEY (tenant, id),
    FOREIGN KEY (tenant, interview) REFERENCES interview (tenant, id)
);
CREATE UNIQUE INDEX card_one_live ON card (tenant, interview) WHERE state = 'live';
CREATE INDEX card_chat ON card (tenant, bot_id, chat_id);

-- `seq` is the place in the chat's queue.
CREATE TABLE outbox (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    bot_id TEXT NOT NULL,
    chat_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    priority INTEGER NOT NULL,
    policy TEXT NOT NULL CHECK (policy IN ('repeat', 'once', 'ask')),
    method TEXT NOT NULL,
    payload TEXT NOT NULL,
    dedupe_key TEXT NOT NULL,
    created_at TEXT NOT NULL,
    card_id TEXT,
    card_version INTEGER,
    echo TEXT NOT NULL,
    file_ref TEXT,
    state TEXT NOT NULL CHECK (state IN ('new', 'sending', 'sent', 'uncertain', 'failed', 'cancelled')),
    attempt INTEGER NOT NULL,
    started_at TEXT,
    not_before TEXT,
    expires_at TEXT,
    message_id INTEGER,
    sent_at TEXT,
    error TEXT,
    ask TEXT,
    about TEXT,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, bot_id, dedupe_key),
    UNIQUE (tenant, bot_id, chat_id, seq),
    FOREIGN KEY (tenant, card_id) REFERENCES card (tenant, id)
);
CREATE UNIQUE INDEX outbox_one_per_card ON outbox (tenant, card_id)
    WHERE kind = 'card' AND state IN ('new', 'uncertain');
CREATE INDEX outbox_unsent ON outbox (tenant, bot_id, chat_id, seq) WHERE state IN ('new', 'sending', 'uncertain');
CREATE INDEX outbox_card ON outbox (tenant, card_id);
CREATE INDEX outbox_about ON outbox (tenant, about);

CREATE TABLE lane (
    tenant TEXT NOT NULL,
    bot_id TEXT NOT NULL,
    chat_id TEXT NOT NULL,
    last_message_id INTEGER NOT NULL,
    not_before TEXT,
    unreachable_since TEXT,
    PRIMARY KEY (tenant, bot_id, chat_id)
);

CREATE TABLE job (
    tenant TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    payload TEXT NOT NULL,
    due_at TEXT NOT NULL,
    state TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    error TEXT,
    PRIMARY KEY (tenant, id)
);
CREATE UNIQUE INDEX job_one_pending ON job (tenant, key) WHERE state = 'new';
CREATE INDEX job_due ON job (tenant, due_at) WHERE state = 'new';

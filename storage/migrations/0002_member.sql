-- Who runs an assessment beside its owner. Who was taken off stays as a row, so that it can be told when.

CREATE TABLE member (
    tenant TEXT NOT NULL,
    assessment TEXT NOT NULL,
    person TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('invited', 'consultant', 'removed')),
    since TEXT NOT NULL,
    PRIMARY KEY (tenant, assessment, person),
    FOREIGN KEY (tenant, assessment) REFERENCES assessment (tenant, id),
    FOREIGN KEY (tenant, person) REFERENCES person (tenant, id)
);
CREATE INDEX member_person ON member (tenant, person);

-- store.sql - the schema of verno.db: the one truth of a folder. Everything else in the folder can be made from it.
--
-- Read by anyone with the sqlite3 shell; written by verno alone. A path is a BLOB because a file name need not be
-- UTF-8. Times are UTC, ISO 8601. JSON columns hold what the record of a page holds, see verno-page-1.schema.json.

CREATE TABLE scans (                    -- a scan: one image file as received
    path   BLOB PRIMARY KEY NOT NULL,   -- relative to the directory given to `verno run`, raw bytes
    sha256 TEXT NOT NULL                -- of the whole file, 64 hex digits; scans with the same bytes share pages
           CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    bytes  INTEGER NOT NULL,            -- size of the file
    pages  INTEGER NOT NULL             -- pages of the scan, or what could be counted of it; a broken scan has one
           CHECK (pages >= 1)
) STRICT, WITHOUT ROWID;

CREATE INDEX scans_by_hash ON scans (substr(sha256, 1, 16));

CREATE TABLE pages (                    -- a page that was read, or that could not be
    id          TEXT PRIMARY KEY NOT NULL, -- first 16 hex digits of the scan's sha256, "-", page number from 1
    state       TEXT NOT NULL           -- where it ended
                CHECK (state IN ('done', 'blank', 'damaged', 'unsupported', 'timeout', 'failed')),
    cause       TEXT                    -- why it is not done; NULL for done and blank
                CHECK ((cause IS NULL) = (state IN ('done', 'blank'))),
    plan        TEXT NOT NULL,          -- fingerprint of the plan that made it, see runs.plan
    verdict     TEXT NOT NULL           -- does a person have to look at it
                CHECK (verdict IN ('good', 'doubtful', 'failed')),
    took_s      REAL NOT NULL,          -- wall time of the last attempt, seconds
    peak_bytes  INTEGER NOT NULL,       -- resident memory of the page's process at its peak
    attempts    INTEGER NOT NULL,       -- how often it was tried in the run that wrote this row
    times       TEXT,                   -- "grey=12.1 square=0.3 …": milliseconds a stage took; NULL where none did
    picture_map TEXT,                   -- JSON [a,b,c,d,e,f]: x' = ax+by+c, y' = dx+ey+f takes a stored pixel to its
                                        -- place in images/ab/ID.png; NULL where there is no picture
    lines       INTEGER NOT NULL,       -- from the record: how many lines of text
    confidence  REAL,                   -- from the record: mean over the characters, NULL where nothing was read
    doubts      TEXT NOT NULL,          -- from the record: "stage:code …" of the remarks that send it to a person
    hash        TEXT NOT NULL AS (substr(id, 1, 16)),                 -- of the scans it belongs to
    number      INTEGER NOT NULL AS (CAST(substr(id, 18) AS INTEGER)), -- which page of the scan
    record      TEXT                    -- verno-page/1; NULL where nothing was read. Last, because it is long
                CHECK (record IS NULL OR json_valid(record))
) STRICT;

CREATE UNIQUE INDEX pages_by_scan ON pages (hash, number);

CREATE TABLE fields (                   -- the named values of a page, from its record, to search and to review
    page       TEXT NOT NULL REFERENCES pages (id) ON DELETE CASCADE, -- pages.id
    position   INTEGER NOT NULL,        -- place in the record's list, from 0
    name       TEXT NOT NULL,           -- "outgoing_number"
    label      TEXT,                    -- as the form prints it
    raw        TEXT,                    -- as typed
    value      TEXT,                    -- what it means; NULL where it is missing or absent
    quad       TEXT,                    -- JSON, four corners in stored pixels; NULL where it is nowhere
    confidence REAL NOT NULL,           -- probability that value is right
    status     TEXT NOT NULL            -- as the machine left it; a correction does not touch this row
               CHECK (status IN ('accepted', 'review', 'corrected', 'missing', 'absent')),
    reasons    TEXT NOT NULL,           -- JSON list of codes: why it needs review
    PRIMARY KEY (page, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX fields_by_name ON fields (name, status);

CREATE TABLE corrections (              -- what persons decided. Append-only: triggers below, and a chain of hashes
    number    INTEGER PRIMARY KEY,      -- 1, 2, 3 …
    at        TEXT NOT NULL,            -- when, UTC
    who       TEXT NOT NULL,            -- who, as they signed in
    page      TEXT NOT NULL,            -- pages.id; no reference, for a correction outlives a page that is read anew
    field     TEXT NOT NULL,            -- field name, "l3" for a line of text (from 1), "a0" for an annotation (from 0)
    was       TEXT,                     -- value before
    becomes   TEXT,                     -- value from now on; NULL says that there is none. A list is JSON; so is an
                                        -- annotation: {"kind","text","quad","removed"}, quad in stored pixels or null
    seconds   REAL NOT NULL,            -- how long the person looked at it
    prev_hash TEXT NOT NULL,            -- hash of the correction before; "" for the first
    hash      TEXT NOT NULL UNIQUE,     -- SHA-256 over prev_hash and all else of the row, see store-corrections.c
    decision  TEXT                      -- what kind it is, see corrections.h; NULL in rows of format 1
              CHECK (decision IN ('confirm', 'edit', 'override', 'unsure', 'illegible', 'absent', 'other', 'first',
                                  'second', 'arbiter', 'undo')),
    batch     INTEGER                   -- number of the first correction of a group that is taken back as one;
              CHECK (batch BETWEEN 1 AND number) -- NULL: it stands alone
) STRICT;

CREATE INDEX corrections_by_page ON corrections (page, field);

CREATE TRIGGER corrections_stay BEFORE UPDATE ON corrections
BEGIN SELECT RAISE(ABORT, 'a correction cannot be changed'); END;

CREATE TRIGGER corrections_remain BEFORE DELETE ON corrections
BEGIN SELECT RAISE(ABORT, 'a correction cannot be deleted'); END;

-- Also stops INSERT OR REPLACE, which would delete an older row without asking the trigger above.
CREATE TRIGGER corrections_follow BEFORE INSERT ON corrections
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM corrections)
  OR NEW.prev_hash IS NOT coalesce((SELECT hash FROM corrections ORDER BY number DESC LIMIT 1), '')
  OR EXISTS (SELECT 1 FROM corrections WHERE hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'a correction can only be added after the last one'); END;

CREATE TABLE seeds (                    -- errors planted among the fields that wait, and whether they were noticed
    number   INTEGER PRIMARY KEY,       -- 1, 2, 3 …
    at       TEXT NOT NULL,             -- when it was answered, UTC
    who      TEXT NOT NULL,             -- who answered
    page     TEXT NOT NULL,             -- pages.id
    field    TEXT NOT NULL,             -- name of the field
    planted  TEXT NOT NULL,             -- the wrong value that was shown
    truth    TEXT NOT NULL,             -- the one that stands there
    decision TEXT NOT NULL,             -- what the person decided; nothing else came of it
    value    TEXT,                      -- and with which value
    caught   INTEGER NOT NULL CHECK (caught IN (0, 1)) -- was the error noticed
) STRICT;

CREATE TABLE runs (                     -- what was asked of verno, and when
    number    INTEGER PRIMARY KEY,      -- 1, 2, 3 …
    started   TEXT NOT NULL,            -- UTC
    ended     TEXT,                     -- UTC; NULL while it runs, or when it was killed
    how       TEXT                      -- how it ended; NULL while it runs
              CHECK (how IN ('finished', 'interrupted', 'failed', 'killed')),
    arguments TEXT NOT NULL,            -- the command line
    plan      TEXT NOT NULL,            -- fingerprint of the plan
    plan_text TEXT NOT NULL,            -- the plan in words: stages, options, models
    verno     TEXT NOT NULL             -- version of the program
) STRICT;

CREATE INDEX runs_by_plan ON runs (plan);

CREATE TABLE lock (                     -- at most one row: the run that writes now
    one       INTEGER PRIMARY KEY CHECK (one = 1), -- keeps it at one row
    pid       INTEGER NOT NULL,         -- process id of the run
    pid_start INTEGER NOT NULL,         -- when that process started, clock ticks since boot (/proc/PID/stat): a pid
                                        -- is given again, this pair is not; a lock of a dead process is taken over
    run       INTEGER NOT NULL REFERENCES runs (number) -- what it does
) STRICT;

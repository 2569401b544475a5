-- The built file. `record` holds every value without loss; the other tables and views are for queries.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE record (kind TEXT NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL,
                     PRIMARY KEY (kind, key)) WITHOUT ROWID;

CREATE TABLE work (slug TEXT PRIMARY KEY, doc_type TEXT, title_zh TEXT, title_en TEXT,
                   short_zh TEXT, short_en TEXT);
CREATE TABLE version (key TEXT PRIMARY KEY, work TEXT REFERENCES work, id TEXT, position INTEGER,
                      stage TEXT, title_zh TEXT, title_en TEXT, number TEXT,
                      state TEXT, state_as_of TEXT, successor TEXT);
CREATE TABLE version_date (version TEXT REFERENCES version, kind TEXT, value TEXT,
                           evidence TEXT, source TEXT, quote TEXT);
CREATE TABLE manifestation (version TEXT, sha256 TEXT, grade INTEGER, chosen INTEGER, partial INTEGER,
                            media_type TEXT, bytes INTEGER, official_url TEXT, via TEXT,
                            received TEXT, retrieved TEXT);
CREATE TABLE provision (text TEXT, version TEXT, language TEXT, eid TEXT, parent TEXT,
                        position INTEGER, kind TEXT, num TEXT, number TEXT, heading TEXT, body TEXT,
                        inferred INTEGER, PRIMARY KEY (text, eid)) WITHOUT ROWID;
CREATE TABLE reference (id INTEGER PRIMARY KEY, text TEXT, eid TEXT, start INTEGER, end INTEGER,
                        surface TEXT, family TEXT, relation TEXT, status TEXT, rule TEXT);
CREATE TABLE reference_target (reference INTEGER REFERENCES reference, work TEXT, title TEXT,
                               version TEXT, eid TEXT);
CREATE TABLE definition (text TEXT, eid TEXT, term TEXT, definiens TEXT, scope TEXT, rule TEXT);
CREATE TABLE norm (id TEXT PRIMARY KEY, text TEXT, eid TEXT, modality TEXT, bearer TEXT,
                   bearer_source TEXT, role TEXT, action TEXT, conditions TEXT, exceptions TEXT,
                   deadline TEXT, penalised_by TEXT, rule TEXT) WITHOUT ROWID;
CREATE TABLE link (a_text TEXT, b_text TEXT, a TEXT, b TEXT, classes TEXT, score REAL, rule TEXT);
CREATE TABLE problem (code TEXT, severity TEXT, place TEXT, message TEXT, remedy TEXT);
CREATE TABLE edge (source TEXT, target TEXT, kind TEXT, detail TEXT);
CREATE INDEX edge_source ON edge (source, kind);
CREATE INDEX edge_target ON edge (target, kind);
CREATE INDEX provision_version ON provision (version, language, position);

CREATE TABLE unit (id INTEGER PRIMARY KEY, version TEXT, eid TEXT, state TEXT, label TEXT,
                   zh TEXT, en TEXT, kind TEXT, context TEXT, handicap REAL, words INTEGER,
                   characters INTEGER, role TEXT);
CREATE VIRTUAL TABLE unit_index USING fts5 (zh, en, content='', tokenize="unicode61 remove_diacritics 2");
CREATE TABLE place (language TEXT, word TEXT, stem TEXT, unit INTEGER, places TEXT,
                    PRIMARY KEY (language, word, unit)) WITHOUT ROWID;
CREATE INDEX place_stem ON place (language, stem);

CREATE VIEW duty AS
  SELECT id, text, eid, modality, bearer, role, action, conditions, exceptions, deadline
  FROM norm WHERE modality IN ('obligation', 'prohibition');
CREATE VIEW unresolved_reference AS
  SELECT text, eid, surface, family, rule FROM reference WHERE status <> 'resolved' AND family NOT IN ('vague', 'renvoi');

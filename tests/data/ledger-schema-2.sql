BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE issuances (
	sequence INTEGER NOT NULL, 
	workbook_id TEXT NOT NULL, 
	master_digest VARCHAR(64) NOT NULL, 
	evaluator TEXT, 
	issued_on DATE NOT NULL, 
	document TEXT NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	PRIMARY KEY (sequence), 
	UNIQUE (workbook_id), 
	FOREIGN KEY(master_digest) REFERENCES masters (digest)
);
INSERT INTO "issuances" VALUES(1,'w1','69cf20c288980267260e71333d8728d5e6cd7e81b44b01bcc4346461970efe42','Evaluator A','2026-04-01','{"identity":{"workbook_id":"w1","master_id":"small","master_version":"1.0.0","master_digest":"69cf20c288980267260e71333d8728d5e6cd7e81b44b01bcc4346461970efe42","tools":["Alpha","Beta"],"evaluator":"Evaluator A","language":"ja","context":null,"attributes":{"Alpha":{},"Beta":{}},"issued_on":"2026-04-01","mode":"plain","locked_digest":"0000000000000000000000000000000000000000000000000000000000000000","layout":1},"answers":{"item_id":[],"tool":[],"stars":[],"doc":[],"repro":[],"evidence":[]},"versions":{"tool":[],"version":[]},"read_to":null}','2026-05-10 08:30:00.123456');
INSERT INTO "issuances" VALUES(2,'w2','69cf20c288980267260e71333d8728d5e6cd7e81b44b01bcc4346461970efe42','Evaluator A','2026-04-01','{"identity":{"workbook_id":"w2","master_id":"small","master_version":"1.0.0","master_digest":"69cf20c288980267260e71333d8728d5e6cd7e81b44b01bcc4346461970efe42","tools":["Alpha","Beta"],"evaluator":"Evaluator A","language":"ja","context":null,"attributes":{"Alpha":{},"Beta":{}},"issued_on":"2026-04-01","mode":"prefill","locked_digest":"0000000000000000000000000000000000000000000000000000000000000000","layout":1},"answers":{"item_id":["A-01"],"tool":["Alpha"],"stars":[3],"doc":[null],"repro":[null],"evidence":[null]},"versions":{"tool":["Alpha"],"version":["1.0"]},"read_to":null}','2026-05-10 08:30:00.123456');
CREATE TABLE masters (
	digest VARCHAR(64) NOT NULL, 
	id VARCHAR(40) NOT NULL, 
	version TEXT NOT NULL, 
	json TEXT NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	PRIMARY KEY (digest)
);
INSERT INTO "masters" VALUES('69cf20c288980267260e71333d8728d5e6cd7e81b44b01bcc4346461970efe42','small','1.0.0','{"id":"small","version":"1.0.0","title":"Small","language":"ja","design_basis":[],"tools":["Alpha","Beta"],"scale":{"levels":[{"stars":1,"label":"L1","definition":"…","criterion":"…"},{"stars":2,"label":"L2","definition":"…","criterion":"…"},{"stars":3,"label":"L3","definition":"…","criterion":"…"},{"stars":4,"label":"L4","definition":"…","criterion":"…"},{"stars":5,"label":"L5","definition":"…","criterion":"…"}],"judging_points":[],"same_since":null},"fail_close":{"rule":"none","threshold":2,"cap":2.0,"unverified":"capped","gates":[],"assumptions":[],"scope":null},"warnings":[],"parameters":{"introduction":[],"entries":[{"name":"Size","description":"…","options":[],"suffix":"","closed":false},{"name":"Place","description":"…","options":[],"suffix":"","closed":false}]},"tool_attributes":[],"categories":[{"id":"A","name":"A","focus":"…","responsibility":"…","layer":"…","weight":1.0}],"items":[{"id":"A-01","category":"A","name":"…","description":"…","same_since":null,"proposal":null},{"id":"A-02","category":"A","name":"…","description":"…","same_since":null,"proposal":null},{"id":"A-03","category":"A","name":"…","description":"…","same_since":null,"proposal":null},{"id":"A-04","category":"A","name":"…","description":"…","same_since":null,"proposal":null}],"rubrics":[],"notes":{"introduction":[],"doc":"…","repro":"…","evidence":"…"},"rules":{"rubrics":[],"boundaries":[],"new_items_introduction":null,"new_items":[],"updates":[]},"boundaries":[],"future_categories":[],"scoring":{"consensus":"median"}}','2026-05-10 08:30:00.123456');
CREATE TABLE revisions (
	sequence INTEGER NOT NULL, 
	submission_id VARCHAR(12) NOT NULL, 
	context_id VARCHAR(12) NOT NULL, 
	evaluator TEXT NOT NULL, 
	document TEXT NOT NULL, 
	findings TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (sequence), 
	FOREIGN KEY(submission_id) REFERENCES submissions (submission_id)
);
INSERT INTO "revisions" VALUES(1,'c1b58c89e5a4','6b83e7b66787','Evaluator A','{"parameters":{"name":["Size","Place"],"value":["small","東京"]},"tools":{"tool":["Alpha"],"version":["1.10"],"verified_on":["2026-05-01"],"scope":[null]},"attributes":{"tool":[],"name":[],"value":[]},"answers":{"item_id":["A-01"],"tool":["Alpha"],"stars":[5],"doc":[null],"repro":[null],"evidence":[null],"sheet":["評価"],"cell":["E2"]},"proposals":{"category":[],"name":[],"description":[],"reason":[],"general":[]}}','[]','2026-05-10 08:30:00.123456');
CREATE TABLE submissions (
	sequence INTEGER NOT NULL, 
	submission_id VARCHAR(12) NOT NULL, 
	workbook_id TEXT NOT NULL, 
	context_id VARCHAR(12) NOT NULL, 
	evaluator TEXT NOT NULL, 
	file TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	size INTEGER NOT NULL, 
	master_digest VARCHAR(64) NOT NULL, 
	program TEXT, 
	received_at DATETIME NOT NULL, 
	document TEXT NOT NULL, 
	findings TEXT NOT NULL, 
	original BLOB NOT NULL, 
	PRIMARY KEY (sequence), 
	UNIQUE (submission_id), 
	FOREIGN KEY(master_digest) REFERENCES masters (digest)
);
INSERT INTO "submissions" VALUES(1,'c1b58c89e5a4','w1','6b83e7b66787','Evaluator A','返送.xlsx','887560c7b428a771391a0a5870e95b6747e04e272e94b72706e29adb3ad34c58',6,'69cf20c288980267260e71333d8728d5e6cd7e81b44b01bcc4346461970efe42','Microsoft Excel 16','2026-05-10 08:30:00.123456','{"parameters":{"name":["Size","Place"],"value":["small","東京"]},"tools":{"tool":["Alpha","Beta"],"version":["1.10",null],"verified_on":["2026-05-01",null],"scope":[null,null]},"attributes":{"tool":[],"name":[],"value":[]},"answers":{"item_id":["A-01","A-02"],"tool":["Alpha","Beta"],"stars":[4,null],"doc":["https://example.org/〜","note"],"repro":[null,null],"evidence":[null,null],"sheet":["評価","評価"],"cell":["E2","E2"]},"proposals":{"category":["A"],"name":["New"],"description":["What?"],"reason":[null],"general":["はい"]}}','[]',X'666972737400');
INSERT INTO "submissions" VALUES(2,'ff62fe5a041b','w9','6b83e7b66787','Evaluator A','返送.xlsx','16367aacb67a4a017c8da8ab95682ccb390863780f7114dda0a0e0c55644c7c4',6,'69cf20c288980267260e71333d8728d5e6cd7e81b44b01bcc4346461970efe42','Microsoft Excel 16','2026-05-10 08:30:00.123456','{"parameters":{"name":["Size","Place"],"value":["small","東京"]},"tools":{"tool":["Alpha"],"version":["1.0"],"verified_on":["2026-05-01"],"scope":[null]},"attributes":{"tool":[],"name":[],"value":[]},"answers":{"item_id":["A-01"],"tool":["Alpha"],"stars":[1],"doc":[null],"repro":[null],"evidence":[null],"sheet":["評価"],"cell":["E2"]},"proposals":{"category":[],"name":[],"description":[],"reason":[],"general":[]}}','[]',X'7365636F6E64');
INSERT INTO "submissions" VALUES(3,'85a6d19a1929','w2','6b83e7b66787','Evaluator A','返送.xlsx','b1e99324505bd32da0e1f85dcf5e19a09db0481e8a15f62c41eb320304a8e927',5,'69cf20c288980267260e71333d8728d5e6cd7e81b44b01bcc4346461970efe42','Microsoft Excel 16','2026-05-10 08:30:00.123456','{"parameters":{"name":["Size","Place"],"value":["small","東京"]},"tools":{"tool":["Alpha"],"version":["1.0"],"verified_on":[null],"scope":["all"]},"attributes":{"tool":[],"name":[],"value":[]},"answers":{"item_id":[],"tool":[],"stars":[],"doc":[],"repro":[],"evidence":[],"sheet":[],"cell":[]},"proposals":{"category":[],"name":[],"description":[],"reason":[],"general":[]}}','[]',X'7468697264');
CREATE TABLE withdrawals (
	submission_id VARCHAR(12) NOT NULL, 
	reason TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (submission_id), 
	FOREIGN KEY(submission_id) REFERENCES submissions (submission_id)
);
INSERT INTO "withdrawals" VALUES('ff62fe5a041b','by mistake','2026-05-10 08:30:00.123456');
CREATE INDEX ix_submissions_workbook_id ON submissions (workbook_id);
CREATE TRIGGER masters_no_update BEFORE UPDATE ON masters BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER masters_no_delete BEFORE DELETE ON masters BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER masters_no_replace BEFORE INSERT ON masters WHEN EXISTS (SELECT 1 FROM masters WHERE digest = NEW.digest) BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER issuances_no_update BEFORE UPDATE ON issuances BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER issuances_no_delete BEFORE DELETE ON issuances BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER issuances_no_replace BEFORE INSERT ON issuances WHEN EXISTS (SELECT 1 FROM issuances WHERE sequence = NEW.sequence OR workbook_id = NEW.workbook_id) BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER submissions_no_update BEFORE UPDATE ON submissions BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER submissions_no_delete BEFORE DELETE ON submissions BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER submissions_no_replace BEFORE INSERT ON submissions WHEN EXISTS (SELECT 1 FROM submissions WHERE sequence = NEW.sequence OR submission_id = NEW.submission_id) BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER withdrawals_no_update BEFORE UPDATE ON withdrawals BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER withdrawals_no_delete BEFORE DELETE ON withdrawals BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER withdrawals_no_replace BEFORE INSERT ON withdrawals WHEN EXISTS (SELECT 1 FROM withdrawals WHERE submission_id = NEW.submission_id) BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE INDEX ix_revisions_submission_id ON revisions (submission_id);
CREATE TRIGGER revisions_no_update BEFORE UPDATE ON revisions BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER revisions_no_delete BEFORE DELETE ON revisions BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER revisions_no_replace BEFORE INSERT ON revisions WHEN EXISTS (SELECT 1 FROM revisions WHERE sequence = NEW.sequence) BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
COMMIT;

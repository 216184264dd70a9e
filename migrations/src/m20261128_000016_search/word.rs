//! The words of poles, an index that any release and any statement keeps: triggers take them from the
//! folded text.

use sea_orm_migration::prelude::*;

use crate::statement::{is_postgres, run};

/// Creates the table, fills it and has it kept. A word is cut at what an index of PostgreSQL holds.
pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    run(manager, if is_postgres(manager) { &POSTGRES } else { &SQLITE }).await
}

const POSTGRES: [&str; 6] = [
    "CREATE TABLE pole_word (\
     word text COLLATE \"C\" NOT NULL, \
     pole_id uuid NOT NULL REFERENCES pole (id) ON DELETE CASCADE, \
     PRIMARY KEY (word, pole_id))",
    "CREATE INDEX pole_word_by_pole_id ON pole_word (pole_id)",
    "CREATE FUNCTION pole_word_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
     IF TG_OP = 'UPDATE' THEN DELETE FROM pole_word WHERE pole_id = NEW.id; END IF; \
     INSERT INTO pole_word (word, pole_id) \
     SELECT DISTINCT left(word, 100), NEW.id \
     FROM regexp_split_to_table(NEW.folded, ' ') AS word WHERE word <> ''; \
     RETURN NULL; END $$",
    "CREATE TRIGGER pole_word_inserted AFTER INSERT ON pole \
     FOR EACH ROW EXECUTE FUNCTION pole_word_keep()",
    "CREATE TRIGGER pole_word_changed AFTER UPDATE OF folded ON pole \
     FOR EACH ROW WHEN (OLD.folded IS DISTINCT FROM NEW.folded) \
     EXECUTE FUNCTION pole_word_keep()",
    "INSERT INTO pole_word (word, pole_id) SELECT DISTINCT left(word, 100), pole.id \
     FROM pole, regexp_split_to_table(pole.folded, ' ') AS word WHERE word <> ''",
];

/// A folded text has letters, digits and blanks only, so that it makes a JSON list by its blanks.
const SQLITE: [&str; 5] = [
    "CREATE TABLE pole_word (\
     word text NOT NULL, \
     pole_id uuid_text NOT NULL REFERENCES pole (id) ON DELETE CASCADE, \
     PRIMARY KEY (word, pole_id)) WITHOUT ROWID",
    "CREATE INDEX pole_word_by_pole_id ON pole_word (pole_id)",
    "CREATE TRIGGER pole_word_inserted AFTER INSERT ON pole BEGIN \
     INSERT INTO pole_word (word, pole_id) SELECT DISTINCT substr(value, 1, 100), NEW.id \
     FROM json_each('[\"' || replace(NEW.folded, ' ', '\",\"') || '\"]') WHERE value <> ''; \
     END",
    "CREATE TRIGGER pole_word_changed AFTER UPDATE OF folded ON pole \
     WHEN OLD.folded IS NOT NEW.folded BEGIN \
     DELETE FROM pole_word WHERE pole_id = NEW.id; \
     INSERT INTO pole_word (word, pole_id) SELECT DISTINCT substr(value, 1, 100), NEW.id \
     FROM json_each('[\"' || replace(NEW.folded, ' ', '\",\"') || '\"]') WHERE value <> ''; \
     END",
    "INSERT INTO pole_word (word, pole_id) SELECT DISTINCT substr(value, 1, 100), pole.id \
     FROM pole, json_each('[\"' || replace(pole.folded, ' ', '\",\"') || '\"]') WHERE value <> ''",
];
